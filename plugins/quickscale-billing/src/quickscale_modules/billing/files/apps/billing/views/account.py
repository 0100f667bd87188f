"""The account: its plan, its usage, its invoices."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.generic import ListView
from djstripe import models as copies

from apps.billing import deeds, queries
from apps.billing.access import SAFE, account_of, billing_page
from apps.billing.account_pages import AccountPage
from apps.billing.conf import conf
from apps.billing.flows import checkout, customers
from apps.billing.forms import ContactForm
from apps.billing.stripe_calls import BillingError

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse


@billing_page(*SAFE)
def overview(request: HttpRequest) -> HttpResponse:
    """Show the plan, what of it is used, and how it is paid, fresh after a visit to the portal."""
    account = account_of(request)
    if "portal" in request.GET:
        # What Stripe does not tell now, a webhook tells later.
        with suppress(BillingError):
            customers.catch_up(account)
        return redirect("billing_overview")
    page = AccountPage(account)
    return render(request, "billing/overview.html", {"page": page, "contact": ContactForm(page)})


@method_decorator(billing_page(*SAFE), name="dispatch")
class InvoiceListView(ListView[copies.Invoice]):
    """Lists what was paid and what is open, each with its PDF."""

    template_name = "billing/invoices.html"
    context_object_name = "invoices"
    paginate_by = 25

    def get_queryset(self) -> QuerySet[copies.Invoice]:
        """Return the account's invoices."""
        return queries.invoices(account_of(self.request))


@billing_page("POST", back="billing_invoices")
def pay_invoice(request: HttpRequest, invoice_id: str) -> HttpResponse:
    """Have an open invoice paid with the card that is kept."""
    messages.success(request, deeds.pay_invoice(account_of(request), invoice_id))
    return redirect("billing_invoices")


@billing_page("POST")
def contact(request: HttpRequest) -> HttpResponse:
    """Have Stripe send invoices and receipts to somebody else."""
    address = request.POST.get("address", "")
    messages.success(request, deeds.choose_contact(account_of(request), address))
    return redirect("billing_overview")


@billing_page("POST")
def portal(request: HttpRequest) -> HttpResponse:
    """Lead to Stripe's Customer Portal."""
    if not conf.portal:
        return redirect("billing_overview")
    back = request.build_absolute_uri(f"{reverse('billing_overview')}?portal=left")
    return HttpResponseRedirect(checkout.open_portal(account_of(request), back=back))
