"""Every action of a file's owner against every one of upstream's: nothing is lost in silence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from quickscale_core.merging.conflict_markers import has_markers

if TYPE_CHECKING:
    from collections.abc import Callable

    from quickscale_core.paths.filetree import File

    from .conftest import Project


@dataclass(frozen=True)
class Sort:
    """A sort of file: as it was made, and as either side changes it."""

    name: str
    made: bytes
    mine: bytes
    theirs: bytes
    both: bytes
    clash: bytes
    """An edit of the owner's at the very place where upstream changes something."""


def text_sort(name: str, made: bytes, mine: bytes, theirs: bytes, clash: bytes) -> Sort:
    """Each side replaces a line; the owner's clash is at upstream's."""

    def change(*pairs: tuple[bytes, bytes]) -> bytes:
        data = made
        for old, new in pairs:
            assert data.count(old) == 1
            data = data.replace(old, new)
        return data

    line, other = b"LINE-5", b"LINE-1"
    return Sort(
        name=name,
        made=made,
        mine=change((line, mine)),
        theirs=change((other, theirs)),
        both=change((line, mine), (other, theirs)),
        clash=change((other, clash)),
    )


PROSE = b"".join(b"LINE-%d of a text\n" % number for number in range(7))
SORTS = {
    "text": text_sort("page.txt", PROSE, b"mine", b"theirs", b"clash"),
    "unended": text_sort("page.html", PROSE[:-1], b"mine", b"theirs", b"clash"),
    "latin-1": text_sort("old.txt", PROSE + b"\xe9t\xe9\n", b"mi\xf1e", b"th\xe9irs", b"cl\xe4sh"),
    "marked": text_sort("bom.txt", b"\xef\xbb\xbf" + PROSE, b"mine", b"theirs", b"clash"),
    "windows": text_sort("win.bat", PROSE.replace(b"\n", b"\r\n"), b"mine", b"theirs", b"clash"),
    "python": text_sort(
        "settings.py",
        b"".join(b"A%d = 'LINE-%d'\n" % (number, number) for number in range(7)),
        b"mine",
        b"theirs",
        b"clash",
    ),
    "toml": text_sort(
        "pyproject.toml",
        b"[project]\n" + b"".join(b"a%d = 'LINE-%d'\n" % (it, it) for it in range(7)),
        b"mine",
        b"theirs",
        b"clash",
    ),
    "image": Sort(
        "logo.png", b"\x89PNG\x00made", b"PNG\x00mine", b"PNG\x00theirs", b"", b"PNG\x00c"
    ),
    "utf-16": Sort(
        "wide.txt",
        PROSE.decode().encode("utf-16"),
        PROSE.decode().replace("LINE-5", "mine").encode("utf-16"),
        PROSE.decode().replace("LINE-1", "theirs").encode("utf-16"),
        b"",
        PROSE.decode().replace("LINE-1", "clash").encode("utf-16"),
    ),
}
TEXTS = [name for name, sort in SORTS.items() if sort.both]
BLOBS = [name for name, sort in SORTS.items() if not sort.both]
MINE, THEIRS = "mine/", "theirs/"  # the folders into which each side moves a file

# What stands there afterwards. ``made``, ``mine``, ``theirs``, ``both`` and ``clash`` are the bytes
# above, ``marked`` is a file with marks round what differs, ``beside`` leaves upstream's beside the
# owner's. After ``@`` the folder it stands in.
UPSTREAM = ["nothing", "edit", "delete", "rename", "rename and edit"]
TEXT_TABLE = {
    "nothing": ["made", "theirs", "", "made@theirs/", "theirs@theirs/"],
    "edit": ["mine", "both", "mine", "mine@theirs/", "both@theirs/"],
    "clashing edit": ["clash", "marked", "clash", "clash@theirs/", "marked@theirs/"],
    "equal edit": ["theirs", "theirs", "theirs", "theirs@theirs/", "theirs@theirs/"],
    "delete": ["", "", "", "", ""],
    "rename": ["made@mine/", "theirs@mine/", "made@mine/", "made@mine/", "theirs@mine/"],
    "rename and edit": ["mine@mine/", "both@mine/", "mine@mine/", "mine@mine/", "both@mine/"],
}
# Of files that are no text only equal ones are known again under another name.
BLOB_TABLE = {
    "nothing": ["made", "theirs", "", "made@theirs/", "theirs@theirs/"],
    "edit": ["mine", "mine beside theirs", "mine", "mine@theirs/", "mine + theirs@theirs/"],
    "equal edit": ["theirs", "theirs", "theirs", "theirs@theirs/", "theirs + theirs@theirs/"],
    "delete": ["", "", "", "", "theirs@theirs/"],
    "rename": [
        "made@mine/",
        "theirs@mine/",
        "made@mine/",
        "made@mine/",
        "made@mine/ + theirs@theirs/",
    ],
    "rename and edit": ["mine@mine/"] * 4 + ["mine@mine/ + theirs@theirs/"],
}
CASES = [
    (sort, mine, theirs, after)
    for sorts, table in ((TEXTS, TEXT_TABLE), (BLOBS, BLOB_TABLE))
    for sort in sorts
    for mine, row in table.items()
    for theirs, after in zip(UPSTREAM, row, strict=True)
]


