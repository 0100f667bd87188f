"""Webhooks in the admin: how they do, and another try for those that failed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.billing import queries
from apps.billing.admin.reading import ReadOnlyAdmin
from apps.billing.flows import staff
from apps.billing.models import WebhookEvent

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.utils.safestring import SafeString

    from apps.users.models import User


@admin.register(WebhookEvent)
class WebhookEventAdmin(ReadOnlyAdmin):
    """What Stripe told us."""

    list_display = ("received_at", "type", "account", "state", "attempts", "object_id")
    list_filter = ("state", "type")
    list_select_related = ("account",)
    search_fields = ("id", "type", "object_id", "account__email", "account__name")
    date_hierarchy = "received_at"
    show_full_result_count = False
    actions = ("replay",)
    fields = (
        *("id", "type", "object_id", "account", "state", "attempts", "due_at", "error"),
        *("created_at", "received_at", "finished_at", "as_sent"),
    )
    readonly_fields = ("as_sent",)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Say above the list how webhooks have done lately."""
        context = {**(extra_context or {}), "health": queries.webhook_health()}
        return super().changelist_view(request, context)

    @admin.display(description=_("body"))
    def as_sent(self, event: WebhookEvent) -> SafeString:
        return format_html("<pre>{}</pre>", json.dumps(event.body, indent=2))

    @admin.action(description=_("Process selected webhooks again"), permissions=["replay"])
    def replay(self, request: HttpRequest, queryset: QuerySet[WebhookEvent]) -> None:
        """Have them dealt with again."""
        user: User = request.user  # type: ignore[assignment]
        count = 0
        for event in queryset:
            staff.replay_event(event, by=user)
            count += 1
        self.message_user(
            request,
            ngettext(
                "%(count)d webhook will be processed again.",
                "%(count)d webhooks will be processed again.",
                count,
            )
            % {"count": count},
            messages.SUCCESS,
        )

    def has_replay_permission(self, request: HttpRequest) -> bool:
        """Tell who may: whoever might change events, if anybody could."""
        return request.user.has_perm("billing.change_webhookevent")
