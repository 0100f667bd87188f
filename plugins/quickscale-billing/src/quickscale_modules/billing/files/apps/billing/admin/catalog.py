"""What is for sale, as Stripe has it, and what ``plans.py`` would change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import stripe
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from djstripe import models as copies

from apps.billing import mirror
from apps.billing.admin.acting import may_act
from apps.billing.admin.reading import CopyAdmin
from apps.billing.flows import plan_sync, staff
from apps.billing.models import StaffAction
from apps.billing.money import money
from apps.billing.stripe_calls import BillingError, as_billing_error, client

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern

    from apps.users.models import User

__all__ = ["PriceAdmin", "ProductAdmin"]


@admin.register(copies.Product)
class ProductAdmin(CopyAdmin):
    """Plans and purchases; a page of its own says what ``sync_plans`` would do, and does it."""

    list_display = ("name", "id", "active", "prices_in_words", "created")
    list_filter = ("active",)
    search_fields = ("name", "id")
    change_list_template = "billing/admin/products.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Bring the prices along."""
        return super().get_queryset(request).prefetch_related("prices")

    @admin.display(description=gettext_lazy("prices"))
    def prices_in_words(self, product: copies.Product) -> str:
        """Tell what it costs."""
        held = [price for price in product.prices.all() if price.active]
        return ", ".join(_in_words(price) for price in held) or "-"

    def get_urls(self) -> list[URLPattern]:
        """Add the page."""
        view = self.admin_site.admin_view(self.sync)
        return [path("sync/", view, name="billing_sync"), *super().get_urls()]

    def sync(self, request: HttpRequest) -> HttpResponse:
        """Show what differs from ``plans.py``, and change it when asked to."""
        if not may_act(request):
            raise PermissionDenied
        steps: list[plan_sync.Step] = []
        try:
            with as_billing_error():
                steps = plan_sync.plan_steps()
                if request.method == "POST":
                    plan_sync.apply(steps)
                    user: User = request.user  # type: ignore[assignment]
                    what = "\n".join(str(step) for step in steps)
                    staff.record(StaffAction.Kind.PRICES_SYNCED, user, reason=what)
                    self.message_user(request, _("Stripe matches plans.py."), messages.SUCCESS)
                    return HttpResponseRedirect(reverse("admin:djstripe_product_changelist"))
        except BillingError as error:
            self.message_user(request, str(error), messages.ERROR)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Update Stripe from plans.py"),
            "opts": self.opts,
            "steps": steps,
        }
        return TemplateResponse(request, "billing/admin/sync.html", context)


@admin.register(copies.Price)
class PriceAdmin(CopyAdmin):
    """What they cost; a price is sold or not, and cannot be changed otherwise."""

    amount_field = "stripe_data__unit_amount"
    list_display = ("lookup_key", "product", "amount", "active", "created")
    list_filter = ("active",)
    list_select_related = ("product",)
    search_fields = ("lookup_key", "id", "product__name")
    actions = ("stop_selling", "sell_again")

    @admin.display(description=gettext_lazy("amount"))
    def amount(self, price: copies.Price) -> str:
        """Tell the amount."""
        return _in_words(price)

    @admin.action(description=gettext_lazy("Stop selling at these prices"), permissions=["sell"])
    def stop_selling(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Keep those who pay it, sell it to nobody else."""
        self._set(request, queryset, active=False)

    @admin.action(description=gettext_lazy("Sell at these prices again"), permissions=["sell"])
    def sell_again(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Sell it again."""
        self._set(request, queryset, active=True)

    def has_sell_permission(self, request: HttpRequest) -> bool:
        """Tell who may decide what is sold."""
        return may_act(request)

    def _set(self, request: HttpRequest, queryset: QuerySet[Any], *, active: bool) -> None:
        user: User = request.user  # type: ignore[assignment]
        for price in queryset:
            asked_at = timezone.now()
            try:
                changed = client().v1.prices.update(price.id, {"active": active})
                mirror.store(changed, asked_at)
            except stripe.StripeError as error:
                self.message_user(request, f"{price}: {error.user_message}", messages.ERROR)
                continue
            what = "sold" if active else "not sold"
            staff.record(StaffAction.Kind.PRICES_SYNCED, user, object_id=price.id, reason=what)
            self.message_user(request, f"{price.lookup_key or price.id}: {what}", messages.SUCCESS)


def _in_words(price: copies.Price) -> str:
    amount = money(price.stripe_data.get("unit_amount") or 0, price.currency)
    recurring = price.stripe_data.get("recurring") or {}
    return f"{amount} / {recurring['interval']}" if recurring else amount
