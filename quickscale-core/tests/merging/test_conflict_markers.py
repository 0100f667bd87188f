from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from quickscale_core.merging.conflict_markers import Clash, Labels, has_markers, mark, unmark
from quickscale_core.merging.file_merge import merge_file
from quickscale_core.paths.content import Content

LABELS = Labels("auth 1.0.0", "auth 1.1.0")
LINES = [b"x", b"", b"=======", b"<<<<<<< yours", b">>>>>>> auth 1.1.0", b"||||||| made by a", b"="]
texts = st.lists(st.sampled_from(LINES), max_size=4).map(
    lambda lines: b"".join(line + b"\n" for line in lines)
)
clashes = st.builds(Clash, texts, st.none() | texts, texts)


@settings(deadline=None)
@given(st.lists(clashes, min_size=1, max_size=4), texts, st.booleans())
def test_what_is_marked_is_read(found: list[Clash], between: bytes, unended: bool) -> None:
    pieces: list[bytes | Clash] = [b"first\n"]
    for clash in found:
        pieces += [clash, b"between\n" + between]
    pieces.append(Clash(b"mine" if unended else b"mine\n", b"made\n", b"theirs\n"))
    text = mark(pieces, LABELS)
    assert has_markers(text)
    assert unmark(text) == pieces


def test_a_whole_clash_among_the_owners_lines_is_no_clash() -> None:
    lines = b"<<<<<<< yours\na\n=======\nb\n>>>>>>> auth 1.1.0\n"
    pieces: list[bytes | Clash] = [lines, Clash(b"mine\n", None, b"=========\n"), lines]
    assert unmark(mark(pieces, LABELS)) == pieces


def test_marks_have_the_line_ends_of_the_file() -> None:
    clash = Clash(b"mine\r\n", b"made\r\n", b"theirs\r\n")
    text = mark([b"one\r\n", clash], LABELS)
    assert text.count(b"\r\n") == text.count(b"\n")
    assert unmark(text) == [b"one\r\n", clash]


@pytest.mark.parametrize(
    "text",
    [
        b"<<<<<<< yours\nmine\n",
        b"<<<<<<< yours\nmine\n=======\ntheirs\n",
        b"<<<<<<< yours\nmine\n>>>>>>> auth 1.1.0\n",
        b"<<<<<<< yours\n<<<<<<< yours\n=======\n",
        b">>>>>>> auth 1.1.0\n",
    ],
)
def test_marks_that_are_not_whole_are_text_and_still_seen(text: bytes) -> None:
    assert has_markers(text)
    assert unmark(text) == [text]


@pytest.mark.parametrize("text", [b"Title\n=======\n", b"<<<<<<< HEAD\n", b"a <<<<<<< yours\n"])
def test_other_signs_are_no_marks_of_ours(text: bytes) -> None:
    assert not has_markers(text)


@pytest.mark.parametrize(
    ("path", "made", "ours", "theirs"),
    [
        # Either side is fine by itself; together they are not.
        (
            "a.py",
            b"x = [\n1,\n2,\n3,\n]\n",
            b"x = (\n1,\n2,\n3,\n)\n",
            b"x = [\n1,\n2,\n] + [\n3,\n]\n",
        ),
        (
            "a.toml",
            b"[x]\na = 1\nb = 2\n",
            b"[x]\nc = 3\na = 1\nb = 2\n",
            b"[x]\na = 1\nb = 2\nc = 4\n",
        ),
        (
            "a.json",
            b'{\n"a": 1,\n"b": 2}\n',
            b'{\n"c": 3,\n"a": 1,\n"b": 2}\n',
            b'{\n"a": 1,\n"c": 4,\n"b": 2}\n',
        ),
        ("a.yml", b"a: 1\nb: 2\n", b"c: 3\na: 1\nb: 2\n", b"a: 1\nb: 2\nc: 4\n"),
        (
            "a.cfg",
            b"[x]\na = 1\nb = 2\n",
            b"[x]\nc = 3\na = 1\nb = 2\n",
            b"[x]\na = 1\nb = 2\nc = 4\n",
        ),
    ],
)
def test_a_merge_that_makes_no_sense_is_a_conflict(
    path: str, made: bytes, ours: bytes, theirs: bytes
) -> None:
    merged = merge_file(path, Content(made), Content(ours), Content(theirs), LABELS)
    assert merged.kind == "conflict"
    assert "could not be read" in merged.note
    assert [it for it in unmark(merged.after.data) if isinstance(it, Clash)]
    mine, made_there, upstreams = (set(it.split(b"\n")) for it in (ours, made, theirs))
    assert mine | (upstreams - made_there) <= set(merged.after.data.split(b"\n"))


def test_what_made_no_sense_before_is_merged_all_the_same() -> None:
    made, ours = b"[x]\na = 1\nb = 2\n", b"[x]\nno toml\na = 1\nb = 2\n"
    theirs = b"[x]\na = 1\nb = 2\nc = 3\n"
    merged = merge_file("a.toml", Content(made), Content(ours), Content(theirs), LABELS)
    assert (merged.kind, merged.after.data) == ("merge", b"[x]\nno toml\na = 1\nb = 2\nc = 3\n")
