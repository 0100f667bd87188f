"""A system check: accounts that still belong to people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.checks import CheckMessage, Tags, Warning, register  # noqa: A004
from django.db import DatabaseError

from apps.billing.models import Account

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.apps import AppConfig


@register(Tags.database)
def check_accounts(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001 - Django's signature
    databases: Sequence[str] | None = None,
    **_kwargs: Any,
) -> list[CheckMessage]:
    """Look for people who pay although teams should; asked by ``check --database default``."""
    if not databases:
        return []
    try:
        count = Account.objects.exclude(user=None).exclude(customer_id=None).count()
    except DatabaseError:
        return []  # the tables are not there yet
    if not count:
        return []
    return [
        Warning(
            f"{count} accounts belong to people, and their plans count for nobody.",
            hint="Run manage.py move_billing_to_teams.",
            id="team_billing.W001",
        )
    ]
