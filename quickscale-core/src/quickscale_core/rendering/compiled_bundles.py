"""Keep compiled templates between runs, in one file per distribution.

Compiling is four fifths of what rendering costs. Jinja's own cache keeps a file per template, and
opening thousands of them costs as much as it saves; so a plugin's compiled templates lie in one
bundle, found by the digest of their text. A bundle that is missing, damaged, made by another
Python or another Jinja, or somebody else's is made anew in silence, and without a folder to write
to nothing is kept.
"""

from __future__ import annotations

import marshal
import os
import sys
import tempfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from importlib.util import MAGIC_NUMBER
from pathlib import Path
from types import CodeType
from typing import BinaryIO, Final, Self

from quickscale_core.plugins.discovery import InstalledPlugin
from quickscale_core.rendering.templates import (
    MARKS,
    TemplateFault,
    compile_template,
    render_template,
)

__all__ = ["CompiledTemplates"]

_FORM: Final = b"quickscale templates 1\n"
_DAMAGE: Final = (OSError, ValueError, EOFError, TypeError, KeyError, IndexError)
_ROOM: Final = 4
"""How many times what a run used a bundle may hold before what was not used is dropped."""


class CompiledTemplates:
    """Renders templates, compiling each only when its text is new.

    What was compiled is kept for the next run when the ``with`` block ends.

    Args:
        folder: Where bundles are kept, or ``None`` to keep none.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._bundles: dict[str, _Bundle] = {}

    def render(
        self, plugin: InstalledPlugin, path: str, data: bytes, context: Mapping[str, object]
    ) -> str:
        """Return a template's text.

        Args:
            plugin: Whose it is.
            path: Where it lies, absolute.
            data: Its bytes, in UTF-8.
            context: The names it may use.

        Raises:
            TemplateFault: It cannot be read, compiled or rendered.
        """
        try:
            source = data.decode()
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
            raise TemplateFault("is not UTF-8", line) from error
        if not any(mark in source for mark in MARKS):
            return source
        bundle = self._bundle(plugin.distribution)
        digest = blake2b(data, digest_size=16).digest()
        code = bundle.get(digest)
        if code is None:
            code = compile_template(source, os.path.basename(path))  # noqa: PTH119 - text
            bundle.add(digest, code)
        return render_template(code, context, crlf="\r\n" in source)

    def __enter__(self) -> Self:
        """Begin a run."""
        return self

    def __exit__(self, *_: object) -> None:
        """Write what was compiled to the cache, where there is one, and close its files."""
        for bundle in self._bundles.values():
            bundle.close()

    def _bundle(self, distribution: str) -> _Bundle:
        if distribution not in self._bundles:
            name = f"{distribution}.{sys.implementation.cache_tag or 'python'}.bundle"
            path = self._folder / name if self._folder else None
            self._bundles[distribution] = _Bundle(path)
        return self._bundles[distribution]


class _Codes:
    """Marshalled codes in a file, read one at a time: thousands are never in memory together."""

    def __init__(self, file: BinaryIO, start: int = 0) -> None:
        self.file = file
        self.start = start
        self.index: dict[bytes, tuple[int, int, int]] = {}

    def read(self, digest: bytes) -> bytes:
        """Return one code.

        Raises:
            KeyError: It is not here.
            ValueError: It is damaged.
        """
        offset, length, check = self.index[digest]
        self.file.seek(self.start + offset)
        text = self.file.read(length)
        if zlib.crc32(text) != check:
            raise ValueError("damaged")
        return text

    def append(self, digest: bytes, text: bytes) -> None:
        """Add a code at the end."""
        offset = self.file.seek(0, os.SEEK_END) - self.start
        self.file.write(text)
        self.index[digest] = (offset, len(text), zlib.crc32(text))


class _Bundle:
    """One distribution's compiled templates: a head, an index, and the codes."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._known: _Codes | None = None
        self._new: _Codes | None = None
        self._used: set[bytes] = set()
        if path is not None:
            with suppress(*_DAMAGE):
                self._known = _opened(path)

    def get(self, digest: bytes) -> CodeType | None:
        """Return the code of a text, or ``None`` if it is not here whole."""
        self._used.add(digest)
        for codes in (self._known, self._new):
            if codes and digest in codes.index:
                with suppress(*_DAMAGE):
                    code = marshal.loads(codes.read(digest))  # noqa: S302 - our own, checked
                    return code if isinstance(code, CodeType) else None
        return None

    def add(self, digest: bytes, code: CodeType) -> None:
        """Keep a code for the next run."""
        if self._path is not None:
            with suppress(*_DAMAGE):
                self._new = self._new or _Codes(tempfile.TemporaryFile())  # noqa: SIM115 - in save
                self._new.append(digest, marshal.dumps(code))

    def close(self) -> None:
        """Replace the file at once with what it held and what is new."""
        temporary = ""
        if self._path is not None and self._new is not None:
            with suppress(*_DAMAGE):
                temporary = self._written(self._path)
        # Windows replaces no file that is open
        for codes in (self._known, self._new):
            if codes is not None:
                codes.file.close()
        self._known = self._new = None
        if self._path is not None and temporary:
            try:
                os.replace(temporary, self._path)  # noqa: PTH105 - the temporary name is text
            except OSError:
                _remove(temporary)

    def _written(self, path: Path) -> str:
        """Return the name of a new file beside a bundle that holds what is to be kept."""
        kept = list(self._kept())
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                index = {}
                offset = 0
                for codes, digest in kept:
                    _, length, check = codes.index[digest]
                    index[digest] = (offset, length, check)
                    offset += length
                head = marshal.dumps(index)
                file.write(_head() + _number(len(head)) + _number(zlib.crc32(head)) + head)
                for codes, digest in kept:
                    file.write(codes.read(digest))
        except BaseException:
            _remove(temporary)
            raise
        return temporary

    def _kept(self) -> Iterator[tuple[_Codes, bytes]]:
        """Yield what to write: what is new, and what is known, unless most of it is not used."""
        new = self._new.index if self._new else {}
        if self._known is not None:
            everything = len(self._known.index) <= _ROOM * len(self._used)
            for digest in self._known.index:
                if digest not in new and (everything or digest in self._used):
                    with suppress(*_DAMAGE):
                        self._known.read(digest)
                        yield self._known, digest
        for digest in new:
            if self._new is not None:
                yield self._new, digest


