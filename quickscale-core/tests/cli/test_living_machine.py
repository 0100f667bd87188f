"""A project that lives: owner, git, updates and kills act at random, and nothing is lost.

Invariants, after every command of ours:

- every line of the owner's that stood in the project before still stands in it, also before a run
  that was killed;
- the exit code is true: 4 where the lock lists conflicts, a merge of git's left its marks, or a
  file of the lock is gone of which the owner did not say so; 0 elsewhere; 1 says why and changes no
  file;
- "Nothing to do" is said only where every file of the lock is there, or the owner said that it is
  not to be;
- Python without a conflict parses;
- what the lock names can be had: its objects are there, after each change that makes a plan;
- after such a change, a plan has nothing to do but the conflicts.
"""

from __future__ import annotations

import ast
import contextlib
import io
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from quickscale_core.cli import main
from quickscale_core.record.lock import Lock, read_lock

from .conftest import CARD, GARDEN, GARDEN_OPTIONS, NAMES, killed_at

if TYPE_CHECKING:
    from collections.abc import Iterator

BEDS = "".join(f"bed {number}\n" for number in range(12))
CODE = "".join(f"BED_{number} = {number}\n" for number in range(12))
RELEASES = {
    "1.0": {"garden/beds.txt": BEDS, "garden/code.py": CODE, "garden/empty.txt": ""},
    "1.1": {
        "garden/beds.txt": BEDS.replace("bed 3\n", "bed three\n"),
        "garden/code.py": CODE + "NEW = 1\n",
        "garden/empty.txt": "",
        "garden/late.txt": "late\n",
    },
    "1.2": {
        "garden/plots.txt": BEDS.replace("bed 9\n", "bed nine\n"),
        "garden/code.py": CODE.replace("BED_5 = 5", "BED_5 = 55"),
        "garden/copy.txt": BEDS,
    },
}
MARKS = re.compile(r"^(<{7}|>{7}) ", re.MULTILINE)
FOREIGN = re.compile(r"^<{7} (?!yours$)", re.MULTILINE)
MINE = re.compile(r"^.*mine_\d+.*$", re.MULTILINE)


