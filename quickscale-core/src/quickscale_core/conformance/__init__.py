"""The checks of ``quickscale plugins check``.

Quick checks read the plugin's folder, build its wheel and compose projects in memory. Slow ones
generate projects, migrate them and run the plugin's own tests, and need ``quickscale[testing]``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from quickscale_core.conformance.subject import Subject
    from quickscale_core.errors import Problem

__all__ = ["CheckResult", "check_plugin"]


@dataclass(frozen=True, kw_only=True, slots=True)
class CheckResult:
    """What one check found.

    Attributes:
        name: What was checked: ``"wheel"``.
        status: How it ended.
        says: What was checked, or why it was skipped.
        problems: What is wrong.
    """

    name: str
    status: Literal["passed", "failed", "skipped"]
    says: str
    problems: tuple[Problem, ...] = ()


def check_plugin(subject: Subject, *, slow: bool) -> Iterator[CheckResult]:
    """Yield each check's result as soon as it is known.

    A plugin that cannot be loaded is not composed, and one that cannot be composed is not tried in
    a project.

    Args:
        subject: The plugin.
        slow: Whether projects are generated and its own tests run.
    """
    from quickscale_core.conformance.composing import check_compositions
    from quickscale_core.conformance.folder import (
        check_loading,
        check_metadata,
        check_namespace,
    )
    from quickscale_core.conformance.migrations import check_migrations
    from quickscale_core.conformance.subject import NotRun
    from quickscale_core.conformance.wheel import check_wheel

    checks: list[tuple[str, Callable[[Subject], tuple[str, list[Problem]]]]] = [
        ("metadata", check_metadata),
        ("namespace", check_namespace),
        ("wheel", check_wheel),
        ("hooks", check_loading),
        ("combinations", check_compositions),
        ("migrations", check_migrations),
    ]
    if slow:
        from quickscale_core.conformance.frontends import check_frontends
        from quickscale_core.conformance.projects import (
            check_neighbours,
            check_own_tests,
            check_projects,
            check_themes,
        )

        checks += [
            ("projects", check_projects),
            ("neighbours", check_neighbours),
            ("theme suite", check_themes),
            ("frontend", check_frontends),
            ("tests", check_own_tests),
        ]
    failed: set[str] = set()
    for name, check in checks:
        needed = [it for it in _NEEDS.get(name, ()) if it in failed]
        if needed:
            failed.add(name)
            yield CheckResult(name=name, status="skipped", says=f"{needed[0]} failed")
            continue
        try:
            says, problems = check(subject)
        except NotRun as reason:
            yield CheckResult(name=name, status="skipped", says=str(reason))
            continue
        if problems:
            failed.add(name)
        status: Literal["passed", "failed"] = "failed" if problems else "passed"
        yield CheckResult(name=name, status=status, says=says, problems=tuple(problems))


_NEEDS = {
    "combinations": ("hooks",),
    "migrations": ("combinations",),
    "projects": ("combinations",),
    "neighbours": ("combinations",),
    "theme suite": ("combinations",),
    "frontend": ("combinations",),
    "tests": ("hooks",),
}
