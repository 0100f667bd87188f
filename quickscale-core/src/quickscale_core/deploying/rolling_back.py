"""Whether an earlier commit may run on the database as it is now."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from quickscale_core.deploying.release import differs, find_release, new_migrations
from quickscale_core.errors import Problem, QuickScaleError

if TYPE_CHECKING:
    from quickscale_core.deploying.release import Release
    from quickscale_core.deploying.target import DeployTarget, Place

__all__ = ["choose_release", "forbidding_migrations", "packages_differ", "refusal"]

_SHOW: Final = ("python", "manage.py", "showmigrations", "--list")


def choose_release(target: DeployTarget, place: Place | None, commit: str) -> Release:
    """Return the commit to go back to.

    Args:
        target: Where.
        place: The site.
        commit: What the owner named, or empty for the one before the present one.

    Raises:
        QuickScaleError: There is no site, or nothing to go back to.
    """
    folder = target.request.project.folder
    if place is None or not place.current:
        raise QuickScaleError(
            Problem(
                what="nothing is deployed, so there is nothing to go back from",
                where=(target.where(),),
                fix=f"deploy first: quickscale deploy {target.name}",
            )
        )
    if not (commit or place.previous):
        raise QuickScaleError(
            Problem(
                what=f"{place.current[:10]} is the first commit that was deployed",
                fix=f"name another one: quickscale deploy {target.name} rollback COMMIT",
            )
        )
    return find_release(folder, commit or place.previous)


def forbidding_migrations(target: DeployTarget, place: Place, older: Release) -> list[str]:
    """Return the applied migrations that an earlier commit does not know, as ``app.name``.

    Its code would run on tables it was not written for. Where the site cannot say what is applied,
    every migration the commit lacks counts as applied.

    Args:
        target: Where.
        place: The site.
        older: The commit to go back to.
    """
    lacking = new_migrations(older, find_release(older.folder, place.current))
    if not lacking:
        return []
    try:
        done = target.run(_SHOW)
    except QuickScaleError:
        done = None
    applied = _applied(done.out) if done and not done.code else set()
    # a site on which nothing at all is applied has not answered either
    return [f"{app}.{name}" for app, name in lacking if not applied or (app, name) in applied]


def _applied(text: str) -> set[tuple[str, str]]:
    """Return what ``showmigrations`` lists as applied, as app and name."""
    found, app = set(), ""
    for line in text.splitlines():
        if head := re.fullmatch(r"([A-Za-z_]\w*)\s*", line):
            app = head[1]
        elif entry := re.match(r" \[X\] (\w+)", line):
            found.add((app, entry[1]))
    return found


def refusal(target: DeployTarget, older: Release, migrations: list[str]) -> Problem:
    """Return why an earlier commit is not deployed, and how it can be.

    Args:
        target: Where.
        older: The commit.
        migrations: What forbids it.
    """
    app, _, name = migrations[0].partition(".")
    number = re.match(r"\d+", name)
    before = f"{int(number[0]) - 1:0{len(number[0])}d}" if number else ""
    goal = before if before.strip("0") else "zero"
    line = target.run_line(("python", "manage.py", "migrate", app, goal))
    count = (
        "a migration that is" if len(migrations) == 1 else f"{len(migrations)} migrations that are"
    )
    return Problem(
        what=f"{older.short} does not know {count} applied, so its code would not fit the database",
        where=tuple(migrations),
        fix=f"take them back first, which loses what they added: {line}",
    )


def packages_differ(place: Place, older: Release) -> Problem | None:
    """Return the warning that packages change too, whose migrations nobody compares."""
    if not differs(older, find_release(older.folder, place.current), "requirements.txt"):
        return None
    return Problem(
        what="requirements.txt differs between the two commits",
        fix="see whether a package's own migrations have to be taken back as well",
    )
