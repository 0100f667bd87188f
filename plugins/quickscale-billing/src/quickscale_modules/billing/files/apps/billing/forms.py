"""What people fill in on the billing pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from apps.billing.account_pages import AccountPage


class ContactForm(forms.Form):
    """Whom Stripe sends invoices and receipts to."""

    address = forms.ChoiceField(label=_("Billing contact"))

    def __init__(self, page: AccountPage) -> None:
        super().__init__(initial={"address": page.contact})
        self.fields["address"].choices = [(one, one) for one in page.contacts]  # type: ignore[attr-defined]


class SeatsForm(forms.Form):
    """How many seats."""

    seats = forms.IntegerField(label=_("Seats"), min_value=1, max_value=10_000)

    def __init__(self, *args: Any, in_use: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.in_use = in_use
        self.fields["seats"].help_text = _("%(count)d in use.") % {"count": in_use}

    def clean_seats(self) -> int:
        """Refuse fewer than are taken."""
        seats: int = self.cleaned_data["seats"]
        if seats < self.in_use:
            raise forms.ValidationError(
                _("%(count)d seats are in use. Remove people first.") % {"count": self.in_use}
            )
        return seats
