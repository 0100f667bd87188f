"""Accounts, what they used, and what staff did."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from apps.billing import standings
from apps.billing.admin.reading import ReadOnlyAdmin
from apps.billing.models import Account, StaffAction, UsageRecord
from apps.billing.money import money


@admin.register(Account)
class AccountAdmin(ReadOnlyAdmin):
    """Who pays."""

    list_display = ("name", "email", "customer_id", "created_at")
    search_fields = ("name", "email", "customer_id", "id")
    readonly_fields = ("standing",)

    @admin.display(description=_("standing"))
    def standing(self, account: Account) -> str:
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
        return money(action.amount, action.currency) if action.amount is not None else "-"
