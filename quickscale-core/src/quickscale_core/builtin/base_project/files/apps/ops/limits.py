"""How often somebody may do something, counted in the cache.

With ``REDIS_URL`` all processes count together, without it each counts for itself.
"""

from __future__ import annotations

import hashlib
import ipaddress
import logging
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.cache import cache

if TYPE_CHECKING:
    from django.http import HttpRequest

logger = logging.getLogger(__name__)


def client_address(request: HttpRequest) -> str:
    """Return the address a request came from.

    Behind ``TRUSTED_PROXY_COUNT`` proxies it is the entry of ``X-Forwarded-For`` that the
    outermost of them wrote. Entries left of it are the client's own words and not believed.
    """
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
    trusted: int = settings.TRUSTED_PROXY_COUNT
    if trusted and len(hops) >= trusted and hops[-trusted]:
        return hops[-trusted]
    return str(request.META.get("REMOTE_ADDR", ""))


def client_network(request: HttpRequest) -> str:
    """Return what tells visitors apart when they are counted.

    It is the address, and with IPv6 the first 64 bits of it: whoever has a connection has all the
    addresses behind them (RFC 4291, 2.5.4).
    """
    try:
        address = ipaddress.ip_address(client_address(request))
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.IPv6Network((address, 64), strict=False))


def allow(what: str, who: str, *, times: int, seconds: int) -> bool:
    """Count one attempt and tell whether it is still within its limit.

    Args:
        what: Name of the action: ``"contact"``.
        who: Whom to count for: an address, a user's id.
        times: Attempts allowed in a window.
        seconds: Length of the window, which begins with its first attempt.

    Returns:
        False from the attempt after the last allowed one until the window ends.
    """
    key = f"limit:{what}:{hashlib.sha256(who.encode()).hexdigest()}"
    cache.add(key, 0, timeout=seconds)
    try:
        count = cache.incr(key)
    except ValueError:  # the window ended between the two calls
        cache.set(key, 1, timeout=seconds)
        count = 1
    if count > times:
        logger.warning("Refused %s: over its limit", what, extra={"limit": times, "count": count})
        return False
    return True


def clear(what: str, who: str) -> None:
    """Forget the attempts counted so far."""
    cache.delete(f"limit:{what}:{hashlib.sha256(who.encode()).hexdigest()}")
