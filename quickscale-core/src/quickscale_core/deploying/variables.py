"""Variables of a deployed site: the owner's own, those a target gives, and secrets made once."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import dataclass
from os.path import lexists
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import quote, unquote, urlsplit

from quickscale_core.errors import Problem, QuickScaleError
from quickscale_core.paths.reading import read_file
from quickscale_core.writing.dotenv import random_secret

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from quickscale_core.plugin_api.contributions import EnvVar

__all__ = [
    "Variable",
    "generated_variables",
    "masked",
    "missing_variables",
    "read_own_variables",
]

Rule = Literal["set", "once", "contains"]

_LINE: Final = re.compile(r"(?:export\s+)?(?P<name>[A-Za-z_][A-Za-z0-9_]*)\s*=\s*(?P<value>.*)")
_SHORTEST: Final = 6  # characters; a shorter value would be hidden in unrelated words


@dataclass(frozen=True, kw_only=True, slots=True)
class Variable:
    """A variable of the deployed site.

    Attributes:
        name: The variable: ``"ALLOWED_HOSTS"``.
        value: Its value.
        secret: Whether the value must never be shown.
        rule: ``"set"`` gives it this value; ``"once"`` only where it has none, and what is there
            stays; ``"contains"`` adds what its list, separated by commas, lacks.
    """

    name: str
    value: str
    secret: bool = False
    rule: Rule = "once"

    @classmethod
    def random(cls, name: str) -> Variable:
        """Return a secret of 50 random characters, for a site that has none of that name yet."""
        return cls(name=name, value=random_secret(), secret=True)

    @property
    def shown(self) -> str:
        """The variable as it may be printed."""
        return f"{self.name} = {'(secret)' if self.secret else self.value}"


def missing_variables(
    wanted: Iterable[Variable], present: Mapping[str, str]
) -> tuple[Variable, ...]:
    """Return the variables to set on a site that has some already, as they are to be set.

    Args:
        wanted: What the site is to have.
        present: What it has.
    """
    missing = []
    for it in wanted:
        now = present.get(it.name, "")
        if it.rule == "contains" and now:
            have = [word.strip() for word in now.split(",") if word.strip()]
            lacks = [word for word in it.value.split(",") if word not in have]
            if lacks:
                value = ",".join([*have, *lacks])
                missing.append(Variable(name=it.name, value=value, secret=it.secret))
        elif not now or (it.rule == "set" and now != it.value):
            missing.append(it)
    return tuple(missing)


def generated_variables(variables: Iterable[EnvVar]) -> Iterator[Variable]:
    """Yield a fresh value of each secret that the project makes up itself, as ``SECRET_KEY``."""
    for it in variables:
        if it.generate:
            yield Variable.random(it.name)


def read_own_variables(folder: Path, name: str, known: Iterable[EnvVar]) -> tuple[Variable, ...]:
    """Return the owner's own variables for a site, from a file that git ignores.

    Args:
        folder: The project's folder.
        name: The file: ``".env.railway"``. Without it there are none.
        known: The project's variables, which say what is secret; so is one that they do not name.

    Raises:
        QuickScaleError: Lines are no variables; all are told.
    """
    place = folder / name
    if not lexists(place):
        return ()
    secret = {"DJANGO_SETTINGS_MODULE": False, **{it.name: it.secret for it in known}}
    found, problems = [], []
    try:
        lines = read_file(str(place)).decode().splitlines()
    except (OSError, UnicodeDecodeError) as error:
        what = f"{name} cannot be read, or is a link"
        raise QuickScaleError(Problem(what=what, where=(str(place),))) from error
    for number, raw in enumerate(lines, 1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        match = _LINE.fullmatch(line)
        value = _unquoted(match["value"]) if match else None
        if match is None or value is None:
            problems.append(
                Problem(
                    what="a line is no variable",
                    where=(f"{name}:{number}",),  # never the line, which may hold a secret
                    fix='write NAME=value, the value in quotes where it has spaces: NAME="a value"',
                )
            )
        elif value:
            hidden = secret.get(match["name"], True)
            found.append(Variable(name=match["name"], value=value, secret=hidden, rule="set"))
    if problems:
        raise QuickScaleError(*problems)
    return tuple(found)


def _unquoted(text: str) -> str | None:
    """Return a value without its quotes and the comment after it; ``None`` for a lone quote."""
    if text[:1] in {"'", '"'}:
        value, closed, rest = text[1:].partition(text[0])
        rest = rest.strip()
        return value if closed and (not rest or rest.startswith("#")) else None
    value = re.split(r"\s#", text, maxsplit=1)[0].strip()
    return None if re.search(r"\s", value) else value


def masked(text: str, secrets: Iterable[str]) -> str:
    """Return a text in which no secret value stands any more, nor the password of a secret address.

    Programs show a value as JSON, Python, a shell or an address writes it, so each form is hidden.
    """
    hidden = {form for secret in secrets for part in _parts(secret) for form in _forms(part)}
    for form in sorted(hidden, key=len, reverse=True):
        if len(form) >= _SHORTEST:
            text = text.replace(form, "(secret)")
    return text


def _parts(secret: str) -> Iterator[str]:
    yield secret
    try:
        password = urlsplit(secret).password
    except ValueError:
        return
    if password:
        yield password
        yield unquote(password)


def _forms(part: str) -> Iterator[str]:
    yield part
    yield json.dumps(part)[1:-1]
    yield repr(part)[1:-1]
    yield quote(part)
    yield quote(part, safe="")
    yield shlex.quote(part)
