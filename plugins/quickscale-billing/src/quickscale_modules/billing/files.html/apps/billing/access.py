"""Who may open the pages about money."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import AccessMixin
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render

from apps.billing.conf import conf
from apps.billing.stripe_calls import ConfirmationNeededError

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from apps.billing.models import Account
    from apps.billing.stripe_calls import BillingError

    View = Callable[..., HttpResponse]

__all__ = ["BillingManagerMixin", "account_of", "manager_required", "refused"]


def manager_required(view: View) -> View:
    """Open a view to those who may see and change what is paid; others learn who they are."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not conf.subjects.manages(request):
            return _refuse(request)
        return view(request, *args, **kwargs)

    return login_required(guarded)


class BillingManagerMixin(AccessMixin):
    """The same for a view that is a class."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in who may."""
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        if not conf.subjects.manages(request):
            return _refuse(request)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc,no-any-return]


def _refuse(request: HttpRequest) -> HttpResponse:
    subject = conf.subjects.of_request(request)
    account = conf.subjects.account_of(subject) if subject is not None else None
    people = conf.subjects.addresses(account) if account is not None else []
    context = {"people": people, "subject": subject}
    # Where nobody pays yet there is nothing to be refused, only nothing to see.
    status = 403 if subject is not None or request.method not in {"GET", "HEAD"} else 200
    return render(request, "billing/not_yours.html", context, status=status)


def account_of(request: HttpRequest) -> Account:
    """Return the account in whose name a request is made; made now where there was none.

    Args:
        request: Of somebody who manages it.
    """
    account: Account | None = getattr(request, "_billing_account", None)
    if account is None:
        account = conf.subjects.make_account(conf.subjects.of_request(request))
        request._billing_account = account  # type: ignore[attr-defined]  # noqa: SLF001
    return account


def refused(request: HttpRequest, error: BillingError, back: str) -> HttpResponse:
    """Say why something could not be done, or lead to where the bank wants it confirmed.

    Args:
        request: Of whoever tried.
        error: Why.
        back: The name of the page where that is said.
    """
    if isinstance(error, ConfirmationNeededError) and error.address:
        return HttpResponseRedirect(error.address)
    messages.error(request, str(error))
    return redirect(back)
