"""The starter theme: every component and layout of the contract, and the parent of other themes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from quickscale_core import App, Dependency, FileSet, Plugin, Setting, hookimpl
from quickscale_core.plugin_api.brand import BRAND_OPTIONS, check_brand
from quickscale_core.plugin_api.icons import ICONS_OPTION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quickscale_core import Spec
    from quickscale_core.plugin_api.contributions import Contribution

HERE: Final = Path(__file__).parent

PLUGIN = Plugin(
    name="starter",
    kind="theme",
    summary="Quiet pages in one small stylesheet of the project's own, with hardly any script",
    frontend="html",
    options=(*BRAND_OPTIONS, ICONS_OPTION),
)


@hookimpl
def contribute_templates(spec: Spec) -> Iterator[FileSet]:
    """Contribute the layouts, components and stylesheets.

    A theme that extends this one and provides ``icons`` brings its own; allauth's pages are dressed
    where they exist.
    """
    check_brand(PLUGIN.name, spec.options(PLUGIN.name))
    yield FileSet(root=HERE / "files")
    if not spec.provided("icons"):
        yield FileSet(root=HERE / "files.icons", sprite="static/theme/icons.svg")
    if spec.has("auth"):
        yield FileSet(root=HERE / "files.with-auth")


@hookimpl
def contribute_settings(spec: Spec) -> Iterator[Contribution]:  # noqa: ARG001 - the hook's signature
    """Contribute django-cotton, for which the components are written."""
    yield App(path="django.contrib.humanize")
    yield App(path="django_cotton")
    # apps/components draws by what django-cotton keeps to itself, so another minor is a new test.
    yield Dependency(
        requirement="django-cotton>=2.8,<2.9",
        imports=("django_cotton",),
        untyped=("django_cotton.*",),
    )
    yield App(path="apps.components", after=("django_cotton",), summary="components drawn quickly")
    yield Setting(
        name="COTTON_ISOLATE_BY_DEFAULT",
        value=True,
        comment="Components see their attributes and the context processors, not the page's names.",
    )
