"""dj-stripe's copies of Stripe's objects: read from Stripe, never guessed from what an event says.

Stripe is asked outside of a transaction, and an answer is kept only if no later question was
answered already. So events may come late, twice, at once and in any order.

Stripe promises no order of events, and may send one twice:
https://docs.stripe.com/webhooks#event-ordering
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final, ParamSpec, TypeVar

import stripe
from django.db import transaction
from django.utils import timezone
from djstripe import models as copies

from apps.billing import queries
from apps.billing.conf import conf
from apps.billing.entitlements import forget
from apps.billing.models import ObjectReading
from apps.billing.stripe_calls import client, id_of, is_missing

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

logger = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

KINDS: Final[dict[str, Any]] = {
    "charge": copies.Charge,
    "coupon": copies.Coupon,
    "customer": copies.Customer,
    "dispute": copies.Dispute,
    "invoice": copies.Invoice,
    "payment_method": copies.PaymentMethod,
    "price": copies.Price,
    "product": copies.Product,
    "promotion_code": copies.PromotionCode,
    "refund": copies.Refund,
    "subscription": copies.Subscription,
}
"""What is copied, by Stripe's name for the kind of object."""

NOT_COPIED: Final = (
    "balance_transaction",
    "default_source",
    "discount",
    "payment_intent",
    "sources",
)
"""What dj-stripe would ask Stripe for, one by one, or stumbles over, and nobody here reads."""

REFERENCES: Final = {
    "charge": "charge",
    "customer": "customer",
    "default_payment_method": "payment_method",
    "payment_method": "payment_method",
    "product": "product",
}
"""Which fields refer to something that is copied, and to which kind of it."""

DELETABLE: Final = ("coupon", "invoice", "price", "product", "subscription")
"""What Stripe knows nothing of any more once it is deleted; all else it keeps and shows.

Subscriptions are deleted with all test data only; a copy would keep its plan for ever.
"""


def refresh(kind: str, object_id: str) -> Any | None:
    """Ask Stripe how an object is now, and keep the answer.

    Returns:
        Stripe's answer, or nothing where Stripe has no such object.
    """
    asked_at = timezone.now()
    service = getattr(client().v1, f"{kind}s")
    try:
        found = service.retrieve(object_id)
    except stripe.InvalidRequestError as error:
        if not is_missing(error):
            raise
        logger.info("Stripe has no such object any more", extra={"object": object_id})
        if kind in DELETABLE:
            _delete(kind, object_id, asked_at)
        return None
    store(found, asked_at)
    return found


def refresh_methods_of(customer_id: str) -> None:
    """Copy anew what a customer could pay with, who is gone: it is nobody's now."""
    known = copies.PaymentMethod.objects.filter(customer__id=customer_id)
    for object_id in list(known.values_list("id", flat=True)):
        refresh("payment_method", object_id)


def kept(ask: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Ask Stripe, and keep what it answers: an object, or each of a list.

    Args:
        ask: A method of Stripe's client, such as ``client().v1.customers.update``.
        *args: What it takes.
        **kwargs: What it takes by name.
    """
    asked_at = timezone.now()
    answer: Any = ask(*args, **kwargs)
    for one in answer.auto_paging_iter() if answer["object"] == "list" else [answer]:
        store(one, asked_at)
    return answer  # type: ignore[no-any-return]


def store(found: Any, asked_at: datetime) -> bool:
    """Keep what Stripe answered.

    Returns:
        Whether it was kept: it is not where a later question was answered before.
    """
    kind = found["object"]
    for needed_kind, needed_id in _needs(kind, found):
        ensure(needed_kind, needed_id)
    _make_fit(found)
    with transaction.atomic():
        if not _is_news(found["id"], asked_at):
            return False
        if not _is_copied(kind, found):
            KINDS[kind].sync_from_stripe_data(found, api_key=conf.secret_key)
    if kind == "subscription":
        account = queries.account_with_customer(id_of(found["customer"]))
        if account is not None:
            forget(account)
    return True


def ensure(kind: str, object_id: str) -> None:
    """Copy an object unless there is a copy: what refers to it cannot be kept without."""
    if not KINDS[kind].objects.filter(id=object_id).exists():
        refresh(kind, object_id)


def _delete(kind: str, object_id: str, asked_at: datetime) -> None:
    """Delete the copy of what Stripe has deleted, unless a later question was answered before."""
    with transaction.atomic():
        if _is_news(object_id, asked_at):
            KINDS[kind].objects.filter(id=object_id).delete()


def _is_news(object_id: str, asked_at: datetime) -> bool:
    """Note when Stripe was asked about an object; tell whether nobody who asked later was faster.

    The object is locked until the transaction ends.
    """
    older = ObjectReading.objects.filter(pk=object_id, asked_at__lte=asked_at)
    if older.update(asked_at=asked_at):
        return True
    # There is a newer one, or none at all, unless somebody makes it at this moment.
    first = ObjectReading(pk=object_id, asked_at=asked_at)
    ObjectReading.objects.bulk_create([first], ignore_conflicts=True)
    return bool(older.update(asked_at=asked_at))


def _is_copied(kind: str, found: Any) -> bool:
    """Tell whether there is a copy already that says the same, with all that it refers to."""
    copied = KINDS[kind].objects.filter(id=found["id"]).values_list("stripe_data", flat=True)
    return found.to_dict(for_json=True) in copied


def _make_fit(found: Any) -> None:
    """Change what dj-stripe stumbles over: lists that Stripe may leave out, and what to skip."""
    for name in NOT_COPIED:
        if name in found:
            del found[name]
    if "balance_transactions" in found:
        found["balance_transactions"] = []
    if found["object"] == "customer":
        # dj-stripe keeps both with what Stripe says.
        settings = found.get("invoice_settings") or {}
        found["default_payment_method"] = settings.get("default_payment_method")
        found["deleted"] = bool(found.get("deleted"))
    if found["object"] == "invoice":
        # Stripe gives the ids of discounts, and dj-stripe takes them for discounts.
        for whole in (found, *found["lines"]["data"]):
            whole["discounts"] = []
    parts = found["items"]["data"] if found["object"] == "subscription" else []
    for part in (found, *parts):
        for name in ("default_tax_rates", "tax_rates"):
            if name in part and part[name] is None:
                part[name] = []


def _needs(kind: str, found: Any) -> list[tuple[str, str]]:
    """Return what an object refers to, so that it is copied before, outside of a transaction."""
    needs: list[tuple[str, str]] = [
        (wanted, id_of(found.get(name)))
        for name, wanted in REFERENCES.items()
        if wanted != kind and found.get(name)
    ]
    if kind == "subscription":
        needs += [("price", item["price"]["id"]) for item in found["items"]["data"]]
    if kind == "invoice":
        about = (line.get("subscription") for line in found["lines"]["data"])
        needs += [("subscription", id_of(one)) for one in about if one]
    return needs
