"""Every file of a new plugin's distribution, in memory: what ``quickscale plugins new`` writes."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from quickscale_core import __version__
from quickscale_core.errors import Problem, UsageError
from quickscale_core.plugins.discovery import KNOWN_PLUGINS
from quickscale_core.rendering.templates import compile_template, render_template

__all__ = ["MAX_LENGTH", "NewPlugin", "PluginKind", "check_plugin_name", "plugin_files"]

PluginKind = Literal["module", "theme", "deploy"]
"""The kinds of plugin that a distribution may hold."""

MAX_LENGTH: Final = 15
"""The longest name, in characters: the lines and attributes it appears in are then laid out alike
for every name, and an index named after it keeps to Django's 30."""

TEMPLATES: Final = Path(__file__).parent / "plugin_templates"

_HOMES: Final[dict[PluginKind, tuple[str, str]]] = {
    "module": ("quickscale_modules", "quickscale-"),
    "theme": ("quickscale_themes", "quickscale-theme-"),
    "deploy": ("quickscale_deploy", "quickscale-"),
}

_TAKEN: Final = frozenset(
    {
        *("base", "commands", "starter", "core", "project"),
        *("admin", "auth", "contenttypes", "messages", "sessions", "sites", "staticfiles"),
        *("accounts", "ops", "pages", "users", "apps", "config", "settings", "static"),
        *("templates", "tests", "dashboard", "health", "media", "api", "t"),
    }
)
"""Core's own plugins, labels of Django's and core's apps, the project's own folders, and the URL
prefixes that core reserves."""


@dataclass(frozen=True, slots=True)
class NewPlugin:
    """A new plugin.

    Attributes:
        name: Its name: ``"blog"``.
        kind: What it is.
        api: Whether a module has endpoints, for projects with ``quickscale-api``.
        react: Whether a module that has endpoints has pages for the React theme as well.
    """

    name: str
    kind: PluginKind
    api: bool = False
    react: bool = False

    @property
    def distribution(self) -> str:
        """Its distribution, and the name of its folder: ``"quickscale-blog"``."""
        return _HOMES[self.kind][1] + self.name.replace("_", "-")

    @property
    def module(self) -> str:
        """Its import path: ``"quickscale_modules.blog"``."""
        return f"{_HOMES[self.kind][0]}.{self.name}"

    @property
    def title(self) -> str:
        """Its name for people: ``"Blog"``."""
        return self.name.replace("_", " ").capitalize()

    @property
    def class_name(self) -> str:
        """Its name within a class: ``"Blog"``."""
        return "".join(part.capitalize() for part in self.name.split("_"))

    @property
    def constant(self) -> str:
        """Its name within a setting: ``"BLOG"``."""
        return self.name.upper()

    @property
    def summary(self) -> str:
        """One sentence on what it does, without a full stop."""
        return {
            "module": "Entries that people write down and find again",
            "theme": "Warm pages with serifs, on top of the starter theme",
            "deploy": "Deploys to a server over SSH, where Docker runs the site",
        }[self.kind]

    @property
    def core_range(self) -> str:
        """The range of ``quickscale`` it works with: ``">=1.0,<2"``."""
        major, minor = __version__.split(".")[:2]
        return f">={major}.{minor},<{int(major) + 1}"


_ONE_FOR_EACH_FRONTEND: Final = ("/list.html", "/test_list_page.py")
"""What of ``files.html`` a module with pages for React has once more, in ``files.react``: a page,
and what is tested of it. All other pages are html ones in both."""


def check_plugin_name(name: str) -> None:
    """Refuse a name that a plugin cannot have.

    Raises:
        UsageError: It is not a lower-case identifier, too long, or taken.
    """
    wanted = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:MAX_LENGTH].rstrip("_")
    if re.fullmatch(r"[a-z][a-z0-9_]*", name) is None or "__" in name or name.endswith("_"):
        what = (
            f'"{name}" is not a plugin name, which has lower-case letters, digits and underscores'
        )
    elif keyword.iskeyword(name):
        what = f'"{name}" is a keyword of Python'
    elif len(name) > MAX_LENGTH:
        what = f'"{name}" has {len(name)} characters, and a plugin name at most {MAX_LENGTH}'
    elif name in KNOWN_PLUGINS:
        what = f"{name} is the plugin of {KNOWN_PLUGINS[name]}"
        wanted = f"my_{name}"
    elif name in _TAKEN:
        what = f'"{name}" is taken by every project'
        wanted = f"my_{name}"
    else:
        return
    usable = wanted and wanted[0].isalpha() and not keyword.iskeyword(wanted)
    fix = f"choose another name, for example {wanted if usable else 'my_plugin'}"
    raise UsageError(Problem(what=what, fix=fix))


def plugin_files(plugin: NewPlugin) -> dict[str, bytes]:
    """Return every file of a plugin's distribution by its path, sorted.

    Args:
        plugin: The plugin; :func:`check_plugin_name` accepted its name.
    """
    parts = ["shared", plugin.kind]
    parts += [f"module_{it}" for it in ("api", "react") if getattr(plugin, it)]
    found = dict(made for part in parts for made in _read(TEMPLATES / part, plugin))
    return {path: found[path] for path in sorted(found)}


def _read(root: Path, plugin: NewPlugin) -> Iterator[tuple[str, bytes]]:
    """Yield the path and bytes of each file below a folder of templates."""
    for file in sorted(root.rglob("*")):
        if not file.is_file() or "__pycache__" in file.parts:
            continue
        path = file.relative_to(root).as_posix().replace("__name__", plugin.name)
        if plugin.react and not path.removesuffix(".j2").endswith(_ONE_FOR_EACH_FRONTEND):
            path = path.replace("/files.html/", "/files/")
        data = file.read_bytes()
        if path.endswith(".j2"):
            path = path.removesuffix(".j2")
            code = compile_template(data.decode(), path)
            data = render_template(code, {"plugin": plugin}, crlf=False).encode()
        yield path, data
