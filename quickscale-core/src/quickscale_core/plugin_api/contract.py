"""What every theme with the frontend ``"html"`` offers to module pages: contract version 1.

A module's page extends a :class:`Layout` and is built from :class:`Component` tags, nothing else,
so that it fits themes that are written later. Components are
django-cotton tags: ``<c-link-button>`` is the file ``templates/cotton/link_button.html``.

A value that is text is written ``label="{{ team.name }}"``; anything else (a form field, a list, a
boolean, a number) is written with a colon: ``:field="form.email"``. Text that a visitor may have
written never goes through the colon form into an attribute a component does not declare: cotton
hands such values on as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from quickscale_core.plugin_api.contract_components import COMPONENTS
from quickscale_core.plugin_api.contract_types import Attribute, AttributeKind, Component, Layout

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "COMPONENTS",
    "CONTRACT_VERSION",
    "ICONS",
    "LAYOUTS",
    "SAMPLE_NAMES",
    "Attribute",
    "AttributeKind",
    "Component",
    "Layout",
    "find_component",
]

CONTRACT_VERSION: Final = 1
"""Raised when a component or layout changes so that a theme of the older one no longer fits."""

LAYOUTS: Final[tuple[Layout, ...]] = (
    Layout(
        template="base.html",
        summary="The document itself; pages extend one of the layouts below instead.",
        blocks=("title", "summary", "head", "body", "body_end"),
    ),
    Layout(
        template="layouts/public.html",
        summary="Pages for everybody; summary is what a search engine shows of them.",
        blocks=("title", "summary", "head", "content", "body_end"),
    ),
    Layout(
        template="layouts/auth.html",
        summary="One centred card with one decision: signing in and everything like it.",
        blocks=("title", "head", "heading", "description", "content", "footer", "body_end"),
    ),
    Layout(
        template="layouts/app.html",
        summary="Pages for signed-in users: sidebar, top bar, content.",
        blocks=("title", "head", "breadcrumbs", "heading", "actions", "content", "body_end"),
    ),
    Layout(
        template="layouts/settings.html",
        summary="Pages of the settings area: the app layout with its sections at the left, whose"
        " names are their pages' titles and headings.",
        blocks=("title", "head", "breadcrumbs", "heading", "actions", "content", "body_end"),
    ),
    Layout(
        template="layouts/error.html",
        summary="Error pages; renders without a request and without any context.",
        blocks=("title", "heading", "content"),
    ),
    Layout(
        template="layouts/email.html",
        summary="E-mails in HTML, one column with one button.",
        blocks=(
            "title",
            "preheader",
            "heading",
            "content",
            "action",
            "action_url",
            "action_label",
            "reason",
        ),
    ),
)
"""Every layout of the contract."""

_ICONS = """
    activity archive arrow-down arrow-left arrow-right arrow-up badge-check ban bell book-open bot
    box briefcase building calendar chart-bar check chevron-down chevron-left chevron-right
    chevron-up chevrons-up-down circle circle-alert circle-check circle-question-mark clock code
    copy credit-card database dollar-sign download ellipsis external-link eye eye-off file-text
    filter fingerprint flag folder globe heart history house image inbox info key key-round
    languages laptop layout-dashboard life-buoy link list loader lock log-in log-out mail map-pin
    menu minus monitor moon package palette pencil phone plus receipt refresh-cw rocket save search
    send server settings shield shield-check shopping-cart sliders-horizontal smartphone sparkles
    star sun terminal trash-2 trending-up triangle-alert upload user user-cog user-plus users
    webhook workflow wrench x zap
"""
ICONS: Final[tuple[str, ...]] = tuple(_ICONS.split())
"""Names every theme's icon set holds, lucide's names in their order; a theme may hold more."""

SAMPLE_NAMES: Final[Mapping[str, str]] = {
    "form": "a bound, invalid form with the fields name (help text and an error), email, password,"
    " code (one-time code), plan (select), notes (textarea), terms (checkbox), interval (radios)"
    " and an error of its own",
    "page": "page 3 of 9 of a paginator",
    "single_page": "the only page of a paginator",
    "messages": "Django messages of every level",
    "now": "an aware datetime",
    "crumbs": "pairs of label and address, the last address empty",
    "teams": "two links with avatar and no icon, the first with chosen=True",
    "tab_items": "triples of label, address and whether it is the current one",
    "points": "four values, each with label and value, the largest 180",
    "nav_item": "a link with label, href, icon, method, primary and current=True",
    "post_item": "a link with method='post'",
    "codes": "ten strings",
    "hostile": "text with quotes, angle brackets and an event handler in it",
}
"""What stands behind each name the components' samples use."""


def find_component(name: str) -> Component:
    """Return a component by its name.

    Args:
        name: With or without the leading ``c-``, dashes or underscores.

    Raises:
        KeyError: The contract has no such component.
    """
    wanted = name.removeprefix("c-").replace("_", "-")
    for component in COMPONENTS:
        if component.name == wanted:
            return component
    raise KeyError(wanted)