class LivingProject(RuleBasedStateMachine):
    """A project, its owner, git with two branches, and three releases of a plugin."""

    site: ClassVar[Path]
    template: ClassVar[Path]

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp())
        self.project = self.home / "acme"
        self.count = 0
        self.killed: set[str] = set()
        shutil.copytree(self.template, self.project, symlinks=True)

    def teardown(self) -> None:
        shutil.rmtree(self.home, ignore_errors=True)

    @initialize()
    def begin(self) -> None:
        publish(self.site, "1.0")
        self.git("init", "--quiet", "--initial-branch", "main")
        self.commit()
        self.git("branch", "other")

    # the owner

    @rule(number=st.integers(0, 5), line=st.integers(0, 14))
    def edits(self, number: int, line: int) -> None:
        if paths := sorted(self.owned("garden")):
            path = paths[number % len(paths)]
            lines = path.read_text().splitlines(keepends=True)
            self.count += 1
            lines.insert(min(line, len(lines)), f"mine_{self.count} = {self.count}\n")
            path.write_text("".join(lines))

    @rule(number=st.integers(0, 5))
    def moves_a_file(self, number: int) -> None:
        if paths := sorted(self.owned("garden")):
            path = paths[number % len(paths)]
            target = path.parent / "shed" / path.name
            target.parent.mkdir(exist_ok=True)
            if not target.exists():
                path.rename(target)

    @rule()
    def moves_the_folder(self) -> None:
        target = self.project / "grounds" / "garden"
        if (self.project / "garden").exists() and not target.exists():
            target.parent.mkdir(exist_ok=True)
            (self.project / "garden").rename(target)

    @rule(number=st.integers(0, 5), says=st.booleans())
    def deletes(self, number: int, *, says: bool) -> None:
        if paths := sorted(self.owned("garden")):
            path = paths[number % len(paths)]
            path.unlink()
            self.killed = set()
            if says and str(path.relative_to(self.project)) in self.missing():
                self.run("resolve", str(path.relative_to(self.project)), "--ours", "--yes")

    # git

    @rule()
    def commit(self) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "Change")

    @rule(way=st.sampled_from(["merge", "rebase"]))
    def joins(self, way: str) -> None:
        self.commit()
        self.killed = set()
        if self.git(way, "other"):
            self.git(way, "--abort")

    @rule()
    def leaves_the_marks_of_a_merge(self) -> None:
        self.commit()
        self.killed = set()
        self.git("merge", "other")
        self.commit()

    @rule()
    def cleans(self) -> None:
        self.killed = set()
        self.git("clean", "-fd", "--quiet")

    @rule(what=st.sampled_from([".", "garden", "quickscale.lock", ".quickscale"]))
    def takes_back(self, what: str) -> None:
        self.killed = set()
        self.git("checkout", "--quiet", "--", what)

    @rule()
    def switches(self) -> None:
        self.commit()
        self.killed = set()
        self.git("branch", "--force", "before")
        self.git("checkout", "--quiet", "other")
        self.git("branch", "--force", "main", "before")
        self.git("branch", "--move", "other", "swapped")
        self.git("branch", "--move", "main", "other")
        self.git("branch", "--move", "swapped", "main")

    @rule()
    def stashes(self) -> None:
        self.git("stash", "--include-untracked", "--quiet")
        self.git("stash", "pop", "--quiet")

    @rule()
    def clones(self) -> None:
        self.commit()
        self.killed = set()
        copy = self.home / "copy"
        self.git("clone", "--quiet", str(self.project), str(copy))
        self.git("fetch", "--quiet", str(self.project), "other:other", folder=copy)
        shutil.rmtree(self.project)
        copy.rename(self.project)

    # us

    @rule(version=st.sampled_from(sorted(RELEASES)))
    def updates(self, version: str) -> None:
        publish(self.site, version)
        self.run("update", "--yes")

    @rule(version=st.sampled_from(sorted(RELEASES)), point=st.integers(0, 80))
    def is_killed(self, version: str, point: int) -> None:
        publish(self.site, version)
        lines = self.lines()
        if killed_at(point, self.project, "update", "--yes"):
            self.killed |= lines

    @rule(size=st.integers(1, 9))
    def sets(self, size: int) -> None:
        self.run("set", f"garden.size={size}", "--yes")

    @rule()
    def removes_and_adds(self) -> None:
        self.run("remove", "garden", "--yes")
        self.run("add", "garden", "--yes")

    @rule()
    def undoes(self) -> None:
        self.run("undo", "--yes", keeps=False)

    @precondition(lambda self: self.conflicts() or self.missing())
    @rule(side=st.sampled_from(["--ours", "--theirs"]))
    def resolves(self, side: str) -> None:
        self.run("resolve", side, "--yes", keeps=side == "--ours")

    @invariant()
    def python_parses(self) -> None:
        for path in self.owned("."):
            if path.suffix == ".py" and not MARKS.search(path.read_text()):
                ast.parse(path.read_text())

    def run(self, *words: str, keeps: bool = True) -> None:
        before, lines = self.contents(), self.lines()
        waited = self.waits()
        code, said = call(self.project, *words)
        assert "Traceback" not in said, said
        assert code in {0, 1, 2, 4}, said
        refused = code == 4 and "error: " in said
        if code in {1, 2} or refused:
            assert waited or self.contents() == before, said
            assert "error: " in said, said
            return
        left = self.conflicts() or self.missing() or self.half_merged()
        if words[0] == "undo":  # which is done or is not, whatever else is left
            assert code == 0, said
            self.killed = set()
            return
        assert code == 4 if left else code == 0 or self.missing(followed=False), (
            f"{words} ends with {code}, left is {left}\n{said}"
        )
        assert not (left and "Nothing to do" in said), f"{left}\n{said}"
        lost = (lines | self.killed) - self.lines() if keeps else set()
        assert not lost, f"{words} lost {lost}\n{said}"
        self.killed = set()
        if words[0] == "resolve":  # which makes no plan, so git may have taken an object before
            return
        for file in self.lock().files:
            assert (self.project / ".quickscale/objects" / file.sha256).is_file(), file
        planned, told = call(self.project, "plan", "--exit-code")
        assert planned in {0, 4}, f"after {words}:\n{told}"

    def waits(self) -> bool:
        """Whether an interrupted run waits, which the next command ends."""
        return (self.project / ".quickscale/local/journal").exists()

    def missing(self, *, followed: bool = True) -> list[str]:
        """Return the files of the lock that are gone.

        Args:
            followed: Whether one counts as there where any file of its name is.
        """
        lock = self.lock()
        names = {path.name for path in self.owned(".")}
        made = {it.path for it in lock.files if it.path.startswith("garden/")} - {*lock.deleted}
        places = dict(lock.moves)
        return sorted(
            it
            for it in made
            if not (self.project / it).exists()
            and not (self.project / places.get(it, it)).exists()
            and not (followed and it.rpartition("/")[2] in names)
        )

    def half_merged(self) -> list[str]:
        """Return the files with marks that are not ours."""
        return sorted(str(it) for it in self.owned(".") if FOREIGN.search(it.read_text()))

    def conflicts(self) -> tuple[str, ...]:
        return self.lock().conflicts

    def lock(self) -> Lock:
        return read_lock((self.project / "quickscale.lock").read_bytes())

    def owned(self, folder: str) -> Iterator[Path]:
        for path in (self.project / folder).rglob("*"):
            inside = path.relative_to(self.project).parts
            if path.is_file() and inside[0] in {"garden", "grounds", "shed"}:
                yield path

    def lines(self) -> set[str]:
        texts = (path.read_text() for path in self.owned("."))
        return {line for text in texts for line in MINE.findall(text)}

    def contents(self) -> dict[str, bytes]:
        return {
            str(path): path.read_bytes()
            for path in self.project.rglob("*")
            if path.is_file() and not {".git", "local"} & {*path.relative_to(self.project).parts}
        }

    def git(self, *words: str, folder: Path | None = None) -> int:
        config = (
            "-c",
            "user.name=Ada",
            "-c",
            "user.email=ada@example.com",
            "-c",
            "core.editor=true",
        )
        ended = subprocess.run(
            ["git", *config, *words], cwd=folder or self.project, capture_output=True, check=False
        )
        return ended.returncode


