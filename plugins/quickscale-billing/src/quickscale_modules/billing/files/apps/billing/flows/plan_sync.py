"""Makes Stripe's products and prices match ``plans.py``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import stripe
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.billing import mirror, plans
from apps.billing.catalog import Plan
from apps.billing.flows.meter_sync import Step, apply_meter, meter_ids, meter_steps, metered_prices
from apps.billing.former_plans import terms_of
from apps.billing.stripe_calls import BillingError, client, is_missing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from apps.billing.catalog import Purchase

__all__ = ["Step", "apply", "plan_steps"]

OURS: Final = "plans.py"
"""What ``metadata.made_by`` says of products that are made here; others are left alone."""

UNSEEN: Final = ("billing_scheme", "tiers", "tiers_mode", "unit_amount_decimal")
"""What of a metered price is not compared: its metadata says the same."""


@dataclass(frozen=True, kw_only=True)
class _Wanted:
    """A product as ``plans.py`` has it, and its prices by lookup key."""

    id: str
    params: dict[str, Any]
    prices: dict[str, dict[str, Any]]


def plan_steps() -> list[Step]:
    """Return what is to be done, in order, after asking Stripe how things are.

    Nothing is to be done where Stripe matches ``plans.py`` already. Prices cannot be changed: a new
    amount is a new price, which takes the old one's lookup key over.

    Raises:
        BillingError: A plan is gone from ``plans.py`` that somebody is subscribed to.
    """
    meters = meter_ids()
    wanted = list(_wanted(meters))
    steps = list(meter_steps(meters))
    for one in wanted:
        steps += _steps_for(one)
    known = {one.id for one in wanted}
    for product in client().v1.products.list({"active": True, "limit": 100}).auto_paging_iter():
        if _made_by(product) == OURS and product.id not in known:
            _check_unused(product)
            params = {"active": False}
            steps.append(
                Step(
                    verb="archive",
                    kind="product",
                    key=product.id,
                    params=params,
                    object_id=product.id,
                )
            )
    return steps


def apply(steps: list[Step]) -> None:
    """Do what is to be done, and copy what came of it.

    Args:
        steps: What :func:`plan_steps` returned.
    """
    made: dict[str, str] = {}
    for step in steps:
        if step.kind == "meter":
            made |= apply_meter(step)
            continue
        asked_at = timezone.now()
        service = getattr(client().v1, f"{step.kind}s")
        if step.verb == "create":
            done = service.create(_with_meter(step.params, made))
        else:
            done = service.update(step.object_id, step.params)
        mirror.store(done, asked_at)
    _copy_all()


def _with_meter(params: dict[str, Any], made: Mapping[str, str]) -> dict[str, Any]:
    """Return a price with the id of its meter, where that was made a moment ago."""
    recurring = params.get("recurring") or {}
    if recurring.get("meter") in made:
        return {**params, "recurring": {**recurring, "meter": made[recurring["meter"]]}}
    return params


def _copy_all() -> None:
    """Copy what is there already, so that a new database knows it as well."""
    for one in _wanted({}):
        mirror.refresh("product", one.id)
        asked_at = timezone.now()
        for price in client().v1.prices.list({"product": one.id, "limit": 100}).auto_paging_iter():
            mirror.store(price, asked_at)


def _steps_for(wanted: _Wanted) -> Iterator[Step]:
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
            yield _archive(key, price.id)
    for key, price in held.items():
        yield _archive(key, price.id)


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


def _archive(key: str, price_id: str) -> Step:
    params = {"active": False}
    return Step(verb="archive", kind="price", key=key, params=params, object_id=price_id)


def _wanted(meters: Mapping[str, str]) -> Iterator[_Wanted]:
    for plan in plans.PLANS:
        if not plan.is_free:
            yield _plan(plan)
        for limit, prices in metered_prices(plan, meters).items():
            name = f"{plans.LIMITS[limit]} ({plan.name})"
            metadata = {"made_by": OURS, "key": f"{plan.key}_{limit}"}
            product = {"name": name, "active": True, "metadata": metadata}
            if plan.tax_code:
                product["tax_code"] = plan.tax_code
            yield _Wanted(id=f"{plan.product_id}_{limit}", params=product, prices=prices)
    for purchase in plans.PURCHASES:
        yield _purchase(purchase)


def _plan(plan: Plan) -> _Wanted:
    prices = {
        plan.lookup_key(price): {
            "product": plan.product_id,
            "currency": price.currency_code,
            "unit_amount": price.amount,
            "recurring": {"interval": price.interval},
        }
        for price in plan.prices
    }
    return _Wanted(id=plan.product_id, params=_product(plan), prices=prices)


def _purchase(purchase: Purchase) -> _Wanted:
    price = {
        "product": purchase.product_id,
        "currency": purchase.currency_code,
        "unit_amount": purchase.amount,
    }
    return _Wanted(
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
