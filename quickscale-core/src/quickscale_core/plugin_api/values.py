"""The values that a setting may have; core writes them as source.

A plugin never hands over source text. It hands over a value of one of these kinds and core's
templates write it, so a value can be compared, merged and explained.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Literal, TypeAlias

__all__ = ["REQUIRED", "Env", "EnvType", "ProjectPath", "Ref", "Required", "Value"]


class Required:
    """The type of :data:`REQUIRED`: an environment variable without a default."""

    __slots__ = ()

    def __repr__(self) -> str:
        """Return the constant's name, as a plugin's author wrote it."""
        return "REQUIRED"


REQUIRED: Final = Required()
"""No default: the project refuses to start while the variable is unset."""

EnvType = Literal[
    "str", "bool", "int", "float", "list", "dict", "json", "db_url", "cache_url", "email_url"
]
"""How django-environ reads a variable: the name of its ``Env`` method."""


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

_ = timedelta  # named in Value's text
