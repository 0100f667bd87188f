"""What Railway's command line says when something fails, and the way out of each.

The texts are those of the CLI's own source, 4 and 5: github.com/railwayapp/cli, ``src/errors.rs``.
"""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING, Final

from quickscale_core import Problem, QuickScaleError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quickscale_core.deploying import Done

__all__ = ["LATER", "NOT_LINKED", "Failure", "failed", "missing", "problem", "too_old"]

NOT_LINKED: Final = "not linked"
LATER: Final = frozenset({"network down", "busy"})
"""Failures that may be gone at the next try."""

_INSTALL: Final = {
    "darwin": "brew install railway, or: npm install --global @railway/cli",
    "win32": "scoop install railway, or: npm install --global @railway/cli",
}

_KINDS: Final[tuple[tuple[str, str, str, str], ...]] = (
    (
        "login expired",
        (
            r"railway login` again|no longer valid|Invalid RAILWAY_\w*TOKEN"
            r"|your RAILWAY_\w*TOKEN is valid|Login state is corrupt"
        ),
        "the login at Railway has expired, or the token is not valid any more",
        "railway login, or set RAILWAY_TOKEN to a new token of the project",
    ),
    (
        "not logged in",
        r"Unauthorized|Not signed in|Not authenticated",
        "nobody is logged in at Railway",
        (
            "railway login, or without a browser: railway login --browserless;"
            " in CI set RAILWAY_TOKEN to a token of the project"
        ),
    ),
    (
        NOT_LINKED,
        r"No linked project found|Project not found|Project is deleted|No projects found",
        "this folder is not linked to a project at Railway",
        "quickscale deploy railway makes one; railway link takes one that is there",
    ),
    (
        "permission denied",
        r"do not have access|is restricted|Not Authorized|Forbidden|[Pp]ermission denied",
        "this login may not do that at Railway",
        "ask an owner of the workspace for access, or log in as somebody else: railway login",
    ),
    (
        "two factors",
        r"Two-factor authentication is required",
        "the workspace asks for two-factor authentication",
        "turn it on in Railway's account settings, then repeat the command",
    ),
    (
        "name taken",
        r"already (exists|taken|in use)|name is taken|is not available",
        "the name is taken at Railway",
        "choose another one: --project-name, --service or --environment",
    ),
    (
        "quota reached",
        (
            r"\b(quota|usage limit|resource limit|limit (reached|exceeded))\b|exceeded .*limit"
            r"|[Uu]pgrade (your|to)|trial (has )?(ended|expired)|maximum number of"
        ),
        "Railway's limit for this account is reached",
        "remove what is not needed, or choose a larger plan in the workspace's settings",
    ),
    (
        "bad variable format",
        r"Invalid variable format|Cannot use --stdin with KEY=VALUE",
        "Railway does not take a variable as it is written",
        "look at .env.railway: one NAME=value a line, names of letters, digits and underscores",
    ),
    (
        "busy",
        r"ratelimited|Couldn't refresh your session|temporarily unavailable|50[234] ",
        "Railway answers nobody at the moment",
        "wait some minutes, then repeat the command, which goes on from there",
    ),
    (
        "network down",
        (
            r"Failed to fetch|error sending request|dns error|[Cc]onnection (refused|reset|closed)"
            r"|[Nn]etwork is unreachable|operation timed out|tls handshake"
        ),
        "Railway cannot be reached",
        "look after the network, then repeat the command, which goes on from there",
    ),
    (
        "unknown command",
        r"unrecognized subcommand|unexpected argument",
        "this railway does not know a command that a deploy needs",
        "update it: railway upgrade, or npm install --global @railway/cli@5",
    ),
)


class Failure(QuickScaleError):  # noqa: N818 - it is called so below
    """Something that failed at Railway.

    Attributes:
        kind: Which of the known failures it is.
    """

    kind: str = "command failed"


def failed(words: Sequence[str], done: Done) -> Failure:
    """Return the failure that a command of the CLI ended with.

    Args:
        words: The command. Its arguments hold no secret.
        done: How it ended.
    """
    said = tuple(_message(it) for it in done.last_lines())
    text = "\n".join(said)
    for kind, pattern, what, fix in _KINDS:
        if re.search(pattern, text):
            return _failure(kind, what, (f"railway {' '.join(words[:2])}: {said[-1]}",), fix)
    return _failure(
        "command failed",
        f"railway {' '.join(words[:2])} ended with exit code {done.code}",
        said,
        "see what it says; railway status shows whether the project is in order",
    )


def _message(line: str) -> str:
    """Return the sentence of an error that is printed as JSON."""
    try:
        found = json.loads(line)
        return str(found["error"])
    except (ValueError, KeyError, TypeError):
        return line


def _failure(kind: str, what: str, where: tuple[str, ...], fix: str) -> Failure:
    found = Failure(Problem(what=what, where=where, fix=fix))
    found.kind = kind
    return found


def problem(kind: str, what: str, fix: str, where: tuple[str, ...] = ()) -> Failure:
    """Return a failure that our own checks found."""
    return _failure(kind, what, where, fix)


def missing(platform: str = sys.platform) -> Problem:
    """Return what to do where Railway's command line is not installed.

    Args:
        platform: As ``sys.platform``.
    """
    return Problem(
        what="railway, the command line of Railway, is not installed",
        fix=_INSTALL.get(platform, "npm install --global @railway/cli, or see docs.railway.com"),
    )


def too_old(version: str) -> Problem:
    """Return what to do where Railway's command line is older than what a deploy needs."""
    return Problem(
        what=f"railway is {version}, and a deploy needs 4 or newer",
        fix="update it: railway upgrade, or npm install --global @railway/cli@5",
    )
