"""What staff fill in to make a coupon or a promotion code."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from djstripe import models as copies

from apps.billing import plans
from apps.billing.admin.forms import ReasonForm
from apps.billing.conf import conf
from apps.billing.money import in_whole_units, minor_units

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal


class _LastDayField(forms.DateField):
    """The last day of something, which ends when that day does."""

    widget = forms.DateInput(attrs={"type": "date"})

    def clean(self, value: Any) -> int | None:
        """Return the second at which it ends, which is yet to come."""
        day: date | None = super().clean(value)
        if day is None:
            return None
        end = timezone.make_aware(datetime.combine(day, time.max))
        if end <= timezone.now():
            raise forms.ValidationError(_("This day is in the past."))
        return int(end.timestamp())


class CouponForm(ReasonForm):
    """How much off, for how long, of what, and until when it can be had."""

    name = forms.CharField(
        label=_("Name"), max_length=40, help_text=_("Customers read it on their invoices.")
    )
    percent_off = forms.DecimalField(
        label=_("Percent off"),
        required=False,
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
    )
    amount_off = forms.DecimalField(
        label=_("Amount off"), required=False, min_value=0, max_digits=12, decimal_places=2
    )
    currency = forms.ChoiceField(label=_("Currency of the amount"), choices=(), required=False)
    duration = forms.ChoiceField(
        label=_("Counts"),
        choices=(
            ("once", _("once, on the first invoice")),
            ("repeating", _("for some months")),
            ("forever", _("as long as the subscription")),
        ),
    )
    duration_in_months = forms.IntegerField(
        label=_("For how many months"), required=False, min_value=1, max_value=120
    )
    products = forms.MultipleChoiceField(
        label=_("Only for"),
        choices=(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose none for everything."),
    )
    max_redemptions = forms.IntegerField(
        label=_("How many times it can be used in total"), required=False, min_value=1
    )
    redeem_by = _LastDayField(label=_("Last day to use it"), required=False)
    id = forms.RegexField(
        label=_("Its id"),
        regex=r"^[A-Za-z0-9_-]{1,200}$",
        required=False,
        help_text=_("Stripe generates one if this is empty."),
    )

    field_order = (
        "name",
        "percent_off",
        "amount_off",
        "currency",
        "duration",
        "duration_in_months",
        "products",
        "max_redemptions",
        "redeem_by",
        "id",
        "reason",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sold = [*(plan for plan in plans.PLANS if not plan.is_free), *plans.PURCHASES]
        self.fields["products"].choices = [(one.product_id, one.name) for one in sold]  # type: ignore[attr-defined]
        codes = {price.currency_code for plan in plans.PLANS for price in plan.prices}
        codes |= {conf.currency, *(one.currency_code for one in plans.PURCHASES)}
        self.fields["currency"].choices = [(code, code.upper()) for code in sorted(codes)]  # type: ignore[attr-defined]
        self.fields["currency"].initial = conf.currency

    def clean(self) -> dict[str, Any]:
        """See that it is one kind of discount, and says for how long."""
        given: dict[str, Any] = super().clean() or {}
        percent, amount = given.get("percent_off"), given.get("amount_off")
        if self.errors.keys() & {"percent_off", "amount_off"}:
            return given
        if bool(percent) == bool(amount):
            self.add_error("percent_off", _("Enter either a percentage or an amount."))
        if amount and not in_whole_units(amount, given.get("currency") or conf.currency):
            self.add_error("amount_off", _("This currency has no amounts this small."))
        repeats = given.get("duration") == "repeating"
        if repeats and not given.get("duration_in_months"):
            self.add_error("duration_in_months", _("Say for how many months."))
        if given.get("duration_in_months") and not repeats:
            self.add_error(
                "duration_in_months", _("Only a discount that lasts several months takes this.")
            )
        return given

    def params(self) -> dict[str, Any]:
        """Return the coupon as Stripe takes it."""
        given = self.cleaned_data
        kept = ("id", "name", "duration", "duration_in_months", "max_redemptions", "redeem_by")
        params: dict[str, Any] = {name: given[name] for name in kept if given[name]}
        if given["percent_off"]:
            params["percent_off"] = float(given["percent_off"])
        else:
            params["currency"] = given["currency"] or conf.currency
            params["amount_off"] = minor_units(given["amount_off"], params["currency"])
        if given["products"]:
            params["applies_to"] = {"products": given["products"]}
        return params


class PromotionCodeForm(ReasonForm):
    """Which word stands for which coupon, and who may use it."""

    coupon = forms.ChoiceField(label=_("Coupon"), choices=())
    code = forms.RegexField(
        label=_("Code"),
        regex=r"^[A-Za-z0-9-]{1,100}$",
        required=False,
        error_messages={"invalid": _("Use letters, digits and dashes.")},
        help_text=_(
            "What customers type; capitals do not matter. Stripe generates one if it is empty."
        ),
    )
    max_redemptions = forms.IntegerField(
        label=_("How many times it can be used in total"), required=False, min_value=1
    )
    expires_at = _LastDayField(label=_("Last day to use it"), required=False)
    first_time_transaction = forms.BooleanField(
        label=_("Only for customers who have never paid"), required=False
    )
    minimum_amount = forms.DecimalField(
        label=_("Only from this amount on"),
        required=False,
        min_value=0,
        max_digits=12,
        decimal_places=2,
    )

    field_order = (
        "coupon",
        "code",
        "max_redemptions",
        "expires_at",
        "first_time_transaction",
        "minimum_amount",
        "reason",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = copies.Coupon.objects.filter(stripe_data__valid=True).order_by("-created")
        self.fields["coupon"].choices = [(one.id, f"{one} ({one.id})") for one in found]  # type: ignore[attr-defined]
        self.fields["minimum_amount"].help_text = conf.currency.upper()

    def clean_minimum_amount(self) -> int | None:
        """Return the amount in the smallest unit."""
        amount: Decimal | None = self.cleaned_data["minimum_amount"]
        if amount and not in_whole_units(amount, conf.currency):
            raise forms.ValidationError(_("This currency has no amounts this small."))
        return minor_units(amount, conf.currency) if amount else None

    def params(self) -> dict[str, Any]:
        """Return the code as Stripe takes it."""
        given = self.cleaned_data
        kept = ("code", "max_redemptions", "expires_at")
        params: dict[str, Any] = {name: given[name] for name in kept if given[name]}
        params["promotion"] = {"type": "coupon", "coupon": given["coupon"]}
        restrictions: dict[str, Any] = {}
        if given["first_time_transaction"]:
            restrictions["first_time_transaction"] = True
        if given["minimum_amount"]:
            restrictions["minimum_amount"] = given["minimum_amount"]
            restrictions["minimum_amount_currency"] = conf.currency
        return params | ({"restrictions": restrictions} if restrictions else {})
