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
    from datetime import datetime

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


FIRST_DAY: Final = timedelta(hours=1)


def seed(demo: Demo) -> None:
    """Make the teams that are not there yet."""
    for name, slug, roles in TEAMS:
        if Team.objects.filter(slug=slug).exists():
            continue
        people = list(zip(demo.people, roles, strict=False))
        founder = next(person for person, role in people if role.is_owner)
        team = Team.objects.create(name=name, slug=slug, created_at=founder.date_joined)
        with in_team(team):
            note(team, team.created_at, Kind.CREATED, by=founder, detail=name)
            inviters = [founder]
            for person, role in people:
                join(team, person, role, inviters[-1])
                if role == ADMIN:
                    inviters.append(person)
            if (name, slug, roles) == TEAMS[0]:
                invite(demo, team, inviters)
        demo.made.append(f"Created the team {name} with {len(people)} members")


def join(team: Team, person: User, role: Role, inviter: User) -> None:
    """Let somebody into a team by an invitation; whoever helps to run it gets there later."""
    joined = max(team.created_at, person.date_joined + FIRST_DAY)
    Membership.objects.create(team=team, user=person, role=role.name, joined_at=joined)
    if role.is_owner:
        return
    said = str(MEMBER.label)
    note(team, joined - timedelta(days=1), Kind.INVITED, by=inviter, whom=person, detail=said)
    note(team, joined, Kind.JOINED, by=person, whom=person, detail=said)
    if role != MEMBER:
        change = f"{MEMBER.label} → {role.label}"
        later = joined + timedelta(days=20)
        note(team, later, Kind.ROLE_CHANGED, by=inviter, whom=person, detail=change)


def invite(demo: Demo, team: Team, inviters: list[User]) -> None:
    """Invite a new colleague, and one who has let the invitation expire."""
    for number, (email, role, days) in enumerate(INVITED):
        sent = demo.now - timedelta(days=days)
        inviter = inviters[number % len(inviters)]
        Invitation.objects.create(
            email=email,
            role=role.name,
            token_hash=hash_token(secrets.token_urlsafe(32)),
            invited_by=inviter,
            created_at=sent,
            expires_at=sent + timedelta(days=conf.invitation_days),
        )
        note(team, sent, Kind.INVITED, by=inviter, whom=email, detail=str(role.label))


def note(  # noqa: PLR0913 - as many as an event has
    team: Team,
    then: datetime,
    kind: TeamEvent.Kind,
    *,
    by: User,
    whom: User | str = "",
    detail: str,
) -> None:
    """Write into a team's log what happened at a moment."""
    TeamEvent.objects.create(
        team=team,
        kind=kind,
        actor=by,
        actor_name=str(by),
        subject=str(whom),
        subject_user=None if isinstance(whom, str) else whom,
        detail=detail,
        created_at=then,
    )
