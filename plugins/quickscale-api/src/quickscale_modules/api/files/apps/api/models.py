"""What the api app keeps: keys, of which it does not know the secret."""

from __future__ import annotations

import hashlib
import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from datetime import datetime


def hash_key(text: str) -> str:
    """Return what is stored of a key.

    Args:
        text: A random text of at least 128 bits, so that a plain hash is enough.
    """
    return hashlib.sha256(text.encode()).hexdigest()


class ApiKey(models.Model):
    """Lets a program call the API with some of the rights of whoever made it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="api_keys",
        verbose_name=_("made by"),
    )
    # Not a foreign key, for there are projects without teams.
    team_id = models.UUIDField(
        _("team"), null=True, blank=True, db_index=True, help_text=_("The one team it works in.")
    )
    name = models.CharField(_("name"), max_length=100)
    prefix = models.CharField(_("begins with"), max_length=16, editable=False)
    key_hash = models.CharField(max_length=64, unique=True, editable=False)
    scopes = models.JSONField(_("scopes"), default=list)
    created_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")
        ordering = ("-created_at", "pk")
        indexes = (models.Index(fields=("user", "-created_at"), name="api_key_of_user"),)

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    def is_open(self, now: datetime | None = None) -> bool:
        """Tell whether it was neither revoked nor has expired.

        Args:
            now: The time to judge by; the present by default.
        """
        ended = self.expires_at is not None and self.expires_at <= (now or timezone.now())
        return self.revoked_at is None and not ended


class HeldResource(models.Model):
    """An address at which a request is changing something; see :mod:`apps.api.conditions`."""

    path = models.CharField(max_length=64, primary_key=True)
    begun_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("held resource")
        verbose_name_plural = _("held resources")

    def __str__(self) -> str:
        return self.path


class KeptAnswer(models.Model):
    """What a request was answered that may be sent again; see :mod:`apps.api.idempotency`."""

    sender = models.CharField(max_length=50)
    key = models.CharField(max_length=64)
    request = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    content_type = models.CharField(max_length=100, blank=True)
    body = models.BinaryField(default=bytes)
    begun_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("kept answer")
        verbose_name_plural = _("kept answers")
        constraints = (
            models.UniqueConstraint(fields=("sender", "key"), name="api_one_answer_each"),
        )

    def __str__(self) -> str:
        return f"{self.sender}: {self.status}"
