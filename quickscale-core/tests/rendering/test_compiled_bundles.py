from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from quickscale_core.plugins.user_cache import cache_root
from quickscale_core.rendering.compiled_bundles import CompiledTemplates
from quickscale_core.rendering.templates import TemplateFault

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Inventor

CONTEXT = {"name": "x"}


def run(invent: Inventor, folder: Path | None, *sources: str) -> list[str]:
    """Render sources as one run of the program would."""
    plugin = invent("odd")
    with CompiledTemplates(folder) as compiled:
        return [
            compiled.render(plugin, f"/p/{index}.j2", source.encode(), CONTEXT)
            for index, source in enumerate(sources)
        ]


def bundle(folder: Path) -> Path:
    (path,) = folder.iterdir()
    return path


@pytest.fixture
def no_compiling(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail when anything is compiled."""

    def refuse(*_: object) -> None:
        raise AssertionError("compiled again")

    monkeypatch.setattr("quickscale_core.rendering.compiled_bundles.compile_template", refuse)


A, B = "a << name >>\n", "b << name | upper >>\n"


def test_the_second_run_compiles_nothing(
    invent: Inventor, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    assert run(invent, tmp_path, A, B) == ["a x\n", "b X\n"]
    request.getfixturevalue("no_compiling")
    before = bundle(tmp_path).stat()
    assert run(invent, tmp_path, B, A) == ["b X\n", "a x\n"]
    after = bundle(tmp_path).stat()
    assert (before.st_mtime_ns, before.st_ino) == (after.st_mtime_ns, after.st_ino)


def test_one_run_compiles_a_text_once(invent: Inventor, tmp_path: Path) -> None:
    assert run(invent, tmp_path, A, A) == ["a x\n", "a x\n"]
    size = bundle(tmp_path).stat().st_size
    assert run(invent, tmp_path, A, A, B) == ["a x\n", "a x\n", "b X\n"]
    assert bundle(tmp_path).stat().st_size > size


def test_there_is_a_file_per_distribution(invent: Inventor, tmp_path: Path) -> None:
    with CompiledTemplates(tmp_path) as compiled:
        for name in ("one", "two"):
            assert compiled.render(invent(name), "/a", A.encode(), CONTEXT) == "a x\n"
    tag = sys.implementation.cache_tag
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == [f"acme-one.{tag}.bundle", f"acme-two.{tag}.bundle"]


@pytest.mark.parametrize("place", [0, 0.1, 0.3, 0.5, 0.7, 0.9, 0.999])
@pytest.mark.parametrize("damage", ["flip", "cut", "grow"])
def test_a_damaged_bundle_is_made_anew_in_silence(
    invent: Inventor,
    tmp_path: Path,
    place: float,
    damage: str,
    request: pytest.FixtureRequest,
) -> None:
    run(invent, tmp_path, A, B)
    path = bundle(tmp_path)
    data = path.read_bytes()
    at = int(len(data) * place)
    if damage == "flip":
        path.write_bytes(data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :])
    elif damage == "cut":
        path.write_bytes(data[:at])
    else:
        path.write_bytes(data[:at] + b"\x00" * 7 + data[at:])
    assert run(invent, tmp_path, A, B) == ["a x\n", "b X\n"]
    request.getfixturevalue("no_compiling")
    assert run(invent, tmp_path, A, B) == ["a x\n", "b X\n"]


def test_a_bundle_of_another_jinja_is_not_used(
    invent: Inventor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(invent, tmp_path, A)
    monkeypatch.setattr("quickscale_core.rendering.compiled_bundles._head", lambda: b"other\n")
    old = bundle(tmp_path).read_bytes()
    assert run(invent, tmp_path, A) == ["a x\n"]
    assert bundle(tmp_path).read_bytes() != old
    assert bundle(tmp_path).read_bytes().startswith(b"other\n")


def test_what_is_no_longer_used_is_dropped_in_time(invent: Inventor, tmp_path: Path) -> None:
    run(invent, tmp_path, *(f"<< name >> {number}" for number in range(40)))
    full = bundle(tmp_path).stat().st_size
    run(invent, tmp_path, A)
    assert bundle(tmp_path).stat().st_size < full / 10


def test_nothing_is_kept_without_a_folder(invent: Inventor, tmp_path: Path) -> None:
    assert run(invent, None, A) == ["a x\n"]
    blocked = tmp_path / "file"
    blocked.write_text("")
    assert run(invent, blocked / "cache", A) == ["a x\n"]
    assert blocked.read_text() == ""


def test_no_temporary_file_is_left_when_writing_fails(
    invent: Inventor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    assert run(invent, tmp_path, A) == ["a x\n"]
    assert list(tmp_path.iterdir()) == []


def test_no_half_written_file_is_left(
    invent: Inventor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> bytes:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("quickscale_core.rendering.compiled_bundles._head", fail)
    assert run(invent, tmp_path, A) == ["a x\n"]
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_template_is_not_kept(invent: Inventor, tmp_path: Path) -> None:
    for _ in range(2):
        with pytest.raises(TemplateFault) as caught:
            run(invent, tmp_path, "<% x %>")
        assert caught.value.line == 1
    assert list(tmp_path.iterdir()) == []


def test_an_error_found_in_a_kept_template_has_its_line(invent: Inventor, tmp_path: Path) -> None:
    source = "a\n\n<< name.missing >>\n"
    for _ in range(2):
        with CompiledTemplates(tmp_path) as compiled, pytest.raises(TemplateFault) as caught:
            compiled.render(invent("odd"), "/p/a.j2", source.encode(), CONTEXT)
        assert caught.value.line == 3


def test_the_cache_follows_the_systems_rules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", f"{tmp_path}/xdg")
    assert cache_root() == f"{tmp_path}/xdg/quickscale"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert cache_root() is None
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert cache_root() == f"{tmp_path}/.cache/quickscale"
    monkeypatch.setattr(sys, "platform", "darwin")
    assert cache_root() == f"{tmp_path}/Library/Caches/quickscale"
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    assert cache_root() is None
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    assert cache_root() == f"{tmp_path}/quickscale"


def test_a_bundle_of_somebody_else_is_not_used(
    invent: Inventor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(invent, tmp_path, A)
    monkeypatch.setattr("os.getuid", lambda: 12345, raising=False)
    old = bundle(tmp_path).stat().st_ino
    assert run(invent, tmp_path, A) == ["a x\n"]
    assert bundle(tmp_path).stat().st_ino != old


def test_two_programs_at_once_leave_a_whole_bundle(invent: Inventor, tmp_path: Path) -> None:
    with CompiledTemplates(tmp_path) as one, CompiledTemplates(tmp_path) as two:
        one.render(invent("odd"), "/a", A.encode(), CONTEXT)
        two.render(invent("odd"), "/b", B.encode(), CONTEXT)
    assert run(invent, tmp_path, A, B) == ["a x\n", "b X\n"]
    assert len(list(tmp_path.iterdir())) == 1
