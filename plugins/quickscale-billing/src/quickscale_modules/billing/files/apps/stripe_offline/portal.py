"""The customer portal: its configurations and the sessions that open its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apps.stripe_offline.errors import invalid
from apps.stripe_offline.origin import learn_origin, page_address

if TYPE_CHECKING:
    from apps.stripe_offline.ledger import Ledger
    from apps.stripe_offline.store import Obj

__all__ = ["create_configuration", "create_session"]

_FEATURES: dict[str, dict[str, Any]] = {
    "customer_update": {"allowed_updates": [], "enabled": False},
    "invoice_history": {"enabled": True},
    "payment_method_update": {"enabled": True, "payment_method_configuration": None},
    "subscription_cancel": {
        "cancellation_reason": {"enabled": False, "options": []},
        "enabled": True,
        "mode": "at_period_end",
        "proration_behavior": "none",
    },
    "subscription_update": {
        "default_allowed_updates": [],
        "enabled": False,
        "products": None,
        "proration_behavior": "none",
    },
}


def create_configuration(ledger: Ledger, params: dict[str, Any]) -> Obj:
    """Make a configuration: what the portal lets people do."""
    asked = params.get("features") or {}
    features = {name: whole | asked.get(name, {}) for name, whole in _FEATURES.items()}
    kept = ("business_profile", "default_return_url", "metadata", "name")
    given = {name: params[name] for name in kept if params.get(name)}
    first = not ledger.find("billing_portal.configuration")
    return ledger.add(
        "billing_portal.configuration", active=True, features=features, is_default=first, **given
    )


def create_session(ledger: Ledger, params: dict[str, Any]) -> Obj:
    """Open the portal for a customer."""
    if not params.get("customer"):
        message = "Missing required param: customer."
        raise invalid(message, param="customer", code="parameter_missing")
    customer = ledger.get("customer", params["customer"], param="customer")
    name = params.get("configuration")
    configuration = (
        ledger.get("billing_portal.configuration", name, param="configuration")
        if name
        else _default(ledger)
    )
    home = params.get("return_url") or configuration["default_return_url"]
    learn_origin(ledger, home)
    session = ledger.add(
        "billing_portal.session",
        configuration=configuration["id"],
        customer=customer["id"],
        flow=params.get("flow_data"),
        return_url=home,
    )
    session["url"] = page_address(ledger, f"portal/{session['id']}/")
    ledger.store.put(session)
    return session


def _default(ledger: Ledger) -> Obj:
    found = ledger.find("billing_portal.configuration", is_default=True)
    return found[0] if found else create_configuration(ledger, {})
