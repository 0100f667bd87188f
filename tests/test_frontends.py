"""What core and the React theme have to agree on, strangers' pages among it.

``plugins check`` looks at a stranger's pages for the theme as a project's own checks do.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from quickscale_core.conformance.frontends import check_frontends
from quickscale_core.conformance.subject import NotRun, Subject
from quickscale_core.new_plugin.distribution import NewPlugin, plugin_files
from quickscale_core.paths.node_programs import OLDEST_NODE
from quickscale_core.plugins.discovery import Registry
from quickscale_core.plugins.entry_points import Candidate
from quickscale_themes.react import plugin as react

from tools.node import node_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

APP = "src/parcels/files.react/frontend/src/modules/parcels"


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Subject]]:
    """Return a function that gives a new module, beside some plugins."""

    def make(registry: Registry, *, react: bool = True) -> Subject:
        plugin = NewPlugin("parcels", "module", api=react, react=react)
        for path, data in plugin_files(plugin).items():
            # No part of a shared namespace, which other tests have imported by now.
            target = tmp_path / path.replace("quickscale_modules/", "")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        monkeypatch.syspath_prepend(tmp_path / "src")
        return Subject(
            folder=tmp_path,
            project={"name": plugin.distribution},
            entries={"parcels": "parcels.plugin"},
            registry=registry.extended(Candidate(name="parcels", module="parcels.plugin")),
        )

    yield make
    for name in [it for it in sys.modules if it.partition(".")[0] == "parcels"]:
        del sys.modules[name]  # the next test has it in another folder


def test_it_asks_for_the_node_that_core_looks_for() -> None:
    package = Path(react.__file__).parent / "files" / "frontend" / "package.json"
    engines = json.loads(package.read_text(encoding="utf-8"))["engines"]
    assert engines == {"node": f">={OLDEST_NODE}"}


def test_a_module_of_html_pages_has_nothing_to_look_at(module: Callable[..., Subject]) -> None:
    with pytest.raises(NotRun, match="html pages alone"):
        check_frontends(module(Registry.installed(), react=False))


def test_without_the_theme_it_is_said(module: Callable[..., Subject]) -> None:
    with pytest.raises(NotRun, match="no theme of react pages is installed"):
        check_frontends(module(Registry.core()))


def test_without_node_it_is_said(
    module: Callable[..., Subject], monkeypatch: pytest.MonkeyPatch
) -> None:
    subject = module(Registry.installed())
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(NotRun, match=r"Node 22\.22\.2 or newer is not installed"):
        check_frontends(subject)


@pytest.mark.long
@pytest.mark.xdist_group("gate")
def test_a_type_that_is_wrong_is_found(
    module: Callable[..., Subject], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = node_path()
    if path is None:
        pytest.skip("there is no Node")
    monkeypatch.setenv("PATH", path)
    subject = module(Registry.installed())
    page = subject.folder / APP / "entries.tsx"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("<Time at={entry.created_at} />", "<Time at={entry.written} />"))

    says, (problem,) = check_frontends(subject)

    assert says == "--with parcels --theme react"
    assert "does not pass its checks in a project with --with parcels --theme react" in problem.what
    assert any("entries.tsx" in line and "written" in line for line in problem.where)
