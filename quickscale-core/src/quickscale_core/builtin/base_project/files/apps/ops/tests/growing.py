"""Makes many rows out of few, and finds the pages that may list them, for tests of lists.

An app tells what belongs to a person in its own ``tests/rows_of_person.py``: ``make(user)`` returns
a row of each kind that its pages or its admin list. Where copies of a row would not do, it returns
a function instead that takes two numbers and makes rows from the first to the last.
"""

from __future__ import annotations

import uuid
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import IntegrityError, models, transaction
from django.urls import NoReverseMatch, URLResolver, get_resolver, reverse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from apps.users.models import User

__all__ = ["admin_lists", "grow", "pages", "rows_of", "telling_apps"]

BATCH: Final = 200


def rows_of(user: User) -> list[Any]:
    """Return a row of each kind that the apps know of, and of what every project has."""
    rows: list[Any] = [user, Group.objects.create(name="Editors")]
    for app in telling_apps():
        rows.extend(import_module(f"{app}.tests.rows_of_person").make(user))
    return rows


def telling_apps() -> Iterator[str]:
    """Yield the dotted names of the apps that tell of their rows."""
    for config in apps.get_app_configs():
        tests = f"{config.name}.tests"
        has_tests = config.name.startswith("apps.") and find_spec(tests) is not None
        if has_tests and find_spec(f"{tests}.rows_of_person") is not None:
            yield config.name


def grow(rows: Iterable[Any], first: int, last: int) -> None:
    """Make more rows like some, one for each number, each with keys of its own.

    Args:
        rows: What they are like.
        first: The first number.
        last: The number after the last.
    """
    for row in rows:
        if not isinstance(row, models.Model):
            row(first, last)
            continue
        try:
            with transaction.atomic():
                _insert(row, range(first, last), is_other=_is_unique)
        except IntegrityError:
            # Texts may have to differ together.
            _insert(row, range(first, last), is_other=_is_text)


def _insert(row: Any, numbers: Iterable[int], *, is_other: Callable[[Any], bool]) -> None:
    copies = []
    for number in numbers:
        values = {
            field.attname: _another(field, value, number) if is_other(field) else value
            for field in row._meta.concrete_fields
            if not isinstance(field, models.AutoField)
            for value in [getattr(row, field.attname)]
        }
        copies.append(type(row)(**values))
    type(row)._base_manager.bulk_create(copies, batch_size=BATCH)


def _is_unique(field: Any) -> bool:
    return bool(field.unique or isinstance(field, models.EmailField))


def _is_text(field: Any) -> bool:
    is_text = isinstance(field, (models.CharField, models.TextField)) and not field.choices
    return _is_unique(field) or is_text


def _another(field: Any, value: Any, number: int) -> Any:
    """Return a value for a field where no two rows may have the same."""
    if field.is_relation:
        return None if field.null else value
    if isinstance(value, uuid.UUID):
        return uuid.uuid5(value, str(number))
    return f"{number}-{value}"[: field.max_length] if isinstance(value, str) and value else value


def pages() -> Iterator[str]:
    """Yield the path of every page that stands at an address of its own, outside of the admin."""
    seen = set()
    for name in _names(get_resolver(), ""):
        try:
            path = reverse(name)
        except NoReverseMatch:
            continue
        if path not in seen:
            seen.add(path)
            yield path


def _names(resolver: URLResolver, namespace: str) -> Iterator[str]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            inner = f"{namespace}{one.namespace}:" if one.namespace else namespace
            if one.namespace != "admin":
                yield from _names(one, inner)
        elif one.name:
            yield f"{namespace}{one.name}"


def admin_lists() -> Iterator[tuple[type[models.Model], str]]:
    """Yield every model that the admin lists, and where."""
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
        yield model, reverse(name)
