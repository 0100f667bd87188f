"""What the API says of money, and takes: amounts are in the smallest unit of a currency."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from djstripe import models as copies
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from apps.billing import plans, queries
from apps.billing.account_pages import ACTIONS
from apps.billing.conf import conf
from apps.billing.deeds import ACTIONS as DEEDS
from apps.billing.money import money
from apps.billing.standings import State

if TYPE_CHECKING:
    from apps.billing.account_pages import AccountPage
    from apps.billing.catalog import Plan, PlanPrice, Purchase
    from apps.billing.flows.previews import Preview
    from apps.billing.plan_pages import Resumption
    from apps.billing.price_pages import PlanCard

INTERVALS = ("month", "year")


class MoneySerializer(serializers.Serializer[Any]):
    """So much of a currency."""

    amount = serializers.IntegerField(help_text="In its smallest unit: `1900` are 19 dollars.")
    currency = serializers.CharField(help_text="Three lower-case letters.")
    text = serializers.CharField(help_text="As people write it: `$19`.")


class PriceSerializer(serializers.Serializer[Any]):
    """What a plan costs."""

    interval = serializers.ChoiceField(INTERVALS)
    price = MoneySerializer()


class LimitSerializer(serializers.Serializer[Any]):
    """How much of something a plan allows."""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # a field's own is another
    allowed = serializers.IntegerField(allow_null=True, help_text="`null` is as much as one likes.")


class FeatureSerializer(serializers.Serializer[Any]):
    """What comes with a plan."""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]


class PlanSerializer(serializers.Serializer[Any]):
    """A plan that is sold."""

    key = serializers.CharField()
    name = serializers.CharField()
    description = serializers.CharField()
    prices = PriceSerializer(many=True)
    per_seat = serializers.BooleanField()
    highlighted = serializers.BooleanField()
    trial_days = serializers.IntegerField()
    features = FeatureSerializer(many=True)
    limits = LimitSerializer(many=True)


class SubscriptionSerializer(serializers.Serializer[Any]):
    """Which plan whoever pays has, and how they came by it."""

    plan = serializers.CharField(help_text="The key of the plan that may be used.")
    state = serializers.ChoiceField(State.values)
    price = PriceSerializer(allow_null=True, help_text="What is paid; of one seat, if per seat.")
    seats = serializers.IntegerField()
    until = serializers.DateTimeField(
        allow_null=True, help_text="When the present state ends, where that is known."
    )
    next_plan = serializers.CharField(
        allow_null=True, help_text="The key of the plan that follows, where it is another."
    )


class UsageSerializer(serializers.Serializer[Any]):
    """How much of a limit is used in the present period."""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    used = serializers.IntegerField()
    allowed = serializers.IntegerField(allow_null=True)
    since = serializers.DateTimeField()


class InvoiceSerializer(serializers.Serializer[copies.Invoice]):
    """An invoice, as Stripe has it."""

    id = serializers.CharField()
    number = serializers.CharField(source="stripe_data.number", allow_null=True, default=None)
    status = serializers.CharField(source="stripe_data.status")
    total = serializers.SerializerMethodField()
    tax = serializers.SerializerMethodField()
    created_at = serializers.DateTimeField(source="created")
    page = serializers.CharField(
        source="stripe_data.hosted_invoice_url",
        allow_null=True,
        default=None,
        help_text="Stripe's page of it.",
    )
    pdf = serializers.CharField(source="stripe_data.invoice_pdf", allow_null=True, default=None)

    @extend_schema_field(MoneySerializer)
    def get_total(self, invoice: Any) -> dict[str, Any]:
        """Return what it comes to."""
        return amount_of(int(invoice.stripe_data.get("total") or 0), _currency(invoice))

    @extend_schema_field(MoneySerializer)
    def get_tax(self, invoice: Any) -> dict[str, Any]:
        """Return how much of that is tax."""
        return amount_of(queries.tax_of(invoice), _currency(invoice))


class AccessSerializer(serializers.Serializer[Any]):
    """Whether whoever calls may see and change what is paid."""

    manages = serializers.BooleanField()
    pays = serializers.BooleanField(help_text="Whether there is anybody who pays: a team first.")
    people = serializers.ListField(
        child=serializers.CharField(), help_text="The addresses of those who may, to be asked."
    )
    begin_at = serializers.CharField(help_text="Where somebody in no team makes one, or empty.")


class NamedPlanSerializer(serializers.Serializer[Any]):
    """A plan, by its name."""

    key = serializers.CharField()
    name = serializers.CharField()


class PaidUsageSerializer(UsageSerializer):
    """How much of a limit is used, and what that comes to."""

    text = serializers.CharField(help_text="As people write it: `40 of 2,000`.")
    cost = serializers.CharField(help_text="In words, where usage is paid; or empty.")


class PaymentMethodSerializer(serializers.Serializer[Any]):
    """Something to pay with."""

    id = serializers.CharField()
    name = serializers.CharField()
    expires = serializers.CharField(help_text="`MM/YYYY`, or empty.")
    is_default = serializers.BooleanField(help_text="Whether it pays.")


class PurchaseSerializer(serializers.Serializer[Any]):
    """Something that is bought once."""

    key = serializers.CharField()
    name = serializers.CharField()
    description = serializers.CharField()
    price = serializers.SerializerMethodField()

    @extend_schema_field(MoneySerializer)
    def get_price(self, purchase: Purchase) -> dict[str, Any]:
        """Return what it costs."""
        return amount_of(purchase.amount, purchase.currency_code)


class OverviewSerializer(serializers.Serializer[Any]):
    """Everything of an account on one page."""

    plan = NamedPlanSerializer(source="standing.present_plan")
    state = serializers.ChoiceField(State.values, source="standing.state")
    state_label = serializers.CharField(source="standing.state.label")
    until = serializers.DateTimeField(source="standing.until", allow_null=True)
    next_plan = NamedPlanSerializer(source="standing.next_plan", allow_null=True)
    price = serializers.SerializerMethodField()
    total = serializers.SerializerMethodField()
    per_seat = serializers.BooleanField(source="standing.subscribed_plan.per_seat")
    seats = serializers.IntegerField(source="standing.seats")
    seats_follow = serializers.BooleanField(help_text="Whether seats come and go with people.")
    actions = serializers.ListField(child=serializers.ChoiceField(ACTIONS))
    counted_since = serializers.DateTimeField(source="standing.counted_since")
    usage = PaidUsageSerializer(many=True)
    method = PaymentMethodSerializer(allow_null=True, help_text="What is paid with.")
    contact = serializers.CharField(help_text="Where invoices and receipts are sent.")
    contacts = serializers.ListField(child=serializers.CharField())
    invoices = InvoiceSerializer(many=True, help_text="The newest five.")
    purchases = serializers.SerializerMethodField()
    confirm_at = serializers.CharField(help_text="Where the bank's question waits, or empty.")
    portal = serializers.BooleanField(help_text="Whether Stripe's portal is linked to.")

    @extend_schema_field(PriceSerializer(allow_null=True))
    def get_price(self, page: AccountPage) -> dict[str, Any] | None:
        """Return what is paid for a seat, or from the next plan on."""
        return price_of(page.price) if page.price else None

    @extend_schema_field(MoneySerializer(allow_null=True))
    def get_total(self, page: AccountPage) -> dict[str, Any] | None:
        """Return what is paid for all seats."""
        return amount_of(page.total, page.price.currency_code) if page.price else None

    @extend_schema_field(PurchaseSerializer(many=True))
    def get_purchases(self, page: AccountPage) -> Any:
        """Return what is bought once."""
        return PurchaseSerializer([one for one, _price in page.purchases], many=True).data


class IntervalSerializer(serializers.Serializer[Any]):
    """By which interval plans are offered; without one, as is paid now."""

    interval = serializers.ChoiceField(INTERVALS, required=False)


class ChosenPlanSerializer(serializers.Serializer[Any]):
    """A plan that somebody chose."""

    plan = serializers.CharField(help_text="Its key.")
    interval = serializers.ChoiceField(INTERVALS)


class OfferSerializer(serializers.Serializer[Any]):
    """A plan as whoever calls may choose it, with words for people."""

    key = serializers.CharField(source="plan.key")
    name = serializers.CharField(source="plan.name")
    description = serializers.CharField(source="plan.description")
    price = serializers.SerializerMethodField()
    per = serializers.CharField(help_text="`each month, per seat`")
    saving = serializers.CharField(help_text="What a year saves, or empty.")
    points = serializers.ListField(child=serializers.CharField())
    button = serializers.CharField(help_text="What the button says, or empty.")
    is_current = serializers.BooleanField()

    @extend_schema_field(MoneySerializer)
    def get_price(self, card: PlanCard) -> dict[str, Any]:
        """Return its price."""
        return amount_of(card.amount, card.currency)


class IntervalTabSerializer(serializers.Serializer[Any]):
    """An interval to choose."""

    interval = serializers.ChoiceField(INTERVALS)
    label = serializers.CharField()  # type: ignore[assignment]


class OffersSerializer(serializers.Serializer[Any]):
    """The plans that one may change to."""

    subscribed = serializers.BooleanField(help_text="Whether there is a plan to change.")
    interval = serializers.ChoiceField(INTERVALS)
    intervals = IntervalTabSerializer(many=True)
    plans = OfferSerializer(many=True)


class PreviewLineSerializer(serializers.Serializer[Any]):
    """A line of an invoice."""

    text = serializers.CharField()
    amount = MoneySerializer()


class PreviewSerializer(serializers.Serializer[Any]):
    """What a change comes to."""

    due_now = MoneySerializer(help_text="What is charged at once; below zero, what is kept.")
    lines = PreviewLineSerializer(many=True)
    tax = MoneySerializer(allow_null=True)


class PlanChangeSerializer(serializers.Serializer[Any]):
    """Another plan, and what it comes to."""

    plan = NamedPlanSerializer()
    before = NamedPlanSerializer(source="standing.plan")
    interval = serializers.ChoiceField(INTERVALS, source="price.interval")
    later = serializers.BooleanField(help_text="Whether it begins when the period ends.")
    until = serializers.DateTimeField(source="standing.until", allow_null=True)
    preview = serializers.SerializerMethodField()

    @extend_schema_field(PreviewSerializer(allow_null=True))
    def get_preview(self, change: Any) -> dict[str, Any] | None:
        """Return what is charged now; nothing where it begins later."""
        return preview_of(change.preview)


class SeatsSerializer(serializers.Serializer[Any]):
    """How many seats."""

    seats = serializers.IntegerField(min_value=1, max_value=10_000)


class SeatsAskedSerializer(serializers.Serializer[Any]):
    """How many seats are asked about, if any are."""

    seats = serializers.IntegerField(min_value=1, max_value=10_000, required=False)


class SeatsChangeSerializer(serializers.Serializer[Any]):
    """Seats, and what another number of them comes to."""

    seats = serializers.IntegerField(source="standing.seats", help_text="That are paid now.")
    suggested = serializers.IntegerField(source="first", help_text="What a form begins with.")
    in_use = serializers.IntegerField()
    follow = serializers.BooleanField(help_text="Whether they come and go with people.")
    preview = serializers.SerializerMethodField()

    @extend_schema_field(PreviewSerializer(allow_null=True))
    def get_preview(self, change: Any) -> dict[str, Any] | None:
        """Return what is charged now; nothing while no number is asked about."""
        return preview_of(change.preview)


class ResumptionSerializer(serializers.Serializer[Any]):
    """Going on after a pause."""

    plan = NamedPlanSerializer(source="standing.subscribed_plan")
    due_now = serializers.SerializerMethodField()
    anew = serializers.BooleanField(help_text="Whether a period begins now.")
    until = serializers.DateTimeField(allow_null=True)

    @extend_schema_field(MoneySerializer(allow_null=True))
    def get_due_now(self, resumption: Resumption) -> dict[str, Any] | None:
        """Return what is charged now, or nothing."""
        invoice = resumption.invoice
        return amount_of(invoice.amount_due, invoice.currency) if invoice else None


class ActionSerializer(serializers.Serializer[Any]):
    """What is to be done to the subscription."""

    action = serializers.ChoiceField(tuple(DEEDS))


class ContactSerializer(serializers.Serializer[Any]):
    """Whom invoices and receipts are sent to."""

    address = serializers.CharField(help_text="One of `contacts`.")


class DoneSerializer(serializers.Serializer[Any]):
    """What became of it."""

    said = serializers.CharField(help_text="For people.")
    confirm_at = serializers.CharField(
        help_text="Where the bank asks the card's owner first; empty once it is done."
    )


def amount_of(amount: int, currency: str) -> dict[str, Any]:
    """Return an amount of money, as it is answered."""
    return {"amount": amount, "currency": currency, "text": money(amount, currency)}


def _currency(invoice: Any) -> str:
    return str(invoice.stripe_data.get("currency") or conf.currency)


def price_of(price: PlanPrice) -> dict[str, Any]:
    """Return the price of a plan, as it is answered."""
    return {
        "interval": price.interval,
        "price": amount_of(price.amount, price.currency_code),
    }


def plan_of(plan: Plan) -> dict[str, Any]:
    """Return a plan, as it is answered."""
    return {
        "key": plan.key,
        "name": plan.name,
        "description": plan.description,
        "prices": [price_of(price) for price in plan.prices],
        "per_seat": plan.per_seat,
        "highlighted": plan.highlighted,
        "trial_days": plan.days_of_trial,
        "features": [
            {"name": name, "label": label}
            for name, label in plans.FEATURES.items()
            if name in plan.features
        ],
        "limits": [
            {"name": name, "label": label, "allowed": plan.limits.get(name, 0)}
            for name, label in plans.LIMITS.items()
        ],
    }


def preview_of(preview: Preview | None) -> dict[str, Any] | None:
    """Return what a change comes to, as it is answered."""
    if preview is None:
        return None
    currency = preview.currency
    return {
        "due_now": amount_of(preview.due_now, currency),
        "lines": [
            {"text": text, "amount": amount_of(amount, currency)} for text, amount in preview.lines
        ],
        "tax": amount_of(preview.tax, currency) if preview.tax else None,
    }
