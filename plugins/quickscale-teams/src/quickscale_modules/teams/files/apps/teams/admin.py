"""Teams, their members and their logs in the admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from apps.ops.read_only import ReadOnlyMixin
from apps.teams.models import CrossTeamAccess, Invitation, Membership, Team, TeamEvent
from apps.teams.staff import AcrossTeamsAdmin

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest


class MembershipInline(ReadOnlyMixin, admin.TabularInline[Membership, Team]):
    """Who is in the team."""

    model = Membership
    fields = ("user", "role", "joined_at")
    readonly_fields = fields
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Membership]:
        """Return members with their people."""
        return super().get_queryset(request).select_related("user")


@admin.register(Team)
class TeamAdmin(ReadOnlyMixin, admin.ModelAdmin[Team]):
    """Teams, to find and to read."""

    list_display = ("name", "slug", "member_count", "is_personal", "created_at", "purge_at")
    list_filter = (
        ("closed_at", admin.EmptyFieldListFilter),
        ("personal_owner", admin.EmptyFieldListFilter),
    )
    search_fields = ("name", "slug", "memberships__user__email")
    date_hierarchy = "created_at"
    inlines = (MembershipInline,)
    readonly_fields = ("name", "slug", "personal_owner", "created_at", "closed_at", "purge_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Team]:
        """Return teams with their number of members."""
        return super().get_queryset(request).annotate(members=Count("memberships"))

    @admin.display(description=_("members"), ordering="members")
    def member_count(self, team: Any) -> int:
        """How many are in it."""
        return int(team.members)

    @admin.display(description=_("personal"), boolean=True)
    def is_personal(self, team: Team) -> bool:
        """Whether it is somebody's own."""
        return team.is_personal


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyMixin, AcrossTeamsAdmin):
    """Invitations into teams."""

    list_display = ("email", "team", "role", "invited_by", "created_at", "expires_at")
    list_select_related = ("team", "invited_by")
    search_fields = ("email", "team__name")
    date_hierarchy = "created_at"


@admin.register(TeamEvent)
class TeamEventAdmin(ReadOnlyMixin, AcrossTeamsAdmin):
    """The log of every team."""

    list_display = ("created_at", "team", "kind", "actor_name", "subject", "detail")
    list_filter = ("kind",)
    list_select_related = ("team",)
    search_fields = ("team__name", "actor_name", "subject")
    date_hierarchy = "created_at"


@admin.register(CrossTeamAccess)
class CrossTeamAccessAdmin(ReadOnlyMixin, admin.ModelAdmin[CrossTeamAccess]):
    """Who of the staff looked across teams, when and why."""

    list_display = ("created_at", "staff_name", "reason")
    search_fields = ("staff_name", "reason")
    date_hierarchy = "created_at"
