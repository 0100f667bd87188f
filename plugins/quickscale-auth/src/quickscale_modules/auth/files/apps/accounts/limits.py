"""How often a password is tried, and a mail sent, before somebody has signed in.

allauth counts for a network, or for an address whoever asks. A stranger who keeps asking could then
keep an address's owner out. So each network is stopped first; all of them together are stopped much
later, and ways to sign in are counted apart, so that there is another one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from apps.accounts.conf import conf
from apps.ops.limits import allow, clear, client_network

if TYPE_CHECKING:
    from django.http import HttpRequest

HOUR: Final = 3600
DAY: Final = 24 * HOUR
PASSWORDS_AN_HOUR: Final = 50
MAILS_AT_ONCE: Final = 5
MAILS_A_DAY: Final = 50


def may_try_password(email: str) -> bool:
    """Tell whether the password of an address may be tried, from whatever network.

    Args:
        email: The address; it need not have an account.
    """
    times = PASSWORDS_AN_HOUR
    return not conf.limited or allow("passwords", email.lower(), times=times, seconds=HOUR)


def forget_passwords(email: str) -> None:
    """Forget the tries so far: the right password was given."""
    clear("passwords", email.lower())


def may_send_mail(request: HttpRequest, kind: str, email: str) -> bool:
    """Tell whether a mail may go to an address at a visitor's wish.

    Args:
        request: The visitor's request.
        kind: Which mail: ``"code"``, ``"reset"``.
        email: The address; it need not have an account.
    """
    if not conf.limited:
        return True
    who, here = email.lower(), f"{client_network(request)} {email.lower()}"
    return allow(f"{kind}-mails-from", here, times=MAILS_AT_ONCE, seconds=600) and allow(
        f"{kind}-mails-to", who, times=MAILS_A_DAY, seconds=DAY
    )
