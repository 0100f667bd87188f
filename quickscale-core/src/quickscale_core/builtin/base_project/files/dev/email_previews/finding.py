"""Find the e-mails that the site has templates of, and the samples of them."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives

from dev.email_previews import samples

Sample = Callable[[], EmailMessage]


def find_samples() -> dict[str, Sample]:
    """Return how to make each sample, by its name, sorted."""
    found: dict[str, Sample] = {}
    for module in pkgutil.iter_modules(samples.__path__):
        found |= importlib.import_module(f"{samples.__name__}.{module.name}").SAMPLES
    return dict(sorted(found.items()))


def find_templates() -> set[str]:
    """Return the name of every e-mail that the site has a template of, without its ending.

    An e-mail's templates stand in a folder ``email``; what they are built of stands below that.
    """
    own = [Path(config.path) for config in apps.get_app_configs()]
    folders = [path / "templates" for path in own if path.is_relative_to(settings.BASE_DIR)]
    return {
        str(path.relative_to(folder).with_suffix("")).removesuffix("_subject")
        for folder in (*folders, settings.BASE_DIR / "templates")
        for path in folder.glob("**/email/*")
        if path.suffix in (".html", ".txt") and ".venv" not in folder.parts
    }


def html_of(message: EmailMessage) -> str:
    """Return an e-mail's HTML, or nothing where it is text alone."""
    others = message.alternatives if isinstance(message, EmailMultiAlternatives) else []
    return next((str(content) for content, kind in others if kind == "text/html"), "")
