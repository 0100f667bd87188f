"""Customers, quotes and their lines."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Customer(models.Model):
    """A company that buys."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    contact_email = models.EmailField(_("contact"), blank=True)

    class Meta:
        verbose_name = _("customer")
        verbose_name_plural = _("customers")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Quote(models.Model):
    """An offer to a customer."""

    class Status(models.TextChoices):
        """How far it is."""

        DRAFT = "draft", _("Draft")
        SENT = "sent", _("Sent")
        WON = "won", _("Won")
        LOST = "lost", _("Lost")

    customer = models.ForeignKey(
        Customer, on_delete=models.PROTECT, related_name="quotes", verbose_name=_("customer")
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="quotes",
        verbose_name=_("written by"),
    )
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.DRAFT)
    written = models.DateTimeField(_("written"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("quote")
        verbose_name_plural = _("quotes")
        ordering = ("-written", "-pk")

    def __str__(self) -> str:
        return f"Q-{self.pk:05}"

    @property
    def total(self) -> Decimal:
        """What it comes to, before tax."""
        return sum((line.amount for line in self.lines.all()), Decimal(0))


class QuoteLine(models.Model):
    """One position of a quote."""

    quote = models.ForeignKey(Quote, on_delete=models.CASCADE, related_name="lines")
    text = models.CharField(_("text"), max_length=200)
    quantity = models.PositiveIntegerField(_("quantity"), default=1)
    price = models.DecimalField(_("price"), max_digits=10, decimal_places=2)

    class Meta:
        verbose_name = _("line")
        verbose_name_plural = _("lines")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.text

    @property
    def amount(self) -> Decimal:
        """Quantity times price."""
        return self.quantity * self.price
