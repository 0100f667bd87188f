"""Items, and the shelves they are on."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Shelf(models.Model):
    """A place in the stockroom."""

    code = models.CharField(_("code"), max_length=10, unique=True)

    class Meta:
        verbose_name = _("shelf")
        verbose_name_plural = _("shelves")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.code


class Item(models.Model):
    """A kind of thing that is kept."""

    name = models.CharField(_("name"), max_length=80)
    shelf = models.ForeignKey(
        Shelf, on_delete=models.PROTECT, related_name="items", verbose_name=_("shelf")
    )
    quantity = models.PositiveIntegerField(_("quantity"), default=0)
    reorder_at = models.PositiveIntegerField(_("reorder at"), default=0)
    counted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("counted by"),
    )

    class Meta:
        verbose_name = _("item")
        verbose_name_plural = _("items")
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(fields=("name", "shelf"), name="stock_item_once_a_shelf"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_low(self) -> bool:
        """Whether more has to be ordered."""
        return self.quantity <= self.reorder_at
