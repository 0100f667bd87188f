"""Check a project's answers, plugins, paths and records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quickscale_core.doctor.case import Finding
from quickscale_core.paths.filetree import FileTree
from quickscale_core.record.project_records import GITIGNORE
from quickscale_core.updating.made_files.missing_files import find_missing, missing_problem
from quickscale_core.writing.pristine_objects import read_object

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quickscale_core.doctor.case import Case

__all__ = ["check_answers_and_plugins", "check_missing", "check_places", "check_records"]


def check_answers_and_plugins(case: Case) -> Iterator[Finding]:
    """Check that ``quickscale.yml`` and the installed plugins make a project."""
    _, problems = case.composing
    for problem in problems:
        yield Finding(what=problem.what, where=problem.where, fix=problem.fix)


def check_places(case: Case) -> Iterator[Finding]:
    """Find what is at the path of a file and is not a file."""
    if case.lock is None:
        return
    found = {path: case.disk.obstacle(path) for path in case.lock.made()}
    lines = [f"{path} {it.what}" for path, it in found.items() if it is not None and not it.vacant]
    if lines:
        yield Finding(
            what="something else stands where files of ours were",
            where=(*lines, "updates leave it alone, and put what is new beside it"),
        )


def check_missing(case: Case) -> Iterator[Finding]:
    """Find files of ours that are gone, and of which the owner did not say that they are to be."""
    if case.lock is None:
        return
    found = find_missing(
        case.lock,
        case.disk,
        lambda sha256: read_object(case.folder, sha256),
        FileTree(case.tree),
    )
    if found:
        problem = missing_problem(sorted(it.place for it in found), alone=not case.lock.conflicts)
        yield Finding(what=problem.what, where=problem.where, fix=problem.fix)


def check_records(case: Case) -> Iterator[Finding]:
    """Check that git ignores what concerns this machine alone."""
    if case.disk.exists(GITIGNORE.path):
        return
    case.writes[GITIGNORE.path] = GITIGNORE
    yield Finding(
        what=f"{GITIGNORE.path} is missing, so git would take in what concerns this machine alone",
        repair="write it again",
    )
