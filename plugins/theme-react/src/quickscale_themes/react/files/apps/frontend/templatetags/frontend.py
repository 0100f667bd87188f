"""What a page hands to the app in ``frontend/``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.contrib.messages import get_messages
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.urls import get_script_prefix

from apps.api import dashboard

if TYPE_CHECKING:
    from django.template.context import Context

    from apps.pages.dashboard_page import DashboardPage
    from apps.pages.navigation import Link

register = template.Library()


@register.simple_tag(takes_context=True)
def shell(context: Context) -> dict[str, Any]:
    """Return everything that stands around the pages, so that the first one asks for it once.

    ``{% shell as data %}{{ data|json_script:"shell" }}``
    """
    request = context["request"]
    navigation = context["nav"]
    return {
        "site": context["site_name"],
        "base": get_script_prefix(),
        "icons": static("theme/icons.svg"),
        "csrf": get_token(request),
        "nonce": str(request.csp_nonce),
        "team": _team(getattr(request, "team", None)),
        "user": {"name": request.user.name, "email": request.user.email},
        "navigation": [_link(one) for one in navigation.main],
        "account": [_link(one) for one in navigation.user],
        "settings": [_link(one) for one in context["settings_sections"]],
        "messages": [{"text": str(one), "tone": one.level_tag} for one in get_messages(request)],
    }


def _team(team: Any) -> dict[str, str] | None:
    """Return the present team, where the project has teams and the visitor is in one."""
    return {"id": str(team.pk), "name": team.name} if team else None


@register.simple_tag
def dashboard_data(page: DashboardPage) -> dict[str, Any]:
    """Return what the API answers of a dashboard, so that the page need not ask for it.

    ``{% dashboard_data dashboard as data %}{{ data|json_script:"first-dashboard" }}``
    """
    return dashboard.dashboard_data(page)


def _link(link: Link) -> dict[str, str]:
    return {
        "label": str(link.label),
        "href": link.href,
        "icon": link.icon,
        "method": link.method,
        "group": str(link.group),
    }
