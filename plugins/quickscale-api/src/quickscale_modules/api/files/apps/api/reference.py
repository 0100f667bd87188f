"""The API's schema as a page shows it: operations by what they are about, and their objects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

METHODS: Final = ("get", "post", "put", "patch", "delete")
_REFERENCE: Final = "#/components/schemas/"


@dataclass(frozen=True, kw_only=True)
class Value:
    """What stands somewhere: a parameter, a field, or what is sent and answered.

    Attributes:
        name: What it is called: a field's name, or the status of an answer.
        notation: Its type as TypeScript writes it: ``Key[]``.
        object_name: The object in it that the page describes, or nothing.
        notes: What else holds for it, in words.
        text: What it means.
    """

    name: str
    notation: str
    object_name: str
    notes: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One method of one address."""

    method: str
    path: str
    text: str
    callers: tuple[str, ...]
    parameters: tuple[Value, ...]
    body: Value | None
    answers: tuple[Value, ...]


@dataclass(frozen=True, kw_only=True)
class Described:
    """An object that is sent or answered; one without fields is a value of its own."""

    name: str
    text: str
    notation: str
    fields: tuple[Value, ...]


def operations(schema: dict[str, Any]) -> dict[str, list[Operation]]:
    """Return a schema's operations by what they are about, in the order of the schema."""
    found: dict[str, list[Operation]] = {}
    for path, item in schema["paths"].items():
        for method in METHODS:
            if method in item:
                made = _operation(method, path, item[method])
                found.setdefault(", ".join(item[method].get("tags", ["api"])), []).append(made)
    return found


def objects(schema: dict[str, Any]) -> list[Described]:
    """Return what a schema's operations send and answer, by name."""
    components: dict[str, Any] = schema["components"].get("schemas", {})
    return [
        Described(
            name=name,
            text=one.get("description", ""),
            notation="" if "properties" in one else notation(one),
            fields=tuple(
                _value(field, inner, needed=field in one.get("required", []))
                for field, inner in one.get("properties", {}).items()
            ),
        )
        for name, one in sorted(components.items())
    ]


def notation(schema: dict[str, Any]) -> str:
    """Return a type as TypeScript writes it, for example ``Key[]`` or ``string | null``."""
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(_REFERENCE)
    if "enum" in schema:
        return " | ".join("null" if one is None else f'"{one}"' for one in schema["enum"])
    for key, between in (("oneOf", " | "), ("anyOf", " | "), ("allOf", " & ")):
        if key in schema:
            return between.join(notation(one) for one in schema[key])
    kinds = schema.get("type", "any")
    each = kinds if isinstance(kinds, list) else [kinds]
    return " | ".join(_list_of(schema) if kind == "array" else kind for kind in each)


def _list_of(schema: dict[str, Any]) -> str:
    inner = notation(schema.get("items", {}))
    return f"({inner})[]" if " " in inner else f"{inner}[]"


def _object_in(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(_REFERENCE)
    inner = [one for key in ("oneOf", "anyOf", "allOf") for one in schema.get(key, [])]
    inner += [schema["items"]] if "items" in schema else []
    return next((name for one in inner if (name := _object_in(one))), "")


def _value(name: str, schema: dict[str, Any], *, needed: bool, text: str = "") -> Value:
    notes = [_("required")] if needed else []
    notes += [_("read only")] if schema.get("readOnly") else []
    notes += [str(schema["format"])] if "format" in schema else []
    if "maxLength" in schema:
        notes.append(_("at most %(count)s characters") % {"count": schema["maxLength"]})
    return Value(
        name=name,
        notation=notation(schema),
        object_name=_object_in(schema),
        notes=tuple(notes),
        text=text or schema.get("description", ""),
    )


def _operation(method: str, path: str, operation: dict[str, Any]) -> Operation:
    content = operation.get("requestBody", {}).get("content", {})
    return Operation(
        method=method.upper(),
        path=path,
        text=operation.get("description", ""),
        callers=tuple(_callers(operation.get("security", []))),
        parameters=tuple(
            _value(
                one["name"],
                one.get("schema", {}),
                needed=one.get("required", False),
                text=one.get("description", ""),
            )
            for one in operation.get("parameters", [])
        ),
        body=next((_value("", one["schema"], needed=False) for one in content.values()), None),
        answers=tuple(_answer(status, one) for status, one in operation["responses"].items()),
    )


def _answer(status: str, answer: dict[str, Any]) -> Value:
    name = _("Any other status") if status == "default" else status
    text = answer.get("description", "")
    for content in answer.get("content", {}).values():
        return _value(name, content.get("schema", {}), needed=False, text=text)
    return Value(name=name, notation="", object_name="", text=text or _("No content"))


def _callers(security: list[dict[str, Any]]) -> list[str]:
    words = {"key": _("programs with a key"), "session": _("people who are signed in")}
    return [words.get(name, name) for way in security for name in way or {_("everybody"): []}]
