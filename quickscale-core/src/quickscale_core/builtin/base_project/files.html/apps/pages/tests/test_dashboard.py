from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from apps.pages import composed
from apps.pages.dashboard import (
    Activity,
    Card,
    Chart,
    ChartCard,
    Number,
    Point,
    Source,
    Step,
    Task,
)
from apps.pages.dashboard_page import ACTIVITY_SHOWN
from apps.users.tests.factories import UserFactory

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.test import Client

    from apps.users.models import User

pytestmark = pytest.mark.django_db

ADDRESS = reverse("pages:dashboard")
HOSTILE = "<img src=x onerror=alert(1)>"
SOURCES = (
    "DASHBOARD_NUMBERS",
    "DASHBOARD_TASKS",
    "DASHBOARD_ACTIVITY",
)
PARTS = (*SOURCES, "DASHBOARD_STEPS", "DASHBOARD_CHARTS", "DASHBOARD_CARDS")


def yes(_request: HttpRequest) -> bool:
    return True


def no(_request: HttpRequest) -> bool:
    return False


def not_theirs(_request: HttpRequest) -> None:
    return None


def numbers(_request: HttpRequest) -> list[Number]:
    return [Number(label=HOSTILE, value="1,240", trend="up", change="12 %", hint="of 2,000")]


def tasks(_request: HttpRequest) -> list[Task]:
    return [
        Task(text="An invitation is open", action="See invitations", href="/somewhere/"),
        Task(text="A payment failed", action="Pay", href="/pay/", urgent=True),
    ]


def old_activity(_request: HttpRequest) -> list[Activity]:
    return [Activity(text="Ada joined", at=timezone.now() - timedelta(days=2), who="Ada")]


def new_activity(_request: HttpRequest) -> list[Activity]:
    now = timezone.now()
    return [Activity(text=f"Step {ago}", at=now - timedelta(minutes=ago)) for ago in range(9)]


def chart(_request: HttpRequest) -> Chart:
    points = (Point(label="May 1", value=0), Point(label="May 2", value=40))
    return Chart(label="Exports", summary="40 exports", points=points)


def context(request: HttpRequest) -> dict[str, object]:
    return {"user_name": f"{request.user} & friends"}


def source(function: Callable[[HttpRequest], object]) -> Source:
    return f"{__name__}.{function.__name__}"


def step(label: str, done: Callable[[HttpRequest], object]) -> Step:
    return Step(label=label, body="Why.", url="pages:contact", icon="user", done=source(done))


