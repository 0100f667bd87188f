"""Who may open the pages about money, and what becomes of what cannot be done there."""

from __future__ import annotations

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


def _refuse(request: HttpRequest) -> HttpResponse:
    subject = conf.subjects.of_request(request)
    if subject is None and request.method not in SAFE and (way := _beginning(request)):
        messages.info(request, _("Make a team first: it is the team that has a plan."))
        return HttpResponseRedirect(way)
    account = conf.subjects.account_of(subject) if subject is not None else None
    people = conf.subjects.addresses(account) if account is not None else []
    context = {"people": people, "subject": subject}
    # Where nobody pays yet there is nothing to be refused, only nothing to see.
    status = 403 if subject is not None or request.method not in SAFE else 200
    return render(request, "billing/not_yours.html", context, status=status)


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
