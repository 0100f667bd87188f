"""The shapes of objects and parameters, read from the types of the installed ``stripe`` library.

The library is generated from Stripe's own description of its API, so that what the stand-in takes
and gives is the present shape by itself, and an upgrade of the library moves it along.
"""

from __future__ import annotations

import typing
from functools import cache
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin

import stripe
import stripe.params

if TYPE_CHECKING:
    from .store import Obj

__all__ = ["alternatives", "blank", "fields_of", "params_type"]

_TRANSPORT = {
    "api_key", "content_type", "headers", "idempotency_key", "max_network_retries",
    "stripe_account", "stripe_context", "stripe_version",
}  # fmt: skip
"""Options of the library's own that its parameter types list as well."""


def params_type(name: str) -> type | None:
    """Return a parameter type of the library by name, or ``None`` when there is none.

    Args:
        name: ``"CustomerCreateParams"`` or ``"checkout.SessionCreateParams"``.
    """
    module, _, plain = name.rpartition(".")
    found: type | None = getattr(getattr(stripe.params, module) if module else stripe.params, plain)
    return found


@cache
def fields_of(params: type) -> dict[str, Any]:
    """Return each parameter of a type with what it may hold."""
    own = {name: one for name, one in params.__annotations__.items() if name not in _TRANSPORT}
    # some of the types of the options are not there while the library runs
    lean = type(params.__name__, (), {"__annotations__": own, "__module__": params.__module__})
    return typing.get_type_hints(lean, include_extras=True)


def alternatives(hint: Any) -> tuple[Any, ...]:
    """Return the types that a union is made of, unions inside it included."""
    origin = get_origin(hint)
    if origin in (typing.NotRequired, typing.Required) or "NotRequired" in str(origin):
        return alternatives(get_args(hint)[0])
    if origin in (Union, UnionType):
        return tuple(found for one in get_args(hint) for found in alternatives(one))
    return (hint,)


def blank(shape: type) -> Obj:
    """Return an object of the library's class with nothing in it yet.

    Args:
        shape: A class of the library: ``stripe.Customer``, or a part of one.
    """
    hints = shape.__annotations__
    return {
        name: _nothing(hint, shape)
        for name, hint in hints.items()
        if name != "deleted" and name.islower() and not name.startswith("_")
    }


def _nothing(hint: Any, owner: type) -> Any:  # noqa: PLR0911 - one line for each kind of type
    """Return what stands where nothing was said."""
    if isinstance(hint, str):
        hint = getattr(owner, hint, None)
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        found = get_args(hint)
        return None if NoneType in found else _nothing(found[0], owner)
    if origin is Literal:
        return get_args(hint)[0]
    if origin is list:
        return []
    if hint in (bool, int, str):
        return {bool: False, int: 0, str: ""}[hint]
    if origin is stripe.ListObject:
        return {"object": "list", "data": [], "has_more": False, "url": ""}
    if origin is not None and issubclass(origin, stripe.StripeObject):
        return {}
    if isinstance(hint, type) and issubclass(hint, stripe.StripeObject):
        return blank(hint)
    return None
