"""Whether an object has the shape that the classes of Stripe's own library give it.

The classes are generated from Stripe's description of its API: which fields there are, of which
types, which may be null, and which words a field may hold.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from types import NoneType
from typing import TYPE_CHECKING, Any, ForwardRef, Literal, get_args, get_origin

import stripe
from stripe._object_classes import OBJECT_CLASSES, get_object_class
from stripe._stripe_object import UntypedStripeObject

from .shapes import alternatives

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["departures", "departures_of_event"]

LISTS = {"total_count"}
"""What lists hold that the library's class for them does not name."""


def departures(found: Mapping[str, Any], shape: type | None = None) -> list[str]:
    """Return in what an object is not as Stripe's library says it is, each as a sentence.

    Args:
        found: The object as JSON has it.
        shape: The library's class, or nothing for the one that its ``object`` names.
    """
    return list(_object(found, shape or get_object_class("V1", found["object"]), found["object"]))


def departures_of_event(event: Mapping[str, Any]) -> list[str]:
    """Return the same for an event and for the object that it is about."""
    return [*departures(event), *departures(event["data"]["object"])]


@cache
def _fields(shape: type) -> dict[str, Any]:
    """Return the fields of a class with what they may hold."""
    return {
        name: hint
        for name, hint in shape.__annotations__.items()
        if name.islower() and not name.startswith("_")
    }


def _object(found: Mapping[str, Any], shape: type, path: str) -> Iterator[str]:
    fields = _fields(shape)
    if found.get("deleted"):
        fields = {name: fields[name] for name in ("id", "object", "deleted")}
    for name in found.keys() - fields.keys():
        yield f"{path} has {name}, which Stripe's has not"
    for name, hint in fields.items():
        if name in found:
            yield from _value(found[name], hint, shape, f"{path}.{name}")
        elif NoneType not in alternatives(hint):
            yield f"{path} has no {name}"


def _value(found: Any, hint: Any, owner: type, path: str) -> Iterator[str]:
    options = alternatives(hint)
    if Any in options:
        return
    words = [word for one in options if get_origin(one) is Literal for word in get_args(one)]
    if found is None:
        if NoneType not in options:
            yield f"{path} is null"
    elif isinstance(found, dict):
        yield from _nested(found, options, owner, path)
    elif isinstance(found, list):
        yield from _items(found, options, owner, path)
    elif words and isinstance(found, (str, bool)):
        if found not in words:
            yield f"{path} is {found!r}, none of {', '.join(map(str, words))}"
    elif not _plain(found, options):
        yield f"{path} is {found!r}, no {hint}"


def _plain(found: Any, options: tuple[Any, ...]) -> bool:
    """Tell whether a word, a number or a truth value is of one of several types."""
    wanted: dict[type, tuple[type, ...]] = {
        bool: (bool,),
        int: (int, float),
        float: (float,),
        str: (str, Decimal),  # the library reads its decimals from words
    }
    return any(one in options for one in wanted[type(found)])


def _items(found: list[Any], options: tuple[Any, ...], owner: type, path: str) -> Iterator[str]:
    kinds = [get_args(one)[0] for one in options if get_origin(one) is list]
    if not kinds:
        yield f"{path} is a list"
        return
    for number, one in enumerate(found):
        yield from _value(one, kinds[0], owner, f"{path}[{number}]")


def _nested(
    found: dict[str, Any], options: tuple[Any, ...], owner: type, path: str
) -> Iterator[str]:
    for one in options:
        origin, inside = get_origin(one), get_args(one)
        if origin is stripe.ListObject:
            yield from _list(found, inside[0], owner, path)
            return
        if origin is UntypedStripeObject:
            for name, value in found.items():
                yield from _value(value, inside[0], owner, f"{path}.{name}")
            return
        if isinstance(one, type) and issubclass(one, stripe.StripeObject):
            yield from _object(found, one, path)
            return
    names = [one.__forward_arg__ if isinstance(one, ForwardRef) else one for one in options]
    if found.get("object") not in OBJECT_CLASSES:
        yield f"{path} is an object of no kind"
        return
    shape = get_object_class("V1", found["object"])
    if shape.__name__ not in [str(name).removesuffix("Resource") for name in names]:
        yield f"{path} is a {found['object']}"
    yield from _object(found, shape, path)


def _list(found: dict[str, Any], kind: Any, owner: type, path: str) -> Iterator[str]:
    known = {"object", *_fields(stripe.ListObject)}
    for name in known - found.keys():
        yield f"{path} has no {name}"
    for name in found.keys() - known - LISTS:
        yield f"{path} has {name}, which Stripe's lists have not"
    for number, one in enumerate(found.get("data", ())):
        yield from _value(one, kind, owner, f"{path}[{number}]")
