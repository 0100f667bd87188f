"""Demo data: the demo company's first team has a plan with seats."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apps.billing import standings
from apps.billing.conf import conf
from apps.billing.subjects import UserSubjects
from apps.teams import queries
from dev.offline_billing.demo import A_DAY, subscribe, use

if TYPE_CHECKING:
    from datetime import datetime

    from apps.ops.seeding import Demo


def seed(demo: Demo) -> None:
    """Give the demo login's first team a subscription; the other teams are left to choose."""
    team = queries.teams_of(demo.user).order_by("created_at").first()
    if team is None or not conf.is_offline or isinstance(conf.subjects, UserSubjects):
        return
    account = conf.subjects.make_account(team)
    if standings.subscriptions(account).exists():
        return

    def seats(then: datetime) -> int:
        return team.memberships.filter(joined_at__lte=then).count() or 1

    if not subscribe(demo, account, ("pro", "month"), since=team.created_at, seats=seats):
        return
    use(demo, account, A_DAY["pro"])
    demo.made.append(f"Gave {team.name} a subscription with its invoices")
