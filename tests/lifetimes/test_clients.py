"""Client projects live through the versions: nothing of their owners' is lost, and they work."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.lifetimes.clients import CLIENTS, Client, contents
from tests.lifetimes.machines import Machine
from tests.lifetimes.releases import FIRST, LATER, Release, Releases

if TYPE_CHECKING:
    from pathlib import Path

NOT_COMPARED = (".env", ".quickscale/local/", "db.sqlite3", "db.sqlite3-shm", "db.sqlite3-wal")
"""Secrets that were gained, what this machine alone knows, and data."""
EACH = [pytest.param(it, id=str(it), marks=pytest.mark.xdist_group(str(it))) for it in CLIENTS]


def begin(client: Client, machine: Machine) -> Path:
    """Build a client's project with data in its database."""
    project = client.init(machine)
    assert (project / "quickscale.yml").read_text(encoding="utf-8") == client.yml
    client.work_on(project, machine)
    calls = "".join(f"call_command({it!r}, verbosity=0)\n" for it in ("migrate", "seed_demo"))
    prepare = f"from django.core.management import call_command\n{calls}"
    machine.manage(project, "shell", "-v", "0", "-c", prepare + client.fill).check()
    return project


def update(client: Client, machine: Machine, project: Path, renames: dict[str, str]) -> None:
    """Update the project to what the machine has installed."""
    dotenv = (project / ".env").read_text(encoding="utf-8")
    machine.quickscale("update", "--all", "--yes", cwd=project).check()
    assert list(client.losses(project, renames)) == []
    assert (project / ".env").read_text(encoding="utf-8").startswith(dotenv)
    assert (project / "quickscale.yml").read_text(encoding="utf-8") == client.yml


def has_nothing_to_do(machine: Machine, project: Path) -> None:
    """Update once more, and see that nothing is touched."""
    before = modified(project)
    machine.quickscale("update", "--all", "--yes", cwd=project).check()
    assert modified(project) == before


def modified(project: Path) -> dict[str, int]:
    """Return when each file was last written."""
    found = (path for path in project.rglob("*") if path.is_file())
    return {str(path): path.stat().st_mtime_ns for path in found}


def has_arrived(client: Client, release: Release, project: Path) -> list[str]:
    """Return what a release should have done to the project and did not."""
    plugins = {"base", "starter", client.spec.theme or "", *client.spec.modules}
    owners = {edit.before: edit.after for edit in client.edits if edit.before != edit.after}
    missing = [
        f"{path} lacks {text!r}"
        for path, text in release.arrives(sorted(plugins), project.name.replace("-", "_")).items()
        if text not in (project / owners.get(path, path)).read_text(encoding="utf-8")
    ]
    return missing + [f"{it} is still there" for it in release.leaves if (project / it).exists()]


def has_rolled_back(machine: Machine, project: Path, before: dict[str, bytes]) -> None:
    """Undo an update, see that everything is as it was, and do it again."""
    after = contents(project, leave_out=NOT_COMPARED)
    machine.quickscale("undo", "--yes", cwd=project).check()
    assert contents(project, leave_out=NOT_COMPARED) == before
    machine.quickscale("update", "--all", "--yes", cwd=project).check()
    assert contents(project, leave_out=NOT_COMPARED) == after


def lives(
    client: Client, releases: Releases, folder: Path, *, tests: tuple[str, ...], rollbacks: int
) -> None:
    """Carry a client's project over every release.

    Args:
        client: Whose it is.
        releases: What there is to install.
        folder: Where it stands.
        tests: Which of its tests run after every step.
        rollbacks: How many of the updates, the last ones, are repeated, undone and done again.
    """
    machine = Machine(releases.installed(FIRST), folder, releases.folder / "home")
    project = begin(client, machine)
    renames: dict[str, str] = {}
    for number, release in enumerate(LATER, start=1):
        machine = machine.upgraded(releases.installed(release))
        renames |= release.renames
        before = contents(project, leave_out=NOT_COMPARED)
        update(client, machine, project, renames)
        assert has_arrived(client, release, project) == []
        if number > len(LATER) - rollbacks:
            has_nothing_to_do(machine, project)
            has_rolled_back(machine, project, before)
        machine.migrate(project)
        machine.python(project, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests).check()


@pytest.mark.parametrize("client", EACH)
def test_a_client_project_lives_through_every_version(
    client: Client, releases: Releases, tmp_path: Path
) -> None:
    moved = {edit.before: edit.after for edit in client.edits}
    whole = "tests/test_project.py"  # system checks, and a migration for every model
    # the database of the tests is made without migrations; the one that is in use runs them all
    tests = (f"apps/{client.app}", moved.get(whole, whole), "--nomigrations")
    lives(client, releases, tmp_path, tests=tests, rollbacks=1)


@pytest.mark.sweep
@pytest.mark.parametrize("client", EACH)
def test_every_test_of_a_client_project_passes_after_every_step(
    client: Client, releases: Releases, tmp_path: Path
) -> None:
    lives(client, releases, tmp_path, tests=(), rollbacks=len(LATER))
