"""Pages, and the same list as JSON for the bookkeeper's spreadsheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from apps.quotes.conf import currency
from apps.quotes.flows import NotADraftError, send_quote
from apps.quotes.models import Quote

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from apps.users.models import User


def _quotes() -> QuerySet[Quote]:
    return Quote.objects.select_related("customer").prefetch_related("lines")


@require_safe
@login_required
def quote_list(request: HttpRequest) -> HttpResponse:
    """Show every quote, newest first."""
    return render(request, "quotes/list.html", {"quotes": _quotes(), "currency": currency()})


@require_safe
@login_required
def quote_list_json(_request: HttpRequest) -> JsonResponse:
    """Return every quote with its total."""
    rows = [
        {
            "number": str(quote),
            "customer": quote.customer.name,
            "status": quote.status,
            "total": str(quote.total),
            "currency": currency(),
        }
        for quote in _quotes()
    ]
    return JsonResponse({"quotes": rows})


@require_POST
@login_required
def quote_send(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a draft."""
    quote = get_object_or_404(Quote, pk=pk)
    try:
        send_quote(quote, cast("User", request.user))
    except NotADraftError:
        messages.error(request, _("This quote was sent already."))
    else:
        messages.success(request, _("Quote sent"))
    return redirect("quotes:list")
