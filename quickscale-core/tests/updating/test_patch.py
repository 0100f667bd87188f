from __future__ import annotations

import shutil
import stat
import subprocess
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from quickscale_core.errors import QuickScaleError
from quickscale_core.paths.content import Content
from quickscale_core.updating.comparing.patch import FileEdit, write_patches

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


def patch_of(edit: FileEdit) -> bytes:
    return write_patches([edit])[0].data


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
    patch = patch_of(edit)
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
    subprocess.run(words, cwd=tmp_path, input=patch_of(edit), check=True)
    assert found(tmp_path) == {"with space/a.txt": Content(b"a\r\nB\r\nc\r\n")}


def test_it_reads_as_git_writes_it() -> None:
    before = Content(b"".join(b"%d\n" % number for number in range(1, 20)))
    after = Content(before.data.replace(b"9\n", b"nine\n", 1).removesuffix(b"19\n") + b"19")
    [patch] = write_patches([FileEdit(path="n.txt", before=before, after=after)])
    assert (patch.added, patch.removed) == (2, 2)
    head, *rest = patch.data.decode().splitlines()
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
    [patch] = write_patches([edit], with_binary=False)
    assert patch.data.endswith(b"\nBinary files a/logo.png and b/logo.png differ\n")
    assert (patch.added, patch.removed) == (0, 0)


def test_a_new_file(tmp_path: Path) -> None:
    edit = FileEdit(path="new/run.sh", before=None, after=Content(b"#!/bin/sh\n", executable=True))
    git_apply(tmp_path, patch_of(edit))
    assert found(tmp_path) == {"new/run.sh": edit.after}
    git_apply(tmp_path, patch_of(edit), "--reverse")
    assert found(tmp_path) == {}


def test_each_edit_has_a_patch_of_its_own() -> None:
    """Files whose contents look like a patch or like what stands between two do not confuse it."""
    trees = b"0" * 40 + b" " + b"1" * 40 + b"\n"
    edits = [
        FileEdit(path="a", before=Content(b""), after=Content(trees)),
        FileEdit(path="b", before=Content(b"1\t2\tb\n"), after=Content(b"1\t3\tb\n")),
        FileEdit(path="c", before=Content(b"same"), after=Content(b"same")),
        FileEdit(path="d", before=Content(b"same"), after=Content(b"same"), made_at="e"),
        FileEdit(path="f/g", before=Content(b"a folder now"), after=Content(b"x"), made_at="f"),
    ]
    patches = write_patches(edits)
    assert [it.data.partition(b"\n")[0].decode() for it in patches] == [
        "diff --git a/a b/a",
        "diff --git a/b b/b",
        "",
        "diff --git a/e b/d",
        "diff --git a/f b/f",
    ]
    assert [(it.added, it.removed) for it in patches] == [(1, 0), (1, 1), (0, 0), (0, 0), (1, 1)]
    assert b"\n+" + trees in patches[0].data
    assert write_patches([]) == []


def test_no_configuration_has_a_part_in_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edit = FileEdit(path="ä.py", before=Content(b"a\n\nb\n"), after=Content(b"a\n\nc\n"))
    before = patch_of(edit)
    (tmp_path / ".gitconfig").write_text(
        "[diff]\nnoprefix = true\ncontext = 0\nalgorithm = patience\nexternal = false\n"
        "[core]\nquotePath = true\nattributesFile = ~/attributes\n[color]\nui = always\n"
        "[init]\ndefaultObjectFormat = sha256\n"
    )
    (tmp_path / "attributes").write_text("* binary\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIT_DIR", str(tmp_path))
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", "false")
    monkeypatch.setenv("GIT_DIFF_OPTS", "--unified=0")
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "core.attributesFile")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", str(tmp_path / "attributes"))
    assert patch_of(edit) == before


def test_without_git_it_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(QuickScaleError, match="git is not installed, and it writes the patches"):
        write_patches([FileEdit(path="a", before=None, after=Content(b""))])
