"""Objects as the API shows them: without private keys, with their lists and what is expanded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .errors import invalid
from .kinds import LISTS, ON_REQUEST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .ledger import Ledger
    from .store import Obj

__all__ = ["page", "rendered"]

ADDRESSES = {
    "charge": "charges",
    "checkout.session": "checkout/sessions",
    "customer": "customers",
    "invoice": "invoices",
    "subscription": "subscriptions",
}


def page(found: list[Obj], url: str, *, more: bool = False) -> Obj:
    """Return a list object."""
    return {"object": "list", "data": found, "has_more": more, "url": url}


def rendered(ledger: Ledger, obj: Obj, expand: Sequence[str] = ()) -> Obj:
    """Return an object as an answer shows it.

    Args:
        ledger: Where what belongs to it is found.
        obj: The object as it is kept, or a list of such.
        expand: Paths of what is shown in full rather than by its id.

    Raises:
        Refusal: For a path that cannot be expanded.
    """
    whole: Obj = _public(obj)
    kind = obj.get("object", "")
    for (owner, name), part in LISTS.items():
        if owner == kind:
            whole.pop(name, None)
            if part.always or any(path.split(".")[0] == name for path in expand):
                whole[name] = _part(ledger, obj, name)
    for owner, path in ON_REQUEST:
        place, _, name = path.rpartition(".")
        if owner == kind and path not in expand:
            (whole[place] if place else whole).pop(name, None)
    for path in sorted(expand):
        _expand(ledger, whole, path.split("."), path)
    return whole


def _public(value: Any) -> Any:
    """Return a copy without private keys."""
    if isinstance(value, dict):
        return {k: _public(v) for k, v in value.items() if not k.startswith("_")}
    return [_public(item) for item in value] if isinstance(value, list) else value


def _part(ledger: Ledger, obj: Obj, name: str) -> Obj:
    part = LISTS[obj["object"], name]
    found = ledger.find(part.kind, **{part.by: obj["id"]}) if part.kind else []
    if part.kind == "subscription":
        found = [one for one in found if one["status"] not in ("canceled", "incomplete_expired")]
    url = f"/v1/{ADDRESSES[obj['object']]}/{obj['id']}/{name}"
    order = found if part.kind == "subscription" else reversed(found)
    listed = page([rendered(ledger, one) for one in order], url)
    return listed | {"total_count": len(found)} if name == "lines" else listed


def _expand(ledger: Ledger, place: Any, steps: list[str], path: str) -> None:
    """Put the object that an id stands for in its place, at the end of a path."""
    if isinstance(place, list):
        for item in place:
            _expand(ledger, item, steps, path)
        return
    name, *rest = steps
    if not isinstance(place, dict) or name not in place:
        if isinstance(place, dict) and (place.get("object"), name) in LISTS:
            place[name] = _part(ledger, place, name)
        elif isinstance(place, dict) and (place.get("object"), name) in ON_REQUEST:
            place[name] = (ledger.store.get(place["id"]) or {}).get(name)
        else:
            raise invalid(f"This property cannot be expanded ({path}).", param="expand")
    value = place[name]
    if isinstance(value, str) and (found := ledger.store.get(value)):
        place[name] = rendered(ledger, found)
    elif isinstance(value, list):
        shown = [ledger.store.get(one) if isinstance(one, str) else None for one in value]
        place[name] = [
            rendered(ledger, one) if one else kept for one, kept in zip(shown, value, strict=True)
        ]
    if rest and place[name] is not None:
        _expand(ledger, place[name], rest, path)
