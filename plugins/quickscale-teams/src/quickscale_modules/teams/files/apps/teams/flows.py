"""What happens to teams and their members: each function is one thing, done whole or not at all.

``by`` is who does it, and is held to their role behind the team's lock. Invitations are in
:mod:`apps.teams.invitations`, the end of a team in :mod:`apps.teams.endings`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from apps.teams import announcements, emails, queries
from apps.teams.conf import conf
from apps.teams.events import record_event
from apps.teams.locking import TeamRefusalError, check_owner_stays, lock_team, require
from apps.teams.models import RESERVED_SLUGS, Membership, Team, TeamEvent
from apps.teams.roles import (
    ADMIN,
    CHANGE_TEAM,
    MANAGE_MEMBERS,
    OWNER,
    TRANSFER_TEAM,
    Role,
)
from apps.teams.withdrawals import withdraw_unsupported
from apps.users.validators import validate_no_link, without_links

if TYPE_CHECKING:
    from apps.users.models import User

__all__ = [
    "TeamRefusalError",
    "add_member",
    "change_role",
    "create_team",
    "ensure_personal_team",
    "leave_team",
    "remove_member",
    "run_membership_steps",
    "transfer_ownership",
    "update_team",
]

Kind = TeamEvent.Kind


@transaction.atomic
def create_team(owner: User, name: str, slug: str = "") -> Team:
    """Create a team.

    Args:
        owner: Its first member.
        name: What it is called.
        slug: Its address; made from the name where none is given.

    Returns:
        The team.

    Raises:
        TeamRefusalError: The address is taken, the name holds a web address, or its creator owns
            ``TEAMS_PER_PERSON`` teams already.
    """
    check_name(name)
    # Two requests at once count one by one.
    get_user_model()._default_manager.select_for_update().get(pk=owner.pk)  # noqa: SLF001
    if queries.teams_owned(owner) >= conf.teams_per_person:
        text = _("You own %(count)d teams, as many as one person may. Delete one first.")
        raise TeamRefusalError(text % {"count": conf.teams_per_person})
    return _create(owner, name, slug)


def check_name(name: str) -> None:
    """Refuse a web address in a team's name, which stands in e-mails to strangers."""
    try:
        validate_no_link(name)
    except ValidationError as error:
        raise TeamRefusalError(*error.messages) from None


@transaction.atomic
def ensure_personal_team(user: User) -> Team:
    """Return the team that is somebody's own, which is made if need be."""
    team = queries.personal_team(user)
    if team is None:
        name = _("%(name)s (personal)") % {"name": without_links(user.get_short_name())}
        try:
            with transaction.atomic():
                team = _create(user, name[:100], "", personal=True)
        except IntegrityError:  # another request of the same person was quicker
            team = Team.objects.get(personal_owner=user)
    return team


def _create(owner: User, name: str, slug: str, *, personal: bool = False) -> Team:
    wanted = slug or slugify(name)[:40].strip("-") or "team"
    for number in range(1, 100):
        candidate = wanted if number == 1 else f"{wanted}-{number}"
        taken = Team.objects.filter(slug=candidate).exists()
        unusable = taken or candidate in RESERVED_SLUGS
        if unusable and not slug:
            continue
        if unusable:
            break
        with transaction.atomic():
            team = Team.objects.create(
                name=name, slug=candidate, personal_owner=owner if personal else None
            )
            Membership.objects.create(team=team, user=owner, role=OWNER.name)
            record_event(team, Kind.CREATED, by=owner, detail=name)
            run_membership_steps(team)
        return team
    raise TeamRefusalError(_("This address is taken."))


@transaction.atomic
def update_team(team: Team, *, name: str, slug: str, by: User) -> Team:
    """Change a team's name and address; the old address stops working.

    Args:
        team: Which one.
        name: What it is called from now on.
        slug: Its address from now on.
        by: Who does it.

    Returns:
        The team as it is now.

    Raises:
        PermissionDenied: They may not.
        TeamRefusalError: The address is taken, or the name holds a web address.
    """
    held = lock_team(team)
    require(held, by, CHANGE_TEAM)
    if name != held.name:
        check_name(name)
    if slug != held.slug and slug in RESERVED_SLUGS:
        raise TeamRefusalError(_("This address is taken."))
    old_name, old_slug = held.name, held.slug
    held.name, held.slug = name, slug
    try:
        with transaction.atomic():
            held.save(update_fields=["name", "slug"])
    except IntegrityError:
        raise TeamRefusalError(_("This address is taken.")) from None
    if name != old_name:
        record_event(held, Kind.RENAMED, by=by, detail=f"{old_name} → {name}")
    if slug != old_slug:
        record_event(held, Kind.MOVED, by=by, detail=f"{old_slug} → {slug}")
    if (name, slug) != (old_name, old_slug):
        announcements.updated(held)
    return held