def act(project: Project, sort: Sort, deed: str) -> None:
    """Do to the project what its owner does."""
    place = project.folder / sort.name
    data = {
        "edit": sort.mine,
        "clashing edit": sort.clash,
        "equal edit": sort.theirs,
        "rename": sort.made,
        "rename and edit": sort.mine,
    }.get(deed)
    if data is None and deed == "nothing":
        return
    place.unlink()
    if data is not None:
        project.write(f"{MINE if 'rename' in deed else ''}{sort.name}", data)


def upstreams(sort: Sort, deed: str) -> dict[str, bytes | File]:
    """Return the project as upstream has it afterwards."""
    if deed == "delete":
        return {}
    data = sort.theirs if "edit" in deed else sort.made
    return {f"{THEIRS if 'rename' in deed else ''}{sort.name}": data}


def expected(sort: Sort, after: str) -> dict[str, bytes | None]:
    """Return what is to stand there, by path; ``None`` is a file with marks."""
    files: dict[str, bytes | None] = {}
    for part in filter(None, after.split(" + ")):
        words, _, folder = part.partition("@")
        what, _, beside = words.partition(" beside ")
        files[f"{folder}{sort.name}"] = None if what == "marked" else getattr(sort, what)
        if beside:
            files[f"{folder}{sort.name}.theirs"] = getattr(sort, beside)
    return files


def lines(data: bytes) -> set[bytes]:
    return {line.strip(b"\r\n") for line in data.split(b"\n")}


@pytest.mark.parametrize(("sort", "mine", "theirs", "after"), CASES)
def test_every_pair_of_actions(
    project: Project, sort: str, mine: str, theirs: str, after: str
) -> None:
    file = SORTS[sort]
    project.make({file.name: file.made})
    act(project, file, mine)
    had = project.files()
    new = upstreams(file, theirs)

    plan = project.update(new)

    files, wanted = project.files(), expected(file, after)
    assert files.keys() == wanted.keys()
    for path, data in wanted.items():
        if data is not None:
            assert files[path] == data
        else:
            assert has_markers(files[path])
            assert lines(file.clash) | lines(file.theirs) <= lines(files[path])
    resolved = "marked" not in after and "beside" not in after
    assert bool(plan.conflicts) is not resolved
    if mine == "delete" and new and not files:
        assert plan.missing == tuple(it.path for it in plan.changes if it.kind == "missing") != ()
    if theirs == "delete" and files and (file.both or mine != "rename and edit"):
        assert any("has it no more" in it.note for it in plan.changes)

    # What the owner wrote is still there, wherever upstream went.
    everything = b"\n".join(files.values())
    for data in had.values():
        if data != file.made:
            assert lines(data) - lines(file.made) <= lines(everything)

    # The same again changes nothing, and the next update finds everything where it is.
    again = project.update(new)
    assert (again.writes, again.deletes) == ((), ())
    assert (again.conflicts, again.moves) == (plan.conflicts, plan.moves)
    assert project.files() == files


@pytest.mark.parametrize(
    ("sort", "mine", "theirs"),
    [
        (sort, mine, theirs)
        for sort, mine, theirs, after in CASES
        if "marked" not in after
        and mine != "equal edit"  # which is no edit any more once upstream has it
        and (theirs != "delete" or mine == "nothing")
        and (sort in TEXTS or theirs in {"nothing", "rename"})
    ],
)
def test_back_to_where_upstream_was(project: Project, sort: str, mine: str, theirs: str) -> None:
    file = SORTS[sort]
    project.make({file.name: file.made})
    act(project, file, mine)
    had = project.files()
    assert project.update(upstreams(file, theirs)).conflicts == ()
    assert project.update({file.name: file.made}).conflicts == ()
    assert project.files() == had


def rename_in_case(project: Project, sort: Sort) -> None:
    (project.folder / sort.name).rename(project.folder / sort.name.upper())


def no_change(project: Project, sort: Sort) -> None:
    """Leave everything."""


def chmod(project: Project, sort: Sort) -> None:
    (project.folder / sort.name).chmod(0o755)


def turn_line_ends(project: Project, sort: Sort) -> None:
    data = (project.folder / sort.name).read_bytes()
    turned = data.replace(b"\r\n", b"\n") if b"\r" in data else data.replace(b"\n", b"\r\n")
    (project.folder / sort.name).write_bytes(turned)


@pytest.mark.parametrize("deed", [rename_in_case, no_change, chmod, turn_line_ends])
@pytest.mark.parametrize("sort", TEXTS)
def test_what_is_no_edit_never_clashes(
    project: Project, sort: str, deed: Callable[[Project, Sort], None]
) -> None:
    file = SORTS[sort]
    project.make({file.name: file.made})
    deed(project, file)
    (had,) = project.files().items()
    mode = (project.folder / had[0]).stat().st_mode
    plan = project.update({file.name: file.theirs})
    assert plan.conflicts == ()
    ((path, data),) = project.files().items()
    assert path == had[0]
    assert (project.folder / path).stat().st_mode == mode
    turned = deed is turn_line_ends
    assert data == (had[1].replace(b"LINE-1", b"th\xe9irs" if sort == "latin-1" else b"theirs"))
    assert (data == file.theirs) is not turned
