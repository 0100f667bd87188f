"""What the dashboard shows of a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.utils.translation import gettext as _

from apps.pages.dashboard import Activity

if TYPE_CHECKING:
    from django.http import HttpRequest

    from apps.users.models import User


def has_name(request: HttpRequest) -> bool:
    """Tell whether somebody has said what to call them."""
    return bool(cast("User", request.user).name.strip())


def joined(request: HttpRequest) -> list[Activity]:
    """Return when somebody's account was made."""
    user = cast("User", request.user)
    text = _("You joined %(site)s") % {"site": settings.SITE_NAME}
    return [Activity(text=text, at=user.date_joined, who=str(user))]
