"""What Stripe says when it is asked, put there by hand, and whether the copies say the same."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypeAlias

import stripe

from apps.billing import mirror
from apps.billing.stripe_calls import client
from apps.billing.tests.bodies import people, subscriptions
from dev.stripe_offline.store import the_store

if TYPE_CHECKING:
    from collections.abc import Iterable

    from apps.billing.tests.bodies.forms import Obj

Answers: TypeAlias = "dict[str, Obj | None]"
"""What Stripe says, by the ids of its objects."""


def hold(*objects: Obj) -> None:
    """Have Stripe say from now on that these are so."""
    for obj in objects:
        for part in ("items", "lines"):
            for one in (obj.get(part) or {}).get("data", ()):
                the_store().put(one)
        the_store().put(obj)


def forget(object_id: str) -> None:
    """Have Stripe know nothing of an object."""
    the_store().delete(object_id)


def delete_customer() -> None:
    """Have Stripe say what it says once the customer is deleted."""
    hold({"id": people.CUSTOMER, "object": "customer", "deleted": True})
    hold(people.payment_method(customer=None))
    found = the_store().get(subscriptions.SUBSCRIPTION) or {}
    hold(subscriptions.subscription(metadata=found["metadata"], status="canceled"))


def copy_all(objects: Iterable[Obj]) -> None:
    """Copy how these are now."""
    for obj in objects:
        if obj["object"] in mirror.KINDS:
            mirror.refresh(obj["object"], obj["id"])


def answers() -> Answers:
    """Return what Stripe says about everything that billing copies, for as long as it stays so."""
    return {one["id"]: _answer(one["object"], one["id"]) for one in _held()}


def wrong_copies(*only: str, now: Answers | None = None) -> list[str]:
    """Return what copies hold that is not what Stripe says now, and copies of what is gone.

    Args:
        *only: The ids to look at, or none for all.
        now: What Stripe says, to spare it the questions.
    """
    wrong: list[str] = []
    for kind, model in mirror.KINDS.items():
        for copy in model.objects.filter(**({"id__in": only} if only else {})):
            found = _answer(kind, copy.id) if now is None else now.get(copy.id)
            wrong += [f"{copy.id}: {word}" for word in _differences(copy.stripe_data, found)]
    return wrong


def _held() -> list[Obj]:
    return [one for kind in mirror.KINDS for one in the_store().find(kind)]


def _answer(kind: str, object_id: str) -> Obj | None:
    try:
        found = getattr(client().v1, f"{kind}s").retrieve(object_id)
    except stripe.InvalidRequestError:
        return None
    answer: Obj = json.loads(str(found))
    return answer


def _differences(copy: Obj, now: Obj | None) -> list[str]:
    if now is None:
        return ["is gone"]
    names = now.keys() - set(mirror.NOT_COPIED)
    return [name for name in names if copy.get(name, "nothing") != now[name]]


def said_by_us() -> int:
    """Return how often Stripe was asked to change something: each such request has a key."""
    return the_store().count("idempotency")
