"""A module is tried in the largest project with it, whose every test is run that looks that far."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from quickscale_core.conformance.projects import check_neighbours
from quickscale_core.conformance.subject import Subject
from quickscale_core.new_plugin.distribution import NewPlugin, plugin_files
from quickscale_core.plugins.discovery import Registry
from quickscale_core.plugins.entry_points import Candidate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

FLOWS = "src/scribbles/files/apps/scribbles/tests/test_flows.py"
LEAKS = "src/scribbles/files/apps/scribbles/tests/leaks.py"


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Subject]]:
    """Return a function that gives a new module, beside some plugins."""

    def make(registry: Registry) -> Subject:
        plugin = NewPlugin("scribbles", "module")
        for path, data in plugin_files(plugin).items():
            # No part of a shared namespace, which other tests have imported by now.
            target = tmp_path / path.replace("quickscale_modules/", "")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        monkeypatch.syspath_prepend(tmp_path / "src")
        return Subject(
            folder=tmp_path,
            project={"name": plugin.distribution},
            entries={"scribbles": "scribbles.plugin"},
            registry=registry.extended(Candidate(name="scribbles", module="scribbles.plugin")),
        )

    yield make
    for name in [it for it in sys.modules if it.partition(".")[0] == "scribbles"]:
        del sys.modules[name]  # the next test has it in another folder


def test_a_test_that_fails_in_the_project_is_told_and_no_other(
    module: Callable[..., Subject],
) -> None:
    subject = module(Registry.core())
    path = subject.folder / FLOWS
    text = path.read_text("utf-8")
    assert text.count('"Two loaves"') == 2
    path.write_text(text.replace('"Two loaves"', '"Three"', 1), encoding="utf-8")
    says, problems = check_neighbours(subject)
    assert says == "--with scribbles --theme starter"
    (problem,) = problems
    assert problem.what.startswith("test_an_entry_is_changed fails in a project with --with scrib")
    assert "AssertionError" in problem.where[0]


@pytest.mark.sweep
def test_a_new_module_leaks_nothing_beside_ours(module: Callable[..., Subject]) -> None:
    says, problems = check_neighbours(module(Registry.installed()))
    assert "teams" in says
    assert problems == []


@pytest.mark.sweep
def test_what_the_search_for_leaks_does_not_know_is_told(module: Callable[..., Subject]) -> None:
    subject = module(Registry.installed())
    (subject.folder / LEAKS).unlink()
    _, problems = check_neighbours(subject)
    assert [it.what.partition(" fails")[0] for it in problems] == [
        "test_no_address_gets_at_rows_of_another_team"
    ]
