"""An e-mail is one template, rendered three times: as its subject, as text and as HTML.

``X.html`` extends ``layout``, which is another one each time, and fills the blocks ``heading``,
``text``, ``action_label`` and ``reason``; ``subject`` where it is not the heading; and for HTML
``preheader``, the line that mail programs show beside it. So no form says what another does not.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from django.template.loader import render_to_string

if TYPE_CHECKING:
    from django.http import HttpRequest

_LINKS: Final = ("link", "activate_url", "password_reset_url", "signup_url")
"""What the link of an e-mail is called, by us and by allauth."""


def subject_of(name: str, context: dict[str, Any]) -> str:
    """Return an e-mail's subject.

    Args:
        name: The e-mail's template, without its ending.
        context: What the template is filled with.
    """
    return _render(name, "subject.txt", context, None).strip()


def text_of(name: str, context: dict[str, Any], request: HttpRequest | None) -> str:
    """Return an e-mail as text, its parts a line apart; arguments as of :func:`html_of`."""
    text = _render(name, "layout.txt", context, request)
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+\n", "\n", text)).strip("\n")


def html_of(name: str, context: dict[str, Any], request: HttpRequest | None) -> str:
    """Return an e-mail as HTML.

    Args:
        name: The e-mail's template, without its ending.
        context: What the template is filled with.
        request: The request it is sent in, or nothing outside one.
    """
    return _render(name, "layout.html", context, request).strip()


def _render(name: str, layout: str, context: dict[str, Any], request: HttpRequest | None) -> str:
    link = next((context[key] for key in _LINKS if context.get(key)), "")
    if context.get("code"):  # it is typed where it was asked for
        link = ""
    shown = {**context, "layout": f"accounts/email/parts/{layout}", "link": link}
    return render_to_string(f"{name}.html", shown, request)
