"""A collection of requests for Bruno, which keeps them as plain text, made from an API's schema."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Part = dict[str, Any]


def collection_files(schema: Part) -> dict[str, str]:
    """Return the files of a collection by their paths.

    Args:
        schema: An OpenAPI document.
    """
    about = {"version": "1", "name": schema["info"]["title"], "type": "collection"}
    environment = "vars {\n  site: http://localhost:8000\n}\nvars:secret [\n  key\n]\n"
    files = {
        "bruno.json": json.dumps(about, indent=2) + "\n",
        "collection.bru": "auth {\n  mode: bearer\n}\n\nauth:bearer {\n  token: {{key}}\n}\n",
        "environments/local.bru": environment,
    }
    numbers: dict[str, int] = {}
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            name = operation["operationId"]
            folder = operation.get("tags", ["api"])[0]
            numbers[folder] = numbers.get(folder, 0) + 1
            files[f"{folder}/{name}.bru"] = "\n".join(
                _request(schema, path, method, operation, numbers[folder])
            )
    return files


def _request(schema: Part, path: str, method: str, operation: Part, number: int) -> Iterator[str]:
    """Yield the blocks of a request's file."""
    body = operation.get("requestBody", {}).get("content", {}).get("application/json")
    address = re.sub(r"\{(\w+)\}", r":\1", path)
    yield _block("meta", {"name": operation["operationId"], "type": "http", "seq": str(number)})
    kind = "json" if body else "none"
    yield _block(method, {"url": f"{{{{site}}}}{address}", "body": kind, "auth": "inherit"})
    for name, place, off in (
        ("params:path", "path", ""),
        ("params:query", "query", "~"),
        ("headers", "header", "~"),
    ):
        taken = [one["name"] for one in operation.get("parameters", ()) if one["in"] == place]
        if taken:
            yield _block(name, dict.fromkeys((f"{off}{one}" for one in taken), ""))
    if body:
        example = json.dumps(_example(schema, body["schema"]), indent=2)
        yield f"body:json {{\n{_indented(example.splitlines())}\n}}\n"
    if text := operation.get("description"):
        yield f"docs {{\n{_indented(text.splitlines())}\n}}\n"


def _block(name: str, values: dict[str, str]) -> str:
    lines = _indented(f"{key}: {value}".rstrip() for key, value in values.items())
    return f"{name} {{\n{lines}\n}}\n"


def _indented(lines: Iterable[str]) -> str:
    return "\n".join(f"  {line}".rstrip() for line in lines)


def _example(schema: Part, of: Part) -> Any:
    """Return a value of a schema: one of its own words, or nothing much."""
    if "$ref" in of:
        return _example(schema, schema["components"]["schemas"][of["$ref"].rpartition("/")[2]])
    for several in ("allOf", "oneOf", "anyOf"):
        if several in of:
            return _example(schema, of[several][0])
    if "enum" in of:
        return of["enum"][0]
    kinds = of.get("type", "object")
    kind = kinds if isinstance(kinds, str) else kinds[0]
    if kind == "object":
        return {name: _example(schema, one) for name, one in of.get("properties", {}).items()}
    plain: Part = {"array": [], "boolean": False, "integer": 0, "number": 0, "null": None}
    return plain.get(kind, "")
