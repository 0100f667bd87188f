"""Generated projects, as the workspace's commands make and run them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tools.checkout import clean_environ
from tools.environments import project_env

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = [
    "PARTS",
    "GenerationError",
    "Plugins",
    "Project",
    "generate",
    "installed_plugins",
    "parts_of",
    "quickscale",
]

NAME = "acme"

PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "api": ("webhooks",),
    "billing": ("discounts", "metering"),
}
"""By module, its options that bring an app each, of the option's name, which new projects lack."""


def parts_of(modules: Sequence[str]) -> dict[str, dict[str, object]]:
    """Return the answers that bring every part of some modules."""
    return {name: dict.fromkeys(PARTS[name], True) for name in modules if name in PARTS}


class GenerationError(Exception):
    """A command of a project, or of quickscale, that failed, with what it said."""


@dataclass(frozen=True)
class Project:
    """A generated project.

    Attributes:
        folder: Where it is.
        python: The interpreter it runs with.
    """

    folder: Path
    python: Path

    def environ(self) -> dict[str, str]:
        """Return an environment for its commands.

        Every variable that the project reads is left out, so that a DATABASE_URL of whoever runs
        this is out of reach.
        """
        example = (self.folder / ".env.example").read_text(encoding="utf-8")
        read = set(re.findall(r"(?m)^#?\s*([A-Z][A-Z0-9_]*)=", example))
        inherited = clean_environ()
        return {
            name: value
            for name, value in inherited.items()
            if name not in read and not name.startswith(("DJANGO_", "COVERAGE_", "COV_"))
        }

    def run(self, *arguments: str) -> str:
        """Run its Python with ``arguments``; return what it prints.

        Raises:
            GenerationError: When it fails.
        """
        return _output([str(self.python), *arguments], self.folder, self.environ())

    def manage(self, *arguments: str) -> str:
        """Run a management command; return what it prints."""
        return self.run("manage.py", *arguments)

    def login(self, printed: str) -> tuple[str, str]:
        """Return the e-mail and password that ``seed_demo`` printed."""
        found = [re.search(rf"(?m)^\s*{word}\s+(\S+)$", printed) for word in ("e-mail", "password")]
        if None in found:
            raise GenerationError(f"seed_demo named no login:\n{printed}")
        email, password = (match.group(1) for match in found if match)
        return email, password


def quickscale(*arguments: str, cwd: Path | None = None) -> str:
    """Run the workspace's ``quickscale`` command; return what it prints.

    Raises:
        GenerationError: When it fails.
    """
    command = Path(sys.executable).parent / "quickscale"
    return _output([str(command), *arguments], cwd, clean_environ())


@dataclass(frozen=True)
class Plugins:
    """The plugins that this workspace has installed, by name.

    Attributes:
        core: Those in core itself, themes apart.
        modules: The modules.
        themes: The themes, ``starter`` first.
    """

    core: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All of them."""
        return self.core + self.modules + self.themes


def installed_plugins() -> Plugins:
    """Return the plugins that this workspace has installed.

    Raises:
        GenerationError: When quickscale cannot list them, or one is broken.
    """
    listed = json.loads(quickscale("plugins", "list", "--json"))
    broken = [plugin["problem"]["what"] for plugin in listed["broken"]]
    if broken:
        raise GenerationError("\n".join(broken))
    by_kind: dict[str, list[str]] = {"core": [], "module": [], "theme": [], "deploy": []}
    for plugin in listed["plugins"]:
        by_kind[plugin["kind"]].append(plugin["name"])
    themes = sorted(by_kind["theme"], key=lambda name: (name != "starter", name))
    return Plugins(tuple(by_kind["core"]), tuple(by_kind["module"]), tuple(themes))


def generate(
    parent: Path,
    *,
    modules: Sequence[str],
    theme: str,
    name: str = NAME,
    options: Mapping[str, Mapping[str, object]] | None = None,
) -> Project:
    """Compose a project in ``parent``, to run with the locked requirements.

    Args:
        parent: Where its folder goes.
        modules: What it is made of.
        theme: Its theme.
        name: What it is called.
        options: Answers by plugin and option.

    Raises:
        GenerationError: When quickscale refuses.
    """
    chosen = ["--with", ",".join(modules)] if modules else []
    where = ["--theme", theme, "--dest", str(parent)]
    for plugin, answers in (options or {}).items():
        for option, value in answers.items():
            chosen += ["--set", f"{plugin}.{option}={str(value).lower()}"]
    quickscale("init", name, *chosen, *where, "--no-git", "--no-lock", "--no-input")
    return Project(folder=parent / name, python=project_env().python)


def _output(command: list[str], cwd: Path | None, environ: dict[str, str]) -> str:
    """Run ``command``; return what it prints, or raise what it says."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env=environ | {"PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode != 0:
        shown = " ".join([Path(command[0]).name, *command[1:]])
        words = f"{done.stdout}\n{done.stderr}".strip()[-3000:]
        raise GenerationError(f"`{shown}` ended with exit code {done.returncode}\n{words}")
    return done.stdout
