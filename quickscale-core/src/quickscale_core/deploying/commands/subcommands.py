"""``quickscale deploy NAME status|logs|open|rollback|destroy``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from quickscale_core.deploying.commands.deploy import deploy_and_say
from quickscale_core.deploying.commands.options import (
    NO_INPUT,
    YES,
    make_target,
    not_in_project,
    target_options,
)
from quickscale_core.deploying.commands.reports import say_findings
from quickscale_core.deploying.procedure import try_site, without_secrets
from quickscale_core.deploying.rolling_back import (
    choose_release,
    forbidding_migrations,
    packages_differ,
    refusal,
)
from quickscale_core.errors import EXIT_OK, EXIT_REFUSED, Problem, QuickScaleError

if TYPE_CHECKING:
    from collections.abc import Callable

    from quickscale_core.deploying.console import Console
    from quickscale_core.deploying.target import DeployTarget, Place

    Body = Callable[[Console, DeployTarget, dict[str, Any]], int]

__all__ = ["subcommands"]


def subcommands(kind: type[DeployTarget]) -> list[click.Command]:
    """Return the commands beside the deploy itself.

    Args:
        kind: The target.
    """
    follow = click.Option(["-f", "--follow"], is_flag=True, help="Go on with what comes.")
    lines = click.Option(
        ["--tail", "lines"], type=click.IntRange(1), default=100, help="How many lines (100)."
    )
    commit = click.Argument(["commit"], required=False, default="")
    show = click.Option(["--print", "only"], is_flag=True, help="Print the address only.")
    say = f"quickscale deploy {kind.name}"
    return [
        _command(
            kind, "status", _status, [], "Show what runs, and try it.", f"{say} status --json"
        ),
        _command(kind, "logs", _logs, [follow, lines], "Show the site's log.", f"{say} logs -f"),
        _command(kind, "open", _open, [show], "Open the site in a browser.", f"{say} open"),
        _command(
            kind,
            "rollback",
            _rollback,
            [commit, YES, NO_INPUT],
            "Deploy an earlier COMMIT, by default the one before.",
            f"{say} rollback",
        ),
        _command(
            kind,
            "destroy",
            _destroy,
            [YES, NO_INPUT],
            "Delete the site with all of its data.",
            f"{say} destroy",
        ),
    ]


def _command(  # noqa: PLR0913, PLR0917 - a row of the table above
    kind: type[DeployTarget],
    name: str,
    body: Body,
    params: list[click.Parameter],
    text: str,
    example: str,
) -> click.Command:
    def callback(**flags: Any) -> int:  # noqa: ANN401 - click hands over each flag
        context = click.get_current_context()
        console: Console = context.obj
        console.json = flags["as_json"]
        target = make_target(kind, console, context)
        project = target.request.project
        if project.spec.deploy != kind.name:
            raise QuickScaleError(not_in_project(project.folder.name, kind.name))
        try:
            return body(console, target, flags)
        except QuickScaleError as error:
            raise without_secrets(error, target) from error

    return click.Command(
        name,
        callback=callback,
        params=[*params, *target_options(kind)],
        short_help=text,
        help=f"{text}\n\n\b\nExample:\n  {example}",
    )


def _there(console: Console, target: DeployTarget) -> Place:
    with console.slow(f"asking {target.title}"):
        place = target.place()
    if place is None:
        raise QuickScaleError(
            Problem(
                what="nothing is deployed",
                where=(target.where(),),
                fix=f"deploy it: quickscale deploy {target.name}",
            )
        )
    return place


def _status(console: Console, target: DeployTarget, _flags: dict[str, Any]) -> int:
    place = _there(console, target)
    console.result(f"{target.where()}: {place.url}")
    if place.current:
        ahead = "" if place.current == target.request.release.commit else ", not the last commit"
        console.result(f"  commit {place.current[:10]}{ahead}")
    with console.slow(f"trying {place.url}"):
        findings = try_site(place, target.request)
    say_findings(console, place, findings)
    sound = all(it.passed for it in findings)
    console.data(
        {
            "where": target.where(),
            "url": place.url,
            "dashboard": place.dashboard,
            "commit": place.current,
            "previous": place.previous,
            "sound": sound,
            "tried": [{"what": it.what, "passed": it.passed, "why": it.why} for it in findings],
        }
    )
    return EXIT_OK if sound else EXIT_REFUSED


def _logs(_console: Console, target: DeployTarget, flags: dict[str, Any]) -> int:
    return target.logs(follow=flags["follow"], lines=flags["lines"])


def _open(console: Console, target: DeployTarget, flags: dict[str, Any]) -> int:
    place = _there(console, target)
    console.result(place.url)
    console.data({"url": place.url, "dashboard": place.dashboard})
    if not (flags["only"] or console.json):
        click.launch(place.url)
    return EXIT_OK


def _rollback(console: Console, target: DeployTarget, flags: dict[str, Any]) -> int:
    place = target.place()
    older = choose_release(target, place, flags["commit"])
    assert place is not None  # noqa: S101 - choose_release refuses otherwise
    if older.commit == place.current:
        console.result(f"{older.short} is what runs already")
        console.data({"changed": False, "commit": older.commit})
        return EXIT_OK
    with console.slow("comparing migrations"):
        migrations = forbidding_migrations(target, place, older)
    if migrations:
        raise QuickScaleError(refusal(target, older, migrations))
    if warning := packages_differ(place, older):
        console.warning(warning)
    console.result(f"Back from {place.current[:10]} to {older.short} {older.subject}")
    if not _agreed(console, flags, "Deploy it?"):
        return EXIT_REFUSED
    again = type(target)(replace(target.request, release=older))
    return deploy_and_say(console, again, [], can_ask=False)


def _destroy(console: Console, target: DeployTarget, flags: dict[str, Any]) -> int:
    doomed = target.destroyed()
    if not doomed:
        console.result("nothing is deployed, so there is nothing to delete")
        console.data({"changed": False})
        return EXIT_OK
    console.result(f"To be deleted for good at {target.title}:")
    for line in doomed:
        console.result(f"  {line}")
    if not _agreed(console, flags, "Delete all of it? There is no way back.", default=False):
        return EXIT_REFUSED
    text = target.destroy()
    console.result(f"\nDeleted {text}")
    console.data({"changed": True, "deleted": list(doomed)})
    return EXIT_OK


def _agreed(
    console: Console, flags: dict[str, Any], question: str, *, default: bool = True
) -> bool:
    if flags["yes"]:
        return True
    silent = flags["no_input"] or console.json
    answer = None if silent else console.agrees(question, default=default)
    if answer is None:
        console.note("\nNothing was changed. To carry this out, repeat the command with --yes")
    elif not answer:
        console.note("Nothing was changed")
    return bool(answer)
