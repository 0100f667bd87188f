"""What is asked of teams."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.contrib.auth import get_user_model
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from apps.teams.conf import conf
from apps.teams.models import Invitation, Membership, Team, TeamEvent, hash_token
from apps.teams.roles import OWNER, roles_that_may

if TYPE_CHECKING:
    from datetime import datetime

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet
    from django.http import HttpRequest

    from apps.users.models import User

_MEMBER_ORDER: Final = {"name": "user__name", "role": "role", "joined": "joined_at"}
"""What members can be sorted by."""


def active_team(request: HttpRequest) -> Team | None:
    """Return the team a request is about, or nothing: its sender is in none, or not signed in."""
    membership = active_membership(request)
    return membership.team if membership else None


def active_membership(request: HttpRequest) -> Membership | None:
    """Return the membership by which a request's sender is in its team."""
    membership: Membership | None = getattr(request, "membership", None)
    return membership or None


def teams_of(user: User) -> QuerySet[Team]:
    """Return the teams somebody is in, without deleted ones."""
    return Team.objects.filter(memberships__user=user, closed_at=None)


def memberships_of(user: User) -> QuerySet[Membership]:
    """Return somebody's memberships with their teams, without those of deleted teams."""
    found = Membership.objects.filter(user=user, team__closed_at=None)
    return found.select_related("team").order_by("team__name", "team_id")


def memberships_with_size(user: User) -> QuerySet[Membership]:
    """Return somebody's memberships, each team with its number of members, ``member_count``."""
    return memberships_of(user).annotate(member_count=Count("team__memberships"))


def closed_teams_of(user: User) -> QuerySet[Team]:
    """Return the deleted teams that somebody owns and can bring back, the soonest gone first."""
    found = Team.objects.filter(
        memberships__user=user,
        memberships__role=OWNER.name,
        closed_at__isnull=False,
        purge_at__gt=timezone.now(),
    )
    return found.order_by("purge_at", "pk")


def personal_team(user: User) -> Team | None:
    """Return the team that is somebody's own, if there is one."""
    return Team.objects.filter(personal_owner=user).first()


def teams_owned(user: User) -> int:
    """Return how many teams somebody owns, deleted ones too, their personal one aside."""
    owned = Membership.objects.filter(user=user, role=OWNER.name, team__personal_owner=None)
    return owned.count()


def find_membership(team: Team, user: User | AnonymousUser) -> Membership | None:
    """Return the membership of a person in a team, or nothing."""
    if user.pk is None:
        return None
    found = Membership.objects.filter(team=team, user_id=user.pk)
    return found.select_related("team", "user").first()


def has_permission(team: Team, user: User | AnonymousUser, permission: str) -> bool:
    """Tell whether somebody may do something in a team; see :mod:`apps.teams.roles`.

    Args:
        team: Where.
        user: Who.
        permission: What: ``roles.MANAGE_BILLING``.
    """
    membership = find_membership(team, user)
    return bool(membership and membership.may(permission))


def members(team: Team) -> QuerySet[Membership]:
    """Return a team's members, each with their person, the first to join first."""
    return Membership.objects.filter(team=team).select_related("user")


def find_members(team: Team, text: str = "", order: str = "") -> QuerySet[Membership]:
    """Return the members whose name or address holds a text.

    Args:
        team: Where.
        text: What to look for; empty finds everybody.
        order: ``name``, ``role`` or ``joined``, with a minus for the other way round; anything
            else sorts by when people joined.
    """
    found = members(team)
    if text.strip():
        wanted = text.strip()
        found = found.filter(Q(user__name__icontains=wanted) | Q(user__email__icontains=wanted))
    column = _MEMBER_ORDER.get(order.removeprefix("-"), "joined_at")
    sign = "-" if order.startswith("-") else ""
    return found.order_by(f"{sign}{column}", "pk")


def people_who_may(team: Team, permission: str) -> QuerySet[User]:
    """Return the members who may do something: ``people_who_may(team, roles.MANAGE_BILLING)``."""
    roles = roles_that_may(permission)
    users: QuerySet[User] = get_user_model()._default_manager.all()  # noqa: SLF001 - documented
    return users.filter(memberships__team=team, memberships__role__in=roles)


def seats_in_use(team: Team) -> int:
    """Return how many members a team has; invitations take no seat before they are accepted."""
    return Membership.objects.filter(team=team).count()


def other_owners(team: Team, user: User) -> bool:
    """Tell whether a team has an owner besides somebody."""
    owners = Membership.objects.filter(team=team, role=OWNER.name)
    return owners.exclude(user=user).exists()


