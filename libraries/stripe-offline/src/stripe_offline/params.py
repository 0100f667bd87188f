"""Form-encoded parameters, decoded and held to their declared types."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin
from urllib.parse import parse_qsl

from .errors import invalid
from .shapes import alternatives, fields_of

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["decode", "read"]

_UNSET = (
    "You passed an empty string for '{0}'. We assume empty values are an attempt to unset a"
    " parameter; however '{0}' cannot be unset. You should remove '{0}' from your request or"
    " supply a non-empty value."
)


def decode(text: str) -> dict[str, Any]:
    """Return ``items[0][price]=x`` as ``{"items": {"0": {"price": "x"}}}``."""
    result: dict[str, Any] = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        steps = re.findall(r"[^\[\]]+|(?<=\[)(?=\])", name)
        place = result
        for step in steps[:-1]:
            place = place.setdefault(step or str(len(place)), {})
            if not isinstance(place, dict):
                raise invalid(f"Invalid object: {name}", param=steps[0])
        place[steps[-1] or str(len(place))] = value
    return result


def read(raw: Mapping[str, Any], params: type, path: str = "") -> dict[str, Any]:
    """Return the parameters as their types say, or refuse them as Stripe does.

    An empty string unsets a value, and is ``None`` here.

    Args:
        raw: What :func:`decode` returned.
        params: A ``TypedDict`` of the library.
        path: Where they stand in the request, for parameters inside others.

    Raises:
        Refusal: For parameters unknown, missing, or of another type.
    """
    fields = fields_of(params)
    unknown = [_under(path, name) for name in raw if name not in fields]
    if unknown:
        plural = "s" if len(unknown) > 1 else ""
        message = f"Received unknown parameter{plural}: {', '.join(unknown)}"
        raise invalid(message, param=unknown[0], code="parameter_unknown")
    for name in sorted(params.__required_keys__):  # type: ignore[attr-defined]
        if name in fields and name not in raw:
            where = _under(path, name)
            raise invalid(
                f"Missing required param: {where}.", param=where, code="parameter_missing"
            )
    return {name: _typed(value, fields[name], _under(path, name)) for name, value in raw.items()}


def _under(path: str, name: str) -> str:
    return f"{path}[{name}]" if path else name


def _typed(value: Any, hint: Any, path: str) -> Any:
    """Return a value as the first of the types that it may have and fits."""
    types = alternatives(hint)
    if isinstance(value, dict):
        return _nested(value, types, path)
    words = [word for one in types if get_origin(one) is Literal for word in get_args(one)]
    if value == "":
        if "" in words or str in types or any(get_origin(one) is dict for one in types):
            return None
        raise invalid(_UNSET.format(path), param=path, code="parameter_invalid_empty")
    if value in words:
        return value
    return _plain(value, types, [word for word in words if word], path)


def _nested(value: dict[str, Any], types: tuple[Any, ...], path: str) -> Any:
    for one in types:
        if get_origin(one) is list and all(key.isdigit() for key in value):
            (inner,) = get_args(one)
            ordered = [value[key] for key in sorted(value, key=int)]
            return [_typed(item, inner, f"{path}[{n}]") for n, item in enumerate(ordered)]
        if hasattr(one, "__required_keys__"):
            return read(value, one, path)
        if get_origin(one) is dict:
            inner = get_args(one)[1]
            return {
                key: item if item == "" else _typed(item, inner, _under(path, key))
                for key, item in value.items()
            }
    kind = "array" if any(get_origin(one) is list for one in types) else "string"
    raise invalid(f"Invalid {kind}: {path} is of another kind", param=path)


def _plain(value: str, types: tuple[Any, ...], words: list[str], path: str) -> Any:
    if bool in types:
        if value in ("true", "false"):
            return value == "true"
        raise invalid(f"Invalid boolean: {value}", param=path)
    if int in types and re.fullmatch(r"-?\d+", value):
        return int(value)
    if (float in types or Decimal in types) and re.fullmatch(r"-?\d+(\.\d+)?", value):
        return value if Decimal in types else float(value)
    if words and path != "expand":
        choices = " or ".join([", ".join(words[:-1]), words[-1]] if words[1:] else words)
        raise invalid(f"Invalid {path}: must be one of {choices}", param=path)
    if str in types:
        return value
    if int in types:
        raise invalid(f"Invalid integer: {value}", param=path, code="parameter_invalid_integer")
    kind = "decimal" if float in types or Decimal in types else "object"
    raise invalid(f"Invalid {kind}: {value}", param=path)
