"""What the webhooks app keeps: where events go, what they say, and what became of each."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from datetime import datetime

EXCERPT: Final = 1000
"""How much of an answer is kept, in characters."""


class Endpoint(models.Model):
    """An address that gets events.

    Its owner is a text, since that is a team in one project and a person in another, and an app has
    one history of migrations: see :mod:`apps.webhooks.owners`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.CharField(_("owner"), max_length=64, db_index=True, editable=False)
    url = models.CharField(_("address"), max_length=500)
    description = models.CharField(_("description"), max_length=100, blank=True)
    all_events = models.BooleanField(_("all events"), default=True)
    events = models.JSONField(_("events"), default=list, blank=True)
    secret = models.TextField(editable=False)
    old_secret = models.TextField(blank=True, editable=False)
    old_secret_until = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    failing_since = models.DateTimeField(_("failing since"), null=True, blank=True, editable=False)
    off_at = models.DateTimeField(_("switched off"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("webhook endpoint")
        verbose_name_plural = _("webhook endpoints")
        ordering = ("created_at", "pk")

    def __str__(self) -> str:
        return self.description or self.url

    @property
    def host(self) -> str:
        """The host of its address; the rest may hold a secret of the receiver's."""
        return urlsplit(self.url).hostname or ""

    def wants(self, event: str) -> bool:
        """Tell whether events of a name are sent to it."""
        return self.all_events or event in self.events


class Message(models.Model):
    """An event as it is sent: its row is made in the transaction of what happened.

    Its id is that of the webhook, by which receivers know what they have already. Its body is kept
    as text, because every byte of it is signed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.CharField(_("owner"), max_length=64, editable=False)
    event = models.CharField(_("event"), max_length=100, editable=False)
    body = models.TextField(_("body"), editable=False)
    is_test = models.BooleanField(_("example"), default=False, editable=False)
    created_at = models.DateTimeField(_("happened"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("webhook message")
        verbose_name_plural = _("webhook messages")
        ordering = ("created_at", "pk")
        indexes = (
            models.Index(fields=("owner", "created_at"), name="webhooks_message_owner"),
            models.Index(fields=("created_at",), name="webhooks_message_created"),
        )

    def __str__(self) -> str:
        return self.event

    @property
    def webhook_id(self) -> str:
        """What receivers call it, in the header ``webhook-id``."""
        return f"msg_{self.pk.hex}"


class Delivery(models.Model):
    """A message on its way to an endpoint, and what became of it."""

    class State(models.TextChoices):
        """How far it got."""

        WAITING = "waiting", _("Waiting")
        DELIVERED = "delivered", _("Delivered")
        FAILED = "failed", _("Failed")

    class Problem(models.TextChoices):
        """Why an attempt failed."""

        NONE = "", _("None")
        ADDRESS = "address", _("The address is not one that events may be sent to.")
        NAME = "name", _("The host was not found.")
        CONNECTION = "connection", _("The host did not accept the connection, or ended it.")
        TLS = "tls", _("The host's certificate is not valid.")
        TIMEOUT = "timeout", _("There was no answer in time.")
        REDIRECT = "redirect", _("The answer leads elsewhere, which is not followed.")
        STATUS = "status", _("The answer says that the event was not taken.")
        SECRET = "secret", _("The signing secret cannot be read. Rotate it.")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    endpoint = models.ForeignKey(
        Endpoint, on_delete=models.CASCADE, related_name="deliveries", verbose_name=_("endpoint")
    )
    message = models.ForeignKey(
        Message, on_delete=models.CASCADE, related_name="deliveries", verbose_name=_("message")
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    due_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    tried_at = models.DateTimeField(_("last attempt"), null=True, blank=True)
    status = models.PositiveSmallIntegerField(_("status"), null=True, blank=True)
    excerpt = models.TextField(_("answer"), blank=True)
    problem = models.CharField(_("problem"), max_length=12, choices=Problem, blank=True)
    milliseconds = models.PositiveIntegerField(_("duration"), null=True, blank=True)

    class Meta:
        verbose_name = _("webhook delivery")
        verbose_name_plural = _("webhook deliveries")
        ordering = ("-created_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("endpoint", "message"), name="webhooks_one_delivery_each"
            ),
        )
        indexes = (
            models.Index(fields=("state", "due_at"), name="webhooks_delivery_due"),
            models.Index(fields=("endpoint", "created_at"), name="webhooks_delivery_endpoint"),
        )

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def next_attempt_at(self) -> datetime | None:
        """When it is tried next, or nothing where it is not."""
        return self.due_at if self.state == self.State.WAITING else None
