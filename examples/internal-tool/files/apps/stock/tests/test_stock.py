from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.stock.models import Item
from apps.stock.tests.factories import ItemFactory, ShelfFactory

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from apps.users.models import User

pytestmark = pytest.mark.django_db

LIST = reverse("stock:list")
ADD = reverse("stock:add")


@pytest.mark.parametrize("address", [LIST, ADD])
def test_the_stockroom_is_closed_to_strangers(client: Client, address: str) -> None:
    assert f"next={address}" in client.get(address).headers["Location"]


def test_nobody_signs_up_by_themselves(client: Client) -> None:
    assert "closed" in client.get(reverse("account_signup")).text.lower()


def test_an_item_is_added_by_whoever_counted_it(signed_in: Client, user: User) -> None:
    shelf = ShelfFactory.create(code="B2")
    values = {"name": "Washer", "shelf": shelf.pk, "quantity": 3, "reorder_at": 5}

    page = signed_in.post(ADD, values, follow=True).text

    assert "Item added" in page
    assert "order" in page
    assert Item.objects.get().counted_by == user


def test_an_item_is_found_changed_and_deleted(signed_in: Client) -> None:
    item = ItemFactory.create(name="Hinge")
    address = reverse("stock:change", args=[item.pk])
    assert "Hinge" in signed_in.get(LIST, {"q": "HIN"}).text
    assert "Nothing on the shelves" in signed_in.get(LIST, {"q": "nail"}).text

    values = {"name": "Hinge", "shelf": item.shelf_id, "quantity": 7, "reorder_at": 0}
    signed_in.post(address, values)
    item.refresh_from_db()
    assert item.quantity == 7

    delete = reverse("stock:delete", args=[item.pk])
    assert "Hinge" in signed_in.get(delete).text
    signed_in.post(delete)
    assert not Item.objects.exists()


def test_the_list_asks_no_more_for_more_rows(
    signed_in: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ItemFactory.create_batch(2)
    signed_in.get(LIST)
    with CaptureQueriesContext(connection) as few:
        signed_in.get(LIST)
    ItemFactory.create_batch(20)
    with django_assert_num_queries(len(few)):
        signed_in.get(LIST)


def test_what_is_low_is_on_the_dashboard_and_in_the_weekly_list(signed_in: Client) -> None:
    dashboard = reverse("pages:dashboard")
    assert "enough of everything" in signed_in.get(dashboard).text
    item = ItemFactory.create(name="Fuse", quantity=1)
    assert "Fuse" in signed_in.get(dashboard).text
    out = StringIO()
    call_command("low_stock", stdout=out)
    assert out.getvalue() == f"{item.shelf.code}  Fuse: 1\n"


def test_things_are_called_by_their_names() -> None:
    item = ItemFactory.create(name="Fuse", shelf__code="C1")
    assert [str(item), str(item.shelf)] == ["Fuse", "C1"]
