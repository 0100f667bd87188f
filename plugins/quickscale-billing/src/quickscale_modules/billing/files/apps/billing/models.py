"""What the billing app keeps beside dj-stripe's copies of Stripe's objects."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Account(models.Model):
    """Who pays: what a person, or a team, is to billing.

    Nothing here points at dj-stripe's tables, which are copies that may be made again at any time.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="billing_account",
        null=True,
        blank=True,
        verbose_name=_("user"),
        help_text=_("Empty where the payer is not a person."),
    )
    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    customer_id = models.CharField(
        _("Stripe customer"), max_length=255, null=True, blank=True, unique=True, default=None
    )
    tried_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("tried by"),
        help_text=_("Who began a trial for this account, or was about to."),
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)
    busy_until = models.DateTimeField(null=True, blank=True, editable=False, default=None)

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.name or self.email or str(self.pk)

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep an account without a customer out of the way of the next one."""
        self.customer_id = self.customer_id or None
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class WebhookEvent(models.Model):
    """Something Stripe told us, kept until long after it was dealt with."""

    class State(models.TextChoices):
        """How far it got."""

        WAITING = "waiting", _("Waiting")
        DONE = "done", _("Done")
        IGNORED = "ignored", _("Of no concern")
        FAILED = "failed", _("Failed")

    id = models.CharField(_("Stripe id"), primary_key=True, max_length=255)
    type = models.CharField(_("what happened"), max_length=100)
    object_id = models.CharField(_("object"), max_length=255, blank=True)
    account = models.ForeignKey(
        Account,
        on_delete=models.SET_NULL,
        related_name="events",
        null=True,
        blank=True,
        verbose_name=_("account"),
    )
    livemode = models.BooleanField(_("real money"), default=False)
    body = models.JSONField(_("body"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    due_at = models.DateTimeField(_("due"), default=timezone.now)
    error = models.TextField(_("last error"), blank=True)
    created_at = models.DateTimeField(_("happened"))
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        verbose_name = _("webhook event")
        verbose_name_plural = _("webhook events")
        ordering = ("-received_at", "-pk")
        indexes = (
            models.Index(fields=("state", "due_at"), name="billing_event_due"),
            models.Index(fields=("-received_at",), name="billing_event_age"),
            models.Index(fields=("object_id",), name="billing_event_object"),
        )

    def __str__(self) -> str:
        return f"{self.type} ({self.pk})"


class ObjectReading(models.Model):
    """When the copy of one of Stripe's objects was asked for, so that no older answer replaces it.

    Two workers may ask about one object at the same time, and the first answer may be written last.
    """

    object_id = models.CharField(primary_key=True, max_length=255)
    asked_at = models.DateTimeField()

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")

    def __str__(self) -> str:
        return self.object_id


class SentNotice(models.Model):
    """An e-mail that was sent about something, so that it is not sent twice."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    about = models.CharField(max_length=255)
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = (
            models.UniqueConstraint(
                fields=("account", "kind", "about"), name="billing_notice_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"


class UsageRecord(models.Model):
    """So much of something was used, or bought on top, at a moment."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="usage")
    limit = models.CharField(_("of what"), max_length=50)
    quantity = models.IntegerField(
        _("how much"), help_text=_("Negative for what was bought in addition to the plan.")
    )
    key = models.CharField(
        _("key"),
        max_length=100,
        help_text=_("Identifies what was counted; the same key is counted once."),
    )
    used_at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("usage record")
        verbose_name_plural = _("usage records")
        ordering = ("-used_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("account", "limit", "key"), name="billing_usage_once"),
        )
        indexes = (
            models.Index(fields=("account", "limit", "used_at"), name="billing_usage_period"),
        )

    def __str__(self) -> str:
        return f"{self.quantity} {self.limit}"


class StaffRecord(models.Model):
    """Who of the staff did something, to what, and why. What they did is for each table to say."""

    by = models.CharField(_("address at the time"), max_length=254)
    object_id = models.CharField(_("object"), max_length=255, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    created_at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        abstract = True
        ordering = ("-created_at", "-pk")


class StaffAction(StaffRecord):
    """What somebody of the staff did with somebody's money."""

    class Kind(models.TextChoices):
        """What was done."""

        REFUNDED = "refunded", _("Refunded")
        EVENT_REPLAYED = "event_replayed", _("Replayed a webhook")

    kind = models.CharField(_("what"), max_length=20, choices=Kind)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        verbose_name=_("who"),
    )
    account = models.ForeignKey(
        Account,
        on_delete=models.SET_NULL,
        related_name="staff_actions",
        null=True,
        blank=True,
        verbose_name=_("account"),
    )
    amount = models.BigIntegerField(_("amount"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)

    class Meta(StaffRecord.Meta):
        verbose_name = _("staff action")
        verbose_name_plural = _("staff actions")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(amount=None) | ~models.Q(currency=""),
                name="billing_amount_has_currency",
            ),
        )

    def __str__(self) -> str:
        return self.get_kind_display()
