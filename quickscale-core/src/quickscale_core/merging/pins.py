"""Merge changes of both sides to locked versions without a conflict.

A lock's pins stand line by line, so that two moved neighbours would be a conflict. Both the owner
(``dev/versions.py``, Dependabot) and upstream (the next tested versions) move them, all the time.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["agree_on_pins"]

_PIN: Final = re.compile(
    rb"(?<![\w.-])(?P<name>[a-z0-9][\w.-]*)(?:\[[^\]\n]*\])?==(?P<version>[^\s\"';,\\]+)"
    rb"(?P<marker>[ ]*;[^\"\\\r\n]*)?(?:[ ]*\\\r?\n[ ]+--hash=[^\s\\]+)*"
)
"""A requirement of one version, with the hashes that pip reads below it."""

_PLACES: Final = {
    "requirements.txt": re.compile(rb"(?s).*"),
    "requirements-dev.txt": re.compile(rb"(?s).*"),
    ".pre-commit-config.yaml": re.compile(rb"additional_dependencies:.*"),
    # the rest of this file is what the owner asks for, not what that came to
    "pyproject.toml": re.compile(rb"(?ms)^tested = \[.*?^\]"),
}
"""Where the files of a project hold pins."""

_Key = tuple[bytes, bytes]


def agree_on_pins(path: str, made: bytes, ours: bytes, theirs: bytes) -> tuple[bytes, bytes, bytes]:
    """Return three versions of a file in which the pins of both sides are merged.

    A pin that one side moved is moved. One that both moved forward gets the newer version. One that
    the owner moved back is left as it is on every side, since there was a reason.

    Args:
        path: Where the file stands; most hold no pins.
        made: What both began from.
        ours: The owner's.
        theirs: Upstream's.
    """
    place = _PLACES.get(path)
    if place is None:
        return made, ours, theirs
    before, own, new = (_pins(place, it) for it in (made, ours, theirs))
    agreed = {
        key: pin
        for key in own.keys() & new.keys()
        if (pin := _agreed(before.get(key), own[key], new[key])) is not None
    }
    return (
        _with_pins(place, made, agreed),
        _with_pins(place, ours, agreed),
        _with_pins(place, theirs, agreed),
    )


def _pins(place: re.Pattern[bytes], text: bytes) -> dict[_Key, re.Match[bytes]]:
    """Return the pins of a file by name and marker: one for each range of Pythons."""
    return {_key(pin): pin for part in place.finditer(text) for pin in _PIN.finditer(part[0])}


def _key(pin: re.Match[bytes]) -> _Key:
    return pin["name"], (pin["marker"] or b"").strip()


def _agreed(
    made: re.Match[bytes] | None, ours: re.Match[bytes], theirs: re.Match[bytes]
) -> bytes | None:
    """Return the merged pin, or ``None`` where the lines have to be merged."""
    from packaging.version import InvalidVersion, Version

    if made is not None and made[0] in {ours[0], theirs[0]}:
        return theirs[0] if made[0] == ours[0] else ours[0]
    try:
        before, own, new = (Version(it["version"].decode()) for it in (made or ours, ours, theirs))
    except InvalidVersion:
        return None
    if own < before or own == new:
        return None
    return max((own, ours[0]), (new, theirs[0]))[1]


def _with_pins(place: re.Pattern[bytes], text: bytes, agreed: Mapping[_Key, bytes]) -> bytes:
    def moved(part: re.Match[bytes]) -> bytes:
        return _PIN.sub(lambda pin: agreed.get(_key(pin), pin[0]), part[0])

    return place.sub(moved, text)
