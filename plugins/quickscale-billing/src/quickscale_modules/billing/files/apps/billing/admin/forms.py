"""What staff fill in before money moves."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.billing.money import in_whole_units, minor_units, money, places_of


class ReasonForm(forms.Form):
    """Why; the key tells one decision from the next: the same one sent twice counts once."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Recorded with your name."),
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class RefundForm(ReasonForm):
    """How much, and why."""

    amount = forms.DecimalField(label=_("Amount"), max_digits=12, decimal_places=3, min_value=0)

    field_order = ("amount", "reason")

    def __init__(self, *args: Any, left: int, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.left = left
        self.currency = currency
        places = places_of(currency)
        self.fields["amount"].initial = f"{left / 10**places:.{places}f}"
        self.fields["amount"].help_text = _("At most %(amount)s.") % {
            "amount": money(left, currency)
        }

    def clean_amount(self) -> int:
        """Return the amount in the smallest unit, if there is so much left."""
        if not in_whole_units(self.cleaned_data["amount"], self.currency):
            raise forms.ValidationError(_("This currency has no such amount."))
        amount = minor_units(self.cleaned_data["amount"], self.currency)
        if not 0 < amount <= self.left:
            raise forms.ValidationError(_("That is more than is left of this payment."))
        return amount
