"""The API's schema (OpenAPI 3.1): a part for each app, checked in, and all of them in one.

An app's part is ``api_schema.json`` in its folder. It depends on that app's views alone, so that it
is the same in whatever project the app stands. ``manage.py api_schema`` writes the parts; a test
holds them to the views.
"""

from __future__ import annotations

import json
import re
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from django.core.exceptions import ImproperlyConfigured
from django.urls import include, path
from django.utils import translation
from drf_spectacular.generators import SchemaGenerator

from apps.api.composed import ROUTES
from apps.api.conf import conf

FILE: Final = "api_schema.json"
BY_KEY: Final = "key"
"""What the schema calls the way of a program with a key; see ``apps.api.authentication``."""


def packages() -> list[str]:
    """Return the packages that have endpoints, in the order of their routes."""
    return list(dict.fromkeys(_package(module) for module in ROUTES.values()))


def file_of(package: str) -> Path:
    """Return where a package's part of the schema is kept."""
    return Path(str(import_module(package).__file__)).parent / FILE


def kept(package: str) -> dict[str, Any]:
    """Return a package's part of the schema as its file has it; nothing where there is none."""
    place = file_of(package)
    found: dict[str, Any] = json.loads(place.read_text("utf-8")) if place.is_file() else {}
    return found


def generated(package: str) -> dict[str, Any]:
    """Return a package's part of the schema as its views have it now, in English."""
    patterns = [
        path(f"api/v1/{prefix}", include(module))
        for prefix, module in ROUTES.items()
        if _package(module) == package
    ]
    with translation.override(None):
        made = SchemaGenerator(patterns=patterns).get_schema(  # type: ignore[no-untyped-call]
            request=None, public=True
        )
    whole: dict[str, Any] = json.loads(json.dumps(made))
    return {**whole, "info": {"title": package.rpartition(".")[2], "version": "1"}}


def text_of(part: dict[str, Any]) -> str:
    """Return a part of the schema as its file has it."""
    return json.dumps(part, indent=1, ensure_ascii=False) + "\n"


def merged() -> dict[str, Any]:
    """Return the schema of the whole API: all kept parts in one.

    Raises:
        ImproperlyConfigured: Two parts describe one thing in two ways.
    """
    whole: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {"title": conf.site_name, "version": "1"},
        "paths": {},
        "components": {},
    }
    for package in packages():
        part = kept(package)
        _add(whole["paths"], part.get("paths", {}), package)
        for kind, components in part.get("components", {}).items():
            _add(whole["components"].setdefault(kind, {}), components, package)
    return whole


def for_keys() -> dict[str, Any]:
    """Return the schema of what keys open, for clients of other programs."""
    whole = merged()
    paths = {
        path: {
            method: {**operation, "security": [{BY_KEY: []}]}
            for method, operation in methods.items()
            if {BY_KEY: []} in operation.get("security", ())
        }
        for path, methods in whole["paths"].items()
    }
    whole["paths"] = {path: methods for path, methods in paths.items() if methods}
    parts = whole["components"]
    parts["securitySchemes"] = {BY_KEY: parts["securitySchemes"][BY_KEY]}
    parts["schemas"] = _reached(whole["paths"], parts["schemas"])
    return whole


def _reached(paths: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    """Return the schemas that paths refer to, and those that these refer to."""
    found: set[str] = set()
    texts = [json.dumps(paths)]
    while texts:
        names = set(re.findall(r'"#/components/schemas/([^"]+)"', texts.pop())) - found
        texts += [json.dumps(schemas[name]) for name in names]
        found |= names
    return {name: schema for name, schema in schemas.items() if name in found}


def _add(into: dict[str, Any], more: dict[str, Any], package: str) -> None:
    for name, value in more.items():
        if into.setdefault(name, value) != value:
            raise ImproperlyConfigured(
                f"{file_of(package)} describes {name!r} otherwise than another part of the API"
                " does. Rename one of the two serializers, or the enum with ENUM_NAME_OVERRIDES."
            )


def _package(module: str) -> str:
    return module.rpartition(".")[0]
