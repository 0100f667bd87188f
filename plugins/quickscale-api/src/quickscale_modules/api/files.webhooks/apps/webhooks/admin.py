"""Webhooks in the admin: where events go and what became of them, for whoever helps people."""

from __future__ import annotations

from django.contrib import admin

from apps.ops.read_only import ReadOnlyMixin
from apps.webhooks.models import Delivery, Endpoint


@admin.register(Endpoint)
class EndpointAdmin(ReadOnlyMixin, admin.ModelAdmin[Endpoint]):
    """Endpoints; their secrets are shown to nobody."""

    list_display = ("url", "owner", "created_at", "failing_since", "off_at")
    list_filter = (("off_at", admin.EmptyFieldListFilter),)
    search_fields = ("url", "owner")
    show_full_result_count = False
    exclude = ("secret", "old_secret")


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyMixin, admin.ModelAdmin[Delivery]):
    """Deliveries; what was answered is the receiver's, and not shown."""

    list_display = ("message", "endpoint", "state", "attempts", "status", "problem", "due_at")
    list_filter = ("state", "problem")
    list_select_related = ("endpoint", "message")
    search_fields = ("id", "endpoint__owner")
    show_full_result_count = False
    exclude = ("excerpt",)
