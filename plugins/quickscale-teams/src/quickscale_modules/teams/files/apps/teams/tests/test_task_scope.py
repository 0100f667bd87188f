"""The team travels into tasks, through the message as a worker gets it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from celery import current_app, shared_task
from celery.app.trace import build_tracer
from django_scopes import scopes_disabled

from apps.teams import endings
from apps.teams.models import Invitation, Team
from apps.teams.scoping import current_teams, in_team
from apps.teams.tests.factories import InvitationFactory, TeamFactory, make_team

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.django_db

SEEN: list[Any] = []
QUEUE = "teams-tests"


@shared_task(name="apps.teams.tests.look")
def look() -> None:
    """Note which invitations a task sees."""
    SEEN.extend(sorted(Invitation.objects.values_list("email", flat=True)))


@pytest.fixture
def _queued() -> Iterator[None]:
    """Send tasks instead of running them at once, through a broker in memory."""
    SEEN.clear()
    before = current_app.conf.task_always_eager, current_app.conf.broker_url
    current_app.conf.update(task_always_eager=False, broker_url="memory://")
    yield
    current_app.conf.update(task_always_eager=before[0], broker_url=before[1])


def work() -> str:
    """Take the next message and run its task as a worker does; return how it ended."""
    with current_app.connection_for_read() as connection:
        channel: Any = connection.default_channel
        message = channel.basic_get(QUEUE, no_ack=True)
        assert message is not None
    trace = build_tracer(look.name, look, app=current_app, eager=False)
    request = {**message.headers, "is_eager": False, "args": [], "kwargs": {}}
    ended = trace(message.headers["id"], [], {}, request).info
    return "SUCCESS" if ended is None else str(ended.state)


@pytest.mark.usefixtures("_queued")
class TestWorker:
    def test_a_task_works_for_the_team_that_sent_it(self) -> None:
        ours, theirs = TeamFactory.create_batch(2)
        InvitationFactory.create(team=ours, email="ours@example.com")
        InvitationFactory.create(team=theirs, email="theirs@example.com")
        with in_team(ours):
            look.apply_async(queue=QUEUE)

        assert work() == "SUCCESS"

        assert SEEN == ["ours@example.com"]
        with pytest.raises(Exception, match="No team is active"):
            current_teams()

    def test_a_task_that_no_team_sent_sees_nothing(self) -> None:
        InvitationFactory.create()
        look.apply_async(queue=QUEUE)
        with scopes_disabled():
            look.apply_async(queue=QUEUE)

        for _message in range(2):
            assert work() == "FAILURE"

        assert SEEN == []

    def test_a_task_of_a_team_that_is_gone_sees_nothing(self) -> None:
        team, owner, _others = make_team()
        with in_team(team):
            look.apply_async(queue=QUEUE)
        endings.close_team(team, by=owner.user)

        assert work() == "FAILURE"

        assert Team.objects.exists()


def test_a_task_run_at_once_is_in_its_callers_team() -> None:
    SEEN.clear()
    invitation = InvitationFactory.create()

    with in_team(invitation.team):
        look.delay()
        assert current_teams() == (invitation.team.pk,)

    assert [invitation.email] == SEEN
