"""A page's markup as elements that can be asked for, read with the standard library."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Element", "read_markup"]

_VOID: Final = frozenset(
    "area base br col embed hr img input link meta source track wbr".split()  # noqa: SIM905
)
"""Elements that have no end tag (HTML Standard, 13.1.2 "Elements")."""


@dataclass(eq=False)
class Element:
    """An element of a page.

    Attributes:
        tag: Its name, lower case.
        attributes: Its attributes; one without a value is empty.
        parent: The element it stands in, ``None`` for the document.
        parts: Its texts and elements, in order.
    """

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    parent: Element | None = field(default=None, repr=False)
    parts: list[Element | str] = field(default_factory=list, repr=False)

    def __iter__(self) -> Iterator[Element]:
        """Yield every element below it, in the order of the page."""
        for part in self.parts:
            if isinstance(part, Element):
                yield part
                yield from part

    @property
    def text(self) -> str:
        """Everything it says, with single blanks."""
        words = [it if isinstance(it, str) else it.text for it in self.parts]
        return " ".join(" ".join(words).split())

    def all(self, tag: str = "*", **attributes: str) -> list[Element]:
        """Return the elements below it with a tag and attributes.

        Args:
            tag: A name, or ``"*"`` for any.
            attributes: Values by name; ``_`` stands for ``-``, ``"*"`` for any value.
        """
        wanted = {name.replace("_", "-"): value for name, value in attributes.items()}
        return [
            it
            for it in self
            if tag in ("*", it.tag)
            and all(
                name in it.attributes and value in ("*", it.attributes[name])
                for name, value in wanted.items()
            )
        ]

    def one(self, tag: str = "*", **attributes: str) -> Element:
        """Return the only such element.

        Raises:
            AssertionError: There is none, or there are several.
        """
        found = self.all(tag, **attributes)
        shown = tag + "".join(f"[{name}={value}]" for name, value in attributes.items())
        if len(found) != 1:
            raise AssertionError(f"the page has {len(found)} of {shown}, and should have one")
        return found[0]

    def is_in(self, tag: str) -> bool:
        """Return whether it stands in an element of this name."""
        above = self.parent
        while above is not None and above.tag != tag:
            above = above.parent
        return above is not None


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.document = self.current = Element("#document")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        element = Element(tag, attributes, self.current)
        self.current.parts.append(element)
        if tag not in _VOID:
            self.current = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        at: Element | None = self.current
        while at is not None and at.tag != tag:
            at = at.parent
        if at is not None and at.parent is not None:
            self.current = at.parent

    def handle_data(self, data: str) -> None:
        self.current.parts.append(data)


def read_markup(text: str) -> Element:
    """Return a page as its document element."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.document
