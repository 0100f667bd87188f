"""What a deploy says, as lines and as one JSON document."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quickscale_core.deploying.console import Console
    from quickscale_core.deploying.procedure import AfterStep, Outcome
    from quickscale_core.deploying.target import DeployTarget, Place
    from quickscale_core.deploying.verifying import Finding
    from quickscale_core.errors import Problem

__all__ = ["document", "say_after", "say_findings", "say_outcome", "say_plan"]


def say_plan(console: Console, target: DeployTarget, planned: Sequence[Outcome]) -> None:
    """Print what is there and what is to be made."""
    request = target.request
    console.result(f"Deploying {request.project.spec.name} to {target.title}: {target.where()}")
    console.result(f"  commit {request.release.short} {request.release.subject}")
    console.result("")
    for it in planned:
        if it.state == "found":
            console.result(f"  there  {it.what}: {it.text}" if it.text else f"  there  {it.what}")
            continue
        console.result(f"  make   {it.what}")
        for line in it.details:
            console.result(f"           {line}")


def say_outcome(console: Console, outcome: Outcome) -> None:
    """Print what became of a step."""
    word = "made " if outcome.state == "made" else "there"
    text = f": {outcome.text}" if outcome.text else ""
    console.result(f"  {word}  {outcome.what}{text}")


def say_findings(console: Console, place: Place, findings: Sequence[Finding]) -> None:
    """Print what was tried on the site."""
    console.result(f"\nTried {place.url}")
    for it in findings:
        console.result(f"  {'ok    ' if it.passed else 'failed'}  {it.what}: {it.why}")


def say_after(
    console: Console, target: DeployTarget, place: Place, after: Sequence[AfterStep], *, sound: bool
) -> None:
    """Print where the site is and what is left to do; of a broken one, the way back."""
    for it in after:
        if it.state == "done":
            console.result(f"  done    {it.what}")
    if not sound:
        console.result(f"\nThe site is not in order. See: quickscale deploy {target.name} logs")
        if place.previous:
            console.result(
                f"Back to {place.previous[:10]}: quickscale deploy {target.name} rollback"
            )
        return
    console.result(f"\n{target.request.project.spec.name} runs at {place.url}")
    if place.dashboard:
        console.result(f"  dashboard: {place.dashboard}")
    left = [it for it in after if it.state == "left"]
    if left:
        console.result("\nLeft to do:")
    for it in left:
        console.result(f"  {it.what} ({it.why})")
        if it.command:
            console.result(f"    {it.command}")


def document(  # noqa: PLR0913 - one part of the document each
    target: DeployTarget,
    outcomes: Sequence[Outcome],
    *,
    warnings: Sequence[Problem] = (),
    place: Place | None = None,
    findings: Sequence[Finding] = (),
    after: Sequence[AfterStep] = (),
    deployed: bool,
) -> dict[str, Any]:
    """Return what ``--json`` prints.

    Args:
        target: Where.
        outcomes: What became of the steps, or is to.
        warnings: What was wrong and did not stop it.
        place: Where the site is.
        findings: What was tried on it.
        after: What was done on it, and what is left.
        deployed: Whether the commit runs and answers.
    """
    release = target.request.release
    return {
        "target": target.name,
        "where": target.where(),
        "commit": release.commit,
        "subject": release.subject,
        "deployed": deployed,
        "changed": any(it.state == "made" for it in outcomes),
        "url": place.url if place else "",
        "dashboard": place.dashboard if place else "",
        "steps": [asdict(it) for it in outcomes],
        "warnings": [{"what": it.what, "where": list(it.where), "fix": it.fix} for it in warnings],
        "tried": [asdict(it) for it in findings],
        "after": [asdict(it) for it in after],
    }
