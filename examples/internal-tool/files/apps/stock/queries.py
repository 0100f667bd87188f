"""Reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F

from apps.stock.models import Item

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest


def items_named(wanted: str) -> QuerySet[Item]:
    """Return the items whose name holds some text, with their shelves."""
    return Item.objects.filter(name__icontains=wanted).select_related("shelf")


def low_items() -> QuerySet[Item]:
    """Return what has to be ordered."""
    return Item.objects.filter(quantity__lte=F("reorder_at")).select_related("shelf")


def low_items_card(_request: HttpRequest) -> dict[str, object]:
    """Return what the dashboard's card shows."""
    return {"items": list(low_items()[:5])}
