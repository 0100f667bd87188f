"""Whose endpoints are: the one place that knows whether that is a person or something else.

An owner is a text: ``"user:<key>"``, ``"team:<key>"``, the same that events are about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from django.contrib.auth.decorators import login_required
from django.urls import reverse

from apps.users.models import User

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from apps.ops.events import Event

    View = Callable[..., HttpResponse]


class Owners(Protocol):
    """What is asked about owners; ``WEBHOOKS_OWNERS`` names a class of this shape."""

    def guard(self, view: View) -> View:
        """Return a view that only those reach in whose name something can be done."""

    def of_request(self, request: HttpRequest) -> str:
        """Return in whose name a request is made, or empty where nobody is signed in."""

    def of_person(self, user: User) -> str:
        """Return in whose name somebody is at first, or empty where they are in none."""

    def manages(self, request: HttpRequest) -> bool:
        """Tell whether whoever makes a request may see and change the endpoints."""

    def hears(self, event: Event) -> bool:
        """Tell whether an event is told to owners of this kind."""

    def hold(self, owner: str) -> None:
        """Let nobody else change how many endpoints an owner has until the transaction ends."""

    def addresses(self, owner: str) -> list[str]:
        """Return whom e-mails about an owner's endpoints go to."""

    def path(self, owner: str, name: str, **kwargs: object) -> str:
        """Return the address of one of the app's pages as an owner's people see it."""


class PersonOwners:
    """Every person has endpoints of their own."""

    def guard(self, view: View) -> View:
        """Let everybody in who is signed in."""
        guarded: View = login_required(view)
        return guarded

    def of_request(self, request: HttpRequest) -> str:
        """Return who is signed in."""
        return f"user:{request.user.pk}" if request.user.is_authenticated else ""

    def of_person(self, user: User) -> str:
        """Return somebody's own name."""
        return f"user:{user.pk}"

    def manages(self, request: HttpRequest) -> bool:
        """Tell whether somebody is signed in: everybody manages their own endpoints."""
        return request.user.is_authenticated

    def hears(self, event: Event) -> bool:  # noqa: ARG002 - where there are teams, it matters
        """Return that a person hears of everything that is theirs."""
        return True

    def hold(self, owner: str) -> None:
        """Lock the person's row."""
        _find_person(owner).select_for_update().first()

    def addresses(self, owner: str) -> list[str]:
        """Return the person's present address."""
        return list(_find_person(owner).values_list("email", flat=True))

    def path(self, owner: str, name: str, **kwargs: object) -> str:  # noqa: ARG002
        """Return the address of a page: there is one for everybody."""
        return reverse(name, kwargs=kwargs)


def _find_person(owner: str) -> QuerySet[User]:
    kind, _, key = owner.partition(":")
    return User.objects.filter(pk=key) if kind == "user" else User.objects.none()
