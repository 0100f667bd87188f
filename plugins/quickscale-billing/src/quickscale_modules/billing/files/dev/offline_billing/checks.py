"""A system check: rows of the stand-in for Stripe beside a key of Stripe's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.checks import CheckMessage, Tags, Warning, register  # noqa: A004 - its name
from django.db import connection
from djstripe import models as copies

from apps.billing.conf import conf
from apps.billing.models import Account
from dev.offline_billing.rows import offline_rows_exist

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.apps import AppConfig


@register(Tags.database)
def check_rows(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001 - Django's signature
    databases: Sequence[str] | None = None,
    **_kwargs: Any,
) -> list[CheckMessage]:
    """Look for rows of the stand-in beside a real key; ``migrate`` runs this as well."""
    if not databases or not conf.secret_key or conf.is_offline or not _is_migrated():
        return []
    if not offline_rows_exist():
        return []
    return [
        Warning(
            "The database holds customers and subscriptions of the stand-in for Stripe, of which"
            " Stripe itself knows nothing.",
            hint="Run ./manage.py remove_offline_stripe.",
            id="billing.W005",
        )
    ]


def _is_migrated() -> bool:
    """Tell whether the tables are there; before the first migration there are none."""
    there = connection.introspection.table_names()
    return {Account._meta.db_table, copies.Account._meta.db_table} <= set(there)  # noqa: SLF001
