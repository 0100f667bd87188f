"""The customer portal: the sessions that open its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .errors import invalid
from .origin import learn_origin, page_address

if TYPE_CHECKING:
    from .ledger import Ledger
    from .store import Obj

__all__ = ["create_session"]

_CONFIGURATION = "bpc_offline_configuration"
"""The one configuration there is: cancelling when the period ends, cards, invoices."""


def create_session(ledger: Ledger, params: dict[str, Any]) -> Obj:
    """Open the portal for a customer."""
    if not params.get("customer"):
        message = "Missing required param: customer."
        raise invalid(message, param="customer", code="parameter_missing")
    customer = ledger.get("customer", params["customer"], param="customer")
    home = params.get("return_url")
    learn_origin(ledger, home)
    session = ledger.add(
        "billing_portal.session",
        configuration=_CONFIGURATION,
        customer=customer["id"],
        flow=params.get("flow_data"),
        return_url=home,
    )
    session["url"] = page_address(ledger, f"portal/{session['id']}/")
    ledger.store.put(session)
    return session
