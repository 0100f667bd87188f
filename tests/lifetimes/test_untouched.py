"""A project nobody edited is at any time what ``init`` would make of it."""

from __future__ import annotations

import sys
from itertools import permutations, product
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from quickscale_core.plugins.discovery import Registry

from tests.conftest import THEMES
from tests.lifetimes.clients import contents
from tests.lifetimes.machines import Machine
from tests.lifetimes.releases import FIRST, LATER
from tools.checkout import Environment
from tools.golden import projects, restore

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quickscale_core import Plugin

    from tests.lifetimes.releases import Releases

_NOT_MADE: Final = (
    ".env",
    ".quickscale/local/",
    "db.sqlite3",
    "db.sqlite3.stripe-offline",
)
"""Secrets, and what this machine alone knows."""


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """Return a machine with this workspace's QuickScale."""
    return Machine(Environment(Path(sys.prefix)), tmp_path, tmp_path / "home")


def made(folder: Path) -> dict[str, bytes]:
    """Return what of a project ``init`` decides."""
    return contents(folder, leave_out=_NOT_MADE)


def fresh(machine: Machine, modules: tuple[str, ...], theme: str, where: str = "fresh") -> Path:
    """Make a project with some modules and return its folder."""
    chosen = ["--with", ",".join(modules)] if modules else []
    parent = machine.folder / where
    parent.mkdir(parents=True)
    words = ["init", "golden", *chosen, "--theme", theme, "--no-git", "--no-input"]
    machine.quickscale(*words, cwd=parent).check()
    return parent / "golden"


@pytest.mark.xdist_group("internal-tool")
def test_updates_lead_where_init_begins(releases: Releases, tmp_path: Path) -> None:
    home = releases.folder / "home"
    machine = Machine(releases.installed(FIRST), tmp_path, home)
    project = fresh(machine, ("auth",), "htmx", "updated")
    for release in LATER:
        machine = machine.upgraded(releases.installed(release))
        machine.quickscale("update", "--all", "--yes", cwd=project).check()
        assert made(project) == made(fresh(machine, ("auth",), "htmx", release.name))


@pytest.mark.xdist_group("golden")
@pytest.mark.parametrize("name", projects())
def test_the_golden_projects_of_every_version_come_to_the_present(
    name: str, machine: Machine
) -> None:
    project = restore(name, machine.folder)
    with (project / ".env").open("a") as dotenv:  # its app, if it has one, is not built here
        dotenv.write("VITE_DEV=true\n")
    machine.manage(project, "migrate", "--verbosity", "0").check()
    machine.manage(project, "seed_demo").check()
    machine.quickscale("update", "--all", "--yes", cwd=project).check()
    yml = (project / "quickscale.yml").read_bytes()
    present = machine.folder / "present" / project.name
    present.mkdir(parents=True)
    (present / "quickscale.yml").write_bytes(yml)
    machine.quickscale("apply", "--yes", "--no-git", cwd=present).check()
    assert made(project) == made(present)
    machine.manage(project, "check", "--fail-level", "WARNING").check()
    machine.manage(project, "makemigrations", "--check", "--dry-run").check()
    machine.migrate(project)


def pairs() -> list[tuple[tuple[str, ...], str, str]]:
    """Return modules of a project, one more that can be added to them, and a theme."""
    registry = Registry.installed()
    cards = {it.name: it.card for it in registry.plugins("module")}
    # whatever a module requires is in the project before and stays when the module leaves
    alone = [(cards[name].requires, name) for name in cards]
    beside = [((*cards[new].requires, old), new) for old, new in permutations(cards, 2)]
    themes = [it for it in registry.plugins("theme") if it.name in THEMES]
    chosen = {
        (tuple(sorted(_required((*before, *theme.card.requires), cards))), new, theme.name)
        for (before, new), theme in product((*alone, *beside), themes)
    }
    return [it for it in sorted(chosen) if it[1] not in it[0]]


def is_tried_at_landing(before: tuple[str, ...], theme: str) -> bool:
    """Return whether a pair is: all under the plain theme, and what comes first under React."""
    return theme == "starter" or (theme == "react" and before == ("api", "auth"))


def _required(names: tuple[str, ...], cards: Mapping[str, Plugin]) -> set[str]:
    """Return what modules require, and what that requires."""
    found = set(names)
    for name in names:
        found |= _required(tuple(cards[name].requires), cards)
    return found


@pytest.mark.parametrize(
    ("before", "new", "theme"),
    [
        pytest.param(
            *it,
            id="-".join((*it[0], "plus", *it[1:])),
            marks=[] if is_tried_at_landing(it[0], it[2]) else [pytest.mark.sweep],
        )
        for it in pairs()
    ],
)
def test_what_is_added_and_removed_leaves_no_trace(
    before: tuple[str, ...], new: str, theme: str, machine: Machine
) -> None:
    project = fresh(machine, before, theme, "changing")
    first = made(project)
    machine.quickscale("add", new, "--yes", cwd=project).check()
    assert made(project) == made(fresh(machine, (*before, new), theme))
    machine.quickscale("remove", new, "--yes", cwd=project).check()
    assert made(project) == first
