"""The table of resources against the installed library."""

from __future__ import annotations

from stripe_offline.kinds import KINDS
from stripe_offline.resources import ROUTES
from stripe_offline.routes import named
from stripe_offline.shapes import blank, fields_of


def test_the_library_declares_the_parameters_of_every_route() -> None:
    assert not [route.path for route in ROUTES if named(route.params) is None]
    for route in ROUTES:
        if declared := named(route.params):
            assert "api_key" not in fields_of(declared)


def test_no_two_routes_are_the_same() -> None:
    seen = [(route.method, route.path) for route in ROUTES]
    particular = {("DELETE", "subscriptions/{}")}

    assert {one for one in seen if seen.count(one) > 1} <= particular


def test_every_kind_begins_with_every_field_of_its_class() -> None:
    for name, kind in KINDS.items():
        made = blank(kind.shape)
        assert "id" in made, name
        assert made["object"] == name
