"""Whatever upstream and the owner do to a project, an update keeps what its owner wrote."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from quickscale_core.merging.conflict_markers import Clash, unmark
from quickscale_core.merging.lines import merge_three
from quickscale_core.paths.folder_reader import Disk
from quickscale_core.writing.apply import change_folder
from quickscale_core.writing.disk_calls import Write
from quickscale_core.writing.undo import undo

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conftest import Project

    Draw = Callable[[st.SearchStrategy[int]], int]
    Files = dict[str, bytes]

# A busy machine is no reason to fail, and a project makes itself anew.
patient = settings(
    deadline=None,
    max_examples=100,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
PATHS = ["a.txt", "sub/b.txt", "sub/c.py", "logo.png"]
COMMON = [b"\n", b"}\n", b"    return\n", b"=======\n"]


class Author:
    """Writes lines nobody wrote before, between some that are everywhere."""

    def __init__(self, name: str, draw: Draw, *, plain: bool = False) -> None:
        self._name = name
        self._draw = draw
        self._plain = plain
        self._numbers = count()

    def line(self) -> bytes:
        return f"# {self._name} {next(self._numbers)}\n".encode()

    def text(self) -> bytes:
        return b"".join(self._any() for _ in range(self._draw(st.integers(0, 25))))

    def edit(self, data: bytes) -> bytes:
        """Insert, drop and replace a few lines."""
        lines = data.splitlines(keepends=True)
        for _ in range(self._draw(st.integers(0, 3))):
            at = self._draw(st.integers(0, len(lines)))
            lines[at : at + self._draw(st.integers(0, 2))] = [
                self._any() for _ in range(self._draw(st.integers(0, 2)))
            ]
        if lines and not self._plain and self._draw(st.integers(0, 4)) == 0:
            lines[-1] = lines[-1].rstrip(b"\n")
        lines[:-1] = [it if it.endswith(b"\n") else it + b"\n" for it in lines[:-1]]
        return b"".join(lines)

    def add_to(self, data: bytes) -> bytes:
        """Insert a few lines, as one more module does."""
        lines = data.splitlines(keepends=True)
        for _ in range(self._draw(st.integers(0, 3))):
            lines.insert(self._draw(st.integers(0, len(lines))), self.line())
        return b"".join(lines)

    def _any(self) -> bytes:
        if self._plain or self._draw(st.integers(0, 2)):
            return self.line()
        return COMMON[self._draw(st.integers(0, len(COMMON) - 1))]


def next_version(upstream: Author, files: Files, draw: Draw) -> Files:
    """Return what upstream makes of its files: edits, renames, deletes, adds."""
    new: Files = {}
    for path, data in files.items():
        deed = draw(st.integers(0, 7))
        if deed == 0:
            continue
        new[f"new-{path}" if deed == 1 else path] = upstream.edit(data) if deed > 2 else data
    if draw(st.integers(0, 2)) == 0:
        new[f"added-{len(new)}.txt"] = upstream.text()
    return new


def live(owner: Author, project: Project, draw: Draw) -> None:
    """Do what an owner does to a project between two updates."""
    for path, data in project.files().items():
        deed = draw(st.integers(0, 9))
        place = project.folder / path
        if deed == 0:
            place.unlink()
        elif deed == 1:
            place.unlink()
            project.write(f"mine/{place.name}", owner.edit(data))
        elif deed == 2:
            project.write(path, data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
        elif deed == 3:
            place.chmod(0o755)
        elif deed < 8:
            project.write(path, owner.edit(data))
    if draw(st.integers(0, 3)) == 0:
        project.write("own.txt", owner.text())
    if draw(st.integers(0, 5)) == 0:
        project.write("added-3.txt", owner.text())


def resolve(project: Project) -> None:
    """Resolve what is in conflict by keeping all lines of both."""
    for path in project.lock.conflicts:
        place = project.folder / path
        pieces = unmark(place.read_bytes())
        place.write_bytes(
            b"".join(it.ours + b"\n" + it.theirs if isinstance(it, Clash) else it for it in pieces)
        )
        place.with_name(f"{place.name}.theirs").unlink(missing_ok=True)


def written(author: str, files: Files) -> set[bytes]:
    """Return the lines that one author alone can have written."""
    everything = b"\n".join(files.values()).split(b"\n")
    return {line.strip() for line in everything if line.startswith(b"# %s " % author.encode())}


@patient
@given(st.data())
def test_every_line_of_the_owners_survives(project: Project, data: st.DataObject) -> None:
    draw = data.draw
    upstream, owner = Author("theirs", draw), Author("owner", draw)
    version = {path: upstream.text() for path in PATHS}
    project.make(version)
    for _ in range(draw(st.integers(1, 3))):
        live(owner, project, draw)
        had, before = project.files(), version
        version = next_version(upstream, version, draw)
        plan = project.update(version)
        has = project.files()

        assert written("owner", had) <= written("owner", has)
        # What upstream wrote arrives, but for files that are gone, which are all told.
        deleted = {*plan.missing}
        arriving = {path: text for path, text in version.items() if path not in deleted}
        assert written("theirs", arriving) - written("theirs", before) <= written("theirs", has)
        # What the owner threw out comes back in a conflict only.
        if not plan.conflicts and len(had) == len(before) == len(has):
            thrown = written("theirs", before) - written("theirs", had)
            assert not thrown & (written("theirs", has) - written("theirs", had)) or deleted

        again = project.update(version)
        assert (again.writes, again.deletes) == ((), ())
        assert (again.conflicts, again.moves) == (plan.conflicts, plan.moves)
        resolve(project)
        assert project.update(version).conflicts == ()


@patient
@given(st.data())
def test_the_writer_keeps_the_plans_promise(project: Project, data: st.DataObject) -> None:
    draw = data.draw
    upstream, owner = Author("theirs", draw), Author("owner", draw)
    version = {path: upstream.text() for path in PATHS}
    project.make(version)
    live(owner, project, draw)
    had = project.files()
    plan = project.plan(next_version(upstream, version, draw))
    change_folder(
        project.folder,
        [Write(it.path, it.after) for it in plan.writes if it.after],
        [it.path for it in plan.deletes],
        expected={it.path: it.before for it in (*plan.writes, *plan.deletes)},
        title="update auth",
    )
    disk = Disk(project.folder)
    for it in plan.changes:
        assert disk.content(it.path) == it.after
    touched = {it.path for it in (*plan.writes, *plan.deletes)}
    has = {path: text for path, text in project.files().items() if not path.startswith(".")}
    untouched = {path: text for path, text in had.items() if path not in touched}
    assert untouched.items() <= has.items()
    assert has.keys() - had.keys() <= touched
    if touched:
        undo(project.folder)
    assert {it: text for it, text in project.files().items() if not it.startswith(".")} == had


@patient
@given(st.data())
def test_what_is_added_and_removed_leaves_nothing(project: Project, data: st.DataObject) -> None:
    draw = data.draw
    upstream, owner = Author("theirs", draw, plain=True), Author("owner", draw, plain=True)
    shared = {path: upstream.text() for path in PATHS}
    project.make(shared)
    live(owner, project, draw)
    project.update(shared)
    had = project.files()
    more = {path: upstream.add_to(text) for path, text in shared.items()}
    more |= {f"apps/more/{number}.py": upstream.text() for number in range(3)}
    if not project.update(more).conflicts:
        project.update(shared)
        assert project.files() == had


@patient
@given(st.data())
def test_only_the_new_version_counts_where_nobody_edits(
    project: Project, data: st.DataObject
) -> None:
    upstream = Author("theirs", data.draw)
    version = {path: upstream.text() for path in PATHS}
    project.make(version)
    for _ in range(3):
        version = next_version(upstream, version, data.draw)
        plan = project.update(version)
        assert (plan.conflicts, plan.moves) == ((), ())
        assert project.files() == version


@patient
@given(st.data())
def test_line_ends_of_windows_change_nothing_else(project: Project, data: st.DataObject) -> None:
    draw = data.draw
    upstream, owner = Author("theirs", draw), Author("owner", draw)
    made, mine = {}, {}
    made["a.txt"] = upstream.text()
    mine["a.txt"] = owner.edit(made["a.txt"])
    theirs = {"a.txt": upstream.edit(made["a.txt"])}
    outcomes = []
    for line_end in (b"\n", b"\r\n"):
        project.make(made)
        project.write("a.txt", mine["a.txt"].replace(b"\n", line_end))
        plan = project.update(theirs)
        outcomes.append((plan.conflicts, project.files()["a.txt"].replace(b"\r\n", b"\n")))
        if line_end == b"\r\n" and mine["a.txt"].count(b"\n") > 1:
            text = project.files()["a.txt"]
            assert text.count(b"\r\n") == text.count(b"\n")
    if mine["a.txt"].count(b"\n"):
        assert outcomes[0] == outcomes[1]


@patient
@given(st.data())
def test_a_merge_is_the_same_from_either_side(data: st.DataObject) -> None:
    one, two = Author("one", data.draw), Author("two", data.draw)
    made = one.text()
    ours, theirs = one.edit(made), two.edit(made)

    def turned(it: bytes | Clash) -> bytes | Clash:
        return it if isinstance(it, bytes) else Clash(it.theirs, it.made, it.ours)

    assert [turned(it) for it in merge_three(made, theirs, ours)] == merge_three(made, ours, theirs)
    assert merge_three(made, ours, made) == merge_three(made, made, ours)
    assert b"".join(it for it in merge_three(made, ours, made) if isinstance(it, bytes)) == ours
