"""Makes teams and what belongs to them for tests."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django_scopes import scopes_disabled
from factory import LazyAttribute, LazyFunction, Sequence, SubFactory
from factory.django import DjangoModelFactory

from apps.accounts.tests.factories import MemberFactory as PersonFactory
from apps.teams.models import Invitation, Membership, Team, TeamEvent, hash_token
from apps.teams.roles import ADMIN, MEMBER, OWNER

if TYPE_CHECKING:
    from apps.users.models import User

__all__ = [
    "InvitationFactory",
    "MembershipFactory",
    "PersonFactory",
    "TeamEventFactory",
    "TeamFactory",
    "make_team",
]


class TeamFactory(DjangoModelFactory[Team]):
    """A team nobody is in."""

    class Meta:
        model = Team

    name = Sequence(lambda number: f"Team {number}")
    slug = Sequence(lambda number: f"team-{number}")


class MembershipFactory(DjangoModelFactory[Membership]):
    """Somebody in a team."""

    class Meta:
        model = Membership

    team = SubFactory(TeamFactory)
    user = SubFactory(PersonFactory)
    role = MEMBER.name


class ScopedFactory(DjangoModelFactory[Any]):
    """Makes rows in the team they are given, whatever team is active."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class: type[Any], *args: Any, **kwargs: Any) -> Any:
        with scopes_disabled():
            return super()._create(model_class, *args, **kwargs)  # type: ignore[no-untyped-call]


def _owner_of(team: Team) -> User:
    owner = Membership.objects.filter(team=team, role=OWNER.name).first()
    return (owner or MembershipFactory.create(team=team, role=OWNER.name)).user


class InvitationFactory(ScopedFactory):
    """An open invitation; the link's secret is ``token-<number>``."""

    class Meta:
        model = Invitation

    team = SubFactory(TeamFactory)
    invited_by = LazyAttribute(lambda made: _owner_of(made.team))
    email = Sequence(lambda number: f"guest{number}@example.com")
    token_hash = Sequence(lambda number: hash_token(f"token-{number}"))
    expires_at = LazyFunction(lambda: timezone.now() + timedelta(days=7))


class TeamEventFactory(ScopedFactory):
    """Somebody joined."""

    class Meta:
        model = TeamEvent

    team = SubFactory(TeamFactory)
    kind = TeamEvent.Kind.JOINED
    actor_name = "Ada Ferreira"


def make_team(
    *, admins: int = 0, members: int = 0, **fields: Any
) -> tuple[Team, Membership, list[Membership]]:
    """Make a team with people in it.

    Args:
        admins: How many admins.
        members: How many members.
        **fields: Values of the team's fields.

    Returns:
        The team, its owner's membership, and the others', admins first.
    """
    team = TeamFactory.create(**fields)
    owner = MembershipFactory.create(team=team, role=OWNER.name)
    roles = [ADMIN.name] * admins + [MEMBER.name] * members
    others = [MembershipFactory.create(team=team, role=role) for role in roles]
    return team, owner, others
