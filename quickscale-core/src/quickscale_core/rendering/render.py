"""Make every file of a project, in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, cast, get_args

from quickscale_core.composition.collect import Contributed
from quickscale_core.composition.composition import Composition, PlacedFragment
from quickscale_core.composition.keyed_and_ordered import merge_fragments
from quickscale_core.composition.provenance import Attributed
from quickscale_core.errors import Problem, QuickScaleError
from quickscale_core.paths.content import Content
from quickscale_core.paths.filetree import File, FileTree
from quickscale_core.plugin_api.contributions import Fragment, Slot
from quickscale_core.plugin_api.icons import ICONS_OPTION
from quickscale_core.plugins.discovery import InstalledPlugin
from quickscale_core.plugins.user_cache import cache_root
from quickscale_core.rendering.compiled_bundles import CompiledTemplates
from quickscale_core.rendering.icons import icons_drawn, pick_icons, unknown_icons
from quickscale_core.rendering.sources import TEMPLATE_ENDING, Source, find_sources
from quickscale_core.rendering.templates import TemplateFault
from quickscale_core.selection.resolve import Selection
from quickscale_core.source_text.answers import Answer, answers

__all__ = ["YML_PATH", "render"]

YML_PATH: Final = "quickscale.yml"
"""Where a project says what it is made of."""


def render(
    selection: Selection, offers: Sequence[Contributed], composition: Composition, yml: bytes
) -> tuple[Composition, FileTree]:
    """Return the composition with its fragments rendered, and every file.

    Args:
        selection: The plugins that take part.
        offers: What they offer.
        composition: What that comes to.
        yml: The bytes of ``quickscale.yml``.

    Raises:
        QuickScaleError: Paths clash, or templates are wrong; everything is told.
    """
    root = cache_root()
    with CompiledTemplates(Path(root, "templates") if root else None) as compiled:
        work = _Rendering(selection, composition, compiled)
        composition = replace(composition, fragments=work.fragments(offers))
        work.composition = composition
        sources, problems = find_sources(selection, offers)
        made = {path: work.file(source) for path, source in sources.items()}
    files = {path: file for path, file in made.items() if file is not None}
    theme = selection.spec.theme
    asked = cast("tuple[str, ...]", selection.spec.options(theme).get(ICONS_OPTION.name, ()))
    drawn = icons_drawn(file for path, file in files.items() if path.endswith(".svg"))
    problems += unknown_icons(
        theme, asked, drawn, selection.request.where("options", theme, ICONS_OPTION.name)
    )
    if problems or work.problems:
        raise QuickScaleError(*problems, *work.problems)
    sprites = [path for path, source in sources.items() if path == source.origin.item.sprite]
    files |= pick_icons(files, sprites, asked)
    composition = replace(composition, icons=drawn)
    return composition, FileTree({YML_PATH: File(content=Content(yml), owner="base"), **files})


@dataclass(frozen=True, slots=True)
class _Project:
    """The names templates know as ``project``."""

    name: str
    title: str
    package: str


class _Rendering:
    """Renders the templates of one project and collects what is wrong with them."""

    def __init__(
        self, selection: Selection, composition: Composition, compiled: CompiledTemplates
    ) -> None:
        spec = selection.spec
        self.spec = spec
        self.project = _Project(spec.name, Answer(spec.title), spec.package)
        self.composition = composition
        self.compiled = compiled
        self.problems: list[Problem] = []

    def fragments(self, offers: Sequence[Contributed]) -> dict[str, tuple[PlacedFragment, ...]]:
        """Return every slot's fragments, rendered, in order."""
        fragments = [Attributed(offer.plugin, item) for offer in offers for item in offer.fragments]
        placed: dict[str, tuple[PlacedFragment, ...]] = {}
        for slot in get_args(Slot):
            ordered, wrong = merge_fragments(
                [one for one in fragments if one.item.slot == slot], slot
            )
            self.problems += wrong
            placed[slot] = tuple(
                PlacedFragment(plugin=fragment.plugin.name, text=text)
                for fragment in ordered
                if (text := self._fragment(fragment)) is not None
            )
        return placed

    def file(self, source: Source) -> File | None:
        """Return a source as a file of the project; a template that renders to nothing is none."""
        plugin = source.origin.plugin
        try:
            with open(source.file, "rb", buffering=0) as file:  # noqa: PTH123 - for thousands
                data = file.read()
        except OSError as error:
            self._problem(plugin, source.file, f"cannot be read: {error.strerror}")
            return None
        # some build backends lose the executable bit, but a script's first line still shows it
        executable = source.executable or data.startswith(b"#!")
        if source.is_template:
            text = self._rendered(plugin, source.file, data)
            if text is None or not text.strip():
                return None
            data = text.encode()
        return File(
            content=Content(data, executable),
            owner=plugin.name,
            verbatim=not source.is_template,
            source=plugin.inside(source.file),
        )

    def _fragment(self, fragment: Attributed[Fragment]) -> str | None:
        path = str(fragment.item.template)
        try:
            data = fragment.item.template.read_bytes()
            if not path.endswith(TEMPLATE_ENDING):
                return data.decode()
        except OSError as error:
            self._problem(fragment.plugin, path, f"cannot be read: {error.strerror}")
            return None
        except UnicodeDecodeError:
            self._problem(fragment.plugin, path, "is not UTF-8")
            return None
        return self._rendered(fragment.plugin, path, data)

    def _rendered(self, plugin: InstalledPlugin, path: str, data: bytes) -> str | None:
        """Return a template's text, or note what is wrong with it."""
        try:
            return self.compiled.render(plugin, path, data, self._context(plugin))
        except TemplateFault as fault:
            self._problem(plugin, path, fault.what, fault.line)
            return None

    def _context(self, plugin: InstalledPlugin) -> Mapping[str, object]:
        return {
            "project": self.project,
            "spec": self.spec,
            "composition": self.composition,
            "options": answers(plugin.card, self.spec.options(plugin.name)),
        }

    def _problem(self, plugin: InstalledPlugin, path: str, what: str, line: int = 0) -> None:
        place = plugin.shorten(f"{path}:{line}" if line else path)
        self.problems.append(
            Problem(
                what=f"{place} of {plugin.label}: {what}",
                fix=f"update {plugin.distribution}, or leave {plugin.name} out",
            )
        )
