from __future__ import annotations

import shutil
import stat
import subprocess
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from quickscale_core.paths.content import Content
from quickscale_core.updating.patch import FileEdit, count_lines, format_edit

if TYPE_CHECKING:
    from pathlib import Path

# A busy machine is no reason to fail; each example starts git twice.
patient = settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
lines = st.sampled_from([b"one", b"two\r", b"", b" three", b"\xff\xfe", "vier ß".encode(), b"\r"])
texts = st.builds(
    lambda parts, ended: b"\n".join(parts) + (b"\n" if ended and parts else b""),
    st.lists(lines, max_size=14),
    st.booleans(),
)
bytes_of_any_kind = st.binary(max_size=150).map(lambda it: b"\0" + it)
contents = st.builds(Content, st.one_of(texts, bytes_of_any_kind), st.booleans())
paths = st.sampled_from(["a.txt", "b c/d e.py", "ä/$x.txt", "deep/er/a.b", 'q"uote\\.txt', "-x"])


def put(folder: Path, path: str, content: Content | None) -> None:
    if content is None:
        return
    place = folder / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content.data)
    place.chmod(0o755 if content.executable else 0o644)


def found(folder: Path) -> dict[str, Content]:
    return {
        path.relative_to(folder).as_posix(): Content(
            path.read_bytes(), bool(path.stat().st_mode & stat.S_IXUSR)
        )
        for path in folder.rglob("*")
        if path.is_file()
    }


def git_apply(folder: Path, patch: bytes, *flags: str) -> None:
    words = ["git", "apply", "--whitespace=nowarn", "--allow-empty", *flags]
    ended = subprocess.run(words, cwd=folder, input=patch, capture_output=True, check=False)
    assert ended.returncode == 0, (ended.stderr, patch)


@patient
@given(paths, contents, paths, st.one_of(st.none(), contents))
def test_git_applies_it_forwards_and_backwards(
    tmp_path: Path, source: str, before: Content, target: str, after: Content | None
) -> None:
    edit = FileEdit(
        path=source if after is None else target, before=before, after=after, made_at=source
    )
    shutil.rmtree(tmp_path / "work", ignore_errors=True)
    work = tmp_path / "work"
    work.mkdir()
    put(work, source, before)
    patch = format_edit(edit)
    git_apply(work, patch)
    assert found(work) == ({} if after is None else {edit.path: after})
    git_apply(work, patch, "--reverse")
    assert found(work) == {source: before}


@pytest.mark.skipif(shutil.which("patch") is None, reason="patch(1) is not installed")
def test_patch_applies_it_too(tmp_path: Path) -> None:
    put(tmp_path, "with space/a.txt", Content(b"a\r\nb\r\nc"))
    edit = FileEdit(
        path="with space/a.txt", before=Content(b"a\r\nb\r\nc"), after=Content(b"a\r\nB\r\nc\r\n")
    )
    words = ["patch", "--binary", "-p1", "--quiet"]
    subprocess.run(words, cwd=tmp_path, input=format_edit(edit), check=True)
    assert found(tmp_path) == {"with space/a.txt": Content(b"a\r\nB\r\nc\r\n")}


def test_it_reads_as_git_writes_it() -> None:
    before = Content(b"".join(b"%d\n" % number for number in range(1, 20)))
    after = Content(before.data.replace(b"9\n", b"nine\n", 1).removesuffix(b"19\n") + b"19")
    edit = FileEdit(path="n.txt", before=before, after=after)
    assert count_lines(edit) == (2, 2)
    head, *rest = format_edit(edit).decode().splitlines()
    assert head == "diff --git a/n.txt b/n.txt"
    assert rest[0].startswith("index ")
    assert rest[0].endswith(" 100644")
    assert rest[1:] == [
        "--- a/n.txt",
        "+++ b/n.txt",
        "@@ -6,7 +6,7 @@",
        *(" 6", " 7", " 8", "-9", "+nine", " 10", " 11", " 12"),
        "@@ -16,4 +16,4 @@",
        *(" 16", " 17", " 18", "-19", "+19", "\\ No newline at end of file"),
    ]


def test_a_binary_file_may_be_named_only() -> None:
    edit = FileEdit(path="logo.png", before=Content(b"\0a"), after=Content(b"\0b"))
    assert format_edit(edit, with_binary=False).endswith(
        b"\nBinary files a/logo.png and b/logo.png differ\n"
    )
    assert count_lines(edit) == (0, 0)


def test_a_new_file(tmp_path: Path) -> None:
    edit = FileEdit(path="new/run.sh", before=None, after=Content(b"#!/bin/sh\n", executable=True))
    git_apply(tmp_path, format_edit(edit))
    assert found(tmp_path) == {"new/run.sh": edit.after}
    git_apply(tmp_path, format_edit(edit), "--reverse")
    assert found(tmp_path) == {}