def add_member(team: Team, user: User, role: Role, *, by: User | None = None) -> Membership:
    """Put somebody into a team that is held; whoever is in it already stays as they are.

    Args:
        team: Where.
        user: Who.
        role: What they may do.
        by: Who let them in; themselves where they accepted an invitation.

    Returns:
        The membership.

    Raises:
        TeamRefusalError: ``TEAMS_SEAT_CHECKS`` has something against it.
    """
    found = queries.find_membership(team, user)
    if found is not None:
        return found
    if obstacles := queries.seat_obstacles(team):
        raise TeamRefusalError(*obstacles)
    membership = Membership.objects.create(team=team, user=user, role=role.name)
    record_event(team, Kind.JOINED, by=by or user, subject=user, detail=str(role.label))
    announcements.member_added(membership)
    run_membership_steps(team)
    return membership


@transaction.atomic
def change_role(membership: Membership, role: Role, *, by: User) -> Membership:
    """Give a member another role.

    Args:
        membership: Whose.
        role: Which one.
        by: Who does it.

    Returns:
        The membership as it is now.

    Raises:
        PermissionDenied: They may not give the new role or take the old one.
        TeamRefusalError: The team would be left without an owner.
    """
    team, held = _held(membership)
    giver = require(team, by, MANAGE_MEMBERS).find_role()
    if not (giver.may_give(role) and giver.may_give(held.find_role())):
        raise PermissionDenied
    if held.role == role.name:
        return held
    if not role.is_owner:
        check_owner_stays(held)
    old = held.find_role()
    held.role = role.name
    held.save(update_fields=["role"])
    detail = f"{old.label} → {role.label}"
    record_event(team, Kind.ROLE_CHANGED, by=by, subject=held.user, detail=detail)
    announcements.role_changed(held, old.name)
    withdraw_unsupported(team, held.user, by=by)
    return held


@transaction.atomic
def remove_member(membership: Membership, *, by: User) -> None:
    """Take somebody out of a team.

    Args:
        membership: Whose.
        by: Who does it.

    Raises:
        PermissionDenied: They may not.
        TeamRefusalError: The team would be left without an owner.
    """
    team, held = _held(membership)
    if not require(team, by, MANAGE_MEMBERS).find_role().may_give(held.find_role()):
        raise PermissionDenied
    check_owner_stays(held)
    held.delete()
    record_event(team, Kind.REMOVED, by=by, subject=held.user)
    announcements.member_removed(team, held.user, left=False)
    withdraw_unsupported(team, held.user, by=by)
    run_membership_steps(team)
    transaction.on_commit(lambda: emails.send_removed(team, held.user, by), robust=True)


@transaction.atomic
def leave_team(team: Team, user: User) -> None:
    """Let somebody leave a team.

    Args:
        team: Which one.
        user: Who.

    Raises:
        TeamRefusalError: They are its last owner, or it is their own.
        PermissionDenied: They are not in it.
    """
    held = lock_team(team)
    membership = queries.find_membership(held, user)
    if membership is None:
        raise PermissionDenied
    if held.personal_owner_id == user.pk:
        raise TeamRefusalError(_("This is your personal team. It is deleted with your account."))
    check_owner_stays(membership)
    membership.delete()
    record_event(held, Kind.LEFT, by=user, subject=user)
    announcements.member_removed(held, user, left=True)
    withdraw_unsupported(held, user, by=user)
    run_membership_steps(held)


@transaction.atomic
def transfer_ownership(membership: Membership, *, by: User) -> None:
    """Hand a team on: its new owner is another member, its old one becomes an admin.

    Args:
        membership: The new owner's.
        by: The old one.

    Raises:
        PermissionDenied: They are no owner, or the other is not in the team any more.
        TeamRefusalError: The team is a personal one.
    """
    team, held = _held(membership)
    giver = require(team, by, TRANSFER_TEAM)
    if team.is_personal:
        raise TeamRefusalError(_("This is your personal team. It cannot be transferred."))
    if held.pk == giver.pk:
        raise TeamRefusalError(_("You own this team already."))
    previous, held.role = held.role, OWNER.name
    held.save(update_fields=["role"])
    giver.role = ADMIN.name
    giver.save(update_fields=["role"])
    record_event(team, Kind.TRANSFERRED, by=by, subject=held.user)
    announcements.role_changed(held, previous)
    announcements.role_changed(giver, OWNER.name)
    withdraw_unsupported(team, giver.user, by=by)
    transaction.on_commit(lambda: emails.send_transferred(team, held.user, by), robust=True)


def run_membership_steps(team: Team) -> None:
    """Tell the project's other parts that somebody joined or left (``TEAMS_MEMBERSHIP_STEPS``)."""
    for step in conf.membership_steps.values():
        step(team)


def _held(membership: Membership) -> tuple[Team, Membership]:
    """Lock a membership's team; return both as they are now."""
    team = lock_team(membership.team)
    held = queries.find_membership(team, membership.user)
    if held is None:
        raise PermissionDenied
    held.team = team
    return team, held
