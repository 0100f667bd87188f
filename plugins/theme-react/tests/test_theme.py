"""The React theme is the starter theme with an app, which is made of the modules' folders."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from quickscale_core import QuickScaleError
from quickscale_themes.react import plugin

if TYPE_CHECKING:
    from quickscale_core.testing import ComposeProject

FRONTEND = Path(plugin.__file__).parent / "files" / "frontend"
PAGES = ("auth", "billing", "teams")


def test_it_brings_the_api_and_the_starter_themes_pages(compose: ComposeProject) -> None:
    project = compose([], theme="react")
    assert {"api", "auth"} <= {it.name for it in project.composition.plugins}
    assert project.tree["templates/layouts/app.html"].owner == "starter"
    assert project.tree["frontend/src/main.tsx"].owner == "react"


@pytest.mark.parametrize("theme", ["starter", "htmx"])
def test_other_themes_hold_no_file_of_react(compose: ComposeProject, theme: str) -> None:
    tree = compose([*PAGES, "api"], theme=theme).tree
    assert not [path for path in tree if path.startswith("frontend/") or path.endswith(".tsx")]
    assert "setup-node" not in tree[".github/workflows/tests.yml"].data.decode()
    assert "npm" not in tree["Dockerfile"].data.decode()


def test_what_the_app_shows_is_no_html_page(compose: ComposeProject) -> None:
    tree = compose([*PAGES], theme="react").tree
    assert "apps/pages/templates/pages/dashboard.html" not in tree
    assert "frontend/src/modules/dashboard/dashboard.tsx" in tree


def test_image_and_workflow_build_the_app(compose: ComposeProject) -> None:
    tree = compose([], theme="react").tree
    dockerfile = tree["Dockerfile"].data.decode()
    assert dockerfile.index("npm run build") < dockerfile.index("COPY --from=frontend")
    assert "npm run check" in tree[".github/workflows/tests.yml"].data.decode()
    assert "directory: /frontend" in tree[".github/dependabot.yml"].data.decode()


def test_vites_server_is_allowed_on_developers_machines_alone(compose: ComposeProject) -> None:
    project = compose([], theme="react")
    assert "localhost:5173" in str(project.composition.layer_csp["local"])
    for module in ("base", "production"):
        assert "5173" not in project.tree[f"acme/settings/{module}.py"].data.decode()


def test_its_accent_reaches_the_files_it_takes_from_the_starter_theme(
    compose: ComposeProject,
) -> None:
    files = compose([], theme="react", options={"react": {"brand_color": "#0f766e"}}).tree
    assert "--brand: #0f766e;" in files["static/theme/tokens.css"].data.decode()
    with pytest.raises(QuickScaleError, match=r"react\.brand_color #ffe066 is too light"):
        compose([], theme="react", options={"react": {"brand_color": "#ffe066"}})


def test_what_comes_from_npm_is_pinned_with_its_hash_and_without_a_host() -> None:
    lock = (FRONTEND / "package-lock.json").read_text(encoding="utf-8")
    packages = json.loads(lock)["packages"]
    root = packages.pop("")
    wanted = root["dependencies"] | root["devDependencies"]
    assert wanted == {name: packages[f"node_modules/{name}"]["version"] for name in wanted}
    assert all(
        package.get("inBundle") or package["integrity"].startswith("sha512-")
        for package in packages.values()
    )
    assert "://" not in lock


def test_a_module_imports_nothing_of_another() -> None:
    plugins = Path(plugin.__file__).parents[4]
    files = [*plugins.glob("*/src/*/*/files*/frontend/src/modules/*/**/*.ts*")]
    assert files
    for path in files:
        own = path.parts[path.parts.index("modules") + 1]
        text = path.read_text(encoding="utf-8")
        assert set(re.findall(r'from "@/modules/([\w-]+)', text)) <= {own}, path


def test_no_markup_holds_an_inline_style() -> None:
    plugins = Path(plugin.__file__).parents[4]
    for path in plugins.glob("*/src/*/*/files*/frontend/src/**/*.tsx"):
        text = path.read_text(encoding="utf-8")
        assert "style={" not in text, path
        assert "dangerouslySetInnerHTML" not in text, path
