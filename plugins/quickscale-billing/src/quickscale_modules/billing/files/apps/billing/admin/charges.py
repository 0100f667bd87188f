"""Payments, which staff may pay back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from djstripe import models as copies

from apps.billing.admin.acting import ActingAdmin
from apps.billing.admin.forms import RefundForm
from apps.billing.admin.reading import amount, owner, told
from apps.billing.flows import staff
from apps.billing.money import money

if TYPE_CHECKING:
    from django.forms import Form
    from django.http import HttpRequest
    from django.utils.safestring import SafeString


@admin.register(copies.Charge)
class ChargeAdmin(ActingAdmin):
    """Payments, each with a way to pay it back."""

    verb = "refund"
    words = gettext_lazy("Refund")
    amount_field = "stripe_data__amount"
    list_display = (
        *(owner, amount("amount", gettext_lazy("amount")), told("status", gettext_lazy("state"))),
        *(amount("amount_refunded", gettext_lazy("returned"), nothing="-"), "created", "pay_back"),
    )
    list_select_related = ("customer",)
    search_fields = ("customer__email", "customer__id", "id")

    @admin.display(description=gettext_lazy("action"))
    def pay_back(self, charge: copies.Charge) -> SafeString | str:
        return self.link(charge, _("Refund")) if staff.refundable(charge) else "-"

    def make_form(self, request: HttpRequest, copy: Any) -> RefundForm:
        """Ask how much and why."""
        left = staff.refundable(copy)
        return RefundForm(request.POST or None, left=left, currency=copy.currency)

    def do(self, request: HttpRequest, copy: Any, form: Form) -> None:
        """Pay it back."""
        given, user = form.cleaned_data, request.user
        staff.refund(
            copy,
            given["amount"],
            reason=given["reason"],
            by=user,  # type: ignore[arg-type]
            key=str(given["key"]),
        )
        text = _("%(amount)s will be refunded.")
        words = {"amount": money(given["amount"], copy.currency)}
        self.message_user(request, text % words, messages.SUCCESS)
