"""Coupons and the promotion codes that stand for them."""

from __future__ import annotations

from abc import abstractmethod
from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from djstripe import models as copies

from apps.billing.admin.acting import ActingAdmin
from apps.billing.admin.forms import ReasonForm
from apps.billing.admin.reading import CopyAdmin, ReadOnlyAdmin
from apps.billing.money import money
from apps.billing.subscription_data import moment
from apps.discounts import flows
from apps.discounts.forms import CouponForm, PromotionCodeForm
from apps.discounts.models import DiscountAction

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import Model
    from django.forms import Form
    from django.http import HttpRequest, HttpResponse
    from django.utils.safestring import SafeString
    from django_stubs_ext import StrOrPromise

    from apps.users.models import User


class _MadeHereAdmin(ActingAdmin):
    """What staff make at Stripe by way of a form, and how often it was used.

    Attributes:
        made_by: The form.
        making: The title of its page.
    """

    records = DiscountAction
    made_by: type[CouponForm | PromotionCodeForm]
    making: StrOrPromise

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002
        """Tell who may make one."""
        return self.may_act(request)

    @admin.display(description=gettext_lazy("used"))
    def used(self, copy: Any) -> str:
        data = copy.stripe_data
        often, most = data.get("times_redeemed") or 0, data.get("max_redemptions")
        return _("%(often)d of %(most)d") % {"often": often, "most": most} if most else str(often)

    def add_view(
        self,
        request: HttpRequest,
        form_url: str = "",  # noqa: ARG002 - Django's signature
        extra_context: dict[str, Any] | None = None,  # noqa: ARG002
    ) -> HttpResponse:
        """Make one."""
        form = self.made_by(request.POST or None)
        do = partial(self._make, request, form)
        return self.page(request, form, do, title=str(self.making))

    def _make(self, request: HttpRequest, form: CouponForm | PromotionCodeForm) -> None:
        given = form.cleaned_data
        user: Any = request.user
        made = self.make(form.params(), reason=given["reason"], by=user, key=str(given["key"]))
        self.told(request, self.words_on(made))

    @abstractmethod
    def make(self, params: dict[str, Any], *, reason: str, by: User, key: str) -> DiscountAction:
        """Make one at Stripe, and leave a record of it."""

    @abstractmethod
    def words_on(self, made: DiscountAction) -> str:
        """Say that it is there."""

    def told(self, request: HttpRequest, text: str) -> None:
        """Say that it is done."""
        self.message_user(request, text, messages.SUCCESS)


@admin.register(copies.Coupon)
class CouponAdmin(_MadeHereAdmin):
    """Discounts."""

    made_by = CouponForm
    making = gettext_lazy("Make a coupon")
    list_display = ("id", "name", "worth", "lasts", "used", "until", "valid", "created")
    search_fields = ("id", "stripe_data__name")
    fields = ("id", "name", "worth", "lasts", "used", "until", *CopyAdmin.fields[1:])
    readonly_fields = fields

    @admin.display(description=gettext_lazy("name"))
    def name(self, coupon: copies.Coupon) -> str:
        return str(coupon.stripe_data.get("name") or "-")

    @admin.display(description=gettext_lazy("worth"))
    def worth(self, coupon: copies.Coupon) -> str:
        data = coupon.stripe_data
        if data.get("percent_off"):
            return f"{data['percent_off']:g} %"
        return money(data.get("amount_off") or 0, data.get("currency") or "usd")

    @admin.display(description=gettext_lazy("counts"))
    def lasts(self, coupon: copies.Coupon) -> str:
        data = coupon.stripe_data
        if data.get("duration") == "repeating":
            return _("%(count)d months") % {"count": data.get("duration_in_months") or 0}
        return _("forever") if data.get("duration") == "forever" else _("once")

    @admin.display(description=gettext_lazy("last day"))
    def until(self, coupon: copies.Coupon) -> datetime | None:
        return moment(coupon.stripe_data.get("redeem_by"))

    @admin.display(description=gettext_lazy("valid"), boolean=True)
    def valid(self, coupon: copies.Coupon) -> bool:
        return bool(coupon.stripe_data.get("valid"))

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002
        """Tell who may delete one."""
        return self.may_act(request)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:  # noqa: ARG002
        """Leave the action out that would delete copies alone."""
        return {}

    def make(self, params: dict[str, Any], *, reason: str, by: User, key: str) -> DiscountAction:
        """Make one at Stripe, and leave a record of it."""
        return flows.make_coupon(params, reason=reason, by=by, key=key)

    def words_on(self, made: DiscountAction) -> str:
        """Say that it is there."""
        return _("The coupon %(id)s is there.") % {"id": made.object_id}

    def delete_view(
        self,
        request: HttpRequest,
        object_id: str,
        extra_context: dict[str, Any] | None = None,  # noqa: ARG002 - Django's signature
    ) -> HttpResponse:
        """Delete one at Stripe."""
        coupon = self.get_object(request, object_id)
        if coupon is None:
            raise Http404
        form = ReasonForm(request.POST or None)
        do = partial(self._delete, request, coupon, form)
        title = _("Delete %(name)s and its promotion codes") % {"name": coupon}
        return self.page(request, form, do, title=title, copy=coupon)

    def _delete(self, request: HttpRequest, coupon: copies.Coupon, form: Form) -> None:
        user: Any = request.user
        flows.delete_coupon(coupon, reason=form.cleaned_data["reason"], by=user)
        self.told(request, _("Deleted. Customers who redeemed it keep the discount."))


