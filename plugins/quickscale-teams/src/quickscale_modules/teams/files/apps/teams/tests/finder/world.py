"""Two teams, each with people and a row of every model: who tries, and what they try to get at."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from apps.teams import active
from apps.teams.models import Membership, Team
from apps.teams.roles import MEMBER, OWNER
from apps.teams.tests.factories import PersonFactory
from apps.teams.tests.finder.asking import AskingClient
from apps.teams.tests.finder.models import team_key, team_keyed_models
from apps.teams.tests.finder.rows import FINDABLE, RowMaker
from apps.users.tests.factories import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from apps.teams.tests.finder.declared import Declared
    from apps.users.models import User

State: TypeAlias = "dict[tuple[str, Any], dict[str, Any]]"
"""Rows as the database has them, by model and key."""


READING: Final = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK")
"""How statements begin that leave every row as it is."""


@dataclass
class Statements:
    """What the database is told in a block.

    Attributes:
        wrote: Whether any of it may have changed a row.
    """

    wrote: bool = False

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        """Note a statement and have it done, for ``connection.execute_wrapper``."""
        self.wrote = self.wrote or not sql.lstrip().upper().startswith(READING)
        return execute(sql, params, many, context)


@contextmanager
def undone() -> Iterator[Statements]:
    """Forget what the block changes in the database; tell whether it changed anything."""
    statements = Statements()
    with transaction.atomic():
        with connection.execute_wrapper(statements):
            yield statements
        transaction.set_rollback(True)


@dataclass
class Side:
    """One team with its people and rows.

    Attributes:
        team: The team.
        owner: Who owns it; may do whatever can be done in it.
        member: Somebody else in it.
        maker: Makes its rows; ``side.row(Project)`` is one.
        mark: A word in all of its texts.
        session_key: Of the session that the owner is signed in with.
        browser: What they use.
    """

    team: Team
    owner: User
    member: User
    maker: RowMaker
    mark: str
    session_key: str
    browser: AskingClient = field(default_factory=AskingClient)

    @classmethod
    def make(cls, declared: Declared, mark: str, first_key: int) -> Side:
        """Make a team with a row of every model that has a key of a team."""
        team = Team.objects.create(name=f"{mark} team", slug=f"{mark}-team")
        people = [
            PersonFactory.create(email=f"{role}@{mark}.example", name=f"{mark} {FINDABLE} {role}")
            for role in (OWNER.name, MEMBER.name)
        ]
        maker = RowMaker(declared, team, people[1], mark, first_key)
        for person, role in zip(people, (OWNER, MEMBER), strict=True):
            made = Membership.objects.create(
                pk=first_key + len(maker.made), team=team, user=person, role=role.name
            )
            maker.made[Membership] = made
            first_key += 1
        side = cls(
            team=team,
            owner=people[0],
            member=people[1],
            maker=maker,
            mark=mark,
            session_key=_sign_in(people[0], team),
        )
        for model in team_keyed_models():
            maker.row(model)
        return side

    def row(self, model: type[Any]) -> Any:
        """Return the team's row of a model: the team itself of its own, a member of people's."""
        for one in (self.team, self.member):
            if type(one) is model:
                return one
        return self.maker.row(model)

    @property
    def rows(self) -> list[Any]:
        """Everything that may stand in an address: the rows, the team, its people."""
        return [*self.maker.made.values(), self.team, self.member, self.owner]

    def client(self) -> AskingClient:
        """Return a browser that the owner has just signed in with."""
        self.browser.cookies.clear()
        self.browser.cookies[settings.SESSION_COOKIE_NAME] = self.session_key
        return self.browser


def _sign_in(user: User, team: Team) -> str:
    """Sign somebody in, in a team; return the key of their session."""
    client = Client()
    # Through the pages, so that nobody is asked again who they are.
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    session = client.session
    session[active.SESSION_KEY] = str(team.pk)
    session.save()
    return str(session.session_key)


@dataclass
class World:
    """Two teams that must know nothing of each other.

    Attributes:
        ours: Whose owner tries.
        theirs: Whose data they must not get at.
    """

    ours: Side
    theirs: Side

    @classmethod
    def make(cls, declared: Declared) -> World:
        """Make both; rows that are added later have keys above ours, which are above theirs."""
        return cls(
            ours=Side.make(declared, "zqours", 79_000_000),
            theirs=Side.make(declared, "zqtheirs", 71_000_000),
        )

    def their_marks(self) -> set[str]:
        """Return what gives their data away wherever it turns up."""
        marks = {self.theirs.mark}
        for row in self.theirs.rows:
            for one in row._meta.concrete_fields:
                value = str(getattr(row, one.attname))
                if (one.unique or one.primary_key) and len(value) >= len("71000000"):
                    marks.add(value)
        return marks

    def their_state(self) -> State:
        """Return all that is theirs in the database, to compare."""
        state: State = {}
        models: tuple[type[Any], ...] = (Team, *team_keyed_models())
        for model in models:
            key = team_key(model) or "pk"
            for values in model._base_manager.filter(**{key: self.theirs.team.pk}).values():
                state[model._meta.label, values[model._meta.pk.attname]] = values
        return state

    def links_across(self) -> set[str]:
        """Return the keys by which rows of one team refer to another's, in words."""
        found = set()
        keyed = team_keyed_models()
        for model in keyed:
            for one in model._meta.get_fields():
                if not one.concrete or one.related_model not in keyed:
                    continue
                ends = team_key(model), f"{one.name}__{team_key(one.related_model)}"
                rows = model._base_manager.filter(**{f"{one.name}__isnull": False})
                if any(mine != other for mine, other in rows.values_list(*ends)):
                    found.add(f"{model._meta.label}.{one.name}")
        return found
