"""What the plugin puts into a project, held to lists that are read before they change.

After a wanted change, ``UPDATE_GOLDEN=1 pytest`` writes the lists anew; read the difference.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from quickscale_core.testing import settings_of

if TYPE_CHECKING:
    from quickscale_core.testing import CheckGolden, ComposedProject, ComposeProject


@pytest.fixture(scope="module")
def plain(compose: ComposeProject) -> ComposedProject:
    return compose(["api"])


def test_contributions_are_those_of_the_list(
    plain: ComposedProject, compose: ComposeProject, quickscale_golden: CheckGolden
) -> None:
    quickscale_golden("plain", plain, beyond=compose(["auth"]))


def test_pages_of_other_origins_are_let_in_by_an_option_alone(
    plain: ComposedProject, compose: ComposeProject, quickscale_golden: CheckGolden
) -> None:
    open_to_others = compose(["api"], options={"api": {"cors": True}})

    assert "CORS_ALLOWED_ORIGINS" not in settings_of(plain)
    quickscale_golden("cors", open_to_others, beyond=plain)


def test_webhooks_come_by_an_option(
    plain: ComposedProject, compose: ComposeProject, quickscale_golden: CheckGolden
) -> None:
    chosen = compose(["api"], options={"api": {"webhooks": True}})
    of_teams = compose(["api", "teams"], options={"api": {"webhooks": True}})

    assert not [path for path in plain.tree if path.startswith("apps/webhooks/")]
    assert "team_owners" in str(settings_of(of_teams)["WEBHOOKS_OWNERS"])
    quickscale_golden("webhooks", chosen, beyond=plain)


def test_a_request_has_its_sender_and_its_zone_before_the_api_sees_it(
    compose: ComposeProject,
) -> None:
    order = [one.path for one in compose(["api", "teams"]).composition.middleware]
    ours = order.index("apps.api.middleware.ApiMiddleware")

    assert order.index("apps.users.middleware.TimeZoneMiddleware") < ours
    assert order.index("apps.teams.middleware.TeamMiddleware") < ours
