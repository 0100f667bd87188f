"""What staff did with coupons and promotion codes. Both themselves are Stripe's."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.billing.models import StaffRecord


class DiscountAction(StaffRecord):
    """What somebody of the staff did with a coupon or a promotion code.

    It refers to no other table: where the app is switched off, its own stays, in nobody's way.
    """

    class Kind(models.TextChoices):
        """What was done."""

        COUPON_MADE = "coupon_made", _("Made a coupon")
        COUPON_DELETED = "coupon_deleted", _("Deleted a coupon")
        CODE_MADE = "code_made", _("Made a promotion code")
        CODE_ON = "code_on", _("Switched a promotion code on")
        CODE_OFF = "code_off", _("Switched a promotion code off")

    kind = models.CharField(_("what"), max_length=20, choices=Kind)

    class Meta(StaffRecord.Meta):
        verbose_name = _("discount action")
        verbose_name_plural = _("discount actions")

    def __str__(self) -> str:
        return self.get_kind_display()
