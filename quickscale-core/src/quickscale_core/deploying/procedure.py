"""A deploy from its plan to what is left to do, without a word printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quickscale_core.deploying.variables import masked
from quickscale_core.deploying.verifying import Finding, fetch, verify
from quickscale_core.deploying.waiting import pause
from quickscale_core.errors import Problem, QuickScaleError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from quickscale_core.deploying.target import DeployRequest, DeployTarget, Place, Step
    from quickscale_core.plugin_api.contributions import DeployStep

__all__ = ["AfterStep", "Outcome", "carry_out", "do_after", "plan", "try_site", "without_secrets"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What became of a step, or is to become of it.

    Attributes:
        name: The step's key.
        what: What it is about.
        state: ``"found"``, ``"made"`` or, before anything happened, ``"planned"``.
        text: What was found or made, in words.
        details: What the plan shows of it.
    """

    name: str
    what: str
    state: str
    text: str = ""
    details: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class AfterStep:
    """What became of a step on the deployed site.

    Attributes:
        name: The step's key.
        what: What it does.
        state: ``"done"``, ``"already"`` or ``"left"``.
        why: Of one that is left, why.
        command: Of one that is left, what the owner types, or empty.
    """

    name: str
    what: str
    state: str
    why: str = ""
    command: str = ""


def plan(target: DeployTarget) -> list[Outcome]:
    """Return what each step of a deploy would find or make; nothing is made."""
    outcomes = []
    for step in target.steps():
        found = step.find()
        outcomes.append(
            Outcome(
                name=step.name,
                what=step.what,
                state="planned" if found is None else "found",
                text=found or "",
                details=() if found else tuple(step.details()),
            )
        )
    return outcomes


def carry_out(target: DeployTarget, started: Callable[[Step], None]) -> Iterator[Outcome]:
    """Find or make what each step is about, and yield what became of it.

    Args:
        target: Where.
        started: Called with each step that has to make something.

    Raises:
        QuickScaleError: A step failed; what the ones before it made stays.
    """
    for step in target.steps():
        found = step.find()
        if found is not None:
            yield Outcome(name=step.name, what=step.what, state="found", text=found)
            continue
        started(step)
        yield Outcome(name=step.name, what=step.what, state="made", text=step.make())


_TRIES = (0, 2, 3, 5, 10, 20)
"""Seconds before each try of a site: a new address takes a while to be known everywhere."""


def try_site(place: Place, request: DeployRequest) -> list[Finding]:
    """Return what was tried on the site, after a while if it is not in order at once."""
    findings: list[Finding] = []
    for seconds in _TRIES:
        if seconds:
            request.say(f"waiting {seconds} s for {place.url}: {_unmet(findings)}")
            pause(seconds)
        findings = list(verify(place.url, fetch, static=request.collect_static))
        if all(it.passed for it in findings):
            break
    return findings


def _unmet(findings: Sequence[Finding]) -> str:
    return "; ".join(f"{it.what}: {it.why}" for it in findings if not it.passed)


def do_after(target: DeployTarget, place: Place, *, can_ask: bool) -> Iterator[AfterStep]:
    """Do what is to be done on the site, and yield what became of each step.

    Args:
        target: Where.
        place: Where exactly.
        can_ask: Whether somebody is there to answer what a command asks.
    """
    site = target.variables()
    for step in (*target.after(), *target.request.project.steps):
        what = step.what.replace("{url}", place.url)
        state, why = _do(target, step, site, can_ask=can_ask)
        why = masked(why, target.secrets)  # what a command says last
        command = target.run_line(step.command) if step.command and state == "left" else ""
        yield AfterStep(name=step.name, what=what, state=state, why=why, command=command)


def _do(  # noqa: PLR0911 - one per way to end
    target: DeployTarget, step: DeployStep, site: Mapping[str, str], *, can_ask: bool
) -> tuple[str, str]:
    """Do one step; return its state and, of one that is left, why."""
    if lacking := [name for name in step.needs if not site.get(name)]:
        return "left", f"{lacking[0]} is not set yet"
    if not step.command:
        lacking = [name for name in step.until if not site.get(name)]
        return ("left", f"{lacking[0]} is not set yet") if lacking else ("already", "")
    try:
        if step.done and target.run(step.done).code == 0:
            return "already", ""
        if step.asks and not can_ask:
            return "left", "it asks questions"
        done = target.run(step.command, asks=step.asks)
    except QuickScaleError as error:
        return "left", error.problems[0].what
    if done.code:
        said = done.last_lines()
        return "left", said[-1] if said else f"it ended with exit code {done.code}"
    return "done", ""


def without_secrets(error: QuickScaleError, target: DeployTarget) -> QuickScaleError:
    """Return an error in whose text no secret of the site stands."""

    def hide(text: str) -> str:
        return masked(text, target.secrets)

    problems = (
        Problem(what=hide(it.what), where=tuple(map(hide, it.where)), fix=hide(it.fix))
        for it in error.problems
    )
    return type(error)(*problems, exit_code=error.exit_code)
