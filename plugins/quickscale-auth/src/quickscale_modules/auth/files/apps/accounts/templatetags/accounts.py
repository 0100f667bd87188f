"""What the account pages and e-mails ask while they are rendered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import get_adapter
from django import template
from django.utils import timezone
from django.utils.formats import date_format

from apps.accounts import agents
from apps.accounts.conf import conf

if TYPE_CHECKING:
    from datetime import datetime

    from django.template.context import Context

register = template.Library()


@register.simple_tag(takes_context=True)
def signup_is_open(context: Context) -> bool:
    """Tell whether this visitor may create an account."""
    request: Any = context.get("request")
    return bool(request and get_adapter().is_open_for_signup(request))


@register.simple_tag
def signup_rule() -> str:
    """Tell who may create an account: ``open``, ``invite`` or ``closed``."""
    return conf.signup


@register.filter
def words(text: str) -> str:
    """Return a text as one line, however its template breaks it."""
    return " ".join(text.split())


@register.filter
def exact_time(moment: datetime) -> str:
    """Return a time as pages write it, with its zone, since an e-mail is read anywhere."""
    local = timezone.localtime(moment)
    return f"{date_format(local, 'DATETIME_FORMAT')} {local:%Z}"


@register.filter
def browser(user_agent: str) -> str:
    """Name a browser by its user agent: ``Firefox on Linux``."""
    return agents.describe_agent(user_agent)
