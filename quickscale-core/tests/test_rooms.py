"""Core's packages stand in the order of the pipeline: each imports only what stands above it."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import quickscale_core
from quickscale_core import plugin_api

if TYPE_CHECKING:
    from collections.abc import Iterator

CORE = Path(quickscale_core.__file__).parent

ORDER = (
    "errors",
    "plugin_api",
    "paths",
    "source_text",
    "plugins",
    "project_file",
    "selection",
    "composition",
    "rendering",
    "merging",
    "writing",
    "record",
    "updating",
    "giving_back",
    "new_plugin",
    "generate",
    "scaffold",
    "builtin",
    "deploying",
    "doctor",
    "testing",
    "conformance",
    "cli",
    "__main__",
)
"""From the top: each imports those before it and none after it."""

OF_THE_PACKAGE = {"__version__", "plugin_api"}
"""What may be imported from ``quickscale_core`` itself, which stands above all."""


def upward_imports(source: str, place: str, module: str) -> Iterator[str]:
    """Yield each import of a module's source that goes against the order."""
    own = module.split(".")[1]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{place}:{node.lineno} is a relative import"
            names = [f"{node.module}.{it.name}" for it in node.names]
        elif isinstance(node, ast.Import):
            names = [it.name for it in node.names]
        else:
            continue
        for name in names:
            package, _, rest = name.partition(".")
            if package != "quickscale_core" or rest in OF_THE_PACKAGE:
                continue
            if own == "builtin" and rest in plugin_api.__all__:
                continue  # a plugin, which imports what every plugin does
            other = rest.split(".")[0]
            if other not in ORDER:
                yield f"{place}:{node.lineno} imports {name} from the package: name its module"
            elif ORDER.index(other) > ORDER.index(own):
                yield f"{place}:{node.lineno} imports {name}, and {other} stands below {own}"


def modules() -> Iterator[tuple[Path, str]]:
    for path in sorted(CORE.rglob("*.py")):
        inside = path.relative_to(CORE)
        if any(part.startswith(("files", "plugin_templates")) for part in inside.parts):
            continue
        if inside.name == "__init__.py" and len(inside.parts) == 1:
            continue
        yield path, ".".join(["quickscale_core", *inside.with_suffix("").parts])


def test_each_package_imports_only_what_stands_above_it() -> None:
    found = [
        line
        for path, module in modules()
        for line in upward_imports(path.read_text("utf-8"), str(path.relative_to(CORE)), module)
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "from quickscale_core.cli.output import Printer",
            "lock.py:1 imports quickscale_core.cli.output.Printer, and cli stands below record",
        ),
        (
            "def read():\n    import quickscale_core.generate",
            "lock.py:2 imports quickscale_core.generate, and generate stands below record",
        ),
        (
            "from quickscale_core import Problem",
            "lock.py:1 imports quickscale_core.Problem from the package: name its module",
        ),
    ],
)
def test_an_import_that_goes_up_is_named(line: str, said: str) -> None:
    assert [*upward_imports(line, "lock.py", "quickscale_core.record.lock")] == [said]


def test_every_package_has_its_place_and_says_what_it_is() -> None:
    there = {module.split(".")[1] for _, module in modules()}
    assert there == set(ORDER)
    for name in sorted(there):
        place = CORE / name / "__init__.py"
        text = (place if place.exists() else CORE / f"{name}.py").read_text("utf-8")
        assert ast.get_docstring(ast.parse(text)), name


def test_the_documentation_shows_the_same_order() -> None:
    """docs/concepts.md has the tree; a room that moves moves there too."""
    page = CORE.parents[2] / "docs" / "concepts.md"
    tree = page.read_text("utf-8").split("<!-- packages of core -->")[1].split("```")[1]
    shown = [
        line.split()[0].strip("/").removesuffix(".py") for line in tree.splitlines()[1:] if line
    ]
    assert shown == [it for it in ORDER if it != "__main__"]


MOST = 12
"""Modules that a folder may hold before it becomes several with names that tell more."""


def test_no_folder_is_crowded() -> None:
    folders = Counter(
        path.parent.relative_to(CORE).as_posix()
        for path, _ in modules()
        if path.name != "__init__.py"
    )
    folders.pop("cli/commands")  # one module for each command
    assert not {folder: count for folder, count in folders.items() if count > MOST}


def test_git_is_called_in_one_place() -> None:
    """Another call would inherit the repository that the environment names."""
    callers = {
        path.relative_to(CORE).as_posix()
        for path, _ in modules()
        if re.search(r"(subprocess\.\w+|\bPopen|\brun)\(\s*\[\s*\"git\"", path.read_text("utf-8"))
    }
    assert callers == {"paths/git_commands.py"}