def call(folder: Path, *words: str) -> tuple[int, str]:
    """Run a command line in a folder; return its exit code and all it says."""
    said = io.StringIO()
    with (
        contextlib.chdir(folder),
        contextlib.redirect_stdout(said),
        contextlib.redirect_stderr(said),
    ):
        code = main(list(words))
    return code, said.getvalue()


def publish(site: Path, version: str) -> None:
    """Install a release of the plugin in place of the one before."""
    files = site / "machine_garden" / "garden" / "files"
    shutil.rmtree(files, ignore_errors=True)
    for path, text in RELEASES[version].items():
        (files / path).parent.mkdir(parents=True, exist_ok=True)
        (files / path).write_text(text)
    info = site / "machine_garden-1.dist-info"
    info.mkdir(exist_ok=True)
    (info / "METADATA").write_text(
        f"Metadata-Version: 2.4\nName: machine-garden\nVersion: {version}\n"
    )
    (info / "entry_points.txt").write_text("[quickscale]\ngarden = machine_garden.garden\n")


@pytest.fixture
def machine(tmp_path: Path, here: Path, monkeypatch: pytest.MonkeyPatch) -> type[LivingProject]:
    """The machine, with the plugin installed and a project to copy."""
    site = tmp_path / "living"
    folder = site / "machine_garden" / "garden"
    folder.mkdir(parents=True)
    card = CARD.format(names=NAMES, name="garden", kind="module", card=GARDEN_OPTIONS)
    (folder / "__init__.py").write_text(card + GARDEN)
    publish(site, "1.0")
    monkeypatch.syspath_prepend(site)
    words = ["init", "acme", "--with", "garden", "--theme", "starter", "--no-git"]
    assert call(here, *words)[0] == 0
    LivingProject.site, LivingProject.template = site, here / "acme"
    return LivingProject


def test_a_living_project_loses_nothing(machine: type[LivingProject]) -> None:
    _run(machine, examples=4, steps=12)


@pytest.mark.sweep
def test_a_project_that_lives_long_loses_nothing(machine: type[LivingProject]) -> None:
    _run(machine, examples=150, steps=40)


def _run(
    machine: type[LivingProject], *, examples: int, steps: int, derandomize: bool = True
) -> None:
    from hypothesis.stateful import run_state_machine_as_test  # noqa: PLC0415

    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=derandomize,
            suppress_health_check=list(HealthCheck),
        ),
    )
