"""The addresses that a project answers, read from its URLconf."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from quickscale_core.testing.projects.project import Project

__all__ = ["Route", "list_routes"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Route:
    """A URL pattern.

    Attributes:
        name: Its name with its namespaces, ``"pages:home"``; may be empty.
        pattern: As written, from the site's root: ``"teams/<slug:team>/"``.
        arguments: Names of its arguments.
        has_unnamed: Whether it also takes arguments without a name.
        view: Dotted path of its view.
        apps: Names of the applications it is nested in, outermost first.
    """

    name: str
    pattern: str
    arguments: tuple[str, ...]
    has_unnamed: bool
    view: str
    apps: tuple[str, ...]

    @property
    def is_plain(self) -> bool:
        """Whether its pattern without the leading slash is its address: no arguments, no regex."""
        regex = set(self.pattern) & set("^$()<>[]\\*+?|")
        return not (self.arguments or self.has_unnamed or regex)


def list_routes(project: Project) -> list[Route]:
    """Return every URL pattern of a project, in the order Django tries them."""
    told = cast("list[dict[str, object]]", project.inside("list_routes.py"))
    return [
        Route(
            name=str(it["name"]),
            pattern=str(it["pattern"]),
            arguments=tuple(cast("list[str]", it["arguments"])),
            has_unnamed=bool(it["unnamed"]),
            view=str(it["view"]),
            apps=tuple(cast("list[str]", it["apps"])),
        )
        for it in told
    ]
