"""What usage costs: change this file, then run ``manage.py sync_plans``.

Under the key of a plan of ``apps/billing/plans.py`` stands what is paid beside its price, here 12.5
cents for each export above those that the plan includes::

    from decimal import Decimal

    from apps.metering.catalog import MeteredPrice

    METERED = {
        "starter": (MeteredPrice(limit="exports", unit_amount=Decimal("12.5")),),
    }
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from apps.metering.catalog import MeteredPrice

METERED: Final[dict[str, tuple[MeteredPrice, ...]]] = {}
