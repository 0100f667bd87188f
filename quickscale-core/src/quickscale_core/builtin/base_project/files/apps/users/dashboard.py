"""What the dashboard shows of a person."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from apps.pages.dashboard import Activity, Number
from apps.users.models import User

if TYPE_CHECKING:
    from django.http import HttpRequest


def has_name(request: HttpRequest) -> bool:
    """Tell whether somebody has said what to call them."""
    return bool(cast("User", request.user).name.strip())


def sign_ups(request: HttpRequest) -> list[Number]:
    """Return how many people signed up in the last 24 hours, for the administration."""
    if not request.user.has_perm("users.view_user"):
        return []
    now = timezone.now()
    found = User.objects.aggregate(
        day=Count("pk", filter=Q(date_joined__gte=now - timedelta(hours=24))),
        week=Count("pk", filter=Q(date_joined__gte=now - timedelta(days=7))),
    )
    return [
        Number(
            label=_("Sign-ups"),
            value=number_format(found["day"], force_grouping=True),
            hint=_("in the last 24 hours; %(count)s in the last 7 days")
            % {"count": number_format(found["week"], force_grouping=True)},
            href=reverse("admin:users_user_changelist"),
        )
    ]


def joined(request: HttpRequest) -> list[Activity]:
    """Return when somebody's account was made."""
    user = cast("User", request.user)
    text = _("You joined %(site)s") % {"site": settings.SITE_NAME}
    return [Activity(text=text, at=user.date_joined, who=str(user))]
