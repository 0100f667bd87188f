"""Accounts, what they used, and what staff did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.billing import standings
from apps.billing.admin.acting import may_act
from apps.billing.admin.reading import ReadOnlyAdmin
from apps.billing.flows import staff, usage_reports
from apps.billing.models import Account, MeterEvent, StaffAction, UsageRecord
from apps.billing.money import money

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

__all__ = ["AccountAdmin", "MeterEventAdmin", "StaffActionAdmin", "UsageRecordAdmin"]


@admin.register(Account)
class AccountAdmin(ReadOnlyAdmin):
    """Who pays."""

    list_display = ("name", "email", "customer_id", "created_at")
    search_fields = ("name", "email", "customer_id", "id")
    readonly_fields = ("standing",)

    @admin.display(description=_("standing"))
    def standing(self, account: Account) -> str:
        """Say which plan it has."""
        found = standings.standing_of(account)
        return f"{found.subscribed_plan.name}: {found.state.label}"


@admin.register(UsageRecord)
class UsageRecordAdmin(ReadOnlyAdmin):
    """What was used."""

    list_display = ("account", "limit", "quantity", "used_at")
    list_filter = ("limit",)
    list_select_related = ("account",)
    search_fields = ("account__email", "key")
    date_hierarchy = "used_at"


@admin.register(MeterEvent)
class MeterEventAdmin(ReadOnlyAdmin):
    """Usage that is paid, and whether Stripe knows of it."""

    list_display = ("id", "account", "what", "state", "attempts", "may_have_come", "due_at")
    list_filter = ("state",)
    list_select_related = ("usage__account",)
    search_fields = ("id", "usage__account__email", "usage__key")
    show_full_result_count = False
    actions = ("send_again",)

    @admin.display(description=_("account"))
    def account(self, event: MeterEvent) -> str:
        """Say whose it is."""
        return str(event.usage.account)

    @admin.display(description=_("usage"))
    def what(self, event: MeterEvent) -> str:
        """Say how much of what it was."""
        return str(event.usage)

    @admin.action(description=_("Send selected usage again that failed"), permissions=["act"])
    def send_again(self, request: HttpRequest, queryset: QuerySet[MeterEvent]) -> None:
        """Have it sent again, unless Stripe might count it twice."""
        user: Any = request.user
        chosen = list(queryset)
        again = [event for event in chosen if usage_reports.may_be_sent_again(event)]
        for event in again:
            usage_reports.send_again(event)
            staff.record(StaffAction.Kind.USAGE_SENT, user, object_id=str(event.pk))
        if again:
            words = ngettext("%(count)d is sent again.", "%(count)d are sent again.", len(again))
            self.message_user(request, words % {"count": len(again)}, messages.SUCCESS)
        if left := len(chosen) - len(again):
            words = ngettext(
                "%(count)d is left alone: it did not fail, or Stripe may have it.",
                "%(count)d are left alone: they did not fail, or Stripe may have them.",
                left,
            )
            self.message_user(request, words % {"count": left}, messages.WARNING)

    def has_act_permission(self, request: HttpRequest) -> bool:
        """Tell who may."""
        return may_act(request)


@admin.register(StaffAction)
class StaffActionAdmin(ReadOnlyAdmin):
    """What staff did with other people's money. It can be read and nothing else."""

    list_display = ("created_at", "by", "kind", "account", "amount_in_words", "reason")
    list_filter = ("kind",)
    list_select_related = ("account",)
    search_fields = ("by", "account__email", "object_id", "reason")
    date_hierarchy = "created_at"

    @admin.display(description=_("amount"), ordering="amount")
    def amount_in_words(self, action: StaffAction) -> str:
        """Tell the amount."""
        return money(action.amount, action.currency) if action.amount is not None else "-"
