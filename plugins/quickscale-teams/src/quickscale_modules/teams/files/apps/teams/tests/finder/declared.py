"""What the apps tell the leak test: ``apps/<app>/tests/leaks.py`` with any of these names.

``ROWS``
    ``{"projects.Project": make}``: how to make a row that neither a factory of the app nor the
    test itself can make. ``make(team)`` returns it.
``ARGUMENTS``
    ``{"projects:share": values}``: what to put into an address. ``values(side)`` returns keyword
    arguments out of one team's :class:`~apps.teams.tests.finder.world.Side`.
``HEADERS``
    ``headers``: what an API wants to see besides the session. ``headers(side)`` returns
    ``{"Authorization": "Token ..."}`` of one team's owner.
``OUTSIDE_TEAMS``
    ``{"accounts:session": "a person's own"}``: addresses that are not about a team, and why.
``UNSCOPED``
    ``{"teams.Membership": "asked for by person"}``: models that refer to a team without being
    ``TeamScoped``, and why that is right.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from django.apps import apps

from apps.teams.tests.finder.own import is_own

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from apps.teams.models import Team
    from apps.teams.tests.finder.world import Side


@dataclass(frozen=True)
class Declared:
    """What all apps together have told.

    Attributes:
        rows: How to make rows, by the model's label.
        arguments: What to put into addresses, by their name.
        headers: What to send with every request.
        outside_teams: Why an address is not about teams, by its name.
        unscoped: Why a model need not be scoped, by its label.
    """

    rows: dict[str, Callable[[Team], Any]] = field(default_factory=dict)
    arguments: dict[str, Callable[[Side], dict[str, Any]]] = field(default_factory=dict)
    headers: list[Callable[[Side], dict[str, str]]] = field(default_factory=list)
    outside_teams: dict[str, str] = field(default_factory=dict)
    unscoped: dict[str, str] = field(default_factory=dict)

    @classmethod
    def by_the_apps(cls) -> Declared:
        """Read what every app of the project tells."""
        found = cls()
        for name in own_apps():
            if find_spec(f"{name}.tests") is None or find_spec(f"{name}.tests.leaks") is None:
                continue
            module = import_module(f"{name}.tests.leaks")
            found.rows.update(getattr(module, "ROWS", {}))
            found.arguments.update(getattr(module, "ARGUMENTS", {}))
            if hasattr(module, "HEADERS"):
                found.headers.append(module.HEADERS)
            found.outside_teams.update(getattr(module, "OUTSIDE_TEAMS", {}))
            found.unscoped.update(getattr(module, "UNSCOPED", {}))
        return found


def own_apps() -> Iterator[str]:
    """Yield the dotted names of the project's own apps."""
    for config in apps.get_app_configs():
        if is_own(config.name):
            yield config.name
