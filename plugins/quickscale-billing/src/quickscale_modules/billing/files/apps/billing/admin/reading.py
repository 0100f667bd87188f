"""Copies of Stripe's objects, to read and to find by address, id and amount."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.db.models import Q
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from djstripe import models as copies

from apps.billing import plans, queries, subscription_data
from apps.billing.conf import conf
from apps.billing.money import minor_units, money
from apps.billing.stripe_calls import id_of
from apps.ops.read_only import ReadOnlyMixin

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.utils.safestring import SafeString
    from django_stubs_ext import StrOrPromise


class ReadOnlyAdmin(ReadOnlyMixin, admin.ModelAdmin[Any]):
    """Shows rows that nobody adds, changes or deletes by hand."""


class CopyAdmin(ReadOnlyAdmin):
    """Shows a copy of an object of Stripe's.

    Attributes:
        amount_field: Where its amount is in Stripe's own form, to be found by; or empty.
    """

    amount_field = ""
    fields: ClassVar[tuple[str, ...]] = ("id", "created", "at_stripe", "as_stripe_tells_it")
    readonly_fields: ClassVar[tuple[str, ...]] = fields
    ordering = ("-created",)
    show_full_result_count = False

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Find by amount as well: ``19``, ``19.00``."""
        found, duplicates = super().get_search_results(request, queryset, search_term)
        word = search_term.strip().replace(",", ".")
        if self.amount_field and re.fullmatch(r"\d+(\.\d{1,3})?", word):
            value = minor_units(Decimal(word), conf.currency)
            found |= queryset.filter(Q(**{self.amount_field: value}))
        return found, duplicates

    @admin.display(description=_("At Stripe"))
    def at_stripe(self, copy: Any) -> SafeString | str:
        address = copy.get_stripe_dashboard_url()
        return format_html('<a href="{}">{}</a>', address, address) if address else "-"

    @admin.display(description=_("As Stripe tells it"))
    def as_stripe_tells_it(self, copy: Any) -> SafeString:
        return format_html("<pre>{}</pre>", json.dumps(copy.stripe_data, indent=2))


@admin.display(description=_("customer"), ordering="customer__email")
def owner(copy: Any) -> str:
    """Say whose it is."""
    return str(copy.customer.email or copy.customer.id) if copy.customer else "-"


def told(name: str, description: StrOrPromise) -> Callable[[Any], str]:
    """Return a column with what Stripe tells of a copy: ``told("status", _("state"))``."""

    @admin.display(description=description)
    def column(copy: Any) -> str:
        return str(copy.stripe_data.get(name) or "-").replace("_", " ")

    return column


def amount(name: str, description: StrOrPromise, *, nothing: str = "") -> Callable[[Any], str]:
    """Return a column with an amount that Stripe tells of a copy.

    Args:
        name: Under which name.
        description: The column's heading.
        nothing: What stands for zero, if not the amount itself.
    """

    @admin.display(description=description)
    def column(copy: Any) -> str:
        value = copy.stripe_data.get(name) or 0
        return nothing if nothing and not value else money(value, copy.stripe_data["currency"])

    return column


@admin.register(copies.Customer)
class CustomerAdmin(CopyAdmin):
    """Those who pay."""

    list_display = ("email", "name", "id", "created")
    search_fields = ("email", "id", "stripe_data__name")


@admin.register(copies.Subscription)
class SubscriptionAdmin(CopyAdmin):
    """What they subscribe to."""

    list_display = (owner, "plan", told("status", _("state")), "seats", "period_end", "created")
    list_select_related = ("customer",)
    search_fields = ("customer__email", "customer__id", "id")

    @admin.display(description=_("plan"))
    def plan(self, subscription: copies.Subscription) -> str:
        price = subscription_data.first_item(subscription).get("price") or {}
        product = id_of(price.get("product"))
        names = {plan.product_id: str(plan.name) for plan in plans.PLANS}
        return names.get(product, product or "-")

    @admin.display(description=_("seats"))
    def seats(self, subscription: copies.Subscription) -> int:
        return int(subscription_data.first_item(subscription).get("quantity") or 0)

    @admin.display(description=_("paid until"))
    def period_end(self, subscription: copies.Subscription) -> Any:
        return subscription_data.moment(
            subscription_data.first_item(subscription).get("current_period_end")
        )


@admin.register(copies.Invoice)
class InvoiceAdmin(CopyAdmin):
    """What they were billed."""

    amount_field = "stripe_data__total"
    list_display = (
        *("number", owner, told("status", _("state"))),
        *(amount("total", _("total")), "tax", "created"),
    )
    list_select_related = ("customer",)
    search_fields = ("customer__email", "customer__id", "id", "stripe_data__number")

    @admin.display(description=_("number"))
    def number(self, invoice: copies.Invoice) -> str:
        return str(invoice.stripe_data.get("number") or invoice.id)

    @admin.display(description=_("tax in it"))
    def tax(self, invoice: copies.Invoice) -> str:
        value = queries.tax_of(invoice)
        return money(value, invoice.stripe_data["currency"]) if value else "-"


@admin.register(copies.Refund)
class RefundAdmin(CopyAdmin):
    """What was paid back."""

    list_display = (
        *("id", "charge", amount("amount", _("amount"))),
        *(told("status", _("state")), "created"),
    )
    list_select_related = ("charge",)
    search_fields = ("id", "charge__id", "charge__customer__email")


@admin.register(copies.Dispute)
class DisputeAdmin(CopyAdmin):
    """Payments that a bank doubts; they are answered in Stripe's dashboard, with documents."""

    amount_field = "stripe_data__amount"
    list_display = (
        *("id", amount("amount", _("amount")), told("reason", _("why"))),
        *(told("status", _("state")), "created"),
    )
    list_select_related = ("charge", "charge__customer")
    search_fields = ("id", "charge__id", "charge__customer__email")
