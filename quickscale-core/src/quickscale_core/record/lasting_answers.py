"""Refuse changes of options that may not change once the project exists."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator

from quickscale_core.errors import Problem
from quickscale_core.plugin_api.plugin import OptionValue
from quickscale_core.record.lock import Lock
from quickscale_core.record.project_records import PROJECT
from quickscale_core.selection.resolve import Selection

__all__ = ["check_lasting_answers"]


def check_lasting_answers(selection: Selection, lock: Lock) -> list[Problem]:
    """Return a problem for every answer that may not change and differs from the lock.

    Answers of plugins that take no part any more are passed over. Where a merge of two branches
    left two answers, either is accepted.

    Args:
        selection: What the project is to be made of.
        lock: What was made.
    """
    locked: dict[tuple[str, str], list[str]] = {}
    for it in lock.options:
        locked.setdefault((it.plugin, it.name), []).append(it.value)
    problems = list(_check_name(selection, locked.get((PROJECT, "name"), [])))
    for plugin in selection.plugins:
        answers = selection.spec.options(plugin.name)
        for option in plugin.card.options:
            former = locked.get((plugin.name, option.name), [])
            # an option that a later version made mutable is free
            if option.mutable or not former or json.dumps(answers[option.name]) in former:
                continue
            name, now = f"{plugin.name}.{option.name}", json.dumps(answers[option.name])
            word = shlex.quote(f"{name}={_flag(former[0])}")
            back = f"keep {former[0]}: quickscale set {word}"
            place = selection.request.where("options", plugin.name, option.name)
            place = place or selection.request.where("modules", plugin.name)
            problems.append(
                Problem(
                    what=f"{name} is {former[0]} since the project was made, and cannot become"
                    f" {now}",
                    where=(place,) if place else (),
                    fix=f"{back}\n  or: {option.instead}" if option.instead else back,
                )
            )
    return problems


def _check_name(selection: Selection, former: list[str]) -> Iterator[Problem]:
    """Yield a problem where the project has another name than it was made with."""
    name = json.dumps(selection.spec.name)
    if former and name not in former:
        place = selection.request.where("project", "name")
        yield Problem(
            what=f"the name of the project cannot change from {former[0]} to {name}: its folder,"
            " package and database have it",
            where=(place,) if place else (),
            fix="change what people read: project.title",
        )


def _flag(value: str) -> str:
    """Return a JSON value as ``quickscale set`` takes it."""
    answer: OptionValue | list[str] = json.loads(value)
    if isinstance(answer, bool):
        return value
    return ",".join(answer) if isinstance(answer, list) else str(answer)
