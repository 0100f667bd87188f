"""Makes Stripe's products and prices match ``plans.py``.

What of a price may change, and how its key moves on to the next one:
https://docs.stripe.com/products-prices/manage-prices
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

import stripe
from django.utils.translation import gettext as _

from apps.billing import mirror, plans
from apps.billing.catalog import Plan
from apps.billing.former_plans import terms_of
from apps.billing.parts import parts
from apps.billing.stripe_calls import BillingError, client, is_missing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from apps.billing.catalog import Purchase

OURS: Final = "plans.py"
"""What ``metadata.made_by`` says of products that are made here; others are left alone."""

UNSEEN: Final = ("billing_scheme", "tiers", "tiers_mode", "unit_amount_decimal")
"""What of a price is not compared: Stripe leaves it out of lists, or writes it otherwise."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing to do at Stripe.

    Attributes:
        verb: ``create``, ``update`` or ``archive``.
        kind: Of what, as Stripe's library names it: ``product``, ``price``, ``billing.meter``.
        key: The product's id, or the name by which the rest is found.
        params: What is sent.
        object_id: What is changed, unless it is made.
    """

    verb: str
    kind: str
    key: str
    params: dict[str, Any]
    object_id: str = ""

    def __str__(self) -> str:
        return f"{self.verb} {self.kind.rpartition('.')[2]} {self.key}"


@dataclass(frozen=True, kw_only=True)
class Product:
    """A product as it is to be at Stripe.

    Attributes:
        id: What Stripe calls it.
        params: What it says of itself.
        prices: What it costs, by lookup key. A meter that a step before it makes is named by the
            step's key.
        before: What is done before it is made.
    """

    id: str
    params: dict[str, Any]
    prices: dict[str, dict[str, Any]]
    before: tuple[Step, ...] = ()


def plan_steps() -> list[Step]:
    """Return what is to be done, in order, after asking Stripe how things are.

    Nothing is to be done where Stripe matches ``plans.py`` already. Prices cannot be changed: a new
    amount is a new price, which takes the old one's lookup key over.

    Raises:
        BillingError: A plan is gone from ``plans.py`` that somebody is subscribed to.
    """
    wanted = list(_wanted())
    steps = list({step.key: step for one in wanted for step in one.before}.values())
    for one in wanted:
        steps += _steps_for(one)
    known = {one.id for one in wanted}
    for product in client().v1.products.list({"active": True, "limit": 100}).auto_paging_iter():
        if _made_by(product) == OURS and product.id not in known:
            _check_unused(product)
            steps.append(_archive("product", product.id, product.id))
    return steps


def apply(steps: list[Step]) -> None:
    """Do what is to be done, and copy what came of it."""
    made: dict[str, str] = {}
    for step in steps:
        service = attrgetter(f"{step.kind}s")(client().v1)
        ask = partial(service.update, step.object_id) if step.object_id else service.create
        params = _with_meter(step.params, made)
        done = mirror.kept(ask, params) if step.kind in mirror.KINDS else ask(params)
        made[step.key] = done.id
    _copy_all()


def _with_meter(params: dict[str, Any], made: Mapping[str, str]) -> dict[str, Any]:
    """Return a price with the id of its meter, where that was made a moment ago."""
    recurring = params.get("recurring") or {}
    if recurring.get("meter") in made:
        return {**params, "recurring": {**recurring, "meter": made[recurring["meter"]]}}
    return params


def _copy_all() -> None:
    """Copy what is there already, so that a new database knows it as well."""
    for one in _wanted():
        mirror.refresh("product", one.id)
        mirror.kept(client().v1.prices.list, {"product": one.id, "limit": 100})


def _steps_for(wanted: Product) -> Iterator[Step]:
    try:
        product: Any = client().v1.products.retrieve(wanted.id)
    except stripe.InvalidRequestError as error:
        if not is_missing(error):
            raise
        params = {**wanted.params, "id": wanted.id}
        yield Step(verb="create", kind="product", key=wanted.id, params=params)
        held: dict[str, Any] = {}
    else:
        if not _matches(product, wanted.params):
            yield Step(
                verb="update",
                kind="product",
                key=wanted.id,
                params=wanted.params,
                object_id=wanted.id,
            )
        found = client().v1.prices.list({"product": wanted.id, "active": True, "limit": 100})
        held = {price.lookup_key or price.id: price for price in found.auto_paging_iter()}
    for key, params in wanted.prices.items():
        price = held.pop(key, None)
        seen = {name: value for name, value in params.items() if name not in UNSEEN}
        if price is not None and _matches(price, seen):
            continue
        made = {**params, "lookup_key": key, "transfer_lookup_key": True}
        yield Step(verb="create", kind="price", key=key, params=made)
        if price is not None:
            yield _archive("price", key, price.id)
    for key, price in held.items():
        yield _archive("price", key, price.id)


def _check_unused(product: Any) -> None:
    """See to it that nobody is subscribed to what would be archived.

    Raises:
        BillingError: Somebody is.
    """
    for price in client().v1.prices.list({"product": product.id, "limit": 100}).auto_paging_iter():
        if price.recurring and client().v1.subscriptions.list({"price": price.id, "limit": 1}).data:
            raise BillingError(
                _(
                    "%(name)s is gone from plans.py, and accounts are subscribed to it. Put it back"
                    " with sold=False: nobody can choose it then, and they keep it."
                )
                % {"name": product.name}
            )


def _made_by(product: Any) -> str:
    return str((product.get("metadata") or {}).get("made_by", ""))


def _archive(kind: str, key: str, object_id: str) -> Step:
    params = {"active": False}
    return Step(verb="archive", kind=kind, key=key, params=params, object_id=object_id)


def _wanted() -> Iterator[Product]:
    yield from (_plan(plan) for plan in plans.PLANS if not plan.is_free)
    yield from (_purchase(purchase) for purchase in plans.PURCHASES)
    yield from chain.from_iterable(part.products() for part in parts())


def _plan(plan: Plan) -> Product:
    prices = {
        plan.lookup_key(price): {
            "product": plan.product_id,
            "currency": price.currency_code,
            "unit_amount": price.amount,
            "recurring": {"interval": price.interval},
        }
        for price in plan.prices
    }
    return Product(id=plan.product_id, params=_product(plan), prices=prices)


def _purchase(purchase: Purchase) -> Product:
    price = {
        "product": purchase.product_id,
        "currency": purchase.currency_code,
        "unit_amount": purchase.amount,
    }
    return Product(
        id=purchase.product_id, params=_product(purchase), prices={purchase.lookup_key: price}
    )


def _product(one: Plan | Purchase) -> dict[str, Any]:
    params: dict[str, Any] = {
        "name": str(one.name),
        "active": True,
        "metadata": {"made_by": OURS, "key": one.key},
    }
    if one.description:
        params["description"] = str(one.description)
    if one.tax_code:
        params["tax_code"] = one.tax_code
    if isinstance(one, Plan):
        params["metadata"]["terms"] = terms_of(one)
    return params


def _matches(held: Any, wanted: dict[str, Any]) -> bool:
    """Tell whether everything that is wanted is there; what is there besides does not matter."""
    for name, value in wanted.items():
        found = held.get(name)
        if isinstance(value, dict):
            if found is None or not _matches(found, value):
                return False
        elif found != value:
            return False
    return True
