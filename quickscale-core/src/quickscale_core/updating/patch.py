"""A change to a file as a patch in git's format. Pure.

What comes out is taken by ``git apply`` and, but for binary files, by ``patch -p1``. Line ends
stand in it as they stand in the files.
"""

from __future__ import annotations

import base64
import re
import zlib
from dataclasses import dataclass
from difflib import SequenceMatcher
from hashlib import sha1
from typing import TYPE_CHECKING, Final

from quickscale_core.paths.line_ends import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quickscale_core.paths.content import Content

__all__ = ["FileEdit", "count_lines", "format_edit", "is_binary"]

_CONTEXT: Final = 3  # lines round a change, as git and patch have it
_PROBED: Final = 8000  # bytes in which git looks for a NUL
_NO_ID: Final = "0" * 40
_ODD: Final = re.compile(r'[\x00-\x1f\x7f"\\]')
_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, kw_only=True, slots=True)
class FileEdit:
    """What happened to a file.

    Attributes:
        path: Where it stands; of a deleted one, where it stood.
        before: What stood in it, or ``None`` of a new file.
        after: What stands in it, or ``None`` of a deleted one.
        made_at: Where it stood before, if that was elsewhere.
    """

    path: str
    before: Content | None
    after: Content | None
    made_at: str = ""

    @property
    def source(self) -> str:
        """Where it stood before."""
        return self.made_at or self.path

    @property
    def binary(self) -> bool:
        """Whether it has no lines to speak of, before or after."""
        return any(it is not None and is_binary(it.data) for it in (self.before, self.after))

    @property
    def old(self) -> bytes:
        """The bytes before; of a new file none."""
        return self.before.data if self.before else b""

    @property
    def new(self) -> bytes:
        """The bytes after; of a deleted file none."""
        return self.after.data if self.after else b""


def is_binary(data: bytes) -> bool:
    """Tell whether git would call some bytes binary: whether a NUL is near their beginning."""
    return b"\0" in data[:_PROBED]


def count_lines(edit: FileEdit) -> tuple[int, int]:
    """Return how many lines an edit added and removed; of a binary file none."""
    if edit.binary:
        return 0, 0
    added = removed = 0
    for tag, i1, i2, j1, j2 in _matcher(edit).get_opcodes():
        if tag != "equal":
            added += j2 - j1
            removed += i2 - i1
    return added, removed


def format_edit(edit: FileEdit, *, with_binary: bool = True) -> bytes:
    """Return an edit as a patch.

    Args:
        edit: The edit.
        with_binary: Whether a binary file's bytes stand in it, without which it is named only and
            ``git apply`` refuses it.
    """
    lines = list(_head(edit))
    if edit.old == edit.new:
        return _encoded(lines)
    ids = _blob_id(edit.before), _blob_id(edit.after)
    same_mode = edit.before and edit.after and edit.before.executable == edit.after.executable
    mode = f" {_mode(edit.before)}" if edit.before and same_mode else ""
    if edit.binary and with_binary:
        lines += [f"index {ids[0]}..{ids[1]}{mode}", "GIT binary patch"]
        return _encoded(lines) + _literal(edit.new) + _literal(edit.old)
    old = _quoted("a/", edit.source) if edit.before else "/dev/null"
    new = _quoted("b/", edit.path) if edit.after else "/dev/null"
    lines.append(f"index {ids[0][:12]}..{ids[1][:12]}{mode}")
    if edit.binary:
        return _encoded([*lines, f"Binary files {old} and {new} differ"])
    lines += [f"--- {old}{_end(old)}", f"+++ {new}{_end(new)}"]
    return _encoded(lines) + b"".join(_hunks(edit))


def _head(edit: FileEdit) -> Iterator[str]:
    """Yield the lines that say which file, and what happens besides its text."""
    yield f"diff --git {_quoted('a/', edit.source)} {_quoted('b/', edit.path)}"
    if edit.before is None:
        yield f"new file mode {_mode(edit.after)}"
    elif edit.after is None:
        yield f"deleted file mode {_mode(edit.before)}"
    elif edit.before.executable != edit.after.executable:
        yield f"old mode {_mode(edit.before)}"
        yield f"new mode {_mode(edit.after)}"
    if edit.source != edit.path:
        yield f"similarity index {_similarity(edit)}%"
        yield f"rename from {_quoted('', edit.source)}"
        yield f"rename to {_quoted('', edit.path)}"


def _hunks(edit: FileEdit) -> Iterator[bytes]:
    old, new = lines_of(edit.old), lines_of(edit.new)
    for group in _matcher(edit).get_grouped_opcodes(_CONTEXT):
        first, last = group[0], group[-1]
        ranges = _range(first[1], last[2]), _range(first[3], last[4])
        yield f"@@ -{ranges[0]} +{ranges[1]} @@\n".encode()
        for tag, i1, i2, j1, j2 in group:
            if tag == "equal":
                yield from (_line(b" ", line) for line in old[i1:i2])
                continue
            yield from (_line(b"-", line) for line in old[i1:i2])
            yield from (_line(b"+", line) for line in new[j1:j2])


def _matcher(edit: FileEdit) -> SequenceMatcher[bytes]:
    return SequenceMatcher(None, lines_of(edit.old), lines_of(edit.new))


def _line(sign: bytes, line: bytes) -> bytes:
    if line.endswith(b"\n"):
        return sign + line
    return sign + line + b"\n\\ No newline at end of file\n"


def _range(start: int, end: int) -> str:
    """Return some lines as a hunk's head has them; of none, the line they would follow."""
    count = end - start
    if count == 1:
        return str(start + 1)
    return f"{start + 1 if count else start},{count}"


def _literal(data: bytes) -> bytes:
    """Return bytes as a part of a binary patch: compressed, 52 a line after their number."""
    packed = zlib.compress(data)
    lines = [f"literal {len(data)}\n".encode()]
    for start in range(0, len(packed), 52):
        piece = packed[start : start + 52]
        text = base64.b85encode(piece, pad=True)
        lines.append(_LETTERS[len(piece) - 1].encode() + text + b"\n")
    return b"".join([*lines, b"\n"])


def _similarity(edit: FileEdit) -> int:
    if edit.old == edit.new:
        return 100
    if edit.binary:
        return 50  # below it git itself would call it another file
    return min(99, int(_matcher(edit).ratio() * 100))


def _blob_id(content: Content | None) -> str:
    """Return the name git gives a content, by which ``git apply --3way`` finds it."""
    if content is None:
        return _NO_ID
    head = b"blob %d\0" % len(content.data)
    return sha1(head + content.data, usedforsecurity=False).hexdigest()


def _mode(content: Content | None) -> str:
    return "100755" if content and content.executable else "100644"


def _quoted(prefix: str, path: str) -> str:
    """Return a path as git writes it: in quotes where it holds what would end or escape it."""
    if not _ODD.search(path):
        return prefix + path
    escaped = _ODD.sub(lambda found: f"\\{ord(found[0]):03o}", path)
    return f'"{prefix}{escaped}"'


def _end(name: str) -> str:
    """Return the tab that ends a name with spaces, which ``patch`` would cut there."""
    return "\t" if " " in name and not name.startswith('"') else ""


def _encoded(lines: list[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogateescape")
