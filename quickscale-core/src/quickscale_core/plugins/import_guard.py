"""Run a plugin's code without letting it open sockets, start processes or write files.

Python's audit events (PEP 578) tell of such acts before they happen, wherever in the plugin or a
library they come from. It turns mistakes into errors and is not a sandbox: whoever installs a
plugin trusts it.
"""

from __future__ import annotations

import io
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from contextvars import ContextVar
from typing import Final, TypeVar

__all__ = ["PluginFault", "run_guarded"]

T = TypeVar("T")

_guarded: ContextVar[bool] = ContextVar("quickscale_guarded", default=False)
_installed = False

_WRITE_FLAGS: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_PROCESS_EVENTS: Final = frozenset(
    {
        "subprocess.Popen",
        "os.exec",
        "os.fork",
        "os.forkpty",
        "os.posix_spawn",
        "os.spawn",
        "os.startfile",
        "os.system",
        "pty.spawn",
    }
)
_CHANGE_EVENTS: Final = frozenset(
    {
        "os.chmod",
        "os.chown",
        "os.link",
        "os.mkdir",
        "os.remove",
        "os.rename",
        "os.rmdir",
        "os.symlink",
        "os.truncate",
        "os.utime",
        "sqlite3.connect",
    }
)


_CORE: Final = os.path.join(os.path.dirname(os.path.dirname(__file__)), "")  # noqa: PTH118, PTH120
_PARTS: Final = os.path.join(_CORE, "builtin", "")  # noqa: PTH118 - plugins, whose lines are told


class _RefusedError(Exception):
    """Raised into the plugin's code in place of what it was about to do."""


class PluginFault(Exception):  # noqa: N818 - a fault of the plugin; callers turn it into a Problem
    """A plugin's code failed, or tried what it may not do.

    Attributes:
        what: What it did, to follow its name: ``"opens a socket"``, ``"raises KeyError: 'x'"``.
        where: ``file:line`` of its own nearest line, or empty.
    """

    def __init__(self, what: str, where: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where


def run_guarded(action: Callable[[], T]) -> T:
    """Return what the action returns.

    Args:
        action: Code of one plugin. Generators it makes must be exhausted inside it.

    Raises:
        PluginFault: It raised, exited, printed, or tried what only core may do; a PluginFault of
            its own is passed on.
    """
    _install()
    printed = io.StringIO()
    try:
        with _inside(), redirect_stdout(printed):
            result = action()
    except (KeyboardInterrupt, PluginFault):
        raise
    except _RefusedError as refusal:
        raise PluginFault(str(refusal), _place(refusal)) from refusal
    except SystemExit as leaving:
        raise PluginFault(f"exits (SystemExit: {leaving.code})", _place(leaving)) from leaving
    except BaseException as error:
        raise PluginFault(f"raises {_describe(error)}", _place(error)) from error
    if text := printed.getvalue().strip():
        raise PluginFault(f"prints {text.splitlines()[0][:80]!r}")
    return result


@contextmanager
def _inside() -> Iterator[None]:
    token = _guarded.set(True)
    try:
        yield
    finally:
        _guarded.reset(token)


def _install() -> None:
    """Add the audit hook once; it cannot be taken away and does nothing outside a guard."""
    global _installed  # noqa: PLW0603 - the interpreter has one list of audit hooks
    if not _installed:
        _installed = True
        # Without it, debuggers and coverage see nothing of the hook.
        _audit.__cantrace__ = True  # type: ignore[attr-defined]
        sys.addaudithook(_audit)


def _audit(event: str, args: tuple[object, ...]) -> None:
    if not _guarded.get():
        return
    if event == "open":
        _check_open(args)
    elif event.startswith("socket."):
        raise _RefusedError(f"opens a socket ({event})")
    elif event in _PROCESS_EVENTS:
        raise _RefusedError(f"starts a process ({event})")
    elif event in _CHANGE_EVENTS and not _is_bytecode(args[0]):
        raise _RefusedError(f"changes files ({event} {_shown(args[0])})")


def _check_open(args: tuple[object, ...]) -> None:
    path, mode, flags = args
    writes = isinstance(mode, str) and any(letter in mode for letter in "wax+")
    if mode is None and isinstance(flags, int):
        writes = bool(flags & _WRITE_FLAGS)
    # a file descriptor was let through when it was opened
    if writes and not isinstance(path, int) and path != os.devnull and not _is_bytecode(path):
        raise _RefusedError(f"writes files (open {_shown(path)})")


def _shown(path: object) -> str:
    return os.fsdecode(path) if isinstance(path, str | bytes | os.PathLike) else repr(path)


def _is_bytecode(path: object) -> bool:
    """Return whether a path is where the import system caches bytecode (PEP 3147)."""
    if not isinstance(path, str | bytes | os.PathLike):
        return False
    text = os.fsdecode(path)
    if sys.pycache_prefix and text.startswith(sys.pycache_prefix):
        return True
    return "__pycache__" in {os.path.basename(text), os.path.basename(os.path.dirname(text))}  # noqa: PTH119, PTH120 - no Path is made inside an audit hook


def _describe(error: BaseException) -> str:
    # a SyntaxError's text repeats the place, which is reported separately
    text = str(error.msg if isinstance(error, SyntaxError) else error).strip()
    name = type(error).__name__
    return f"{name}: {text.splitlines()[0]}" if text else name


def _place(error: BaseException) -> str:
    """Return ``file:line`` of the last line that is neither the library's nor ours."""
    if isinstance(error, SyntaxError) and error.filename:
        return f"{error.filename}:{error.lineno}"
    library = os.path.dirname(os.__file__)  # noqa: PTH120
    place = ""
    for frame in traceback.extract_tb(error.__traceback__):
        ours = frame.filename.startswith(_CORE) and not frame.filename.startswith(_PARTS)
        stdlib = frame.filename.startswith((library, "<")) and "site-packages" not in frame.filename
        if not (ours or stdlib):
            place = f"{frame.filename}:{frame.lineno}"
    return place
