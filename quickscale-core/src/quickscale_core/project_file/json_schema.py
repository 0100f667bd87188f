"""The form of ``quickscale.yml`` as a JSON Schema, for editors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias

from quickscale_core.plugin_api.plugin import Option
from quickscale_core.plugins.discovery import InstalledPlugin, Registry
from quickscale_core.project_file.names import MAX_LENGTH
from quickscale_core.project_file.writing import SCHEMA

__all__ = ["yml_schema"]

Schema: TypeAlias = dict[str, object]

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_ANY_OPTIONS: Final[Schema] = {
    "type": ["object", "null"],
    "description": "Answers to its options.",
}
_VERSION: Final[Schema] = {
    "type": "string",
    "description": "The versions that are accepted, as in PEP 440; without it, all.",
    "examples": [">=1,<2"],
}


def yml_schema(registry: Registry | None = None) -> Schema:
    """Return a JSON Schema (draft 2020-12) of ``quickscale.yml``.

    It checks each value alone. What concerns several, such as plugins that conflict, is checked by
    ``quickscale validate``.

    Args:
        registry: The installed plugins, whose names and options are the only ones then; ``None``
            accepts all.
    """
    schema: Schema = {
        "$schema": _DIALECT,
        "title": "quickscale.yml",
        "description": "What a project is made of.",
        "type": "object",
        "required": ["schema", "project"],
        "additionalProperties": False,
    }
    themes = targets = None
    modules: Schema = {"type": ["object", "null"], "additionalProperties": _module(_ANY_OPTIONS)}
    if registry is not None:
        themes, targets = registry.plugins("theme"), registry.plugins("deploy")
        modules = _modules(registry.plugins("module"))
    schema["properties"] = {
        "schema": {
            "type": "integer",
            "const": SCHEMA,
            "description": "The version of this file's form.",
        },
        "project": _project(),
        "theme": _single("The theme; without it, the only one installed, else starter.", themes),
        "deploy": _single("The deploy target.", targets),
        "modules": {"description": "The modules, by name.", **modules},
        "settings": {
            "type": ["object", "null"],
            "description": "Django settings of your own, which beat every plugin's.",
            "patternProperties": {"^[A-Z][A-Z0-9_]*$": {}},
            "additionalProperties": False,
        },
    }
    return schema


def _project() -> Schema:
    return {
        "type": "object",
        "description": "The project's names.",
        "required": ["name"],
        "additionalProperties": False,
        "properties": {
            "name": {
                "type": "string",
                "description": "Its name and folder; with underscores for dashes, its package.",
                "pattern": "^[a-z]([a-z0-9_-]*[a-z0-9])?$",
                "maxLength": MAX_LENGTH,
            },
            "title": {
                "type": "string",
                "description": "Its name for people; without it, made from the name.",
            },
        },
    }


def _single(description: str, plugins: Iterable[InstalledPlugin] | None) -> Schema:
    """Return the schema of a section that names one plugin."""
    name: Schema = {"type": "string", "description": "Its name."}
    schema: Schema = {
        "type": ["object", "null"],
        "description": description,
        "required": ["name"],
        "additionalProperties": False,
        "properties": {"name": name, "options": _ANY_OPTIONS},
    }
    if plugins is None:
        return schema
    known = list(plugins)
    name["enum"] = [plugin.name for plugin in known]
    if known:
        schema["allOf"] = [
            {
                "if": {"properties": {"name": {"const": plugin.name}}, "required": ["name"]},
                "then": {"properties": {"options": _options(plugin.card.options)}},
            }
            for plugin in known
        ]
    return schema


def _modules(plugins: Iterable[InstalledPlugin]) -> Schema:
    return {
        "type": ["object", "null"],
        "additionalProperties": False,
        "properties": {
            plugin.name: {
                **_module(_options(plugin.card.options)),
                "description": f"{plugin.card.summary} ({plugin.distribution}).",
            }
            for plugin in plugins
        },
    }


def _module(options: Schema) -> Schema:
    return {
        "type": ["object", "null"],
        "additionalProperties": False,
        "properties": {"version": _VERSION, "options": options},
    }


def _options(options: Iterable[Option]) -> Schema:
    return {
        **_ANY_OPTIONS,
        "additionalProperties": False,
        "properties": {option.name: _option(option) for option in options},
    }


def _option(option: Option) -> Schema:
    """Return the schema of one answer."""
    items: Schema = {"type": "string"}
    if option.choices:
        items["enum"] = list(option.choices)
    types: Mapping[str, Schema] = {
        "bool": {"type": "boolean"},
        "int": {"type": "integer"},
        "str": {"type": "string", **_pattern(option.pattern)},
        "choice": {"enum": list(option.choices)},
        "list": {"type": "array", "items": items},
    }
    said = [option.help] if option.help else []
    if not option.mutable:
        said.append("It cannot change once the project exists.")
    default = option.default
    return {
        **types[option.type],
        "description": " ".join(said),
        "default": list(default) if isinstance(default, tuple) else default,
    }


def _pattern(pattern: str) -> Schema:
    """Return a pattern as ECMA-262 has it, or nothing where it says it in other words.

    Editors read patterns as JavaScript does, and Python's inline flags, named groups,
    conditions, atomic groups and anchors are none there.
    """
    if not pattern or re.search(r"\(\?(?![:=!]|<[=!])|\\[AZ]|[*+?}]\+", pattern):
        return {}
    return {"pattern": f"^(?:{pattern})$"}
