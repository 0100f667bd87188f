"""A project that its owner edited and whose templates moved on, for QuickScale and for copier.

Both start from the same edits and must come to the same files: every change of the templates and
every edit of the owner is there.
"""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.environments import CHANGED, COUNTS, UPDATED
from benchmarks.measuring import Contender, MeasuringError, measure, race
from benchmarks.outcomes import Outcome, contender, peak_ratio, ratio
from benchmarks.synthetic import NAME, NEXT, path_of, write_copier

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.environments import Workshop

__all__ = ["measure_update"]

IDLE = "quickscale, nothing to do"
FLOOR = "quickscale --version"

_EDITED = range(50, COUNTS[0], 100)
_EDIT = "\n# The owner's own line.\n"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Update:
    """What is needed to update a project over and over.

    Attributes:
        quickscale: The program, with the next version of the templates installed.
        copier: The program.
        made: Where the projects as they are before and after stand, by tool.
        count: How many templates the project is made of.
        edits: How many of them changed, and how many others the owner edited.
    """

    quickscale: Path
    copier: Path
    made: Path
    count: int
    edits: int

    def ours(self, _: Path) -> list[str]:
        """Return the command that updates the project laid into a folder."""
        return [str(self.quickscale), "apply", "--yes"]

    def floor(self, _: Path) -> list[str]:
        """Return the least that the program can do: start, and say its version."""
        return [str(self.quickscale), "--version"]

    def idle(self, _: Path) -> list[str]:
        """Return the command that finds nothing to do."""
        return [str(self.quickscale), "apply"]

    def theirs(self, _: Path) -> list[str]:
        """Return the command that does the same with copier."""
        return [str(self.copier), "update", "--quiet", "--defaults"]

    def lay_ours(self, folder: Path) -> None:
        """Put the project as it is before into a folder."""
        _lay(self.made / "update-quickscale", folder)

    def lay_settled(self, folder: Path) -> None:
        """Put the project as it is after into a folder."""
        _lay(self.made / "update-settled", folder)

    def lay_theirs(self, folder: Path) -> None:
        """Put copier's project as it is before into a folder."""
        _lay(self.made / "update-copier", folder)

    def check(self, folder: Path) -> None:
        """Check that nothing is lost.

        Raises:
            MeasuringError: A change of the templates or an edit of the owner is not there.
        """
        for number in CHANGED:
            _require(folder / path_of(number), NEXT[1])
        for number in _EDITED:
            _require(folder / path_of(number), _EDIT.strip())


def measure_update(shop: Workshop, *, quick: bool) -> list[Outcome]:
    """Measure bringing a newer version into an edited project, and finding nothing to do."""
    update = _prepare(shop)
    contenders = [
        Contender(
            name="quickscale",
            command=update.ours,
            environ=shop.environ(),
            prepare=update.lay_ours,
            check=update.check,
        ),
        Contender(
            name=IDLE,
            command=update.idle,
            environ=shop.environ(),
            prepare=update.lay_settled,
        ),
        contender(shop, FLOOR, update.floor),
        Contender(
            name="copier",
            command=update.theirs,
            environ=shop.environ(),
            prepare=update.lay_theirs,
            check=update.check,
        ),
    ]
    results = race(contenders, 2 if quick else 5, shop.scratch)
    about = (
        f"A project of {update.count} templates and the base project's files is brought from one"
        f" version of its templates to the next: {update.edits} of them changed, and the owner"
        f" edited {update.edits} others. Nothing to do is `apply` once that is done, and is"
        " held to the program's own start."
    )
    bounds = [
        ratio("update of 1000 files", results, "quickscale", "copier", 1 / 30),
        ratio("apply, 1000 files", results, IDLE, FLOOR, 3),
        peak_ratio("update of 1000 files", results, "quickscale", "copier", 0.75),
    ]
    return [Outcome("An update", about, results, bounds)]


def _prepare(shop: Workshop) -> _Update:
    """Make the projects that are updated."""
    update = _Update(
        quickscale=shop.later.scripts / "quickscale",
        copier=shop.peers.scripts / "copier",
        made=shop.made,
        count=COUNTS[0],
        edits=len(CHANGED),
    )
    first = shop.plain.scripts / "quickscale"
    init = [str(first), "init", NAME, "--no-input", "--no-git", "--with", UPDATED]
    measure(init, shop.made, shop.environ())
    _edit(shop.made / NAME)
    (shop.made / NAME).rename(shop.made / "update-quickscale")
    _lay(shop.made / "update-quickscale", shop.made / "update-settled")
    measure(update.ours(shop.made), shop.made / "update-settled", shop.environ())
    _prepare_copier(shop, update.copier)
    return update


def _prepare_copier(shop: Workshop, copier: Path) -> None:
    """Make copier's template in two versions, and a project of the first; both in git."""
    template, project = shop.made / "update-template", shop.made / "update-copier"
    write_copier(template, COUNTS[0])
    _commit(template, "1.0.0")
    copy = [str(copier), "copy", "--quiet", "--defaults", "--vcs-ref", "1.0.0"]
    measure([*copy, str(template), str(project)], shop.made, shop.environ())
    write_copier(template, COUNTS[0], CHANGED)
    _commit(template, "1.1.0")
    _edit(project)
    _commit(project, "edited")


def _edit(project: Path) -> None:
    for number in _EDITED:
        place = project / path_of(number)
        place.write_text(place.read_text(encoding="utf-8") + _EDIT, encoding="utf-8")


def _commit(folder: Path, tag: str) -> None:
    """Commit everything in a folder and name the commit."""
    identity = ["-c", "user.name=Bench", "-c", "user.email=bench@example.com"]
    for words in (
        ["init", "--quiet"],
        ["add", "--all"],
        [*identity, "commit", "--quiet", "--message", tag],
        ["tag", tag],
    ):
        subprocess.run(["git", *words], cwd=folder, check=True)


def _lay(source: Path, folder: Path) -> None:
    # the settled project's note names no path of its own, so a copy is as settled
    shutil.copytree(source, folder, dirs_exist_ok=True, symlinks=True)


def _require(place: Path, text: str) -> None:
    if text not in place.read_text(encoding="utf-8"):
        raise MeasuringError(f"{place.name} lacks {text!r} after the update")
