"""Wheels of the synthetic plugins, so that they are installed like any other distribution.

The format is the "Binary distribution format" of the Python packaging user guide (PEP 427).
"""

from __future__ import annotations

import base64
import hashlib
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["write_wheel"]


def write_wheel(folder: Path, name: str, files: Mapping[str, str], version: str = "1.0.0") -> Path:
    """Write the wheel of a distribution that holds one QuickScale plugin.

    Args:
        folder: Where the wheel goes.
        name: The plugin's name; the distribution is called ``bench-NAME``.
        files: The wheel's files by path. One of them is ``bench_plugins/NAME/plugin.py``.
        version: The distribution's version.

    Returns:
        The wheel.
    """
    stem = f"bench_{name}-{version}"
    info = f"{stem}.dist-info"
    metadata = {
        f"{info}/METADATA": (
            f"Metadata-Version: 2.4\nName: bench-{name}\nVersion: {version}\n"
            "Summary: A synthetic plugin.\nRequires-Dist: quickscale>=1\n"
        ),
        f"{info}/WHEEL": (
            "Wheel-Version: 1.0\nGenerator: benchmarks\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        ),
        f"{info}/entry_points.txt": f"[quickscale]\n{name} = bench_plugins.{name}.plugin\n",
    }
    everything = {**files, **metadata}
    record = f"{info}/RECORD"
    rows = [
        *(f"{path},sha256={_digest(text)},{len(text)}" for path, text in everything.items()),
        f"{record},,",
    ]
    wheel = folder / f"{stem}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path, text in {**everything, record: "\n".join([*rows, ""])}.items():
            archive.writestr(path, text)
    return wheel


def _digest(text: str) -> str:
    """Return a file's SHA-256 as RECORD has it: URL-safe base64 without padding."""
    digest = hashlib.sha256(text.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
