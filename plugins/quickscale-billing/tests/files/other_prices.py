"""What an owner may make of ``prices.py`` of metering."""

from __future__ import annotations

from apps.metering.catalog import MeteredPrice

METERED = {"starter": (MeteredPrice(limit="visits", unit_amount=300, currency="jpy"),)}
