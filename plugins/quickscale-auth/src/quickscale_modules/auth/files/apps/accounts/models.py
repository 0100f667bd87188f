"""What the accounts app keeps: security events and invitations."""

from __future__ import annotations

import hashlib
import uuid
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from apps.accounts.agents import describe_agent

if TYPE_CHECKING:
    from datetime import datetime


def hash_token(token: str) -> str:
    """Return what is stored of a token.

    Args:
        token: A random token of at least 128 bits, so that a plain hash is enough.

    Returns:
        Its SHA-256, in 64 hexadecimal digits.
    """
    return hashlib.sha256(token.encode()).hexdigest()


_METHODS = {
    "password": _("password"),
    "code": _("code by e-mail"),
    "password_reset": _("link by e-mail"),
    "totp": _("authenticator app"),
    "webauthn": _("passkey"),
    "recovery_codes": _("recovery code"),
    "socialaccount": _("connected account"),
}
"""allauth's names for ways to sign in, in words."""


class SecurityEvent(models.Model):
    """Something that happened to an account, for its owner to recognise or not."""

    class Kind(models.TextChoices):
        """What happened."""

        SIGNED_UP = "signed_up", _("Account created")
        SIGNED_IN = "signed_in", _("Signed in")
        SIGNED_OUT = "signed_out", _("Signed out")
        SIGN_IN_FAILED = "sign_in_failed", _("Wrong password")
        CODE_REJECTED = "code_rejected", _("Wrong code")
        LOCKED_OUT = "locked_out", _("Too many attempts, sign-in paused")
        PASSWORD_CHANGED = "password_changed", _("Password changed")
        PASSWORD_SET = "password_set", _("Password set")
        PASSWORD_RESET = "password_reset", _("Password reset by e-mail")
        EMAIL_VERIFIED = "email_verified", _("E-mail address verified")
        EMAIL_CHANGED = "email_changed", _("E-mail address changed")
        FACTOR_ADDED = "factor_added", _("Sign-in method added")
        FACTOR_REMOVED = "factor_removed", _("Sign-in method removed")
        RECOVERY_CODES_RENEWED = "recovery_codes_renewed", _("Recovery codes replaced")
        CONNECTION_ADDED = "connection_added", _("Account connected")
        CONNECTION_REMOVED = "connection_removed", _("Account disconnected")
        CREDENTIALS_REMOVED = (
            "credentials_removed",
            _("What was set up before the address was verified is removed"),
        )
        SESSION_ENDED = "session_ended", _("Session ended from another device")
        DATA_EXPORTED = "data_exported", _("Data exported")

    WARNINGS: ClassVar[frozenset[str]] = frozenset(
        {Kind.SIGN_IN_FAILED, Kind.CODE_REJECTED, Kind.LOCKED_OUT}
    )

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="security_events",
        null=True,
        blank=True,
        verbose_name=_("user"),
        help_text=_("Nobody, where an address without an account was tried."),
    )
    kind = models.CharField(_("what happened"), max_length=32, choices=Kind)
    detail = models.CharField(_("detail"), max_length=200, blank=True)
    ip = models.GenericIPAddressField(_("IP address"), null=True, blank=True)
    user_agent = models.CharField(_("browser"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("when"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("security event")
        verbose_name_plural = _("security events")
        ordering = ("-created_at", "-pk")
        indexes = (
            models.Index(fields=("user", "-created_at"), name="accounts_event_user"),
            models.Index(fields=("created_at",), name="accounts_event_age"),
        )

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def is_warning(self) -> bool:
        """Whether it may be somebody else's doing."""
        return self.kind in self.WARNINGS

    @property
    def detail_label(self) -> str:
        """The detail in words; a provider's or a browser's own name stays as it is."""
        if self.kind == self.Kind.SESSION_ENDED:
            return describe_agent(self.detail)
        parts = self.detail.split(", ")
        words = ", ".join(str(_METHODS.get(part, part)) for part in parts)
        return capfirst(words) if parts[0] in _METHODS else words


class Invitation(models.Model):
    """A way in for one address while sign-up is by invitation."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail address"))
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("invited by"),
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("expires"), editable=False)
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True, editable=False)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("accepted by"),
    )
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ("-created_at",)
        constraints = (
            models.UniqueConstraint(
                Lower("email"),
                condition=models.Q(accepted_at=None, revoked_at=None),
                name="accounts_one_open_invitation",
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_at=None) | models.Q(revoked_at=None),
                name="accounts_accepted_or_revoked",
            ),
        )

    def __str__(self) -> str:
        return self.email

    @property
    def status(self) -> str:
        """What became of it: ``accepted``, ``revoked``, ``expired`` or ``open``."""
        if self.accepted_at:
            return "accepted"
        if self.revoked_at:
            return "revoked"
        return "expired" if self.has_expired(timezone.now()) else "open"

    def has_expired(self, now: datetime) -> bool:
        """Tell whether it is too old.

        Args:
            now: The time to judge by.
        """
        return self.expires_at <= now
