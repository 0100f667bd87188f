"""The components of the contract; :mod:`.contract` says what they are for.

It is long because it is a list: one declaration for each component, ordered by name.
"""

from __future__ import annotations

from typing import Final

from quickscale_core.plugin_api.contract_types import Attribute, Component

__all__ = ["COMPONENTS"]


def _text(name: str, summary: str, *, required: bool = False) -> Attribute:
    return Attribute(name=name, kind="text", summary=summary, required=required)


def _choice(name: str, summary: str, *choices: str) -> Attribute:
    return Attribute(name=name, kind="choice", summary=summary, choices=choices)


def _flag(name: str, summary: str) -> Attribute:
    return Attribute(name=name, kind="flag", summary=summary)


def _number(name: str, summary: str, *, required: bool = False) -> Attribute:
    return Attribute(name=name, kind="number", summary=summary, required=required)


def _object(name: str, summary: str, *, required: bool = True) -> Attribute:
    return Attribute(name=name, kind="object", summary=summary, required=required)


_VARIANT = _choice(
    "variant", "how much it asks for", "primary", "secondary", "outline", "ghost", "destructive"
)
_SIZE = _choice("size", "how large it is", "md", "sm")
_ICON = _text("icon", "name of an icon that stands before the words")
_LABEL = _text("label", "what it is called", required=True)
_TITLE = _text("title", "heading", required=True)
_DESCRIPTION = _text("description", "a sentence under the heading")
_LEVEL = _number("level", "level of the heading, 2 to 4; 2 by default")

