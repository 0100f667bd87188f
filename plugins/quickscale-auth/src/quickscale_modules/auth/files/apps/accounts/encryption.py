"""Secrets of authenticator apps and recovery codes, encrypted in the database.

Whoever reads a copy of the database, or the admin, could show the second step of everybody. The
first key encrypts, every key decrypts, so that a key can be changed while people sign in.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.db import transaction

from apps.accounts.conf import conf

if TYPE_CHECKING:
    from collections.abc import Callable

MARK = "fernet:"
"""What an encrypted value begins with; a secret has no colon."""


class UnreadableSecretError(Exception):
    """No key decrypts a secret."""


@dataclass
class Reencrypted:
    """What became of all secrets.

    Attributes:
        changed: How many were encrypted anew.
        kept: How many had the first key already.
        unreadable: How many no key decrypts.
    """

    changed: int = 0
    kept: int = 0
    unreadable: int = 0


def encrypt(secret: str) -> str:
    """Return a secret as it is kept, encrypted with the first key."""
    return MARK + _ciphers(conf.encryption_keys)[0].encrypt(secret.encode()).decode()


def decrypt(kept: str) -> str:
    """Return a secret that is kept; one from before it was encrypted is as it is.

    Raises:
        UnreadableSecretError: No key decrypts it. It must not count as an empty one, whose codes
            anybody can compute.
    """
    if not kept.startswith(MARK):
        return kept
    try:
        plain = MultiFernet(_ciphers(conf.encryption_keys)).decrypt(kept.removeprefix(MARK))
    except InvalidToken:
        message = "No key of ACCOUNTS_ENCRYPTION_KEYS or SECRET_KEY_FALLBACKS decrypts a secret."
        raise UnreadableSecretError(message) from None
    return plain.decode()


def reencrypt_all() -> Reencrypted:
    """Encrypt every secret with the first key, one row at a time and held while it changes.

    Returns:
        How many were changed; what no key decrypts stays as it is.
    """
    count = Reencrypted()
    keys = Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN).values_list("pk")
    for (pk,) in keys.iterator():
        with transaction.atomic():
            held = Authenticator.objects.select_for_update().filter(pk=pk).first()
            if held is not None and _reencrypt(held, count):
                held.save(update_fields=["data"])
    return count


def _reencrypt(authenticator: Authenticator, count: Reencrypted) -> bool:
    """Encrypt an authenticator's secrets anew; tell whether one has changed."""
    before = count.changed

    def anew(kept: str) -> str:
        return encrypt_anew(kept, count)

    authenticator.data = _each_secret(authenticator.data, anew)
    return count.changed > before


def encrypt_anew(kept: str, count: Reencrypted) -> str:
    """Return a kept secret as it is kept with the first key.

    Args:
        kept: As it is kept now.
        count: Where it is counted what became of it; what no key decrypts stays as it is.
    """
    if kept.startswith(MARK):
        try:
            _ciphers(conf.encryption_keys)[0].decrypt(kept.removeprefix(MARK))
        except InvalidToken:
            pass
        else:
            count.kept += 1
            return kept
    try:
        secret = decrypt(kept)
    except UnreadableSecretError:
        count.unreadable += 1
        return kept
    count.changed += 1
    return encrypt(secret)


def _each_secret(data: dict[str, object], change: Callable[[str], str]) -> dict[str, object]:
    """Return allauth's data of an authenticator with its secrets changed."""
    changed = dict(data)
    for name in ("secret", "seed"):
        if isinstance(found := data.get(name), str):
            changed[name] = change(found)
    if isinstance(codes := data.get("migrated_codes"), list):
        changed["migrated_codes"] = [change(code) for code in codes]
    return changed


@cache
def _ciphers(keys: tuple[str, ...]) -> tuple[Fernet, ...]:
    return tuple(Fernet(_derived(key)) for key in keys)


def _derived(key: str) -> bytes:
    """Return a Fernet key made of a text of any length, for this purpose alone (RFC 5869)."""
    derivation = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"apps.accounts.encryption")
    return base64.urlsafe_b64encode(derivation.derive(key.encode()))
