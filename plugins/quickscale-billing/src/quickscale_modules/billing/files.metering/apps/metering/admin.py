"""Metering in the admin: which usage waits or failed, and another try for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.billing.admin.reading import ReadOnlyAdmin
from apps.metering import reports
from apps.metering.models import MeterEvent

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

    from apps.users.models import User


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
        return str(event.usage.account)

    @admin.display(description=_("usage"))
    def what(self, event: MeterEvent) -> str:
        return str(event.usage)

    @admin.action(description=_("Send selected usage again that failed"), permissions=["send"])
    def send_again(self, request: HttpRequest, queryset: QuerySet[MeterEvent]) -> None:
        """Have it sent again, unless Stripe might count it twice."""
        user: User = request.user  # type: ignore[assignment]
        chosen = list(queryset)
        again = [event for event in chosen if reports.may_be_sent_again(event)]
        for event in again:
            reports.send_again(event, by=user.email)
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

    def has_send_permission(self, request: HttpRequest) -> bool:
        """Tell who may: whoever might change meter events, if anybody could."""
        return request.user.has_perm("metering.change_meterevent")