COMPONENTS: Final[tuple[Component, ...]] = (
    Component(
        name="alert",
        summary="A message that stands in the page.",
        attributes=(
            _choice("variant", "its tone", "info", "success", "warning", "destructive"),
            _text("title", "its first line"),
        ),
        slots=("default",),
        aria=("*[role]",),
    ),
    Component(
        name="avatar",
        summary="A person or team as a picture, or else as initials.",
        attributes=(
            _text("name", "whose it is", required=True),
            _text("src", "address of the picture"),
            _choice("size", "how large it is", "md", "xs", "sm", "lg"),
        ),
    ),
    Component(
        name="badge",
        summary="A state in one or two words.",
        attributes=(
            _choice(
                "variant", "its tone", "secondary", "primary", "success", "warning", "destructive"
            ),
        ),
        slots=("default",),
    ),
    Component(
        name="breadcrumbs",
        summary="The way from the top to this page.",
        attributes=(
            _object("items", "pairs of label and address; this page, where it is named, has none"),
        ),
        aria=("nav[aria-label]", "*[aria-current=page]"),
    ),
    Component(
        name="button",
        summary="Does something here: submits a form, opens something.",
        attributes=(
            _choice("type", "what it does in a form", "button", "submit"),
            _VARIANT,
            _SIZE,
            _ICON,
            _text("name", "its name in the form's data"),
            _text("value", "its value in the form's data"),
            _text("form", "id of the form it belongs to, when it stands outside"),
        ),
        slots=("default",),
        aria=("button[type]",),
        passthrough=True,
    ),
    Component(
        name="card",
        summary="A thing of its own on the page.",
        attributes=(
            _text("title", "heading"),
            _DESCRIPTION,
            _text("eyebrow", "a few words above the heading"),
            _LEVEL,
            _ICON,
            _choice("variant", "its tone", "plain", "primary", "destructive"),
        ),
        slots=("default", "actions", "footer"),
    ),
    Component(
        name="chart",
        summary="Values over time as bars, with the same values as a table.",
        attributes=(
            _LABEL,
            _text("summary", "what it says, one sentence", required=True),
            _object("points", "the values, the oldest first, each with label and value"),
            _number("max", "the largest value", required=True),
        ),
        aria=("svg[role=img]", "svg[aria-label]", "th[scope=row]"),
    ),
    Component(
        name="code-list",
        summary="One-time codes to be kept, such as recovery codes.",
        attributes=(_object("codes", "the codes, strings"),),
        aria=("ul[aria-label]",),
    ),
    Component(
        name="confirm",
        summary="A button that asks before it posts.",
        attributes=(
            _text("id", "unique on the page", required=True),
            _text("action", "address the form posts to", required=True),
            _TITLE,
            _text("message", "what will happen", required=True),
            _text("button", "what the deciding button says", required=True),
            _text("label", "what the button that asks says", required=True),
            _text("keep", "what the button that changes nothing says, by its deed"),
            _text("confirm_word", "word that has to be typed first"),
            _choice("variant", "how the button that asks looks", "destructive", "outline", "ghost"),
            _choice("tone", "how the deciding button looks", "destructive", "primary"),
            _SIZE,
            _ICON,
        ),
        slots=("default",),
        aria=("dialog[aria-labelledby]", "dialog[aria-describedby]", "form[method=post]"),
    ),
    Component(
        name="copy",
        summary="A value with a button that copies it.",
        attributes=(_text("value", "what is copied", required=True), _LABEL),
        aria=("*[aria-label]",),
    ),
    Component(
        name="detail",
        summary="One row of a detail list.",
        attributes=(_LABEL,),
        slots=("default",),
    ),
    Component(
        name="detail-list",
        summary="Facts about one thing, as labels and values.",
        slots=("default",),
    ),
    Component(
        name="dialog",
        summary="Something that has to be dealt with before going on.",
        attributes=(_text("id", "unique on the page", required=True), _TITLE, _DESCRIPTION),
        slots=("trigger", "default", "actions"),
        aria=("dialog[aria-labelledby]", "button[aria-haspopup=dialog]"),
    ),
    Component(
        name="disclosure",
        summary="A question or a heading that opens what is said to it.",
        attributes=(_TITLE,),
        slots=("default",),
    ),
    Component(
        name="dropdown",
        summary="A button that shows a short list of links and actions.",
        attributes=(
            _LABEL,
            _ICON,
            _choice("variant", "how it looks", "outline", "ghost"),
            _SIZE,
            _flag("compact", "its icon alone, three dots by default; for the actions of a row"),
        ),
        slots=("default",),
        aria=("summary[aria-label]",),
    ),
    Component(
        name="empty-state",
        summary="What stands where there is nothing yet: what this is and the one thing to do.",
        attributes=(_ICON, _TITLE, _DESCRIPTION, _LEVEL),
        slots=("default",),
    ),
    Component(
        name="entry",
        summary="One row of an entry list: something that happened, is to do, or comes with it.",
        attributes=(
            _text("title", "what it says"),
            _DESCRIPTION,
            _text("href", "where its title leads"),
            _text("icon", "name of an icon that stands before it"),
            _text("avatar", "whose it is; takes the icon's place"),
            _choice("state", "whether it is a step, done or still open", "plain", "done", "open"),
            _choice("tone", "its tone", "plain", "destructive"),
        ),
        slots=("default", "actions"),
        aria=("svg[aria-label]",),
    ),
    Component(
        name="entry-list",
        summary="Entries under each other: steps, tasks, activity, what comes with a plan.",
        attributes=(_choice("variant", "whether lines part them", "lines", "plain"),),
        slots=("default",),
        aria=("ul[role=list]",),
    ),
    Component(
        name="field",
        summary="A form field with its label, help and errors.",
        attributes=(
            _object("field", "the bound form field"),
            _flag("validate", "check the field as soon as it is left, where the theme can"),
        ),
        aria=("label[for]", "input[aria-describedby]", "input[aria-invalid=true]"),
    ),
    Component(
        name="form-errors",
        summary="What is wrong with a form, above it, each with a link to its field.",
        attributes=(_object("form", "the bound form"),),
        aria=("*[role=alert]",),
    ),
    Component(
        name="grid",
        summary="Cards side by side, as many as fit.",
        attributes=(_choice("size", "how wide a column at least is", "md", "sm", "lg"),),
        slots=("default",),
    ),
    Component(
        name="hero",
        summary="The opening of a public page.",
        attributes=(_TITLE, _DESCRIPTION, _text("eyebrow", "a few words above the heading")),
        slots=("default",),
    ),
    Component(
        name="icon",
        summary="A picture of a word; decoration, unless it has a label.",
        attributes=(
            _text("name", "one of the contract's icons, or another of the theme's", required=True),
            _text("label", "what it means, where no word stands beside it"),
        ),
        aria=("svg[aria-hidden=true]", "svg[aria-label]", "svg[role=img]"),
    ),
    Component(
        name="link-button",
        summary="A link that looks like a button.",
        attributes=(_text("href", "address", required=True), _VARIANT, _SIZE, _ICON),
        slots=("default",),
        aria=("a[href]",),
        passthrough=True,
    ),
    Component(
        name="messages",
        summary="What just happened, told once.",
        attributes=(_object("messages", "Django's messages"),),
        aria=("*[role=status]",),
    ),
    Component(
        name="nav-link",
        summary="A link of the navigation.",
        attributes=(
            _object(
                "item",
                "label, href, icon, method, primary and current; avatar takes the icon's place,"
                " chosen marks the one of several that is in use",
            ),
        ),
        aria=("a[aria-current=page]",),
    ),
    Component(
        name="page-header",
        summary="The heading of a part of a page, with its actions.",
        attributes=(_TITLE, _DESCRIPTION, _LEVEL),
        slots=("default", "actions"),
    ),
    Component(
        name="pagination",
        summary="The way through a long list; keeps the rest of the query string.",
        attributes=(_object("page", "a page of Django's paginator"), _LABEL),
        aria=("nav[aria-label]", "*[aria-current=page]"),
    ),
    Component(
        name="picture",
        summary="A picture of pages, made of other components that nobody can enter.",
        attributes=(_LABEL,),
        slots=("default",),
        aria=("*[role=img]", "*[aria-label]", "*[inert]"),
    ),
    Component(
        name="progress",
        summary="How much of something is used or done.",
        attributes=(
            _number("value", "so much", required=True),
            _number("max", "out of so much", required=True),
            _LABEL,
        ),
        aria=("progress[aria-label]",),
    ),
    Component(
        name="quick-open",
        summary="Leads to everything one may open: a link to the page, or the same in a dialog.",
        aria=("a[href]", "a[aria-keyshortcuts]"),
    ),
    Component(
        name="row",
        summary="Small things side by side that wrap: buttons, badges.",
        attributes=(_choice("align", "where they stand", "start", "end", "between"),),
        slots=("default",),
    ),
    Component(
        name="search",
        summary="A search box that asks with a GET request; keeps the rest of the query string.",
        attributes=(
            _LABEL,
            _text("name", "its name in the query string; q by default"),
            _text("value", "what was asked"),
            _text("action", "address; this page by default"),
            _flag("autofocus", "whether one types into it at once"),
        ),
        slots=("default",),
        aria=("form[role=search]", "input[type=search]"),
    ),
    Component(
        name="sort-header",
        summary="The head of a column one can sort by; keeps the rest of the query string.",
        attributes=(
            _LABEL,
            _text("name", "the column's name in the query string", required=True),
            _text("current", "the present order: a name, with a minus when descending"),
            _choice("align", "where it stands", "start", "end"),
        ),
        aria=("th[aria-sort]", "th[scope=col]"),
    ),
    Component(
        name="spinner",
        summary="Something is on its way.",
        attributes=(_LABEL,),
        aria=("*[role=status]",),
    ),
    Component(
        name="stack",
        summary="Things under each other with even room between them.",
        attributes=(_choice("gap", "how much room", "md", "sm", "lg"),),
        slots=("default",),
    ),
    Component(
        name="stat",
        summary="One number that matters.",
        attributes=(
            _LABEL,
            _text("value", "the number", required=True),
            _text("hint", "a remark"),
            _choice("trend", "where it goes", "level", "up", "down"),
            _text("change", "by how much"),
            _text("href", "address of the page about it"),
        ),
    ),
    Component(
        name="switcher",
        summary="A menu as wide as its place that says what is in use, and what else there is.",
        attributes=(
            _LABEL,
            _text("name", "what is in use", required=True),
            _object("items", "what there is, each as a navigation link shows it"),
        ),
        slots=("default",),
        aria=("a[aria-current=true]",),
    ),
    Component(
        name="table",
        summary="Rows and columns; rows are cards where there is no room for columns.",
        attributes=(
            _text("caption", "what the rows are", required=True),
            _number("count", "how many there are on all pages"),
        ),
        slots=("head", "default"),
        aria=("*[role=region]", "*[tabindex=0]", "*[aria-label]", "td[data-label]"),
    ),
    Component(
        name="tabs",
        summary="Links between the parts of one subject.",
        attributes=(_LABEL, _object("items", "triples of label, address and whether it is shown")),
        aria=("nav[aria-label]", "a[aria-current=page]"),
    ),
    Component(
        name="theme-switch",
        summary="Chooses light, dark or the system's colours.",
        aria=("*[aria-label]",),
    ),
    Component(
        name="time",
        summary="A moment, told relative to now with the exact one as its title.",
        attributes=(_object("value", "an aware datetime"),),
        aria=("time[datetime]", "time[title]"),
    ),
)
"""Every component of the contract, by name."""
