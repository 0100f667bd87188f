"""Which pages a plugin is asked for: the theme's kind, or html ones where it has none of that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from quickscale_core.errors import Problem
from quickscale_core.plugin_api.plugin import Plugin
from quickscale_core.plugin_api.spec import Spec
from quickscale_core.plugins.discovery import InstalledPlugin

__all__ = ["frontend_refusals", "shown_as_html", "spec_for"]

HTML: Final = "html"


def spec_for(spec: Spec, card: Plugin) -> Spec:
    """Return the view of a project that a plugin's hooks get.

    Args:
        spec: The project, with the frontend of its theme.
        card: The plugin's card.
    """
    return replace(spec, frontend=HTML) if _has_html_alone(card, spec.frontend) else spec


def shown_as_html(spec: Spec, plugins: Iterable[InstalledPlugin]) -> list[str]:
    """Return the names of the modules whose pages stay html pages under a theme of another kind."""
    return [
        it.name
        for it in plugins
        if it.card.kind == "module" and _has_html_alone(it.card, spec.frontend)
    ]


def frontend_refusals(
    plugins: Iterable[InstalledPlugin], chain: Sequence[InstalledPlugin]
) -> Iterator[Problem]:
    """Yield a problem for each theme and module whose pages the project's theme cannot show.

    Args:
        plugins: Everything that takes part.
        chain: The project's theme, then the theme it extends, and so on.
    """
    theme = chain[0]
    frontends = [it.card.frontend for it in chain]
    for parent in chain[1:]:
        if parent.card.frontend not in {HTML, theme.card.frontend}:
            yield Problem(
                what=(
                    f"theme {theme.name} makes {theme.card.frontend} pages and extends"
                    f" {parent.name}, which makes {parent.card.frontend} pages"
                ),
                where=(theme.label, parent.label),
                fix=f"choose another theme, and report this to {theme.distribution}",
            )
    if HTML not in frontends:
        yield Problem(
            what=f"theme {theme.name} extends no theme of html pages, and every site has some",
            where=(theme.label,),
            fix=f"choose another theme, and report this to {theme.distribution}",
        )
    for plugin in plugins:
        card = plugin.card
        if card.kind == "module" and not {HTML, theme.card.frontend} & {*card.frontends}:
            yield Problem(
                what=f"{plugin.name} has pages for {' and '.join(card.frontends)} themes alone, and"
                f" {theme.name} makes {theme.card.frontend} pages",
                where=(plugin.label, theme.label),
                fix=f"choose another theme, or leave {plugin.name} out",
            )


def _has_html_alone(card: Plugin, frontend: str) -> bool:
    return card.kind != "theme" and frontend not in card.frontends
