"""The React theme: the starter theme, and an app in ``frontend/`` for whoever is signed in."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Final

from quickscale_core import (
    BRAND_OPTIONS,
    App,
    CspSource,
    Dependency,
    Env,
    EnvVar,
    FileSet,
    Fragment,
    Note,
    Plugin,
    ProjectPath,
    Run,
    Setting,
    check_brand,
    hookimpl,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quickscale_core import Contribution, GeneratedProject, Spec, Value

HERE: Final = Path(__file__).parent
VITE: Final = "//localhost:5173"
NODE: Final = "22.22.2"
"""The oldest Node that builds the app, as its ``package.json`` says."""
CI: Final = ("npm", "--prefix", "frontend", "ci")
BUILD: Final = ("npm", "--prefix", "frontend", "run", "build")

PLUGIN = Plugin(
    name="react",
    kind="theme",
    summary="An app in React and TypeScript over the API; public pages are rendered by Django",
    requires=("api",),
    frontend="react",
    extends="starter",
    options=BRAND_OPTIONS,
)


@hookimpl
def contribute_templates(spec: Spec) -> Iterator[FileSet | Fragment]:
    """Offer the app, and the page that it is shown in."""
    check_brand(PLUGIN.name, spec.options(PLUGIN.name))
    yield FileSet(root=HERE / "files")
    yield Fragment(slot="readme", template=HERE / "fragments" / "readme.md")
    yield Fragment(slot="agents", template=HERE / "fragments" / "agents.md")


@hookimpl
def contribute_settings(spec: Spec) -> Iterator[Contribution]:  # noqa: ARG001 - the hook's signature
    """Offer django-vite, and what the browser may load from Vite's server in development."""
    yield Dependency(
        requirement="django-vite>=3.2,<4", imports=("django_vite",), untyped=("django_vite.*",)
    )
    yield App(path="django_vite")
    yield App(path="apps.frontend", summary="the page that shows the app of `frontend/`")
    built: dict[str, Value] = {
        "app_client_class": "apps.frontend.vite.BuiltAssets",
        "manifest_path": ProjectPath("static/app/manifest.json"),
        "static_url_prefix": "app",
    }
    yield Setting(
        name="DJANGO_VITE",
        value={"default": built},
        comment="What `npm run build` makes of frontend/.",
    )
    development: Value = Env("VITE_DEV", "bool", default=False)
    yield Setting(
        name="DJANGO_VITE",
        value={"default": {**built, "dev_mode": development}},
        layer="local",
        comment="With VITE_DEV=true, pages take frontend/ from Vite's server: npm run dev.",
    )
    yield Setting(
        name="DJANGO_VITE",
        value={"default": {**built, "dev_mode": True}},
        layer="test",
        comment="Tests ask for no built files.",
    )
    yield EnvVar(
        name="VITE_DEV",
        comment="true: pages take frontend/ from Vite's server (npm run dev), which `up` starts.",
    )
    yield Setting(
        name="WHITENOISE_IMMUTABLE_FILE_TEST",
        value=r"/app/assets/|\.[0-9a-f]{12}\.",
        layer="production",
        comment="Files with a hash of their content in their names, as Vite and Django name them.",
    )
    for directive, source in (
        ("connect-src", f"http:{VITE}"),
        ("connect-src", f"ws:{VITE}"),
        ("script-src", f"http:{VITE}"),
        ("style-src", f"http:{VITE}"),
    ):
        yield CspSource(directive=directive, source=source, layer="local")


@hookimpl
def post_generate(project: GeneratedProject) -> Iterator[Run | Note]:
    """Bring the packages in and build the app where that is wanted, and else say how."""
    packages = project.npm_commands or (CI,)
    if not project.install:
        yield from (Note(text="", command=shlex.join(it), stage="prepare") for it in packages)
        yield Note(
            text="builds the app; quickscale up serves it while you work",
            command=shlex.join(BUILD),
            stage="prepare",
        )
        return
    before: tuple[str, ...] = ()
    for number, argv in enumerate(packages, start=1):
        yield _run(f"npm-packages-{number}", (*argv, "--ignore-scripts"), before, "")
        before = (f"npm-packages-{number}",)
    yield _run("npm-build", BUILD, before, "app built into static/app")


def _run(name: str, argv: tuple[str, ...], after: tuple[str, ...], done: str) -> Run:
    return Run(name=name, argv=argv, node=NODE, after=after, timeout=900, done=done)
