"""What outgoing webhooks add to a project, where the option ``webhooks`` is on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quickscale_core import (
    ApiRoute,
    ApiScope,
    App,
    Dependency,
    ListItem,
    PeriodicTask,
    Setting,
    SettingsSection,
    UrlInclude,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quickscale_core import Contribution, Layer, SettingsGroup, Spec

__all__ = ["contributions"]

LOCAL_LAYERS: tuple[Layer, ...] = ("local", "test")


def contributions(spec: Spec) -> Iterator[Contribution]:
    """Yield everything but files.

    Args:
        spec: The project, with the owner's answers.
    """
    yield Dependency(requirement="standardwebhooks>=1.1,<2")
    yield App(
        path="apps.webhooks",
        summary="events sent to addresses that people choose, signed, tried again and on record",
        after=("apps.accounts", "apps.teams", "apps.billing"),
    )
    yield ListItem(setting="EVENT_LISTENERS", value="apps.webhooks.outbox.listen")
    yield ListItem(setting="ACCOUNTS_EXPORTERS", value="apps.webhooks.queries.webhook_data")
    for layer in LOCAL_LAYERS:
        yield Setting(
            name="WEBHOOKS_ALLOW_LOCAL",
            value=True,
            layer=layer,
            comment="This machine may be an endpoint, without TLS; never on a site.",
        )
    yield PeriodicTask(
        name="webhooks-due", task="apps.webhooks.tasks.deliver_due", every_seconds=60
    )
    yield PeriodicTask(
        name="webhooks-clean-up", task="apps.webhooks.tasks.clean_up", every_seconds=3600
    )
    yield ApiRoute(prefix="webhooks/", module="apps.webhooks.api")
    yield ApiScope(name="webhooks", label="Webhook endpoints and deliveries")
    if spec.has("teams"):
        yield Setting(
            name="WEBHOOKS_OWNERS",
            value="apps.webhooks.team_owners.TeamOwners",
            comment="Teams have endpoints.",
        )
        yield ListItem(
            setting="TEAMS_DELETION_STEPS", value="apps.webhooks.team_owners.forget_team"
        )
    yield from _pages("team" if spec.has("teams") else "account")


def _pages(group: SettingsGroup) -> Iterator[Contribution]:
    yield UrlInclude(prefix="settings/webhooks/", module="apps.webhooks.urls")
    yield SettingsSection(
        name="webhooks",
        label="Webhooks",
        url="webhook_endpoints",
        icon="send",
        group=group,
        after=("sessions", "connections", "members", "billing", "api-keys"),
    )
