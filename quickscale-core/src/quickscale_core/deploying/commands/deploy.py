"""``quickscale deploy NAME``: check, show the plan, ask, carry it out, try the site, report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from quickscale_core.deploying.commands.options import deploy_options, make_target, not_in_project
from quickscale_core.deploying.commands.reports import (
    document,
    say_after,
    say_findings,
    say_outcome,
    say_plan,
)
from quickscale_core.deploying.preflight import check_accepted, objections
from quickscale_core.deploying.procedure import (
    carry_out,
    do_after,
    plan,
    try_site,
    without_secrets,
)
from quickscale_core.errors import EXIT_OK, EXIT_REFUSED, Problem, QuickScaleError

if TYPE_CHECKING:
    from quickscale_core.deploying.console import Console
    from quickscale_core.deploying.procedure import Outcome
    from quickscale_core.deploying.target import DeployTarget

__all__ = ["deploy_and_say", "deploy_group"]


def deploy_group(kind: type[DeployTarget]) -> click.Group:
    """Return the group ``NAME``, which deploys where no subcommand follows.

    Args:
        kind: The target.
    """

    def callback(**flags: Any) -> int | None:  # noqa: ANN401 - click hands over each flag
        context = click.get_current_context()
        if context.invoked_subcommand:
            return None
        return _deploy(kind, context.obj, context, flags)

    return click.Group(
        kind.name,
        callback=callback,
        params=[*deploy_options(kind)],
        invoke_without_command=True,
        short_help=f"Deploy the project to {kind.title}.",
        help=f"""Deploy the project in this folder to {kind.title}.

        What is deployed is the last commit. Whatever the site needs is found or made, so the
        command may be repeated at any time: after an interruption it goes on, and where nothing
        has changed it changes nothing. Your own variables for the site stand in .env.{kind.name}.

        \b
        Examples:
          quickscale deploy {kind.name} --dry-run
          quickscale deploy {kind.name} --yes
        """,
    )


def _deploy(
    kind: type[DeployTarget], console: Console, context: click.Context, flags: dict[str, Any]
) -> int:
    console.json = flags["as_json"]
    target = make_target(
        kind,
        console,
        context,
        migrate=not flags["skip_migrations"],
        collect_static=not flags["skip_collectstatic"],
    )
    check_accepted(target.request.project, flags["accept"])
    may_ask = not (flags["no_input"] or flags["yes"] or console.json)
    if target.request.project.spec.deploy != kind.name:
        return _offer_files(console, context, target, ask=may_ask, yes=flags["yes"])
    try:
        warnings = _check(target, console, flags["accept"])
        with console.slow(f"looking at {target.where()}"):
            planned = plan(target)
        say_plan(console, target, planned)
        pending = [it for it in planned if it.state == "planned"]
        if flags["dry_run"] or (pending and not _agreed(console, flags, may_ask=may_ask)):
            console.data(document(target, planned, warnings=warnings, deployed=False))
            return EXIT_OK if flags["dry_run"] else EXIT_REFUSED
        return deploy_and_say(console, target, warnings, can_ask=may_ask)
    except QuickScaleError as error:
        raise without_secrets(error, target) from error


def _check(target: DeployTarget, console: Console, accepted: tuple[str, ...]) -> list[Problem]:
    """Say what speaks against the deploy; refuse where something does that was not accepted."""
    with console.slow("checking what the site needs"):
        found = list(objections(target.request, target))
    refused = [it.problem for it in found if it.refuses and it.name not in accepted]
    warnings = [it.problem for it in found if not it.refuses or it.name in accepted]
    for problem in warnings:
        console.warning(problem)
    if refused:
        raise QuickScaleError(*refused)
    return warnings


def _agreed(console: Console, flags: dict[str, Any], *, may_ask: bool) -> bool:
    if flags["yes"]:
        return True
    answer = console.agrees("Deploy this?") if may_ask else None
    if answer is None:
        console.note("\nNothing was deployed. To deploy, repeat the command with --yes")
    elif not answer:
        console.note("Nothing was deployed")
    return bool(answer)


def deploy_and_say(
    console: Console, target: DeployTarget, warnings: list[Problem], *, can_ask: bool
) -> int:
    """Carry a deploy out, try the site, do what is to be done on it, and say all of it.

    Args:
        console: Prints and asks.
        target: Where.
        warnings: What was said before, for the JSON document.
        can_ask: Whether somebody answers what is asked.

    Returns:
        The exit code.
    """
    outcomes: list[Outcome] = []
    console.result("")
    try:
        for outcome in carry_out(target, lambda step: console.note(f"  {step.what} ...")):
            say_outcome(console, outcome)
            outcomes.append(outcome)
    except (QuickScaleError, KeyboardInterrupt):
        console.note("What was made stays; repeat the command to go on from there")
        raise
    place = target.place()
    if place is None:
        raise QuickScaleError(Problem(what=f"{target.title} has no address for the site"))
    with console.slow(f"trying {place.url}"):
        findings = try_site(place, target.request)
    say_findings(console, place, findings)
    sound = all(it.passed for it in findings)
    after = list(do_after(target, place, can_ask=can_ask)) if sound else []
    say_after(console, target, place, after, sound=sound)
    console.data(
        document(
            target,
            outcomes,
            warnings=warnings,
            place=place,
            findings=findings,
            after=after,
            deployed=sound,
        )
    )
    return EXIT_OK if sound else EXIT_REFUSED


def _offer_files(
    console: Console, context: click.Context, target: DeployTarget, *, ask: bool, yes: bool
) -> int:
    """Offer to add the target to a project that was made without it."""
    name, folder = target.name, target.request.project.folder.name
    if not yes and not (ask and console.agrees(f"{folder} has no files for {name}. Add them?")):
        raise QuickScaleError(not_in_project(folder, name))
    add = context.find_root().command
    code = add.main(
        ["add", name, "--yes"], prog_name="quickscale", standalone_mode=False, obj=console
    )
    if code:
        return int(code)
    raise QuickScaleError(
        Problem(
            what=f"nothing is deployed yet: the files of {name} are in no commit",
            fix=f"git add --all && git commit --message 'Add {name}', then repeat the command",
        )
    )
