"""The bodies that the other tests send are of the shape that Stripe's have.

They are held against the classes of Stripe's own library. Where a newer library has more, this says
what the bodies lack; a type of event that is new to it needs a body in ``bodies/events.py``.
"""

from __future__ import annotations

from typing import get_args

import pytest
import stripe

from apps.billing.tests.bodies.events import event, subjects
from apps.billing.tests.bodies.everything import everything
from apps.billing.webhooks import CONCERNS
from dev.stripe_offline.conformity import departures, departures_of_event

SUBJECTS = subjects()


@pytest.mark.parametrize("type_", SUBJECTS)
def test_an_event_has_stripes_shape(type_: str) -> None:
    assert departures_of_event(event(type_, SUBJECTS[type_], metadata={})) == []


def test_what_stripe_holds_has_stripes_shape() -> None:
    assert [word for one in everything() for word in departures(one)] == []


def test_every_type_that_concerns_us_has_a_body() -> None:
    known = set(get_args(stripe.Event.__annotations__["type"]))

    assert SUBJECTS.keys() <= known
    assert {type_ for type_ in known if type_.startswith(CONCERNS)} <= SUBJECTS.keys()
