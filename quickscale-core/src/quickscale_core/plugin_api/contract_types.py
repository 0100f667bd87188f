"""The types of the component contract: attributes, components and layouts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

__all__ = ["Attribute", "AttributeKind", "Component", "Layout"]

AttributeKind = Literal["text", "choice", "flag", "number", "object"]
"""``text`` and ``choice`` are strings, the others are given with a colon."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Attribute:
    """An attribute of a component.

    Attributes:
        name: As written in the tag.
        kind: See :data:`AttributeKind`.
        summary: What it says or does, a fragment without a full stop.
        choices: The values a ``choice`` allows; the first is the default.
        required: Whether the component makes no sense without it.
    """

    name: str
    kind: AttributeKind
    summary: str
    choices: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Component:
    """A cotton component that every html theme has.

    Attributes:
        name: Its tag without ``c-``: ``"link-button"``.
        summary: What it is for, one sentence.
        attributes: Its attributes.
        slots: Named slots; ``"default"`` is what stands between its tags.
        aria: What its markup must carry, each ``tag[attribute]`` or ``tag[attribute=value]`` with
            ``*`` for any tag; every one must be found in the rendering of its samples.
        passthrough: Whether other attributes (``data-*``, ``disabled``, ``aria-*``) reach its
            element.
    """

    name: str
    summary: str
    attributes: tuple[Attribute, ...] = ()
    slots: tuple[str, ...] = ()
    aria: tuple[str, ...] = ()
    passthrough: bool = False

    @property
    def template(self) -> str:
        """The template it lives in, relative to ``templates/``: ``cotton/link_button.html``."""
        return f"cotton/{self.name.replace('-', '_')}.html"

    def sample(self) -> str:
        """Return template source that shows it in every variant; see :data:`SAMPLE_NAMES`."""
        path = Path(__file__).with_name("contract_samples") / f"{self.name}.html"
        return path.read_text(encoding="utf-8")


@dataclass(frozen=True, kw_only=True, slots=True)
class Layout:
    """A template that pages extend.

    Attributes:
        template: Its name relative to ``templates/``.
        summary: Which pages it is for, one sentence.
        blocks: The blocks a page may fill.
    """

    template: str
    summary: str
    blocks: tuple[str, ...]
