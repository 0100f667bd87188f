from __future__ import annotations

import base64
import os
import pickle
import stat
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Every call by which the writer changes the disk. ``close`` is left out: what it may lose, the
# ``fsync`` before it has told.
CHANGES = (
    *("open", "write", "fsync", "mkdir", "rmdir"),
    *("chmod", "link", "rename", "replace", "unlink"),
)
LOOKS = ("lstat", "listdir", "read", "scandir")
Snapshot = dict[str, tuple[int, bytes]]


class Saboteur:
    """Counts the calls that touch a folder, and does something at one of them."""

    def __init__(self, folder: Path, names: tuple[str, ...] = CHANGES) -> None:
        self.folder = str(folder)
        self.names = names
        self.calls: list[str] = []

    @contextmanager
    def watching(
        self, deed: Callable[[int, str], None] = lambda number, name: None
    ) -> Iterator[None]:
        """Call ``deed(number, name)`` before each call, counted from 0."""
        real = {name: getattr(os, name) for name in self.names}
        ours: set[int] = set()

        def wrap(name: str) -> Callable[..., object]:
            def call(*args: object, **kwargs: object) -> object:
                subject = args[0]
                concerns = (
                    subject in ours
                    if isinstance(subject, int)
                    else str(subject).startswith(self.folder) or kwargs.get("dir_fd") in ours
                )
                if not concerns:
                    return real[name](*args, **kwargs)
                self.calls.append(name)
                deed(len(self.calls) - 1, name)
                result = real[name](*args, **kwargs)
                if name == "open":
                    ours.add(result)
                return result

            return call

        try:
            for name in self.names:
                setattr(os, name, wrap(name))
            yield
        finally:
            for name, function in real.items():
                setattr(os, name, function)


@pytest.fixture
def saboteur(tmp_path: Path) -> Callable[[], Saboteur]:
    return lambda: Saboteur(tmp_path)


@pytest.fixture
def spy() -> Callable[..., Saboteur]:
    """A saboteur that counts looks at the disk too, unless told otherwise."""
    return lambda folder, looks=True: Saboteur(folder, CHANGES + (LOOKS if looks else ()))


@pytest.fixture
def quick_path(tmp_path: Path) -> Iterator[Path]:
    """An empty folder in memory where the system offers that, since it is waited for so often."""
    memory = Path("/dev/shm")  # noqa: S108 - the folder made in it is this process's alone
    if not os.access(memory, os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=memory) as name:
        yield Path(name)


@pytest.fixture
def failing_at() -> Callable[..., Callable[[int, str], None]]:
    """A deed that makes the n-th call fail, and only that one or, for good, all after it too."""

    def build(point: int, error: int, *, for_good: bool = False) -> Callable[[int, str], None]:
        def deed(number: int, name: str) -> None:
            if number == point or (for_good and number > point):
                raise OSError(error, os.strerror(error))

        return deed

    return build


KILLER = """
import base64, os, pickle, runpy, signal, sys

support = runpy.run_path(sys.argv[1])
deadly = getattr(signal, sys.argv[2])
act, args, kwargs = pickle.loads(base64.b64decode(input()))

for line in sys.stdin:
    def kill(number, name, point=int(line)):
        if number == point:
            os.kill(os.getpid(), deadly)

    process = os.fork()
    if not process:
        with support["Saboteur"](args[0].parent).watching(kill):
            act(*args, **kwargs)
        os._exit(0)
    print(os.waitpid(process, 0)[1], flush=True)
"""


class Killer:
    """A process that does something again and again, each time in a child that a signal ends.

    What is done takes the folder it is done to as its first argument.
    """

    def __init__(self, signal: str, doing: tuple[object, ...]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", KILLER, __file__, signal],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.ask(base64.b64encode(pickle.dumps(doing)).decode())

    def ask(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def kill(self, point: int) -> int:
        """Do it, ended before the n-th call; return how the process ended."""
        self.ask(str(point))
        assert self.process.stdout is not None
        return int(self.process.stdout.readline())


@pytest.fixture
def killer() -> Iterator[Callable[..., Killer]]:
    started = []

    def start(act: Callable[..., object], *args: object, signal: str, **kwargs: object) -> Killer:
        started.append(Killer(signal, (act, args, kwargs)))
        return started[-1]

    yield start
    for it in started:
        it.process.communicate()


@pytest.fixture
def snapshot() -> Callable[[Path], Snapshot]:
    """Everything below a folder: mode and content by path."""

    def take(folder: Path) -> Snapshot:
        found: Snapshot = {}
        for path in sorted(folder.rglob("*")):
            mode = stat.S_IMODE(path.lstat().st_mode)
            if path.is_symlink():
                content = str(path.readlink()).encode()
            else:
                content = path.read_bytes() if path.is_file() else b"/"
            found[path.relative_to(folder).as_posix()] = (mode, content)
        return found

    return take
