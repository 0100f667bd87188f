"""A plan saved in a file, to be carried out later exactly as it was shown, or not at all.

The file holds no contents: it holds the hashes of all that goes in and comes out. Carrying it out
plans again and compares, so nothing can slip in between.
"""

from __future__ import annotations

import json
import shlex
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final, cast

from quickscale_core import __version__
from quickscale_core.errors import Problem, QuickScaleError
from quickscale_core.paths.project_paths import inside_error

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from quickscale_core.paths.content import Content
    from quickscale_core.updating.planned_change import PlannedChange

__all__ = [
    "SavedPlan",
    "changed_meanwhile",
    "format_plan_file",
    "is_plan_file",
    "read_plan_file",
]

SCHEMA: Final = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class SavedPlan:
    """What a plan file says.

    Attributes:
        title: What the change is called.
        yml: The text of ``quickscale.yml`` the plan follows.
        keep_edited: Whether edited files stay that no plugin has any more.
        facts: What the plan rests on and comes to, by subject; see :func:`changed_meanwhile`.
    """

    title: str
    yml: str
    keep_edited: bool
    facts: Mapping[str, Mapping[str, str]]


def format_plan_file(change: PlannedChange, title: str) -> str:
    """Return the text of the file that keeps a plan.

    Args:
        change: The plan.
        title: What the change is called.
    """
    document = {
        "schema": SCHEMA,
        "title": title,
        "yml": change.yml,
        "keep_edited": change.kept_edited,
        **_facts(change),
    }
    return json.dumps(document, indent=1) + "\n"


def read_plan_file(text: str, name: str) -> SavedPlan:
    """Return what a plan file says.

    Args:
        text: The file's text.
        name: What errors call it.

    Raises:
        QuickScaleError: It is not a plan file, or a newer quickscale wrote it.
    """
    try:
        document = json.loads(text)
        schema = document["schema"]
        if schema == SCHEMA:
            return SavedPlan(
                title=str(document["title"]),
                yml=str(document["yml"]),
                keep_edited=bool(document["keep_edited"]),
                facts={it: _checked(it, document[it]) for it in _SUBJECTS},
            )
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise QuickScaleError(
            Problem(
                what=f"{name} is not a plan of quickscale",
                fix=f"make one: quickscale plan --out {shlex.quote(name)}",
            )
        ) from error
    raise QuickScaleError(
        Problem(
            what=f"{name} has schema {schema}, and this quickscale knows {SCHEMA}",
            fix=f"make it again: quickscale plan --out {shlex.quote(name)}",
        )
    )


def is_plan_file(data: bytes) -> bool:
    """Tell whether a file holds a saved plan, of whatever schema."""
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        return False
    return isinstance(document, dict) and {"schema", "yml", *_SUBJECTS} <= document.keys()


def changed_meanwhile(saved: SavedPlan, change: PlannedChange) -> list[Problem]:
    """Return a problem for everything that changed since a plan was saved.

    Args:
        saved: What the plan file says.
        change: The same plan made again.
    """
    facts = _facts(change)
    problems = []
    for subject, what in _SUBJECTS.items():
        then, now = saved.facts[subject], facts[subject]
        differing = sorted(it for it in {*then, *now} if then.get(it) != now.get(it))
        if differing:
            shown = [f"{it}: {_shown(then.get(it))}, now {_shown(now.get(it))}" for it in differing]
            where = differing if subject in {"before", "after"} else shown
            problems.append(
                Problem(what=what, where=tuple(where), fix="plan again: quickscale plan --out FILE")
            )
    return problems


def _checked(subject: str, facts: Mapping[str, str]) -> dict[str, str]:
    """Return facts of a plan file: texts, and those about files are about paths in the project.

    Raises:
        ValueError: One is not.
    """
    if not isinstance(facts, dict) or not all(isinstance(it, str) for it in facts.values()):
        raise ValueError
    paths = facts if subject in {"before", "after"} else ()
    if any(inside_error(it.removeprefix("conflict ").removeprefix("moved ")) for it in paths):
        raise ValueError
    return dict(facts)


_SUBJECTS: Final = {
    "plugins": "the installed plugins are not those of the plan",
    "inputs": "the project is not as it was when the plan was made",
    "before": "files changed since the plan was made",
    "after": "the plan would come to something else now",
}


def _shown(fact: str | None) -> str:
    return fact[:12] if fact else "absent"


def _facts(change: PlannedChange) -> dict[str, dict[str, str]]:
    existing, plan = change.existing, change.plan
    return {
        "plugins": {
            "quickscale": __version__,
            **{it.name: it.version for it in change.project.selection.plugins},
        },
        "inputs": {
            "quickscale.yml": sha256(existing.yml.encode()).hexdigest(),
            "quickscale.lock": sha256(existing.lock_data).hexdigest(),
        },
        "before": dict(_states(change, "before")),
        "after": {
            **dict(_states(change, "after")),
            **{f"conflict {it}": "left" for it in plan.conflicts},
            **{f"moved {made}": path for made, path in plan.moves},
        },
    }


def _states(change: PlannedChange, side: str) -> Iterator[tuple[str, str]]:
    for it in change.plan.changes:
        content = cast("Content | None", getattr(it, side))
        state = "absent" if content is None else sha256(content.data).hexdigest()
        mode = " 755" if content is not None and content.executable else ""
        yield it.path, state + mode
