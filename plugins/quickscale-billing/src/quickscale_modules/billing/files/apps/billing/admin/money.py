"""Payments and disputes, where staff may give money back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from djstripe import models as copies

from apps.billing.admin.acting import ActingAdmin
from apps.billing.admin.forms import DisputeForm, RefundForm
from apps.billing.admin.reading import ReadOnlyAdmin, owner
from apps.billing.flows import staff
from apps.billing.money import money

if TYPE_CHECKING:
    from django.forms import Form
    from django.http import HttpRequest
    from django.utils.safestring import SafeString

__all__ = ["ChargeAdmin", "DisputeAdmin", "RefundAdmin"]


@admin.register(copies.Charge)
class ChargeAdmin(ActingAdmin):
    """Payments, each with a way to pay it back."""

    verb = "refund"
    words = gettext_lazy("Refund")
    amount_field = "stripe_data__amount"
    list_display = (owner, "amount_in_words", "status", "given_back", "created", "pay_back")
    list_select_related = ("customer",)
    search_fields = ("customer__email", "customer__id", "id")

    @admin.display(description=gettext_lazy("amount"))
    def amount_in_words(self, charge: copies.Charge) -> str:
        """Tell the amount."""
        return money(charge.stripe_data["amount"], charge.currency)

    @admin.display(description=gettext_lazy("returned"))
    def given_back(self, charge: copies.Charge) -> str:
        """Tell how much went back."""
        amount = charge.stripe_data.get("amount_refunded") or 0
        return money(amount, charge.currency) if amount else "-"

    @admin.display(description=gettext_lazy("action"))
    def pay_back(self, charge: copies.Charge) -> SafeString | str:
        """Link to the refund."""
        return self.link(charge, _("Refund")) if staff.refundable(charge) else "-"

    def make_form(self, request: HttpRequest, copy: Any) -> RefundForm:
        """Ask how much and why."""
        left = staff.refundable(copy)
        return RefundForm(request.POST or None, left=left, currency=copy.currency)

    def do(self, request: HttpRequest, copy: Any, form: Form) -> None:
        """Pay it back."""
        amount = form.cleaned_data["amount"]
        staff.refund(
            copy,
            amount,
            reason=form.cleaned_data["reason"],
            by=request.user,  # type: ignore[arg-type]
            key=str(form.cleaned_data["key"]),
        )
        text = _("%(amount)s will be refunded.") % {"amount": money(amount, copy.currency)}
        self.message_user(request, text, messages.SUCCESS)


@admin.register(copies.Dispute)
class DisputeAdmin(ActingAdmin):
    """Payments that a bank doubts."""

    verb = "decide"
    words = gettext_lazy("Tell the bank")
    amount_field = "stripe_data__amount"
    list_display = ("id", "amount_in_words", "why", "status", "created", "decide")
    search_fields = ("id", "charge__id", "charge__customer__email")
    list_select_related = ("charge", "charge__customer")

    @admin.display(description=gettext_lazy("amount"))
    def amount_in_words(self, dispute: copies.Dispute) -> str:
        """Tell the amount."""
        return money(dispute.stripe_data["amount"], dispute.stripe_data["currency"])

    @admin.display(description=gettext_lazy("why"))
    def why(self, dispute: copies.Dispute) -> str:
        """Tell the bank's reason."""
        return str(dispute.stripe_data.get("reason", "")).replace("_", " ")

    @admin.display(description=gettext_lazy("state"))
    def status(self, dispute: copies.Dispute) -> str:
        """Tell Stripe's state."""
        return str(dispute.stripe_data.get("status", "")).replace("_", " ")

    @admin.display(description=gettext_lazy("action"))
    def decide(self, dispute: copies.Dispute) -> SafeString | str:
        """Link to the decision while there is one to make."""
        is_open = dispute.stripe_data.get("status") in ("needs_response", "warning_needs_response")
        return self.link(dispute, _("Decide")) if is_open else "-"

    def make_form(self, request: HttpRequest, copy: Any) -> DisputeForm:  # noqa: ARG002
        """Ask what to do."""
        return DisputeForm(request.POST or None)

    def do(self, request: HttpRequest, copy: Any, form: Form) -> None:
        """Answer or accept."""
        user: Any = request.user
        if form.cleaned_data["decision"] == "answer":
            staff.answer_dispute(copy, form.cleaned_data["text"], by=user)
        else:
            staff.accept_dispute(copy, reason=form.cleaned_data["text"], by=user)
        self.message_user(request, _("The bank is told."), messages.SUCCESS)


@admin.register(copies.Refund)
class RefundAdmin(ReadOnlyAdmin):
    """What was paid back."""

    list_display = ("id", "charge", "amount_in_words", "status", "created")
    list_select_related = ("charge",)
    search_fields = ("id", "charge__id", "charge__customer__email")
    ordering = ("-created",)

    @admin.display(description=gettext_lazy("amount"))
    def amount_in_words(self, refund: copies.Refund) -> str:
        """Tell the amount."""
        return money(refund.stripe_data["amount"], refund.stripe_data["currency"])

    @admin.display(description=gettext_lazy("state"))
    def status(self, refund: copies.Refund) -> str:
        """Tell Stripe's state."""
        return str(refund.stripe_data.get("status"))
