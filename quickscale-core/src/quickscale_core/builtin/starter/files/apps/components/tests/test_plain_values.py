"""What is drawn is kept by values that say all there is, and by no others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

import pytest
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from apps.components.plain_values import plain_value
from apps.users.models import User


@dataclass(frozen=True, kw_only=True)
class Row:
    """Values and nothing else."""

    name: object
    size: object = 1


@dataclass
class Changing:
    """May be another one the next time."""

    name: str


@dataclass(frozen=True)
class WithProperty:
    """Works something out."""

    name: str

    @property
    def late(self) -> bool:
        """Read the clock."""
        return True


@dataclass(frozen=True)
class WithCached:
    """Works something out, once."""

    name: str

    @cached_property
    def late(self) -> bool:
        """Read the clock."""
        return True


@dataclass(frozen=True)
class WithMethod:
    """Does something."""

    name: str

    def say(self) -> str:
        """Read the clock."""
        return self.name


@dataclass(frozen=True)
class Derived(WithMethod):
    """Does what another one does."""


@pytest.mark.parametrize(
    "value",
    [
        datetime(2026, 1, 1, tzinfo=UTC),
        User(email="ada@example.com"),
        Changing("a"),
        WithProperty("a"),
        WithCached("a"),
        WithMethod("a"),
        Derived("a"),
        Row(name=User()),
        (1, [Changing("a")]),
        {"a": 1},
    ],
)
def test_what_may_say_something_else_the_next_time_is_not_plain(value: object) -> None:
    assert plain_value(value) is None


@pytest.mark.parametrize(
    "values",
    [
        (1, True, 1.0, "1", mark_safe("1"), None),
        (("a", "b"), ["a", "b"], ("ab",), ("a", ("b",))),
        (Row(name=1), Row(name=True), Row(name="1"), Row(name=1, size=2), Row(name=Row(name=1))),
    ],
)
def test_no_value_is_taken_for_another(values: tuple[object, ...]) -> None:
    assert len({plain_value(value) for value in values} - {None}) == len(values)


def test_equal_values_are_equal() -> None:
    assert plain_value([Row(name="a")]) == plain_value([Row(name="a")])


def test_a_text_that_is_translated_late_is_what_it_says_now() -> None:
    said = plain_value(Row(name=gettext_lazy("Yes")))
    with translation.override("de"):
        assert plain_value(Row(name=gettext_lazy("Yes"))) != said
