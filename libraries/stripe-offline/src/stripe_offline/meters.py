"""Meters, the events that they count, and what usage comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .errors import invalid
from .ledger import new_id
from .periods import DAY

if TYPE_CHECKING:
    from .ledger import Ledger
    from .store import Obj

__all__ = ["create_event", "create_meter", "deactivate", "is_metered", "reactivate", "used"]

_OLDEST = 35 * DAY
_AHEAD = 5 * 60


def create_meter(ledger: Ledger, params: dict[str, Any]) -> Obj:
    """Make a meter; among those that count, the name of its events is its own."""
    if ledger.find("billing.meter", event_name=params["event_name"], status="active"):
        message = f"A meter with event name {params['event_name']} already exists."
        raise invalid(message, param="event_name", code="resource_already_exists")
    start = {
        "customer_mapping": {"type": "by_id", "event_payload_key": "stripe_customer_id"},
        "event_time_window": None,
        "status": "active",
        "status_transitions": {"deactivated_at": None},
        "updated": ledger.now(),
        "value_settings": {"event_payload_key": "value"},
    }
    return ledger.add("billing.meter", **start | params)


def deactivate(ledger: Ledger, meter: Obj, _params: dict[str, Any]) -> Obj:
    """Have a meter count no longer."""
    with ledger.changing(meter):
        meter |= {"status": "inactive", "status_transitions": {"deactivated_at": ledger.now()}}
    return meter


def reactivate(ledger: Ledger, meter: Obj, _params: dict[str, Any]) -> Obj:
    """Have a meter count again."""
    with ledger.changing(meter):
        meter |= {"status": "active", "status_transitions": {"deactivated_at": None}}
    return meter


def create_event(ledger: Ledger, params: dict[str, Any], _ids: tuple[str, ...]) -> Obj:
    """Count something for a customer, once."""
    name = params.get("identifier") or new_id("")
    if ledger.store.get(f"meter_event:{name}"):
        raise invalid(f"An event already exists with identifier {name}.")
    found = ledger.find("billing.meter", event_name=params["event_name"], status="active")
    if not found:
        message = f"No active meter found for event name: {params['event_name']}."
        raise invalid(message, param="event_name", code="resource_missing")
    owner, value = _payload(ledger, found[0], params["payload"])
    now = ledger.now(owner)
    when = params.get("timestamp", now)
    if not now - _OLDEST <= when <= now + _AHEAD:
        message = "The timestamp must be within the past 35 days or up to 5 minutes in the future."
        raise invalid(message, param="timestamp", code="timestamp_invalid")
    told = {
        "object": "billing.meter_event",
        "created": now,
        "event_name": params["event_name"],
        "identifier": name,
        "livemode": False,
        "payload": params["payload"],
        "timestamp": when,
    }
    own = {"_meter": found[0]["id"], "_customer": owner["id"], "_value": value}
    ledger.store.put(told | own | {"id": f"meter_event:{name}"})
    return told


def _payload(ledger: Ledger, meter: Obj, payload: dict[str, str]) -> tuple[Obj, int]:
    """Return whose usage an event tells of, and how much that is."""
    who = payload.get(meter["customer_mapping"]["event_payload_key"]) or ""
    customer = ledger.get("customer", who, param="payload[stripe_customer_id]")
    value = payload.get(meter["value_settings"]["event_payload_key"]) or ""
    if not value.removeprefix("-").isdecimal():
        message = f"The value of a meter event must be a whole number, not {value!r}."
        raise invalid(message, param="payload[value]")
    return customer, int(value)


def is_metered(item: Obj) -> bool:
    """Tell whether what an item costs depends on usage."""
    return bool(item["price"]["recurring"]["usage_type"] == "metered")


def used(ledger: Ledger, sub: Obj, item: Obj, until: int) -> int:
    """Return what a customer used of what an item meters, since the item counts and until then."""
    meter = ledger.get("billing.meter", item["price"]["recurring"]["meter"])
    events = ledger.find("billing.meter_event", _meter=meter["id"], _customer=sub["customer"])
    values = [one["_value"] for one in events if item["_since"] <= one["timestamp"] < until]
    formula = meter["default_aggregation"]["formula"]
    if formula == "count":
        return len(values)
    return max(0, (values[0] if values else 0) if formula == "last" else sum(values))
