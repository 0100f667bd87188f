"""Demo data: a company's team with its people and open invitations, and a second one."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from apps.teams.conf import conf
from apps.teams.models import Invitation, Membership, Team, TeamEvent, hash_token
from apps.teams.roles import ADMIN, MEMBER, OWNER
from apps.teams.scoping import in_team

if TYPE_CHECKING:
    from apps.ops.seeding import Demo
    from apps.teams.roles import Role
    from apps.users.models import User

Kind = TeamEvent.Kind

TEAMS: Final = (
    ("Blue Harbour", "blue-harbour", (OWNER, ADMIN, MEMBER, MEMBER, MEMBER, MEMBER)),
    ("Lighthouse Research", "lighthouse-research", (MEMBER, OWNER, MEMBER)),
)
"""Name, address, and the role of each of the demo company's first people."""

INVITED: Final = (("ines@example.com", MEMBER, 2), ("oskar@example.com", ADMIN, 9))
"""Who is invited into the first team, as what, and how many days ago; the last one too long."""


def seed(demo: Demo) -> None:
    """Make the teams that are not there yet."""
    for name, slug, roles in TEAMS:
        if Team.objects.filter(slug=slug).exists():
            continue
        people = list(zip(demo.people, roles, strict=False))
        founder = next(person for person, role in people if role.is_owner)
        team = Team.objects.create(name=name, slug=slug, created_at=founder.date_joined)
        with in_team(team):
            note(team, founder, Kind.CREATED, founder, detail=name)
            for person, role in people:
                join(team, person, role, founder)
            if (name, slug, roles) == TEAMS[0]:
                invite(demo, team)
        demo.made.append(f"Created the team {name} with {len(people)} members")


def join(team: Team, person: User, role: Role, founder: User) -> None:
    """Let somebody into a team on their first day, or the team's."""
    joined = max(team.created_at, person.date_joined + timedelta(hours=1))
    Membership.objects.create(team=team, user=person, role=role.name, joined_at=joined)
    if person != founder:
        event = note(team, person, Kind.JOINED, person, detail=str(role.label))
        TeamEvent.objects.filter(pk=event.pk).update(created_at=joined)


def invite(demo: Demo, team: Team) -> None:
    """Invite a new colleague, and one who has let the invitation expire."""
    for email, role, days in INVITED:
        sent = demo.now - timedelta(days=days)
        Invitation.objects.create(
            email=email,
            role=role.name,
            token_hash=hash_token(secrets.token_urlsafe(32)),
            invited_by=demo.user,
            created_at=sent,
            expires_at=sent + timedelta(days=conf.invitation_days),
        )
        event = note(team, demo.user, Kind.INVITED, email, detail=str(role.label))
        TeamEvent.objects.filter(pk=event.pk).update(created_at=sent)


def note(team: Team, by: User, kind: TeamEvent.Kind, whom: User | str, *, detail: str) -> TeamEvent:
    """Write into a team's log."""
    return TeamEvent.objects.create(
        kind=kind,
        actor=by,
        actor_name=str(by),
        subject="" if kind == Kind.CREATED else str(whom),
        subject_user=None if kind == Kind.CREATED or isinstance(whom, str) else whom,
        detail=detail,
        created_at=team.created_at,
    )
