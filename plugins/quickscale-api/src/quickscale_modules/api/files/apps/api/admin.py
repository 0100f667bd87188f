"""Keys, for staff to see and to end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from apps.api.keys import revoke_key
from apps.api.models import ApiKey
from apps.ops.read_only import ReadOnlyMixin

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest


@admin.register(ApiKey)
class ApiKeyAdmin(ReadOnlyMixin, admin.ModelAdmin[ApiKey]):
    """Who has which keys, and what was done about them."""

    list_display = ("name", "prefix", "user", "created_at", "last_used_at", "revoked_at")
    list_select_related = ("user",)
    search_fields = ("name", "prefix", "user__email")
    fields = (*list_display, "team_id", "scopes", "expires_at")
    show_full_result_count = False
    actions = ("revoke",)

    def has_change_keys_permission(self, request: HttpRequest) -> bool:
        """Tell whether somebody may end keys."""
        return request.user.has_perm("api.change_apikey")

    @admin.action(description=_("Revoke the chosen keys"), permissions=["change_keys"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[ApiKey]) -> None:
        """End them at once."""
        count = sum(revoke_key(key) for key in queryset)
        self.message_user(request, _("Revoked keys: %(count)d") % {"count": count})
