"""The terms of a plan that is gone from ``plans.py``, for those who are subscribed to it still.

Its product at Stripe tells them. Without that its subscribers would have the free plan, and pay.
"""

from __future__ import annotations

import json
from typing import Final

from djstripe import models as copies

from apps.billing.catalog import Plan

LONGEST: Final = 500
"""How long a value in metadata may be (https://docs.stripe.com/api/metadata)."""


def terms_of(plan: Plan) -> str:
    """Return what a plan allows, for its product's metadata; empty where that is too much."""
    terms = {"features": plan.features, "limits": dict(plan.limits), "per_seat": plan.per_seat}
    text = json.dumps(terms, separators=(",", ":"))
    return text if len(text) <= LONGEST else ""


def former_plan(product_id: str) -> Plan | None:
    """Return a plan as its product tells it, or nothing where that is no plan of ours."""
    product = copies.Product.objects.filter(id=product_id).first()
    told = (product.metadata or {}) if product else {}
    if product is None or not told.get("terms") or not told.get("key"):
        return None
    terms = json.loads(told["terms"])
    return Plan(
        key=told["key"],
        name=product.name,
        features=tuple(terms["features"]),
        limits=terms["limits"],
        per_seat=terms["per_seat"],
        sold=False,
    )
