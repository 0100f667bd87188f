"""The htmx theme, made of what it adds to the starter theme it extends."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from quickscale_core import (
    BRAND_OPTIONS,
    ICONS_OPTION,
    App,
    CspSource,
    Dependency,
    FileSet,
    Fragment,
    Middleware,
    Plugin,
    Problem,
    QuickScaleError,
    check_brand,
    hookimpl,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quickscale_core import Contribution, Spec

HERE: Final = Path(__file__).parent
VENDOR: Final = HERE / "files" / "static" / "vendor"
ASSETS: Final = ("alpine.js", "basecoat.css", "lucide.svg", "LICENSES.txt")

PLUGIN = Plugin(
    name="htmx",
    kind="theme",
    summary="Basecoat's look with htmx and Alpine: pages that feel instant and need no build step",
    frontend="html",
    extends="starter",
    provides=("icons",),
    options=(*BRAND_OPTIONS, ICONS_OPTION),
)


@hookimpl
def contribute_templates(spec: Spec) -> Iterator[FileSet | Fragment]:
    """Offer what differs from the starter theme, and the third-party files it serves."""
    check_assets(VENDOR)
    check_brand(PLUGIN.name, spec.options(PLUGIN.name))
    yield FileSet(root=HERE / "files", sprite="static/vendor/lucide.svg")
    yield Fragment(slot="agents", template=HERE / "fragments" / "agents.md")


@hookimpl
def contribute_settings(spec: Spec) -> Iterator[Contribution]:  # noqa: ARG001 - the hook's signature
    """Offer django-htmx and the check of single fields."""
    yield Dependency(requirement="django-htmx>=1.29,<2", imports=("django_htmx",))
    yield App(path="django_htmx")
    yield App(path="apps.live_forms", summary="fields checked while a form is filled in")
    yield Middleware(
        path="django_htmx.middleware.HtmxMiddleware",
        after=("django.contrib.auth.middleware.AuthenticationMiddleware",),
    )
    yield Middleware(
        path="apps.live_forms.middleware.FieldCheckMiddleware",
        after=(
            "django_htmx.middleware.HtmxMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
        ),
    )
    # Basecoat draws check marks and arrows with data: images.
    yield CspSource(directive="img-src", source="data:")


def check_assets(vendor: Path) -> None:
    """Refuse to make a project without the files that come from npm.

    Args:
        vendor: The folder they are built into; a wheel always has it.

    Raises:
        QuickScaleError: They were never built in this checkout.
    """
    missing = [name for name in ASSETS if not (vendor / name).is_file()]
    if missing:
        raise QuickScaleError(
            Problem(
                what=f"theme htmx lacks its third-party assets ({', '.join(missing)})",
                where=("this is a checkout in which they were never built",),
                fix="run npm ci --ignore-scripts && npm run build in plugins/theme-htmx, or use"
                " --theme starter",
            )
        )
