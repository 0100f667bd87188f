"""Amounts and times as people read them."""

from __future__ import annotations

from datetime import UTC, datetime

from django import template
from django.contrib.staticfiles import finders

from ..conf import stylesheets  # noqa: TID252 - the package is found wherever it stands

__all__ = ["day", "moment", "money", "theme_stylesheets"]

register = template.Library()

_WHOLE = {"bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "ugx", "vnd", "vuv"}
_THOUSANDTHS = {"bhd", "jod", "kwd", "omr", "tnd"}


@register.filter
def money(amount: int | None, currency: str | None) -> str:
    """Return an amount in its currency's smallest unit as ``12.50 EUR``."""
    name = currency or "usd"
    value = amount or 0
    places = 0 if name in _WHOLE else 3 if name in _THOUSANDTHS else 2
    figures = f"{value / 10**places:,.{places}f}"
    return f"{figures} {name.upper()}"


@register.filter
def day(timestamp: int | None) -> str:
    """Return the date of a timestamp, in UTC."""
    return datetime.fromtimestamp(timestamp, UTC).strftime("%-d %B %Y") if timestamp else ""


@register.filter
def moment(timestamp: int | None) -> str:
    """Return a timestamp with its time, in UTC."""
    return datetime.fromtimestamp(timestamp, UTC).strftime("%Y-%m-%d %H:%M:%S") if timestamp else ""


@register.simple_tag
def theme_stylesheets() -> list[str]:
    """Return those of the project's style sheets to draw with that are there."""
    return [path for path in stylesheets() if finders.find(path)]
