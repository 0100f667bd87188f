"""Settings that an app reads, declared in its ``conf.py``."""

from __future__ import annotations

from typing import Generic, TypeVar

from django.conf import settings

T = TypeVar("T")


class Setting(Generic[T]):
    """A setting, by its name and what counts where it is not set.

    It is read each time it is asked for, so that tests can change it.
    """

    def __init__(self, name: str, default: T) -> None:
        self.name = name
        self.default = default

    def __get__(self, _app: object, _kind: type | None = None) -> T:
        value: T = getattr(settings, self.name, self.default)
        return value
