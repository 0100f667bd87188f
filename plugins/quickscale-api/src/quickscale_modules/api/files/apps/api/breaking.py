"""What of a new schema would break the clients of an old one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

Part = dict[str, Any]

DEEPEST: Final = 6
"""How far schemas are followed into each other; some hold themselves."""


def breaking_changes(old: Part, new: Part) -> list[str]:
    """Say in sentences what clients of the old schema may rely on and do not find in the new one.

    Args:
        old: A part of the schema as clients know it.
        new: The same part as the views have it now.
    """
    return list(dict.fromkeys(_changes(old, new)))


def _changes(old: Part, new: Part) -> Iterator[str]:
    for path, methods in old.get("paths", {}).items():
        for method, before in methods.items():
            name = f"{method.upper()} {path}"
            now = new.get("paths", {}).get(path, {}).get(method)
            if now is None:
                yield f"{name} is gone."
                continue
            yield from _parameters(name, before, now)
            compared = _Compared(old, new)
            sent, wanted = _body(before.get("requestBody", {})), _body(now.get("requestBody", {}))
            yield from compared.sent(f"{name}, request", sent, wanted)
            for status, answer in before.get("responses", {}).items():
                if status not in now.get("responses", {}):
                    yield f"{name} no longer answers {status}."
                    continue
                got = _body(now["responses"][status])
                yield from compared.received(f"{name}, answer {status}", _body(answer), got)


def _parameters(name: str, before: Part, now: Part) -> Iterator[str]:
    old = {one["name"]: one for one in before.get("parameters", ())}
    new = {one["name"]: one for one in now.get("parameters", ())}
    for parameter in old.keys() - new.keys():
        yield f"{name} no longer takes {parameter!r}."
    for parameter, one in new.items():
        if one.get("required") and not old.get(parameter, {}).get("required"):
            yield f"{name} now needs {parameter!r}."


def _body(of: Part) -> Part:
    """Return the schema of a request's or an answer's body."""
    for kind in of.get("content", {}).values():
        found: Part = kind.get("schema", {})
        return found
    return {}


class _Compared:
    """Two schemas, whose references lead into their own components."""

    def __init__(self, old: Part, new: Part) -> None:
        self.old, self.new = old, new

    def sent(self, where: str, old: Part, new: Part, depth: int = 0) -> Iterator[str]:
        """Compare what clients send: more may be allowed, and no more may be asked for."""
        old, new = _resolved(self.old, old), _resolved(self.new, new)
        for name in set(new.get("required", ())) - set(old.get("required", ())):
            yield f"{where}: {name!r} has to be sent now."
        for value in set(map(str, old.get("enum", ()))) - set(map(str, new.get("enum", ()))):
            if "enum" in new:
                yield f"{where}: {value!r} is no longer taken."
        yield from self._inner(where, old, new, depth, self.sent)

    def received(self, where: str, old: Part, new: Part, depth: int = 0) -> Iterator[str]:
        """Compare what clients get: nothing may be missing."""
        old, new = _resolved(self.old, old), _resolved(self.new, new)
        for name in old.get("properties", {}).keys() - new.get("properties", {}).keys():
            yield f"{where}: {name!r} is gone."
        for name in set(old.get("required", ())) - set(new.get("required", ())):
            if name in new.get("properties", {}):
                yield f"{where}: {name!r} may be missing now."
        yield from self._inner(where, old, new, depth, self.received)

    def _inner(self, where: str, old: Part, new: Part, depth: int, compare: Any) -> Iterator[str]:
        if depth > DEEPEST:
            return
        if old.get("type") != new.get("type") and "type" in old:
            yield f"{where}: is {new.get('type')} now, and was {old['type']}."
        for name in old.get("properties", {}).keys() & new.get("properties", {}).keys():
            inner = old["properties"][name], new["properties"][name]
            yield from compare(f"{where}: {name!r}", *inner, depth + 1)
        if "items" in old and "items" in new:
            yield from compare(where, old["items"], new["items"], depth + 1)


def _resolved(whole: Part, schema: Part) -> Part:
    """Return what a schema refers to, with what stands beside the reference."""
    for one in (schema, *schema.get("allOf", ())):
        if "$ref" in one:
            name = one["$ref"].rpartition("/")[2]
            found: Part = whole.get("components", {}).get("schemas", {}).get(name, {})
            return found
    return schema
