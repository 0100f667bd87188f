"""The filters of templates, which write values as Python, TOML, YAML and JSON."""

from __future__ import annotations

import json
import math
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from quickscale_core.plugin_api.values import Value
from quickscale_core.source_text.python_source import LINE_LENGTH, python_source

__all__ = ["FILTERS"]

_YAML_PLAIN: Final = re.compile(r"[A-Za-z_/][A-Za-z0-9_./@+-]*(?: [A-Za-z0-9_./@+-]+)*")
_ENV_PLAIN: Final = re.compile(r"[A-Za-z0-9_./:@+,-]*")
_ENV_SPECIAL: Final = re.compile(r'[\\"$]')
_YAML_WORDS: Final = frozenset(
    {"true", "false", "null", "yes", "no", "on", "off", "y", "n", "~", ".inf", ".nan"}
)


def py(value: Value, before: int = 0, indent: int = 0, after: int = 0) -> str:
    """Return a value as Python source, broken over lines where it does not fit.

    Args:
        value: The value.
        before: Columns that stand before it on its line, indentation included.
        indent: Columns that its line is indented by.
        after: Columns that stand after it.
    """
    return python_source(value, before=before, indent=indent, after=after)


def toml(value: object) -> str:
    """Return a text, number, truth or list of them as TOML 1.0 on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, list | tuple):
        return "[" + ", ".join(toml(item) for item in value) + "]"
    if isinstance(value, str):
        return _quoted(value)
    raise TypeError(f"TOML cannot hold a {type(value).__name__}")


def yaml(value: object) -> str:
    """Return a value as YAML 1.2 on one line; a text is quoted where it must be."""
    if isinstance(value, str):
        word = value.lower()
        plain = _YAML_PLAIN.fullmatch(value) and word not in _YAML_WORDS
        return value if plain else _quoted(value)
    if isinstance(value, Mapping):
        pairs = (f"{yaml(key)}: {yaml(item)}" for key, item in value.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(yaml(item) for item in value) + "]"
    if isinstance(value, float) and not math.isfinite(value):
        return ".nan" if math.isnan(value) else ("-.inf" if value < 0 else ".inf")
    return json.dumps(value)


def _quoted(value: str) -> str:
    """Return a text in double quotes, by the escapes that JSON, TOML and YAML have in common."""
    shown = json.dumps(value, ensure_ascii=False)
    return "".join(letter if letter.isprintable() else _escaped(letter) for letter in shown)


def _escaped(letter: str) -> str:
    code = ord(letter)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"  # noqa: PLR2004 - the plane


def to_json(value: object) -> str:
    """Return a value as JSON on one line."""
    return json.dumps(value, ensure_ascii=False)


def docstring(value: str) -> str:
    """Return a text as part of a Python docstring, which it does not end."""
    whole = str(value).replace("\\", "\\\\")
    whole = re.sub(r'"(?=")|^"|"$', r'\\"', whole)
    return "".join(it if it.isprintable() else ascii(it)[1:-1] for it in whole)


def markdown(value: str) -> str:
    """Return a text as part of a line of Markdown, in which it marks nothing."""
    line = " ".join(str(value).split())
    return re.sub(r"[\\`*\[\]<>|]|\b_\B|\B_\b", r"\\\g<0>", line).replace("&", "&amp;")


def code(value: str) -> str:
    """Return a text as code in a line of Markdown, also within a table."""
    line = " ".join(str(value).split())
    longest = max(map(len, re.findall("`+", line)), default=0)
    fence, pad = "`" * (longest + 1), " " if "`" in line else ""
    return f"{fence}{pad}{line}{pad}{fence}".replace("|", "\\|")


def env(value: str) -> str:
    """Return a text as the value of a ``.env``, in quotes where it would be read otherwise.

    django-environ and docker compose both take what is in single quotes as it is, and both take a
    backslash away from what is in double quotes.
    """
    if _ENV_PLAIN.fullmatch(value):
        return str(value)
    if "'" not in value:
        return f"'{value}'"
    return '"{}"'.format(_ENV_SPECIAL.sub(r"\\\g<0>", value))


def imports(lines: Iterable[str], package: str = "") -> str:
    """Return import lines sorted and grouped as ruff's import sorter does, doubles joined.

    Args:
        lines: ``import x`` and ``from x import y`` lines.
        package: The project's package, whose imports with those of ``apps`` come last.
    """
    plain: set[str] = set()
    names: dict[str, set[str]] = {}
    for line in lines:
        if line.startswith("import "):
            plain.add(line.removeprefix("import ").strip())
        else:
            module, _, imported = line.removeprefix("from ").partition(" import ")
            names.setdefault(module, set()).update(name.strip() for name in imported.split(","))
    sections: dict[int, list[str]] = {}
    for module in sorted(plain, key=str.lower):
        sections.setdefault(_section(module, package), []).append(f"import {module}")
    for module in sorted(names, key=str.lower):
        line = _from_line(module, sorted(names[module], key=_member_order))
        sections.setdefault(_section(module, package), []).append(line)
    return "\n\n".join("\n".join(sections[number]) for number in sorted(sections))


def _from_line(module: str, names: Sequence[str]) -> str:
    line = f"from {module} import {', '.join(names)}"
    if len(line) <= LINE_LENGTH:
        return line
    return f"from {module} import (\n" + "".join(f"    {name},\n" for name in names) + ")"


def _member_order(name: str) -> tuple[int, str]:
    """Sort constants before classes before the rest, as isort does."""
    kind = 0 if name.isupper() and len(name) > 1 else (1 if name[:1].isupper() else 2)
    return kind, name


def _section(module: str, package: str) -> int:
    top = module.partition(".")[0]
    if module == "__future__":
        return 0
    if top in sys.stdlib_module_names:
        return 1
    if not top:
        return 4
    return 3 if top in {package, "apps", "config"} - {""} else 2


FILTERS: Final[Mapping[str, Callable[..., str]]] = {
    "py": py,
    "toml": toml,
    "yaml": yaml,
    "json": to_json,
    "docstring": docstring,
    "md": markdown,
    "code": code,
    "env": env,
    "imports": imports,
}
"""Every filter by its name in templates."""
