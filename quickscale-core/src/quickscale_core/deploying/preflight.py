"""What is checked before anything is made: the commit, the variables, and what modules ask for."""

from __future__ import annotations

from dataclasses import dataclass
from os.path import lexists
from typing import TYPE_CHECKING, Final

from quickscale_core.deploying.release import uncommitted
from quickscale_core.errors import Problem, UsageError
from quickscale_core.paths.trust import is_tracked

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from quickscale_core.deploying.deployable import Deployable
    from quickscale_core.deploying.target import DeployRequest, DeployTarget

__all__ = ["Objection", "check_accepted", "objections"]

_SETTINGS: Final = "DJANGO_SETTINGS_MODULE"
_SHOWN: Final = 8  # paths, before the rest is counted
_OWN_CHECKS: Final = ("uncommitted", "settings-module", "variables-in-git")
"""Checks of core's own that refuse, beside those of the modules."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Objection:
    """One thing that a check found.

    Attributes:
        name: The check, as ``--accept`` calls it.
        problem: What it found.
        refuses: Whether nothing is deployed because of it, unless it is accepted.
    """

    name: str
    problem: Problem
    refuses: bool = True


def check_accepted(project: Deployable, accepted: Collection[str]) -> None:
    """Refuse to accept what no check is called.

    Raises:
        UsageError: A name is none of a check that refuses.
    """
    names = sorted({*_OWN_CHECKS, *(it.name for it in project.checks if it.refuses)})
    if unknown := sorted(set(accepted) - set(names)):
        raise UsageError(
            Problem(what=f"no check is called {unknown[0]}", fix=f"accept {' or '.join(names)}")
        )


def objections(request: DeployRequest, target: DeployTarget) -> Iterator[Objection]:
    """Yield everything that speaks against a deploy, though the target itself is ready.

    Args:
        request: What is to be deployed.
        target: Where.
    """
    site = dict(target.variables()) | {it.name: it.value for it in request.own}
    yield from _uncommitted(request)
    yield from _settings_module(request.project, site)
    yield from _variables_in_git(request.project, target)
    for check in request.project.checks:
        asked = [name for name in check.variables if name not in target.fills]
        if lacking := [name for name in asked if not site.get(name)]:
            names = " and ".join(lacking)
            problem = Problem(
                what=check.what,
                where=(f"{names} {'is' if len(lacking) == 1 else 'are'} not set for the site",),
                fix=_fix(lacking[0], target.name, check.name if check.refuses else ""),
            )
            yield Objection(name=check.name, problem=problem, refuses=check.refuses)
    yield from _uploads(request.project, target)


def _fix(variable: str, target: str, accepted: str) -> str:
    fix = f"write {variable}=... into .env.{target}"
    return f"{fix}, or go on without: --accept {accepted}" if accepted else fix


def _uncommitted(request: DeployRequest) -> Iterator[Objection]:
    paths = uncommitted(request.project.folder)
    if not paths:
        return
    more = len(paths) - _SHOWN
    shown = (*paths[:_SHOWN], *([f"and {more} more"] if more > 0 else []))
    count = "1 change is" if len(paths) == 1 else f"{len(paths)} changes are"
    yield Objection(
        name="uncommitted",
        problem=Problem(
            what=f"{count} in no commit, and what is deployed is commit {request.release.short}",
            where=shown,
            fix="git add --all && git commit, or deploy the commit as it is: --accept uncommitted",
        ),
    )


def _variables_in_git(project: Deployable, target: DeployTarget) -> Iterator[Objection]:
    """Yield that the site's variables are in git: no secret any more, or somebody else's choice."""
    name = f".env.{target.name}"
    if not (lexists(project.folder / name) and is_tracked(project.folder, name)):
        return
    yield Objection(
        name="variables-in-git",
        problem=Problem(
            what=f"{name} is in git, so whoever can read the repository knows the site's secrets",
            where=(f"and whoever wrote it chose where {target.title} sends e-mails and data",),
            fix=f"git rm --cached {name}, and give the site new secrets; or, where you mean it:"
            " --accept variables-in-git",
        ),
    )


def _settings_module(project: Deployable, site: Mapping[str, str]) -> Iterator[Objection]:
    """Yield that the owner's own settings module is not in the project, where it should be."""
    name = site.get(_SETTINGS, "")
    if not name.startswith(f"{project.spec.package}."):
        return  # the image's own, or one of a package, which nobody can look for here
    place = name.replace(".", "/")
    if (project.folder / f"{place}.py").is_file() or (project.folder / place).is_dir():
        return
    yield Objection(
        name="settings-module",
        problem=Problem(
            what=f"{_SETTINGS} is {name}, and the project has no such module",
            where=(f"{place}.py",),
            fix=f"add it; without {_SETTINGS} it is {project.spec.package}.settings.production",
        ),
    )


def _uploads(project: Deployable, target: DeployTarget) -> Iterator[Objection]:
    """Yield that uploaded files would be lost, where models keep some."""
    places = project.takes_uploads()
    place = target.place()
    lasting = place.lasting if place else ()
    if not places or "media" in lasting or _stores_elsewhere(project):
        return
    yield Objection(
        name="media",
        problem=Problem(
            what=f"what visitors upload is lost with the next deploy to {target.title}",
            where=tuple(places[:_SHOWN]),
            fix="put a volume at /app/media, or keep files in S3 with django-storages",
        ),
        refuses=False,
    )


def _stores_elsewhere(project: Deployable) -> bool:
    try:
        return "django-storages" in (project.folder / "pyproject.toml").read_text("utf-8")
    except (OSError, ValueError):
        return False
