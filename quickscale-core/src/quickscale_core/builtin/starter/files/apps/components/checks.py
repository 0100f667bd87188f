"""A system check: every icon that a page names is one that the theme's sprite draws."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.checks import CheckMessage, Tags, Warning, register  # noqa: A004 - its name
from django.template.loader import get_template

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.apps import AppConfig

NAMED: Final = re.compile(
    r"""(?:\bicon["']?(?::\s*str)?\s*[=:]\s*|<c-icon\s[^>]*?\bname=)["']([a-z][a-z0-9-]*)["']"""
)
"""Where a template or Python names an icon, as quickscale reads it when it picks them."""

SPRITE: Final = re.compile(r"""{% static ["']([^"']+\.svg)["'] %}""")
SYMBOL: Final = re.compile(r'<symbol id="([^"]+)"')


@register(Tags.templates)
def check_icons(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001 - Django's signature
    **_kwargs: Any,
) -> list[CheckMessage]:
    """Tell which icons are named and not drawn, and in which file."""
    drawn = icons_drawn()
    return [
        Warning(
            f"{path.relative_to(settings.BASE_DIR)} names the icon {name}, which is not drawn.",
            hint='Add it to the option "icons" of the theme in quickscale.yml and run'
            ' "quickscale apply", or draw it in the sprite yourself.',
            id="components.icons",
        )
        for path in (named_in() if drawn else ())
        for name in sorted(set(NAMED.findall(path.read_text(encoding="utf-8"))) - drawn)
    ]


def icons_drawn() -> set[str]:
    """Return what the sprite that icons are drawn from holds; nothing where there is none."""
    source: str = get_template("cotton/icon.html").template.source  # type: ignore[attr-defined]
    found = SPRITE.search(source)
    path = finders.find(found[1]) if found else None
    return set(SYMBOL.findall(Path(path).read_text(encoding="utf-8"))) if path else set()


def named_in() -> Iterator[Path]:
    """Yield the files of the project that may name icons; its tests name what they like."""
    for folder in ("apps", "templates"):
        for path in sorted(Path(settings.BASE_DIR, folder).rglob("*")):
            if path.suffix in (".html", ".py") and "tests" not in path.parts:
                yield path
