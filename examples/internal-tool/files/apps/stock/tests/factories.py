"""Makes items for tests."""

from __future__ import annotations

from factory import Sequence, SubFactory
from factory.django import DjangoModelFactory

from apps.stock.models import Item, Shelf


class ShelfFactory(DjangoModelFactory[Shelf]):
    """A shelf of its own."""

    class Meta:
        model = Shelf

    code = Sequence(lambda number: f"A{number}")


class ItemFactory(DjangoModelFactory[Item]):
    """An item of which there is enough."""

    class Meta:
        model = Item

    name = Sequence(lambda number: f"Bolt M{number}")
    shelf = SubFactory(ShelfFactory)
    quantity = 100
    reorder_at = 10