def open_invitations(team: Team) -> QuerySet[Invitation]:
    """Return a team's invitations that were neither accepted nor withdrawn, also expired ones."""
    with scopes_disabled():  # it says itself which team's
        found = Invitation.objects.filter(team=team, accepted_at=None, revoked_at=None)
    return found.select_related("team", "invited_by")


def waiting_invitations(team: Team) -> QuerySet[Invitation]:
    """Return a team's invitations that can still be accepted."""
    return open_invitations(team).filter(expires_at__gt=timezone.now())


def invitations_since(moment: datetime, **which: Any) -> int:
    """Return how many invitations were sent, in all teams and whatever became of them.

    Args:
        moment: Since when.
        **which: Of which sender, or to which address: ``invited_by=user``.
    """
    with scopes_disabled():  # whoever sends them, and whoever gets them, is the same in each team
        return Invitation.objects.filter(created_at__gt=moment, **which).count()


def find_open_invitation(token: str) -> Invitation | None:
    """Return the invitation a link leads to.

    Args:
        token: The link's last part.

    Returns:
        The invitation, or nothing when it is unknown, accepted, withdrawn, too old, its team is
        deleted, or whoever sent it may not invite any more.
    """
    with scopes_disabled():  # whoever has the link is not in the team yet
        found = (
            Invitation.objects.select_related("team", "invited_by")
            .filter(
                token_hash=hash_token(token),
                accepted_at=None,
                revoked_at=None,
                expires_at__gt=timezone.now(),
                team__closed_at=None,
            )
            .first()
        )
    return found if found and is_supported(found) else None


def is_supported(invitation: Invitation) -> bool:
    """Tell whether whoever sent an invitation may still invite people into its role."""
    sender = invitation.invited_by
    if sender is None or not sender.is_active:
        return False
    membership = find_membership(invitation.team, sender)
    return bool(membership and membership.find_role().may_invite_as(invitation.find_role()))


def team_entered_by(token: str, user: User) -> Team | None:
    """Return the team that a spent link let somebody into, if they are still in it.

    Args:
        token: The link's last part.
        user: Who follows it once more.
    """
    with scopes_disabled():  # the link says which team
        spent = Invitation.objects.filter(token_hash=hash_token(token)).exclude(accepted_at=None)
        return teams_of(user).filter(pk__in=spent.values("team_id")).first()


def team_events(team: Team) -> QuerySet[TeamEvent]:
    """Return what happened to a team, the newest first."""
    with scopes_disabled():  # it says itself which team's
        return TeamEvent.objects.filter(team=team)


def seat_notes(team: Team) -> list[str]:
    """Say what one more member means for a team, as ``TEAMS_SEAT_NOTES`` tell it."""
    return [str(text) for note in conf.seat_notes.values() for text in note(team)]


def seat_obstacles(team: Team) -> list[str]:
    """Say what is in the way of one more member, as ``TEAMS_SEAT_CHECKS`` tell it."""
    return [str(text) for check in conf.seat_checks.values() for text in check(team)]


def deletion_obstacles(team: Team) -> list[str]:
    """Say what is in the way of deleting a team, as ``TEAMS_DELETION_CHECKS`` tell it."""
    return [str(text) for check in conf.deletion_checks.values() for text in check(team)]


def teams_to_purge(now: datetime) -> QuerySet[Team]:
    """Return the deleted teams whose grace has ended."""
    return Team.objects.filter(purge_at__lte=now)


def user_deletion_obstacles(user: User) -> list[str]:
    """Say which teams are in the way of deleting an account; for ``ACCOUNTS_DELETION_CHECKS``.

    Teams that nobody else is in go with the account.
    """
    obstacles: list[str] = []
    owned = Membership.objects.filter(user=user, role=OWNER.name).select_related("team")
    for team in [membership.team for membership in owned]:
        if seats_in_use(team) == 1:
            obstacles += deletion_obstacles(team)
        elif not other_owners(team, user):
            text = _("You are the only owner of %(team)s. Make somebody else one first.")
            obstacles.append(text % {"team": team.name})
    return obstacles


def team_data(user: User) -> dict[str, Any]:
    """Return what the app holds about somebody; for ``ACCOUNTS_EXPORTERS``."""
    memberships = Membership.objects.filter(user=user).order_by("joined_at")
    with scopes_disabled():  # what one did is one's own, in whichever team
        events = list(
            TeamEvent.objects.filter(actor=user).values(
                "team__name", "kind", "subject", "detail", "created_at"
            )
        )
    return {
        "teams": list(memberships.values("team__name", "team__slug", "role", "joined_at")),
        "team_events": events,
    }
