"""Who may open the pages about money, and what becomes of what cannot be done there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from apps.billing.conf import conf
from apps.billing.stripe_calls import BillingError, ConfirmationNeededError

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from apps.billing.models import Account

    View = Callable[..., HttpResponseBase]

SAFE: Final = ("GET", "HEAD")


def billing_page(*methods: str, back: str = "billing_overview") -> Callable[[View], View]:
    """Open a view to those who may see and change what is paid; others learn who they are.

    A :class:`BillingError` that the view raises is told, or leads to where the bank wants a payment
    confirmed.

    Args:
        *methods: What the view answers to.
        back: The name of the page where it is told.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not conf.subjects.manages(request):
                return _refuse(request)
            try:
                return view(request, *args, **kwargs)
            except BillingError as error:
                if isinstance(error, ConfirmationNeededError) and error.address:
                    return HttpResponseRedirect(error.address)
                messages.error(request, str(error))
                return redirect(back)

        return require_http_methods(list(methods))(never_cache(login_required(guarded)))

    return decorate


@dataclass(frozen=True, kw_only=True)
class Access:
    """Whether somebody may see and change what is paid, and else what they can do.

    Attributes:
        manages: Whether they may.
        pays: Whether there is anybody in whose name they could: not before they have a team, where
            teams pay.
        people: The addresses of those who may.
        begin_at: Where whoever is in no team makes one, or empty.
    """

    manages: bool
    pays: bool
    people: list[str]
    begin_at: str


def access_of(request: HttpRequest) -> Access:
    """Return whether whoever makes a request may see and change what is paid."""
    if conf.subjects.manages(request):
        return Access(manages=True, pays=True, people=[], begin_at="")
    subject = conf.subjects.of_request(request)
    account = conf.subjects.account_of(subject) if subject is not None else None
    return Access(
        manages=False,
        pays=subject is not None,
        people=conf.subjects.addresses(account) if account is not None else [],
        begin_at=""
        if subject is not None
        else conf.subjects.beginning(reverse("billing_overview")),
    )


def _refuse(request: HttpRequest) -> HttpResponse:
    access = access_of(request)
    if not access.pays and request.method not in SAFE and (way := _beginning(request)):
        messages.info(request, _("Make a team first: it is the team that has a plan."))
        return HttpResponseRedirect(way)
    # Where nobody pays yet there is nothing to be refused, only nothing to see.
    status = 403 if access.pays or request.method not in SAFE else 200
    return render(request, "billing/not_yours.html", {"access": access}, status=status)


def _beginning(request: HttpRequest) -> str:
    """Return where somebody who is in no team yet makes one, and then chooses as they just did."""
    chosen = {name: request.POST[name] for name in ("interval", "plan") if name in request.POST}
    back = reverse("billing_pricing")
    return conf.subjects.beginning(f"{back}?{urlencode(chosen)}" if chosen else back)


def account_of(request: HttpRequest) -> Account:
    """Return the account in whose name a request is made; made now where there was none."""
    account: Account | None = getattr(request, "_billing_account", None)
    if account is None:
        account = conf.subjects.make_account(conf.subjects.of_request(request))
        request._billing_account = account  # type: ignore[attr-defined]  # noqa: SLF001
    return account
