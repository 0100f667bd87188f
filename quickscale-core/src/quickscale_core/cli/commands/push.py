"""``quickscale push``: give improvements back to a plugin."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quickscale_core.cli.commands.completion import complete_plugins
from quickscale_core.errors import (
    EXIT_CONFLICTS,
    EXIT_OK,
    EXIT_REFUSED,
    Problem,
    QuickScaleError,
    UsageError,
)

if TYPE_CHECKING:
    from quickscale_core.cli.output import Printer
    from quickscale_core.giving_back.improvements import Withheld
    from quickscale_core.giving_back.proposal import Proposal
    from quickscale_core.record.lock import Lock

__all__ = ["push"]


@click.command()
@click.argument("module", shell_complete=complete_plugins("module", "theme", "deploy"))
@click.option(
    "--to",
    "source",
    metavar="CHECKOUT",
    type=click.Path(path_type=Path),
    help="A git checkout of the plugin's source, which gets a branch.",
)
@click.option(
    "--onto",
    metavar="BRANCH",
    default="",
    help="Start the new branch there, and not at the main branch.",
)
@click.option("--message", metavar="TEXT", default="", help="The commit message.")
@click.option(
    "--out",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the patch there; by default it is printed.",
)
@click.option("--dry-run", is_flag=True, help="Show what would happen, and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.option("--yes", is_flag=True, help="Write without asking.")
@click.pass_obj
def push(  # noqa: PLR0913 - click hands over each flag
    printer: Printer,
    *,
    module: str,
    source: Path | None,
    onto: str,
    message: str,
    out: Path | None,
    dry_run: bool,
    as_json: bool,
    yes: bool,
) -> int:
    """Give your improvements of MODULE's files back to it, as a patch and as a branch.

    Only files that a plugin ships byte for byte can go back; others are listed. With --to each
    improvement is merged with the source as it is now. The branch is new, holds one commit and is
    pushed nowhere; the checkout's files, index and main branch stay as they are.

    \b
    Examples:
      quickscale push auth > auth.patch
      quickscale push auth --to ../quickscale
    """  # noqa: D301 - click reads the escape
    printer.json = as_json
    if source is None and (onto or message):
        flag = "--onto" if onto else "--message"
        raise UsageError(Problem(what=f"{flag} needs --to", fix="name a checkout: --to CHECKOUT"))
    proposal, withheld = _prepare(printer, module, source, onto)
    if out is None:
        printer.patch(proposal.patch)
    elif not dry_run and proposal.offer.edits:
        _keep(printer, proposal.patch, out)
    _say(printer, proposal, withheld, out)
    made = _branch(printer, proposal, message, dry_run=dry_run, yes=yes)
    printer.data(_document(proposal, withheld, made=bool(made)))
    if proposal.offer.clashing:
        return EXIT_CONFLICTS
    return EXIT_REFUSED if made is False else EXIT_OK


def _keep(printer: Printer, patch: bytes, out: Path) -> None:
    from quickscale_core.cli.project_here import locked_project
    from quickscale_core.writing.named_file import write_named_file

    folder, _ = locked_project(printer)
    write_named_file(
        out, patch, folder=folder, replaceable=lambda data: data.startswith(b"diff --git ")
    )


def _prepare(
    printer: Printer, module: str, source: Path | None, onto: str
) -> tuple[Proposal, list[Withheld]]:
    """Return what goes back, and what stays."""
    from quickscale_core.cli.project_here import locked_project
    from quickscale_core.generate import compose_project
    from quickscale_core.giving_back.checkout import open_checkout
    from quickscale_core.giving_back.improvements import select_improvements
    from quickscale_core.giving_back.proposal import make_proposal
    from quickscale_core.paths.folder_reader import Disk
    from quickscale_core.plugins.discovery import InstalledPlugin, Registry
    from quickscale_core.project_file.reading import read_yml
    from quickscale_core.record.project_on_disk import open_project
    from quickscale_core.updating.comparing.owner_edits import find_edits
    from quickscale_core.updating.conflicts import find_unmerged
    from quickscale_core.writing.pristine_objects import read_object

    folder, lock = locked_project(printer)
    _check_module(module, lock)
    registry = Registry.installed()
    yml = open_project(folder).yml
    with printer.slow(f"composing {folder.name}"):
        project = compose_project(read_yml(yml), registry, yml.encode())
    plugin = registry.get(module)
    if not isinstance(plugin, InstalledPlugin) or not project.selection.spec.has(module):
        raise QuickScaleError(
            Problem(
                what=f"{module} is not a part of {folder.name} any more",
                fix="bring the project up to date first: quickscale apply",
            )
        )
    disk = Disk(folder)
    found = find_edits(lock, disk, lambda it: read_object(folder, it))
    for problem in found.problems:
        printer.warning(problem)
    conflicts = {*lock.conflicts, *find_unmerged(folder, lock, disk)}
    improvements, withheld = select_improvements(found.edits, project.tree, module, conflicts)
    checkout = open_checkout(source, plugin.module_path, onto) if source else None
    return make_proposal(plugin, project.selection.spec.name, improvements, checkout), withheld


def _check_module(module: str, lock: Lock) -> None:
    """Refuse a name that is not the name of a plugin of this project."""
    from quickscale_core.plugins.option_answers import near_miss

    names = [it.name for it in lock.plugins]
    if module not in names:
        near = near_miss(module, names) or f"it may be {', '.join(names)}"
        raise UsageError(Problem(what=f"no plugin of this project is named {module}", fix=near))


def _say(printer: Printer, proposal: Proposal, withheld: list[Withheld], out: Path | None) -> None:
    """Print what is given back, what is not, and why."""
    plugin, edits = proposal.plugin, proposal.offer.edits
    files = "1 file" if len(edits) == 1 else f"{len(edits) or 'no'} files"
    printer.note(f"{plugin.name} {plugin.version}: {files} to give back")
    for edit in edits:
        printer.note(f"  {edit.path}")
    if out is not None and edits:
        printer.note(f"  as a patch: {out}")
    for path in proposal.offer.present:
        printer.note(f"  {path} has it already")
    for heading, paths in (
        ("It does not apply any more; bring it in by hand:", proposal.offer.clashing),
        ("It stays here:", withheld),
    ):
        if paths:
            printer.note(f"\n{heading}")
        for it in paths:
            printer.note(f"  {it.path}: {it.why}")


def _branch(
    printer: Printer, proposal: Proposal, message: str, *, dry_run: bool, yes: bool
) -> bool | None:
    """Make the branch; return whether it exists now, or ``None`` where none is wanted."""
    from quickscale_core.cli.changing.options import ChangeOptions, agreed
    from quickscale_core.cli.output import shown_folder
    from quickscale_core.giving_back.proposal import commit, compare_page

    checkout = proposal.checkout
    if checkout is None or not proposal.offer.edits:
        return None
    if checkout.git is None:
        printer.note(
            f"\n{shown_folder(checkout.folder)} is not a git checkout, so no branch is made"
        )
        return None
    where = f"{proposal.branch} on {checkout.base} of {shown_folder(checkout.folder)}"
    if dry_run:
        printer.note(f"\nWould make the branch {where}")
        return None
    printer.note(f"\nBranch {where}")
    if not agreed(printer, ChangeOptions(yes=yes), "Make this branch?"):
        return False
    new = commit(proposal, message)
    printer.note(f"{'Made' if new else 'It was there already:'} {proposal.branch}")
    if remote := checkout.git.remote():
        printer.note("\nNext:")
        printer.note(
            f"  git -C {shlex.quote(str(checkout.folder))} push {remote} {proposal.branch}"
        )
    if page := compare_page(proposal):
        printer.note(f"  {page}")
    return True


def _document(proposal: Proposal, withheld: list[Withheld], *, made: bool) -> dict[str, object]:
    """Return the same as JSON."""
    from quickscale_core.giving_back.proposal import compare_page

    offer, checkout = proposal.offer, proposal.checkout
    branch = bool(checkout and checkout.git and offer.edits)
    return {
        "module": proposal.plugin.name,
        "version": proposal.plugin.version,
        "files": [it.path for it in offer.edits],
        "present": list(offer.present),
        "clashing": [{"path": it.path, "why": it.why} for it in offer.clashing],
        "withheld": [{"path": it.path, "why": it.why} for it in withheld],
        "patch": proposal.patch.decode("utf-8", "backslashreplace"),
        "branch": proposal.branch if branch else None,
        "onto": checkout.base if branch and checkout else None,
        "url": (compare_page(proposal) or None) if branch else None,
        "made": made,
    }
