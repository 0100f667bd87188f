"""Say which tables a change leaves in the database, and how they are dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quickscale_core.cli.output import Printer
    from quickscale_core.updating.planned_change import PlannedChange

__all__ = ["say_left_tables"]


def say_left_tables(printer: Printer, change: PlannedChange, *, asks: bool) -> None:
    """Print how to drop the tables of apps that go; Django drops those of installed apps alone.

    https://docs.djangoproject.com/en/5.2/ref/django-admin/#migrate

    Args:
        printer: Says it.
        change: The change, before it is written.
        asks: Whether whoever reads may still say no.
    """
    from quickscale_core.builtin.base_project.first_commands import python
    from quickscale_core.updating.comparing.dropped_tables import dropped_apps

    own, foreign = dropped_apps(change.differences)
    if not (own or foreign):
        return
    manage = f"{python()} manage.py"
    apps = ", ".join([*own, *foreign])
    printer.note(f"The tables of {apps} stay in the database, where it has some.")
    printer.note("They can be dropped as long as the apps are installed, with all that they hold:")
    printer.note(
        "say no now, run these, and then this command again."
        if asks
        else "run quickscale undo after this, then these, and then this command again."
    )
    for app in own:
        printer.note(f"  {manage} migrate {app} zero")
    if foreign:
        printer.note(f"  {manage} showmigrations {' '.join(foreign)}")
        printer.note(f"  {manage} migrate NAME zero, for each of these that has migrations")
    printer.note()
