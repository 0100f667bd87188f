"""allauth's decorators, with types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from allauth.account.decorators import reauthentication_required

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    View = Callable[..., HttpResponse]


def confirmed_identity(view: View) -> View:
    """Ask again who is there, unless that was asked a few minutes ago.

    Args:
        view: A view that only signed-in people reach.

    Returns:
        The view behind a page that asks for the password, a second factor or a code from an
        e-mail (``ACCOUNT_REAUTHENTICATION_TIMEOUT``). Whoever has none of them is told to verify
        their address first.
    """
    decorate: Any = reauthentication_required
    return cast("View", decorate(view))
