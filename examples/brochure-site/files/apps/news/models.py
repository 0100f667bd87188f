"""Articles."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Article(models.Model):
    """A piece of news."""

    title = models.CharField(_("title"), max_length=120)
    slug = models.SlugField(_("address"), unique=True)
    body = models.TextField(_("text"))
    members_only = models.BooleanField(
        _("members only"), default=False, help_text=_("Only people who are signed in read it.")
    )
    published = models.DateTimeField(_("published"), default=timezone.now)

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ("-published", "-pk")

    def __str__(self) -> str:
        return self.title