def _opened(path: Path) -> _Codes:
    """Return a bundle's codes.

    Raises:
        OSError: There is none.
        ValueError: It is somebody else's, of another form, or damaged.
    """
    file = path.open("rb")
    try:
        if hasattr(os, "getuid") and os.fstat(file.fileno()).st_uid != os.getuid():
            raise ValueError("somebody else's")  # noqa: TRY301 - the file is closed below
        head = file.read(len(_head()) + 8)
        text = file.read(int.from_bytes(head[-8:-4], "big"))
        if not head.startswith(_head()) or _number(zlib.crc32(text)) != head[-4:]:
            raise ValueError("of another form, or damaged")  # noqa: TRY301
        codes = _Codes(file, start=file.tell())
        codes.index = dict(marshal.loads(text))  # noqa: S302 - our own file, just checked
    except BaseException:
        file.close()
        raise
    return codes


def _remove(path: str) -> None:
    with suppress(OSError):
        os.unlink(path)  # noqa: PTH108 - the temporary name is text


def _number(value: int) -> bytes:
    return value.to_bytes(4, "big")


@cache
def _head() -> bytes:
    """Return what a bundle begins with if this Python and this Jinja can use it."""
    from importlib_metadata import distribution

    # asking for the version alone would parse all metadata as an e-mail, which takes 10 ms
    metadata = (distribution("jinja2").read_text("METADATA") or "").splitlines()
    version = next((line for line in metadata if line.startswith("Version:")), "")
    return _FORM + MAGIC_NUMBER.hex().encode() + b" " + version.encode() + b"\n"
