"""The address of a code host's page that compares two branches. Pure."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, urlsplit

__all__ = ["compare_url"]

_PAGES: Final = {
    "github.com": "https://github.com/{repository}/compare/{base}...{branch}?expand=1",
    "gitlab.com": (
        "https://gitlab.com/{repository}/-/merge_requests/new"
        "?merge_request%5Bsource_branch%5D={branch}&merge_request%5Btarget_branch%5D={base}"
    ),
    "bitbucket.org": (
        "https://bitbucket.org/{repository}/pull-requests/new?source={branch}&dest={base}"
    ),
    "codeberg.org": "https://codeberg.org/{repository}/compare/{base}...{branch}",
}
_SHORT: Final = re.compile(r"(?:[^@/:]+@)?(?P<host>[^/:@]+):(?P<path>[^/].*)")
_ALIASES: Final = {"ssh.github.com": "github.com", "altssh.gitlab.com": "gitlab.com"}


def compare_url(remote: str, base: str, branch: str) -> str:
    """Return the address of the page, or nothing where the host is not known.

    Args:
        remote: Where the repository is pushed to, as ``git remote get-url`` prints it. What stands
            before its ``@`` may be a secret and never comes out again.
        base: The branch the other one is to go into: ``"main"``.
        branch: The new branch.
    """
    host, path = _split(remote)
    repository = path.strip("/").removesuffix(".git").strip("/")
    page = _PAGES.get(_ALIASES.get(host, host))
    if page is None or repository.count("/") < 1:
        return ""
    return page.format(
        repository=quote(repository), base=quote(base, safe=""), branch=quote(branch, safe="")
    )


def _split(remote: str) -> tuple[str, str]:
    """Return host and path of an address with a scheme, or of ssh's short form."""
    if "://" in remote:
        try:
            parts = urlsplit(remote)
        except ValueError:
            return "", ""
        return (parts.hostname or "").removeprefix("www."), parts.path
    if found := _SHORT.fullmatch(remote):
        return found["host"].lower(), found["path"]
    return "", ""
