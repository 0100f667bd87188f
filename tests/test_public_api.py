"""What plugins import of core is what core declares as public, and nothing else."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest
import quickscale_core
from quickscale_core import deploying, plugin_api, scaffold, testing
from quickscale_core.new_plugin.distribution import NewPlugin, plugin_files

from tools.checkout import ROOT
from tools.reference_pages import reference_pages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PUBLIC = {
    "quickscale_core": set(quickscale_core.__all__) | {"__version__"},
    "quickscale_core.deploying": set(deploying.__all__),
    "quickscale_core.plugin_api": set(plugin_api.__all__),
    "quickscale_core.scaffold": set(scaffold.__all__),
    "quickscale_core.testing": set(testing.__all__),
}


def private_imports(source: str) -> Iterator[str]:
    """Yield what some source imports of core that is not declared as public."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (it.name for it in node.names if it.name.startswith("quickscale_core."))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("quickscale_core"):
            names = PUBLIC.get(node.module or "", set())
            yield from (f"{node.module}.{it.name}" for it in node.names if it.name not in names)


NEW_PLUGINS = (
    NewPlugin("ledger", "module"),
    NewPlugin("ledger", "module", api=True),
    NewPlugin("ledger", "module", api=True, react=True),
    NewPlugin("ledger", "theme"),
    NewPlugin("ledger", "deploy"),
)


def _sources() -> Iterator[tuple[Path, str]]:
    for folder in ("plugins", "examples"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if not {"node_modules", ".venv"} & set(path.parts):
                yield path, path.read_text("utf-8")
    for plugin in NEW_PLUGINS:
        for name, data in plugin_files(plugin).items():
            if name.endswith(".py"):
                yield ROOT / "new" / plugin.kind / name, data.decode()
    for path in sorted((ROOT / "docs").rglob("*.md")):
        for block in re.findall(r"(?ms)^```python[^\n]*\n(.*?)^```", path.read_text("utf-8")):
            yield path, block


def test_plugins_examples_and_documentation_import_public_names_only() -> None:
    found = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path, source in _sources()
        for name in private_imports(source)
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("from quickscale_core import App, hookimpl", []),
        ("from quickscale_core.testing import Project", []),
        ("from quickscale_core.record.lock import Lock", ["quickscale_core.record.lock.Lock"]),
        ("from quickscale_core import generate", ["quickscale_core.generate"]),
        ("import quickscale_core.generate", ["quickscale_core.generate"]),
    ],
)
def test_a_private_import_is_named(line: str, found: list[str]) -> None:
    assert [*private_imports(line)] == found


def test_every_public_name_is_there_and_documented() -> None:
    pages = "\n".join(reference_pages().values())
    headings = set(re.findall(r"(?m)^##+ (\w+)$", pages))
    public = {*plugin_api.__all__, *deploying.__all__, *testing.__all__, *scaffold.__all__}
    assert public - headings == set()
    assert all(getattr(quickscale_core, it) is getattr(plugin_api, it) for it in plugin_api.__all__)
