"""What happens to keys: each function is one thing, done whole or not at all."""

from __future__ import annotations

import logging
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.api.composed import PERSONAL_SCOPES, SCOPES
from apps.api.conf import conf
from apps.api.models import ApiKey, hash_key

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from django_stubs_ext import StrOrPromise

    from apps.users.models import User

logger = logging.getLogger(__name__)

READ, WRITE = "read", "write"


class KeyRefusalError(Exception):
    """A key cannot be made like that; its text says why."""


def scope_choices() -> list[tuple[str, StrOrPromise]]:
    """Return every scope with what it lets a program do."""
    found: list[tuple[str, StrOrPromise]] = []
    for name, label in SCOPES.items():
        found.append((f"{name}:{READ}", _("%(what)s: read") % {"what": label}))
        found.append((f"{name}:{WRITE}", _("%(what)s: change") % {"what": label}))
    return found


@transaction.atomic
def make_key(
    user: User,
    name: str,
    scopes: Iterable[str],
    *,
    expires_at: datetime | None = None,
    team_id: UUID | None = None,
) -> tuple[ApiKey, str]:
    """Make a key.

    Args:
        user: Who makes it; a program that has it acts as them.
        name: What they call it.
        scopes: What it may be used for: ``["notes:read"]``.
        expires_at: When it ends by itself, or never.
        team_id: The one team it works in, or nothing for all that the person is in.

    Returns:
        The key, and its text, which nobody can find out again.

    Raises:
        KeyRefusalError: There are too many, or a scope is not for such a key.
        PermissionDenied: They may not make keys of this team.
    """
    if str(team_id or "") not in dict(conf.holders.choices(user)):
        raise PermissionDenied
    wanted = list(dict.fromkeys(scopes))
    if not wanted or not set(wanted) <= {scope for scope, _label in scope_choices()}:
        raise KeyRefusalError(_("Choose what the key may be used for."))
    if team_id and {scope.partition(":")[0] for scope in wanted} & PERSONAL_SCOPES:
        raise KeyRefusalError(_("A team's key cannot be used for what is a person's own."))
    _check_room(user, conf.keys_per_person)
    return _create(user=user, name=name, scopes=wanted, expires_at=expires_at, team_id=team_id)


@transaction.atomic
def rotate_key(key: ApiKey, *, by: User) -> tuple[ApiKey, str]:
    """Replace a key by a new one; the old one works for ``API_ROTATION_HOURS`` more.

    Args:
        key: Which one.
        by: Who does it; only whoever made a key can replace it, since the new one acts as them,
            and only while they may make such a key.

    Returns:
        The new key, and its text.

    Raises:
        PermissionDenied: Somebody else made it, or may not make such a key any more.
        KeyRefusalError: It was revoked, has expired or was replaced, or there are too many.
    """
    held = ApiKey.objects.select_for_update().get(pk=key.pk)
    if held.user_id != by.pk or str(held.team_id or "") not in dict(conf.holders.choices(by)):
        raise PermissionDenied
    if not held.is_open():
        raise KeyRefusalError(_("This key was revoked or has expired. Make a new one."))
    soon = timezone.now() + timedelta(hours=conf.rotation_hours)
    if held.expires_at and held.expires_at <= soon:  # the new one would end as soon
        raise KeyRefusalError(_("This key was replaced or is about to expire. Make a new one."))
    _check_room(by, 2 * conf.keys_per_person)  # each may have its heir beside it for a while
    lasted, held.expires_at = held.expires_at, soon
    held.save(update_fields=["expires_at"])
    return _create(
        user=by, name=held.name, scopes=held.scopes, expires_at=lasted, team_id=held.team_id
    )


def revoke_key(key: ApiKey) -> bool:
    """End a key at once.

    Returns:
        Whether it was not revoked before.
    """
    open_ones = ApiKey.objects.filter(pk=key.pk, revoked_at=None)
    revoked = bool(open_ones.update(revoked_at=timezone.now()))
    if revoked:
        logger.info("API key revoked", extra={"key": key.prefix})
    return revoked


def revoke_all_of(user: User) -> int:
    """End every key that somebody has made, those of teams too.

    Returns:
        How many.
    """
    open_ones = ApiKey.objects.filter(user=user, revoked_at=None)
    count = open_ones.update(revoked_at=timezone.now())
    logger.info("All API keys of a person revoked", extra={"user": str(user.pk), "count": count})
    return count


def opens(key: ApiKey) -> bool:
    """Tell whether a key lets anybody in now, whatever it asks for."""
    return key.is_open() and key.user.is_active and conf.holders.admits(key)


def find_key(text: str) -> ApiKey | None:
    """Return the key of a text, whatever became of it, with whoever made it."""
    return ApiKey.objects.select_related("user").filter(key_hash=hash_key(text)).first()


def note_use(key: ApiKey) -> None:
    """Note that a key was used, at most once every ``API_SEEN_SECONDS``."""
    now = timezone.now()
    limit = now - timedelta(seconds=conf.seen_seconds)
    if key.last_used_at is None or key.last_used_at < limit:
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=now)


def key_data(user: User) -> dict[str, Any]:
    """Return what the app holds about somebody; for ``ACCOUNTS_EXPORTERS``."""
    kept = ("name", "prefix", "scopes", "created_at", "expires_at", "last_used_at", "revoked_at")
    return {"api_keys": list(ApiKey.objects.filter(user=user).values(*kept))}


def _check_room(user: User, most: int) -> None:
    """Refuse another key to whoever has so many open ones; two requests at once count one by one.

    Raises:
        KeyRefusalError: They have.
    """
    get_user_model()._default_manager.select_for_update().get(pk=user.pk)  # noqa: SLF001
    if sum(key.is_open() for key in ApiKey.objects.filter(user=user)) >= most:
        text = _("You have %(count)d keys, as many as one person may. Revoke one first.")
        raise KeyRefusalError(text % {"count": most})


def _create(**fields: Any) -> tuple[ApiKey, str]:
    start = f"{conf.key_start}_{secrets.token_hex(4)}"
    text = f"{start}_{secrets.token_urlsafe(32)}"
    key = ApiKey.objects.create(prefix=start[:16], key_hash=hash_key(text), **fields)
    logger.info("API key made", extra={"key": key.prefix, "user": str(key.user_id)})
    return key, text
