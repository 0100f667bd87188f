"""The values that a setting may have; core writes them as source.

A plugin never hands over source text. It hands over a value of one of these kinds and core's
templates write it, so a value can be compared, merged and explained.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Literal, TypeAlias, get_args

__all__ = ["REQUIRED", "Env", "EnvType", "ProjectPath", "Ref", "Required", "Value", "value_error"]


class Required:
    """The type of :data:`REQUIRED`: an environment variable without a default."""

    __slots__ = ()

    def __repr__(self) -> str:
        """Return the constant's name, as a plugin's author wrote it."""
        return "REQUIRED"


REQUIRED: Final = Required()
"""No default: the project refuses to start while the variable is unset."""

EnvType = Literal[
    "str",
    "bool",
    "int",
    "float",
    "list",
    "dict",
    "json",
    "db_url",
    "cache_url",
    "email_url",
    "redis_url",
    "http_url",
    "origins",
    "hosts",
    "count",
    "email_address",
    "time_zone",
    "log_level",
]
"""The form that a variable must have: the name of the method of django-environ's ``Env``, or of the
project's ``settings/environment.py``, that reads it and refuses what has another form."""


@dataclass(frozen=True, slots=True)
class ProjectPath:
    """A path inside the project, written with the project's ``BASE_DIR``.

    Attributes:
        path: Relative path with ``/`` between its parts, for example ``locale``.
        prefix: Text before it, for a URL such as ``sqlite:///``. With a prefix the setting is a
            string, without one a ``pathlib.Path``.
    """

    path: str
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Ref:
    """A name imported from a module when the settings are loaded.

    Attributes:
        target: ``"package.module:NAME"``, for example ``"csp.constants:NONCE"``.
    """

    target: str


@dataclass(frozen=True, slots=True)
class Env:
    """A value read from the environment by django-environ.

    Attributes:
        name: The variable, upper case: ``"STRIPE_SECRET_KEY"``.
        type: How it is read; see :data:`EnvType`.
        default: The value while it is unset, or :data:`REQUIRED`.
    """

    name: str
    type: EnvType = "str"
    default: Value | Required = REQUIRED


Value: TypeAlias = (
    "str | int | float | bool | timedelta | Env | ProjectPath | Ref"
    " | list[Value] | tuple[Value, ...] | dict[str, Value] | None"
)
"""Anything a setting may hold: JSON-like data, tuples, durations, and the three types above."""

_REFERENCE: Final = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*:[A-Za-z_]\w*")


def value_error(value: object) -> str:  # noqa: PLR0911 - one answer per type
    """Return why something may not be a setting's value, or nothing."""
    if value is None or isinstance(value, str | bool | int | timedelta | ProjectPath):
        return ""
    if isinstance(value, float):
        return "" if math.isfinite(value) else f"the number {value}"
    if isinstance(value, list | tuple):
        return next((error for item in value if (error := value_error(item))), "")
    if isinstance(value, dict):
        if odd := [key for key in value if not isinstance(key, str)]:
            return f"a key that is not a text, {odd[0]!r}"
        return next((error for item in value.values() if (error := value_error(item))), "")
    if isinstance(value, Ref):
        return "" if _REFERENCE.fullmatch(value.target) else f"{value}"
    if isinstance(value, Env):
        return _env_error(value)
    return f"something of type {type(value).__name__}"


def _env_error(value: Env) -> str:
    if value.type not in get_args(EnvType) or not re.fullmatch(r"[A-Z][A-Z0-9_]*", value.name):
        return f"{value}"
    return "" if value.default is REQUIRED else value_error(value.default)
