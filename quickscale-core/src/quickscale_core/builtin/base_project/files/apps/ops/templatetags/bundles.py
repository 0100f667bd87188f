"""The tag by which a page loads a bundle of stylesheets; see ``apps.ops.static_files``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django import template
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.utils.html import format_html_join

from apps.ops.static_files import SiteFilesStorage, named_in

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def stylesheets(name: str) -> SafeString:
    """Return the links to a bundle, or to what it names where no bundles were collected.

    ``{% stylesheets "theme/site.css" %}``
    """
    names = [name]
    if not isinstance(staticfiles_storage, SiteFilesStorage):
        found = finders.find(name)
        names = (named_in(name, Path(found).read_text("utf-8")) if found else []) or names
    addresses = ((staticfiles_storage.url(one),) for one in names)
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', addresses)
