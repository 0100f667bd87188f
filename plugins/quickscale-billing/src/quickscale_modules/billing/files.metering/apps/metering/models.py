"""What Stripe's meters are told."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.billing.models import UsageRecord


class MeterEvent(models.Model):
    """Usage that is paid, of which Stripe's meter is told once.

    Its row is made with the usage record's, in one transaction. Its id is the event's identifier,
    by which Stripe knows one that it has already; for a day, so after that no event is sent again
    of which it is unknown whether it came.
    """

    class State(models.TextChoices):
        """How far it got."""

        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")

    id = models.UUIDField(_("identifier"), primary_key=True, default=uuid.uuid4, editable=False)
    usage = models.OneToOneField(
        UsageRecord,
        on_delete=models.CASCADE,
        # Where the app is switched off, its table stays and must not hold usage records there.
        db_constraint=False,
        related_name="meter_event",
        verbose_name=_("usage"),
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    due_at = models.DateTimeField(_("due"), default=timezone.now)
    tried_at = models.DateTimeField(_("first tried"), null=True, blank=True)
    may_have_come = models.BooleanField(
        _("may have come"),
        default=False,
        help_text=_("It was sent, but it is not known whether Stripe received it."),
    )
    error = models.TextField(_("last error"), blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    sent_again_by = models.CharField(
        _("sent again by"),
        max_length=254,
        blank=True,
        help_text=_("Who of the staff had it sent again last, by their address at the time."),
    )

    class Meta:
        verbose_name = _("meter event")
        verbose_name_plural = _("meter events")
        ordering = ("-due_at", "-pk")
        indexes = (models.Index(fields=("state", "due_at"), name="metering_event_due"),)

    def __str__(self) -> str:
        return str(self.pk)
