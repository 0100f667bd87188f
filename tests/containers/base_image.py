"""A base image with Python out of this machine's own Debian, for where no registry is reachable.

It holds the files of a few packages and of all that these depend on, as dpkg lists them: what a
bootstrap from Debian's archive would install, without its minutes.
"""

from __future__ import annotations

import io
import os
import re
import subprocess
import tarfile
from pathlib import Path
from typing import Final

__all__ = ["write_base"]

PACKAGES: Final = (
    *("base-passwd", "bash", "ca-certificates", "coreutils", "dash", "login", "passwd"),
    *("media-types", "python3-venv", "tzdata"),
)
"""What the official image has of what a project's Dockerfile uses; venv brings Python and pip."""

LEFT_OUT: Final = re.compile(r"/usr/share/(doc|man|info|locale|perl|lintian)/|/usr/lib/[^/]*/perl")
MERGED: Final = ("bin", "lib", "lib64", "sbin")
"""Links to the folders of these names in ``/usr``, which no package holds."""

PIP: Final = b"""#!/bin/sh
exec python3 -P "$(echo /usr/share/python-wheels/pip-*.whl)/pip" "$@"
"""
"""The wheel that comes with venv, since Debian's own pip is not everywhere."""

FOLDERS: Final = {"tmp": 0o1777, "var/tmp": 0o1777, "root": 0o700, "home": 0o755}
"""Folders with their modes that no package here holds."""

CERTIFICATES: Final = "/etc/ssl/certs/ca-certificates.crt"


def write_base(place: Path) -> None:
    """Write the root file system as an archive.

    Args:
        place: The archive.
    """
    paths = {_in_usr(it) for it in _files(_with_dependencies(PACKAGES))}
    paths -= {f"/{it}" for it in (*MERGED, *FOLDERS)}
    with tarfile.open(place, "w") as archive:
        for name in MERGED:
            _link(archive, name, f"usr/{name}")
        for path in sorted(paths):
            if os.path.lexists(path):
                archive.add(path, path.lstrip("/"), recursive=False)
        if CERTIFICATES not in paths:
            archive.add(os.path.realpath(CERTIFICATES), CERTIFICATES.lstrip("/"))
        _link(archive, "usr/local/bin/python", "/usr/bin/python3")
        _text(archive, "usr/local/bin/pip", PIP, 0o755)
        for name in ("passwd", "group"):
            _text(
                archive, f"etc/{name}", Path(f"/usr/share/base-passwd/{name}.master").read_bytes()
            )
        for name, mode in FOLDERS.items():
            folder = tarfile.TarInfo(name)
            folder.type, folder.mode = tarfile.DIRTYPE, mode
            archive.addfile(folder)


def _with_dependencies(wanted: tuple[str, ...]) -> list[str]:
    """Return packages with all that they depend on, as far as it is installed here."""
    fields = "${Package}\t${Depends}, ${Pre-Depends}\t${Provides}\n"
    needs: dict[str, list[list[str]]] = {}
    provided: dict[str, str] = {}
    for line in _dpkg("--show", "--showformat", fields).splitlines():
        package, depends, provides = line.split("\t")
        needs[package] = [[_name(it) for it in one.split("|")] for one in depends.split(",")]
        provided |= {_name(it): package for it in provides.split(",") if it.strip()}
    found: set[str] = set()
    waiting = list(wanted)
    while waiting:
        name = waiting.pop()
        package = name if name in needs else provided.get(name, "")
        if package and package not in found:
            found.add(package)
            for choice in needs[package]:
                waiting += [it for it in choice if it in needs or it in provided][:1]
    return sorted(found)


def _files(packages: list[str]) -> list[str]:
    lines = _dpkg("--listfiles", *packages).splitlines()
    return [it for it in lines if it.startswith("/") and it != "/." and not LEFT_OUT.match(it)]


def _in_usr(path: str) -> str:
    """Return a path as it is without links among its folders."""
    folder, name = os.path.split(path)
    return os.path.join(os.path.realpath(folder), name)  # noqa: PTH118 - text, as dpkg's


def _name(requirement: str) -> str:
    return re.split(r"[ (:]", requirement.strip())[0]


def _dpkg(*arguments: str) -> str:
    command = ["dpkg-query", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def _link(archive: tarfile.TarFile, name: str, target: str) -> None:
    link = tarfile.TarInfo(name)
    link.type, link.linkname = tarfile.SYMTYPE, target
    archive.addfile(link)


def _text(archive: tarfile.TarFile, name: str, content: bytes, mode: int = 0o644) -> None:
    file = tarfile.TarInfo(name)
    file.size, file.mode = len(content), mode
    archive.addfile(file, io.BytesIO(content))