@admin.register(copies.PromotionCode)
class PromotionCodeAdmin(_MadeHereAdmin):
    """The words that people type for them."""

    made_by = PromotionCodeForm
    making = gettext_lazy("Make a promotion code")
    verb = "switch"
    words = gettext_lazy("Switch")
    list_display = ("code", "coupon", "used", "until", "accepted", "created", "switch")
    search_fields = ("id", "stripe_data__code", "stripe_data__promotion__coupon")
    fields = ("code", "coupon", "used", "until", "accepted", "switch", *CopyAdmin.fields)
    readonly_fields = fields

    @admin.display(description=gettext_lazy("coupon"))
    def coupon(self, code: copies.PromotionCode) -> str:
        return str((code.stripe_data.get("promotion") or {}).get("coupon") or "-")

    @admin.display(description=gettext_lazy("last day"))
    def until(self, code: copies.PromotionCode) -> datetime | None:
        return moment(code.stripe_data.get("expires_at"))

    @admin.display(description=gettext_lazy("accepted"), boolean=True)
    def accepted(self, code: copies.PromotionCode) -> bool:
        return bool(code.stripe_data.get("active"))

    @admin.display(description=gettext_lazy("action"))
    def switch(self, code: copies.PromotionCode) -> SafeString:
        return self.link(code, _("Switch off") if self.accepted(code) else _("Switch on"))

    def make(self, params: dict[str, Any], *, reason: str, by: User, key: str) -> DiscountAction:
        """Make one at Stripe, and leave a record of it."""
        return flows.make_code(params, reason=reason, by=by, key=key)

    def words_on(self, made: DiscountAction) -> str:
        """Say that it is there."""
        code = copies.PromotionCode.objects.get(id=made.object_id)
        return _("Checkout takes %(code)s from now on.") % {"code": code.code}

    def make_form(self, request: HttpRequest, copy: Any) -> ReasonForm:  # noqa: ARG002
        """Ask why."""
        return ReasonForm(request.POST or None)

    def do(self, request: HttpRequest, copy: Any, form: Form) -> None:
        """Switch it."""
        user: Any = request.user
        on = not self.accepted(copy)
        flows.switch_code(copy, active=on, reason=form.cleaned_data["reason"], by=user)
        text = _("Checkout takes %(code)s again.") if on else _("%(code)s is no longer taken.")
        self.told(request, text % {"code": copy.code})


@admin.register(DiscountAction)
class DiscountActionAdmin(ReadOnlyAdmin):
    """What staff did with both. It can be read and nothing else."""

    list_display = ("created_at", "by", "kind", "object_id", "reason")
    list_filter = ("kind",)
    search_fields = ("by", "object_id", "reason")
    date_hierarchy = "created_at"
