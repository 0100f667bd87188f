"""Webhooks in the admin: where events go and what became of them, for whoever helps people."""

from __future__ import annotations

from typing import Final

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from apps.ops.read_only import ReadOnlyMixin
from apps.webhooks.models import Delivery, Endpoint

STATE: Final = ("state", "attempts", "due_at", "tried_at", "status", "problem", "milliseconds")
"""What is shown of a delivery: not what was answered, which is the receiver's."""


@admin.register(Endpoint)
class EndpointAdmin(ReadOnlyMixin, admin.ModelAdmin[Endpoint]):
    """Endpoints; neither their secrets nor their whole addresses, which may hold some."""

    list_display = ("host", "owner", "created_at", "failing_since", "off_at")
    list_filter = (("off_at", admin.EmptyFieldListFilter),)
    search_fields = ("owner",)
    show_full_result_count = False
    exclude = ("url", "secret", "old_secret")


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyMixin, admin.ModelAdmin[Delivery]):
    """Deliveries, and why one failed."""

    list_display = ("message", "host", "state", "attempts", "status", "problem", "due_at")
    list_filter = ("state", "problem")
    list_select_related = ("endpoint", "message")
    search_fields = ("id", "endpoint__owner")
    show_full_result_count = False
    fields = ("message", "host", *STATE)
    readonly_fields = fields

    @admin.display(description=_("endpoint"))
    def host(self, delivery: Delivery) -> str:
        return delivery.endpoint.host