@pytest.fixture
def compose(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Make the dashboard of what is named, and of nothing else."""

    def make(**parts: tuple[Any, ...]) -> None:
        for name in PARTS:
            monkeypatch.setattr(composed, name, parts.get(name, ()))

    return make


@pytest.fixture
def _empty(compose: Callable[..., None]) -> None:
    compose()


def test_the_dashboard_greets_by_first_name(client: Client) -> None:
    client.force_login(UserFactory.create(name="Ada <b>Ferreira"))

    assert "Hello, Ada" in client.get(ADDRESS).text


class TestChecklist:
    def test_it_says_what_is_done_and_leads_to_what_is_not(
        self, signed_in: Client, compose: Callable[..., None]
    ) -> None:
        compose(DASHBOARD_STEPS=(step("Name it", yes), step("Invite", no), step("Pay", not_theirs)))

        page = signed_in.get(ADDRESS).text

        assert page.count('data-state="done"') == 1
        assert page.count('data-state="open"') == 1
        assert f'<a href="{reverse("pages:contact")}">Invite</a>' in page
        assert "1 of 2" in page
        assert "Pay" not in page

    def test_it_is_gone_once_all_of_it_is_done(
        self, signed_in: Client, compose: Callable[..., None]
    ) -> None:
        compose(DASHBOARD_STEPS=(step("Name it", yes), step("Pay", not_theirs)))

        assert "Get started" not in signed_in.get(ADDRESS).text

    def test_whoever_hides_it_sees_it_no_more(
        self, signed_in: Client, user: User, compose: Callable[..., None]
    ) -> None:
        compose(DASHBOARD_STEPS=(step("Invite", no),))
        assert "Get started" in signed_in.get(ADDRESS).text

        answer = signed_in.post(reverse("pages:hide_checklist"), follow=True)

        assert answer.redirect_chain[-1][0] == ADDRESS
        assert "Get started" not in answer.text
        user.refresh_from_db()
        assert user.checklist_hidden

    def test_a_link_does_not_hide_it(self, signed_in: Client, client: Client) -> None:
        assert signed_in.get(reverse("pages:hide_checklist")).status_code == 405
        client.logout()
        assert client.post(reverse("pages:hide_checklist")).status_code == 302

    def test_a_step_of_the_project_opens_and_ticks_off_for_a_person(
        self, signed_in: Client
    ) -> None:
        for one in composed.DASHBOARD_STEPS:
            assert signed_in.get(reverse(one.url), follow=True).status_code == 200


def test_people_are_asked_for_their_name_until_they_gave_it(signed_in: Client, user: User) -> None:
    user.name = " "
    user.save()
    page = signed_in.get(ADDRESS).text
    assert "Say what to call you</a>" in page

    user.name = "Ada"
    user.save()
    assert "Say what to call you</a>" not in signed_in.get(ADDRESS).text


def test_numbers_have_their_trend_and_no_markup_of_their_own(
    signed_in: Client, compose: Callable[..., None]
) -> None:
    compose(DASHBOARD_NUMBERS=(source(numbers),))

    page = signed_in.get(ADDRESS).text

    assert all(words in page for words in ("1,240", "12 %", "of 2,000", "Up by"))
    assert HOSTILE not in page


def test_the_urgent_is_to_be_done_first(signed_in: Client, compose: Callable[..., None]) -> None:
    compose(DASHBOARD_TASKS=(source(tasks),))

    page = signed_in.get(ADDRESS).text

    assert page.index("A payment failed") < page.index("An invitation is open")
    assert 'href="/pay/"' in page


def test_what_happened_is_one_list_the_newest_first(
    signed_in: Client, compose: Callable[..., None]
) -> None:
    compose(DASHBOARD_ACTIVITY=(source(old_activity), source(new_activity), source(new_activity)))

    dashboard = signed_in.get(ADDRESS).context["dashboard"]

    assert len(dashboard.activity) == ACTIVITY_SHOWN
    assert [one.at for one in dashboard.activity] == sorted(
        (one.at for one in dashboard.activity), reverse=True
    )
    assert "Ada joined" not in [one.text for one in dashboard.activity]


def test_a_chart_is_drawn_and_written_as_a_table(
    signed_in: Client, compose: Callable[..., None]
) -> None:
    card = ChartCard(title="Usage", empty="Later.", icon="chart-bar", source=source(chart))
    compose(DASHBOARD_CHARTS=(card,))

    page = signed_in.get(ADDRESS).text

    assert 'height="100"' in page
    assert 'height="0"' in page
    assert '<th scope="row">May 2</th>' in page
    assert "Later." not in page


def test_a_chart_of_nothing_has_no_height() -> None:
    assert Chart(label="a", summary="b", points=(Point(label="c", value=0),)).top == 1
    assert Chart(label="a", summary="b", points=()).top == 1


def test_what_is_empty_says_what_will_be_here(
    signed_in: Client, compose: Callable[..., None]
) -> None:
    card = ChartCard(title="Usage", empty="Drawn here.", icon="inbox", source=source(not_theirs))
    nothing = f"{__name__}.none_of_it"
    compose(DASHBOARD_CHARTS=(card,), DASHBOARD_TASKS=(nothing,), DASHBOARD_ACTIVITY=(nothing,))

    page = signed_in.get(ADDRESS).text

    assert all(words in page for words in ("Drawn here.", "Nothing is due", "Nothing has happened"))


def none_of_it(_request: HttpRequest) -> list[object]:
    return []


@pytest.mark.usefixtures("_empty")
def test_a_dashboard_of_nothing_is_a_page(signed_in: Client) -> None:
    page = signed_in.get(ADDRESS).text

    assert "Nothing has happened yet" in page
    assert "Nothing is due" not in page


def test_cards_have_markup_and_context_of_their_own(
    signed_in: Client, compose: Callable[..., None]
) -> None:
    card = "pages/cards/help.html"
    compose(
        DASHBOARD_CARDS=(
            Card(template=card),
            Card(template=card, context=source(context), wide=True),
        )
    )

    page = signed_in.get(ADDRESS)

    assert page.text.count("Questions?") == 2
    assert [wide for wide, _ in page.context["dashboard"].cards] == [False, True]


def test_each_part_asks_the_database_at_most_once(signed_in: Client) -> None:
    signed_in.get(ADDRESS)
    with CaptureQueriesContext(connection) as shell:
        signed_in.get(reverse(composed.SETTINGS_SECTIONS[0].url))

    with CaptureQueriesContext(connection) as asked:
        signed_in.get(ADDRESS)

    assert len(asked) <= len(shell) + sum(len(getattr(composed, name)) for name in PARTS)
