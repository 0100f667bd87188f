"""Check who owns a project's folder, and that git does not track what only this machine writes.

A project's folder may come from anybody. What core keeps in ``.quickscale/local`` is believed only
where its files can be this user's own: see git's ``safe.directory``.
"""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Final

from quickscale_core.errors import Problem, QuickScaleError
from quickscale_core.paths.git_commands import in_repository, read_git
from quickscale_core.paths.project_paths import folded

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["check_owner", "check_untracked", "is_tracked"]

_LOCAL: Final = ".quickscale/local"
_OWNED: Final = ("", "quickscale.lock", "quickscale.yml", ".quickscale", _LOCAL)
"""What has to be this user's, where it is there. A folder that everybody may write to, such as
``/tmp``, can be one's own and hold another user's project."""


def check_owner(folder: Path) -> None:
    """Refuse a project that another user owns.

    The rule is git's (https://git-scm.com/docs/git-config#Documentation/git-config.txt-safedirectory):
    it must be the effective user's or, for root, that of the user who called sudo, and folders that
    git's own ``safe.directory`` names are exempt. Windows knows no such owners.

    Args:
        folder: The project's folder, absolute.

    Raises:
        QuickScaleError: It is another user's.
    """
    if os.name == "nt":
        return
    foreign = next(_foreign(str(folder)), "")
    if foreign and not _is_declared_safe(folder):
        raise QuickScaleError(
            Problem(
                what=f"{folder.name or folder} belongs to another user, so nothing in it is"
                " believed",
                where=(foreign,),
                fix="make it yours with chown, or declare that you trust it:"
                f" git config --global --add safe.directory {shlex.quote(str(folder))}",
            )
        )


def check_untracked(folder: Path) -> None:
    """Refuse a project whose version control brought files of ``.quickscale/local``.

    Only this machine's own runs write there. What a clone brings was made by somebody else.

    Args:
        folder: The project's folder, absolute.

    Raises:
        QuickScaleError: git tracks such a file, or cannot tell.
    """
    if is_tracked(folder, _LOCAL):
        there = shlex.quote(str(folder))
        raise QuickScaleError(
            Problem(
                what=f"git tracks {_LOCAL} of {folder.name}, so somebody else may have written it",
                where=(f"{folder / _LOCAL} is one machine's own, and is not believed here",),
                fix=f"remove it: git -C {there} rm -r -q --cached {_LOCAL}"
                f" && rm -r {shlex.quote(str(folder / _LOCAL))}",
            )
        )


def is_tracked(folder: Path, path: str) -> bool:
    """Return whether git tracks a path of a folder, a part of its way, or anything below it.

    Args:
        folder: The folder, absolute.
        path: Relative to it, with ``/`` between its parts. Names that some file system takes for
            the same one count, too.

    Raises:
        QuickScaleError: The folder is in a repository, and git cannot tell.
    """
    if not in_repository(folder):
        return False
    wanted = folded(path)
    listed = read_git(folder, "ls-files", "-z", "--cached")
    if listed is None:
        raise QuickScaleError(
            Problem(
                what=f"git cannot tell whether it tracks {path} of {folder.name}",
                where=(f"{folder} is in a git repository",),
                fix="see what it says: git status",
            )
        )
    found = (folded(os.fsdecode(it)) for it in listed.split(b"\0") if it)
    return any(
        f"{it}/".startswith(f"{wanted}/") or f"{wanted}/".startswith(f"{it}/") for it in found
    )


def _foreign(folder: str) -> Iterator[str]:
    """Yield a line for each part of a project that is another user's."""
    users = {os.geteuid()}
    if 0 in users and os.environ.get("SUDO_UID", "").isdecimal():
        users.add(int(os.environ["SUDO_UID"]))
    for part in _OWNED:
        place = f"{folder}/{part}" if part else folder
        try:
            owner = os.lstat(place).st_uid
        except OSError:
            continue
        if owner not in users:
            yield f"{place} is owned by user {owner}, and you are user {os.geteuid()}"


def _is_declared_safe(folder: Path) -> bool:
    """Return whether the user told git to trust a folder."""
    said = read_git(Path("/"), "config", "--get-all", "safe.directory") or b""
    safe = False
    for line in os.fsdecode(said).splitlines():
        if not line:  # an empty value takes back all before it
            safe = False
        elif line == "*" or line.rstrip("/") == str(folder):
            safe = True
        elif line.endswith("/*"):
            safe = safe or str(folder).startswith(line[:-1])
        elif line.startswith("~/"):
            safe = safe or Path(line).expanduser() == folder
    return safe
