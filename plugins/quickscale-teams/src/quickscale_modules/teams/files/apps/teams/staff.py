"""The one way to look across teams: for staff, with a reason, and never unseen."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django_scopes import scopes_disabled

from apps.teams.models import CrossTeamAccess

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from apps.users.models import User

logger = logging.getLogger("security")


@contextmanager
def across_teams(staff: User | AnonymousUser, reason: str) -> Iterator[CrossTeamAccess]:
    """Do what follows for every team at once.

    Args:
        staff: Who looks; they need the permission ``teams.look_across``.
        reason: Why, for whoever reads the record.

    Raises:
        PermissionDenied: They may not.
        ValueError: There is no reason.
    """
    if not reason.strip():
        raise ValueError("Looking across teams needs a reason.")
    if not (staff.is_active and staff.is_staff and staff.has_perm("teams.look_across")):
        raise PermissionDenied
    access = CrossTeamAccess.objects.create(
        staff_id=staff.pk, staff_name=str(staff)[:254], reason=reason[:200]
    )
    logger.warning("Looked across teams", extra={"user": str(staff.pk), "reason": access.reason})
    with scopes_disabled():
        yield access


class AcrossTeamsAdmin(admin.ModelAdmin[Any]):
    """The admin of a team-scoped model: every page of it is a recorded look across teams."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the rows of every team; the admin asks for them within its pages alone."""
        with scopes_disabled():
            return super().get_queryset(request)

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the list."""
        with across_teams(request.user, self._reason("list")):
            return _rendered(super().changelist_view(request, *args, **kwargs))

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show or save one."""
        with across_teams(request.user, self._reason("form", request)):
            return _rendered(super().changeform_view(request, *args, **kwargs))

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Delete one."""
        with across_teams(request.user, self._reason("deletion", request)):
            return _rendered(super().delete_view(request, *args, **kwargs))

    def history_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show what the admin changed."""
        with across_teams(request.user, self._reason("history", request)):
            return _rendered(super().history_view(request, *args, **kwargs))

    def _reason(self, page: str, request: HttpRequest | None = None) -> str:
        path = f" {request.path}" if request else ""
        rows = self.opts.verbose_name_plural
        return f"admin: {rows}, {page}{path}"


def _rendered(response: HttpResponse) -> HttpResponse:
    """Render a page while every team can still be seen; Django would do so later."""
    if isinstance(response, TemplateResponse):
        response.render()
    return response
