"""Count the files and lines of generated projects, in memory, by layer and by folder."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from quickscale_core.generate import compose_project
from quickscale_core.plugin_api.spec import ModuleRequest, ProjectSpec
from quickscale_core.plugins.discovery import Registry

from tools.projects import parts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from quickscale_core.paths.filetree import FileTree

__all__ = [
    "LAYERS",
    "PROJECTS",
    "Size",
    "folders_table",
    "functions_of_tests",
    "is_test_file",
    "layer_of",
    "layers_table",
    "sizes",
    "table",
]

NAME: Final = "acme"

_EVERY: Final = ("auth", "billing", "teams", "api")
_THEMES: Final = {"starter": "", "htmx": ", htmx", "react": ", react"}
_REACT_NEEDS: Final = ("api",)

PROJECTS: Final[Mapping[str, ProjectSpec]] = {
    **{
        (", ".join(modules) or "no module") + words: ProjectSpec(
            name=NAME, theme=theme, modules=dict.fromkeys(modules, ModuleRequest())
        )
        for modules in ((), ("auth",), ("api", "auth"), ("auth", "billing"), _EVERY)
        for theme, words in _THEMES.items()
        if theme != "react" or set(_REACT_NEEDS) <= set(modules)
    },
    "everything, htmx": ProjectSpec(
        name=NAME,
        theme="htmx",
        modules=dict.fromkeys(_EVERY, ModuleRequest()),
        options=parts_of(_EVERY),
    ),
}
"""The projects that are counted; *everything* is all modules with what their options bring."""

LAYERS: Final = ("site", "tests", "development", "configuration", "pinned versions", "vendored")


@dataclass(frozen=True)
class Size:
    """How much there is.

    Attributes:
        files: How many files.
        lines: How many lines of text they have; other bytes have none.
    """

    files: int = 0
    lines: int = 0

    def __add__(self, other: Size) -> Size:
        """Return both together."""
        return Size(self.files + other.files, self.lines + other.lines)

    def __str__(self) -> str:
        """Return it as a table shows it."""
        return f"{self.files:,} / {self.lines:,}"


def layer_of(path: str) -> str:
    """Return which layer of a project a file belongs to."""
    parts = path.split("/")
    if "tests" in parts[:-1] or parts[-1] == "conftest.py" or _is_vitest(path):
        return "tests"
    if parts[0] == "static" and "vendor" in parts:
        return "vendored"
    if parts[0] == "dev":
        return "development"
    if parts[0].startswith("requirements") or parts[-1] == "package-lock.json":
        return "pinned versions"
    site = parts[0] in ("apps", "templates", "static", NAME) or path.startswith("frontend/src/")
    return "site" if site else "configuration"


def _is_vitest(path: str) -> bool:
    """Return whether a file belongs to the tests of an app in ``frontend/``."""
    name = path.rpartition("/")[2]
    return path.startswith("frontend/src/") and (".test." in name or "/testing/" in path)


def _folder_of(path: str) -> str:
    """Return an app's folder, or a file's first folder."""
    parts = path.split("/")
    if parts[0] in ("apps", "dev") and len(parts) > 2:  # noqa: PLR2004 - an app's file
        return "/".join(parts[:2])
    return parts[0] if len(parts) > 1 else "(root)"


@cache
def _tree(project: str) -> FileTree:
    return compose_project(PROJECTS[project], Registry.installed()).tree


def sizes(project: str, key: Callable[[str], str]) -> dict[str, Size]:
    """Return how large the parts of a project are.

    Args:
        project: One of :data:`PROJECTS`.
        key: Gives the part a path belongs to.
    """
    found: dict[str, Size] = {}
    for path, file in _tree(project).items():
        part = key(path)
        found[part] = found.get(part, Size()) + Size(1, _lines(file.data))
    return found


def _lines(data: bytes) -> int:
    return 0 if b"\0" in data else data.count(b"\n")


def is_test_file(path: str) -> bool:
    """Return whether pytest looks for tests in a file of a project."""
    return path.rpartition("/")[2].startswith("test_") and path.endswith(".py")


def functions_of_tests(source: bytes) -> list[str]:
    """Return the names of test functions as pytest writes them, those of classes with the class."""
    return list(_functions(ast.parse(source)))


def _functions(parent: ast.Module | ast.ClassDef, prefix: str = "") -> Iterator[str]:
    for node in parent.body:
        if isinstance(node, ast.ClassDef):
            yield from _functions(node, f"{prefix}{node.name}::")
        elif isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield f"{prefix}{node.name}"


def layers_table() -> str:
    """Return the table of projects and layers."""
    rows = [["project", *LAYERS, "all", "test functions"]]
    for project in PROJECTS:
        found = sizes(project, layer_of)
        whole = sum(found.values(), Size())
        files = (file.data for path, file in _tree(project).items() if is_test_file(path))
        tests = sum(len(functions_of_tests(data)) for data in files)
        layers = (str(found.get(it, Size())) for it in LAYERS)
        rows.append([project, *layers, str(whole), f"{tests:,}"])
    return table(rows)


def folders_table() -> str:
    """Return the table of the largest project's folders: site and tests apart."""
    *_, largest = PROJECTS
    found = sizes(largest, lambda path: f"{_folder_of(path)}\n{layer_of(path) == 'tests'}")
    folders = sorted({it.partition("\n")[0] for it in found})
    rows = [["folder", "code and pages", "tests"]]
    for folder in folders:
        code, tests = (found.get(f"{folder}\n{it}", Size()) for it in (False, True))
        rows.append([f"`{folder}`", str(code), str(tests)])
    return table(rows)


def table(rows: Iterable[Iterable[str]]) -> str:
    """Return a Markdown table; all columns but the first are numbers."""
    head, *body = [f"| {' | '.join(row)} |" for row in rows]
    columns = head.count("|") - 1
    return "\n".join([head, "|---" + "|---:" * (columns - 1) + "|", *body])
