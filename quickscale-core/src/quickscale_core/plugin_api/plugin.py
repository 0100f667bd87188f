"""The description of a plugin: :class:`Plugin` and :class:`Option`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

__all__ = ["Kind", "Option", "OptionType", "OptionValue", "Plugin"]

Kind = Literal["core", "module", "theme", "deploy"]
"""What a plugin is. ``core`` is for the parts that ship in ``quickscale`` itself."""

OptionType = Literal["bool", "int", "str", "choice", "list"]
OptionValue: TypeAlias = bool | int | str | tuple[str, ...]
"""What an option holds once it is validated; a ``list`` is a tuple of strings."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Option:
    """An option of a plugin, which the owner of a project may set.

    Attributes:
        name: Lower-case identifier: ``"signup"``, set by ``--set auth.signup=closed``.
        type: How its value is read; ``list`` takes commas on the command line.
        default: The default value. Of a list, a tuple of strings.
        help: One sentence for the wizard, ``plugins info`` and the docs.
        choices: The allowed values of a ``choice`` or of a ``list``'s elements; empty allows any.
        mutable: Whether it may change once the project exists. An option with migrations behind
            it may not.
        pattern: Regular expression that the whole of a ``str`` must match, or empty.
        shape: What the pattern asks for, in words that follow "must be": ``"three lower-case
            letters"``. People are told this and the default, never the pattern.
        instead: Of an option that is not mutable, what to do for another answer, in the
            imperative: ``"run manage.py move_to_teams, which makes a team of every user"``.
    """

    name: str
    type: OptionType
    default: OptionValue
    help: str
    choices: tuple[str, ...] = ()
    mutable: bool = True
    pattern: str = ""
    shape: str = ""
    instead: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Plugin:
    """The description of a plugin: the attribute ``PLUGIN`` of its entry point's module.

    Attributes:
        name: Its name; equal to the entry point's name and the last segment of its import path.
        kind: What it is; see :data:`Kind`.
        summary: One sentence, without a full stop, for lists and the wizard.
        requires: Plugins it needs, each a name with an optional version range:
            ``"auth>=1"``. They are selected with it.
        conflicts: Names of plugins that a project cannot have beside it.
        provides: Capabilities it takes over, for example ``"login"``; two providers of one clash.
        options: Its options.
        frontend: For a theme, how its pages are made: ``"html"`` or ``"react"``.
        extends: For a theme, the theme whose files are used where it has none. One whose frontend
            is not ``"html"`` extends one of html pages: every site has some, such as its home page.
        frontends: For what is no theme, the frontends it has pages for. Under a theme of another
            one it is asked for its html pages, which look like those of the theme that is extended.
    """

    name: str
    kind: Kind
    summary: str
    requires: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    provides: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    frontend: str | None = None
    extends: str | None = None
    frontends: tuple[str, ...] = ("html",)
