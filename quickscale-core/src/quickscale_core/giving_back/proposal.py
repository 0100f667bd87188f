"""Improvements of a plugin as a patch, and as a branch of its source."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING

from quickscale_core.giving_back.code_hosts import compare_url
from quickscale_core.giving_back.improvements import Improvement, Offer, offer
from quickscale_core.updating.comparing.patch import write_patches

if TYPE_CHECKING:
    from quickscale_core.giving_back.checkout import Checkout
    from quickscale_core.plugins.discovery import InstalledPlugin

__all__ = ["Proposal", "commit", "compare_page", "make_proposal"]


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """Improvements to be given back.

    Attributes:
        project: The project's name.
        plugin: The plugin.
        offer: The improvements as edits of its source.
        checkout: The source, or ``None`` where the improvements are only printed.
    """

    project: str
    plugin: InstalledPlugin
    offer: Offer
    checkout: Checkout | None = None

    @cached_property
    def patch(self) -> bytes:
        """The edits as one patch."""
        return b"".join(it.data for it in write_patches(self.offer.edits))

    @property
    def branch(self) -> str:
        """The branch's name; the same edits give the same one."""
        project = re.sub(r"[^A-Za-z0-9_-]+", "-", self.project).strip("-") or "project"
        digest = sha256(self.patch).hexdigest()[:8]
        return f"from-{project}-{self.plugin.name}-{digest}"

    @property
    def message(self) -> str:
        """The default commit message."""
        first, *more = self.offer.edits
        name = first.path.rpartition("/")[2]
        rest = f" and {len(more)} more file{'s' if len(more) > 1 else ''}" if more else ""
        made_with = f"{self.plugin.distribution} {self.plugin.version}"
        return (
            f"Improve {name}{rest} of {self.plugin.name}\n\n"
            f"Taken from {self.project}, a project made with {made_with}.\n"
        )


def make_proposal(
    plugin: InstalledPlugin,
    project: str,
    improvements: list[Improvement],
    checkout: Checkout | None = None,
) -> Proposal:
    """Return improvements as they would go into a plugin's source.

    Args:
        plugin: The plugin.
        project: The project's name.
        improvements: What the owner improved.
        checkout: The plugin's source; without it the paths begin with its package.
    """
    package = plugin.module_path.rpartition("/")[0]
    offered = (
        Offer(edits=tuple(it.as_edit(package) for it in improvements))
        if checkout is None
        else offer(improvements, checkout.package, checkout.content)
    )
    return Proposal(project=project, plugin=plugin, offer=offered, checkout=checkout)


def commit(proposal: Proposal, message: str = "") -> bool:
    """Make the branch that holds a proposal, unless it exists.

    Args:
        proposal: The proposal; its checkout is a git repository.
        message: The commit message; empty takes the default one.

    Returns:
        Whether the branch is new.

    Raises:
        QuickScaleError: git refuses; there is no branch then.
    """
    checkout = proposal.checkout
    if checkout is None or checkout.git is None:
        raise ValueError("only a git checkout takes a branch")
    if checkout.git.commit(f"refs/heads/{proposal.branch}"):
        return False
    files = {it.path: it.after for it in proposal.offer.edits if it.after}
    made = checkout.git.commit_files(checkout.commit, files, message or proposal.message)
    checkout.git.make_branch(proposal.branch, made)
    return True


def compare_page(proposal: Proposal) -> str:
    """Return the page that shows the branch once it is pushed, or nothing if no host is known."""
    git = proposal.checkout.git if proposal.checkout else None
    if git is None or proposal.checkout is None:
        return ""
    base = proposal.checkout.base.removeprefix(f"{git.remote()}/")
    if base == "HEAD":
        base = git.ask("symbolic-ref", "--short", "HEAD") or ""
    return compare_url(git.remote_url(), base, proposal.branch) if base else ""
