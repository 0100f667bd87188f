from __future__ import annotations

import itertools
import json
import os
import shutil
import sys
import textwrap
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest
from quickscale_core.cli import main
from quickscale_core.paths.content import FileState
from quickscale_core.paths.git_commands import run_git
from quickscale_core.writing.journal.manifest import Entry, Manifest, format_manifest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CARD = """
from quickscale_core import {names}
PLUGIN = Plugin(name="{name}", kind="{kind}", summary="A {kind} for tests", {card})
"""
NAMES = "App, Dependency, EnvVar, FileSet, Note, Option, Plugin, Run, Setting, UrlInclude, hookimpl"
GARDEN = """
from pathlib import Path

@hookimpl
def contribute_templates(spec):
    return [FileSet(root=Path(__file__).parent / "files")]

@hookimpl
def contribute_settings(spec):
    yield Setting(name="GARDEN_SIZE", value=spec.options("garden")["size"])
    yield EnvVar(name="GARDEN_KEY", example="", comment="Opens the garden.", secret=True)
"""
GARDEN_OPTIONS = 'options=(Option(name="size", type="int", default=3, help="Beds."),)'
_packages = itertools.count()


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home of the test's own: no configuration of git's, no index of another test's plugins."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "cache"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for name in ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "EMAIL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv("GIT_COMMITTER_EMAIL", raising=False)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder."""
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    return here


@dataclass
class Ended:
    """How a command line ended."""

    code: int
    out: str
    err: str

    def json(self) -> Any:  # noqa: ANN401 - whatever the command printed
        return json.loads(self.out)


@pytest.fixture
def quickscale(capfd: pytest.CaptureFixture[str]) -> Callable[..., Ended]:
    """Run a command line in this process."""

    def run(*words: str) -> Ended:
        code = main(list(words))
        out, err = capfd.readouterr()
        return Ended(code, out, err)

    return run


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Install a plugin: write its module and its distribution's metadata onto the path."""
    site = tmp_path / "site"
    site.mkdir()
    monkeypatch.syspath_prepend(site)

    def write(
        name: str, body: str = "", *, kind: str = "module", card: str = "", entry: str = ""
    ) -> Path:
        package = f"fixture_{next(_packages)}"
        folder = site / package / name
        folder.mkdir(parents=True)
        text = CARD.format(names=NAMES, name=name, kind=kind, card=card)
        (folder / "__init__.py").write_text(text + textwrap.dedent(body))
        info = site / f"{package}-2.5.dist-info"
        info.mkdir()
        info.joinpath("METADATA").write_text(
            f"Metadata-Version: 2.4\nName: {package}\nVersion: 2.5\n"
        )
        info.joinpath("entry_points.txt").write_text(
            f"[quickscale]\n{entry or name} = {package}.{name}\n"
        )
        return folder

    return write


@pytest.fixture
def git(here: Path) -> Callable[..., int]:
    """Run git in the project ``acme``; return its exit code."""
    identity = ("-c", "user.name=Ada", "-c", "user.email=ada@example.com")

    def run(*words: str) -> int:
        return run_git(here / "acme", *identity, *words).returncode

    return run


@pytest.fixture
def release(install: Callable[..., Path], tmp_path: Path) -> Callable[..., None]:
    """Install a version of the plugin ``garden`` in place of the one before."""

    def write(version: str, files: dict[str, str], card: str = GARDEN_OPTIONS) -> None:
        for info in (tmp_path / "site").glob("*.dist-info"):
            shutil.rmtree(info)
        folder = install("garden", GARDEN, card=card)
        for path, text in files.items():
            place = folder / "files" / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text)
        (info,) = (tmp_path / "site").glob("*.dist-info")
        metadata = info / "METADATA"
        metadata.write_text(metadata.read_text().replace("Version: 2.5", f"Version: {version}"))

    return write


@pytest.fixture
def at_terminal(
    quickscale: Callable[..., Ended], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Ended]:
    """Run a command line with its standard streams taken for a terminal's."""

    def run(*words: str) -> Ended:
        monkeypatch.setattr("sys.stdin.isatty", lambda: True)
        monkeypatch.setattr("sys.stdout.isatty", lambda: True)
        return quickscale(*words)

    return run


MOVES = ("rename", "replace", "link", "unlink", "mkdir", "rmdir", "open")
"""The calls by which a run changes a folder."""


def killed_at(point: int, folder: Path, *words: str) -> bool:
    """Run a command line in a folder, in a process that dies before its n-th change of the disk.

    Returns:
        Whether it died; ``False`` where it ended before.
    """
    child = os.fork()
    if not child:
        try:
            _die_at(point, str(folder))
            os.chdir(folder)
            sys.stdin = sys.stdout = sys.stderr = open(os.devnull, "w+")  # noqa: PTH123, SIM115
            main(list(words))
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == _DIED


_DIED = 86


def _die_at(point: int, root: str) -> None:
    count = itertools.count()

    def dying(function: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object, **keywords: object) -> object:
            writes = function is not os_open or bool(int(str(args[1])) & (os.O_WRONLY | os.O_RDWR))
            if str(args[0]).startswith(root) and writes and next(count) == point:
                os._exit(_DIED)
            return function(*args, **keywords)

        return call

    os_open = os.open
    for name in MOVES:
        setattr(os, name, dying(getattr(os, name)))


@pytest.fixture
def interrupt() -> Callable[..., None]:
    """Leave in a folder what a run leaves that ended before its one new file was in place."""

    def leave(folder: Path, path: str, text: str) -> None:
        journal = folder / ".quickscale" / "local" / "journal"
        journal.mkdir(parents=True)
        (journal / "0.new").write_text(text)
        after = FileState(sha256(text.encode()).hexdigest(), 0o644)
        entries = (Entry(path, None, after),)
        manifest = Manifest(title="add late", outcome="record", entries=entries)
        (journal / "journal.json").write_bytes(format_manifest(manifest))

    return leave
