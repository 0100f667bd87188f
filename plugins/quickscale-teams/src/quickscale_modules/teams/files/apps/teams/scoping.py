"""Data that belongs to a team, and the team that a piece of work is about.

django-scopes keeps the present team in a context variable. Every query of a :class:`TeamScoped`
model is held to it; without one the query fails, so what was forgotten shows nothing instead of
everything.
"""

from __future__ import annotations

from contextlib import contextmanager
from types import NoneType
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, Self

from django.db import models
from django_scopes import ScopedManager, ScopeError, get_scope, scope
from django_scopes.manager import DisabledQuerySet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from apps.teams.models import Team

__all__ = ["ScopeError", "TeamScoped", "current_teams", "in_team", "is_across_teams"]


@contextmanager
def in_team(team: Team) -> Iterator[Team]:
    """Do what follows for one team: its data is there, that of others is not.

    Args:
        team: Which one.

    Raises:
        ScopeError: There is none; django-scopes would take that for all of them.
    """
    if team is None or team.pk is None:
        raise ScopeError("Work in a team needs a saved team.")
    with scope(team=team):
        yield team


def is_across_teams() -> bool:
    """Tell whether the present work is meant to see every team."""
    return not get_scope().get("_enabled", True)


def current_teams() -> tuple[Any, ...]:
    """Return the primary keys of the teams the present work is about; usually there is one.

    Raises:
        ScopeError: There is none, or the work sees every team.
    """
    value = None if is_across_teams() else get_scope().get("team")
    if isinstance(value, NoneType):
        raise ScopeError("No team is active here. Enter one with apps.teams.scoping.in_team().")
    teams = value if isinstance(value, (list, tuple)) else [value]
    return tuple(getattr(team, "pk", team) for team in teams)


class OutsideTeam(DisabledQuerySet):  # type: ignore[misc]  # django-scopes has no types
    """What a query is while no team is active: every way to its rows fails.

    ``all()`` asks again, so that a form's choice of rows, which Django makes when the form's class
    is, is held to the team of each request.
    """

    def _refuse(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise ScopeError(
            f"No team is active, so {self.model.__name__} shows nothing. Enter a team with"
            " apps.teams.scoping.in_team(), or look across them with apps.teams.staff."
        )

    def all(self) -> Any:
        found = self.model._default_manager.using(self._db)  # noqa: SLF001 - Django's documented name
        return self._clone() if isinstance(found, OutsideTeam) else found

    error = _refuse
    __iter__ = __len__ = __getitem__ = __bool__ = _refuse
    filter = exclude = get = first = last = earliest = latest = _refuse
    exists = count = aggregate = annotate = alias = contains = in_bulk = explain = _refuse
    values = values_list = dates = datetimes = only = defer = order_by = reverse = _refuse
    iterator = union = intersection = difference = raw = extra = complex_filter = _refuse
    select_for_update = update = delete = bulk_update = _refuse
    get_or_create = update_or_create = bulk_create = create = _refuse


class TeamQuerySet(models.QuerySet[Any]):
    """Writes that go past ``save()``, held to the team all the same."""

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        """Create rows of the present team."""
        rows = list(objs)
        for row in rows:
            row.hold_to_team()
        return super().bulk_create(rows, *args, **kwargs)

    def bulk_update(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> int:
        """Update rows of the present team."""
        rows = list(objs)
        for row in rows:
            row.hold_to_team()
        return super().bulk_update(rows, *args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        """Update rows; none moves to another team or is linked to a row of one."""
        if not is_across_teams():
            if {"team", "team_id"} & kwargs.keys():
                raise ScopeError("Rows do not move to another team.")
            for name, value in kwargs.items():
                model = self.model._meta.get_field(name).related_model  # noqa: SLF001 - documented
                if value is not None and isinstance(model, type) and issubclass(model, TeamScoped):
                    key = getattr(value, "pk", value)
                    check_team(model, key, current_teams())
        return super().update(**kwargs)

    def raw(self, *args: Any, **kwargs: Any) -> Any:
        """Run SQL of one's own, which nothing can hold to a team."""
        if not is_across_teams():
            raise ScopeError(f"{self.model.__name__}: SQL of your own is not held to a team.")
        return super().raw(*args, **kwargs)


_Scoped: Any = type(
    ScopedManager(_manager_class=models.Manager.from_queryset(TeamQuerySet), team="team")
)


class TeamManager(_Scoped):  # type: ignore[misc]
    """The manager of every team-scoped model."""

    def get_queryset(self) -> Any:
        """Return the present team's rows, or a query that fails."""
        override = getattr(self, "_override_scope", None) or get_scope()
        # A request's team is found when it is first asked for, and may turn out to be none.
        if override.get("_enabled", True) and isinstance(override.get("team"), NoneType):
            return OutsideTeam(model=self.model, using=self._db, missing_scopes={"team"})
        return super().get_queryset()


class TeamScoped(models.Model):
    """A model whose rows belong to a team: ``class Project(TeamScoped)``.

    The team is filled in from the present one. Rows are read, changed and deleted in their own
    team, and refer to rows of it alone.
    """

    team = models.ForeignKey(
        "teams.Team",
        on_delete=models.CASCADE,
        related_name="%(app_label)s_%(class)s_set",
        editable=False,
    )

    objects: ClassVar[models.Manager[Self]] = TeamManager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save in the row's own team."""
        self.hold_to_team()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete in the row's own team."""
        self.hold_to_team()
        return super().delete(*args, **kwargs)

    def hold_to_team(self) -> None:
        """Fill the team in, and refuse what does not belong together.

        Raises:
            ScopeError: No team is active, the row is another team's, or refers to a row of one.
        """
        if not is_across_teams():
            teams = current_teams()
            if self.team_id is None and len(teams) == 1:
                self.team_id = teams[0]
            if self.team_id not in teams:
                raise ScopeError(f"This {self._meta.verbose_name} belongs to another team.")
        for field in self._meta.concrete_fields:
            model = field.related_model
            key = getattr(self, field.attname)
            if key is not None and isinstance(model, type) and issubclass(model, TeamScoped):
                known = self._state.fields_cache.get(field.name)
                if known is None or known.team_id != self.team_id:
                    check_team(model, key, (self.team_id,))


def check_team(model: type[TeamScoped], key: Any, teams: Iterable[Any]) -> None:
    """Refuse a reference to a row of another team.

    Args:
        model: The row's model.
        key: Its primary key.
        teams: Primary keys of the teams it may be of.

    Raises:
        ScopeError: It is of none of them.
    """
    rows = model._base_manager.filter(pk=key)  # noqa: SLF001 - the one manager without a scope
    if not rows.filter(team__in=list(teams)).exists():
        name = model._meta.verbose_name  # noqa: SLF001 - Django's documented name
        raise ScopeError(f"That {name} belongs to another team.")
