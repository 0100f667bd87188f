"""The htmx theme is the starter theme with what it adds, and brings everything it serves."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from quickscale_core import ICONS, QuickScaleError
from quickscale_themes.htmx.plugin import ASSETS, VENDOR, check_assets

if TYPE_CHECKING:
    from quickscale_core.testing import ComposeProject

FOLDER = Path(__file__).parents[1]


def test_it_brings_htmx_and_the_checks_of_fields(compose: ComposeProject) -> None:
    composition = compose([], theme="htmx").composition
    middleware = [one.path for one in composition.middleware]
    checks = middleware.index("apps.live_forms.middleware.FieldCheckMiddleware")
    for earlier in (
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django_htmx.middleware.HtmxMiddleware",
    ):
        assert middleware.index(earlier) < checks
    assert {"django_htmx", "apps.live_forms"} <= {app.path for app in composition.apps}
    assert any(one.startswith("django-htmx") for one in composition.dependencies)


def test_one_set_of_icons_and_one_stylesheet_of_each_kind_reach_the_project(
    compose: ComposeProject,
) -> None:
    files = compose([], theme="htmx").tree
    assert "static/theme/icons.svg" not in files
    assert files["static/theme/components.css"].owner == "htmx"
    assert files["static/theme/layout.css"].owner == "starter"


def test_its_accent_reaches_the_files_it_takes_from_the_starter_theme(
    compose: ComposeProject,
) -> None:
    files = compose([], theme="htmx", options={"htmx": {"brand_color": "#0f766e"}}).tree
    assert "--brand: #0f766e;" in files["static/theme/tokens.css"].data.decode()
    assert b"#0f766e" in files["templates/layouts/parts/email.css"].data


def test_an_accent_that_could_not_be_read_is_refused_under_its_own_name(
    compose: ComposeProject,
) -> None:
    with pytest.raises(QuickScaleError, match=r"htmx\.brand_color #ffe066 is too light"):
        compose([], theme="htmx", options={"htmx": {"brand_color": "#ffe066"}})


def test_it_says_what_to_do_where_its_assets_were_never_built(tmp_path: Path) -> None:
    (tmp_path / "alpine.js").touch()
    with pytest.raises(QuickScaleError) as caught:
        check_assets(tmp_path)
    assert "(basecoat.css, lucide.svg, LICENSES.txt)" in str(caught.value)
    assert "npm run build" in str(caught.value)


def test_every_asset_comes_with_its_licence(compose: ComposeProject) -> None:
    files = compose([], theme="htmx").tree
    served = {Path(path).name for path in files if path.startswith("static/vendor/")}
    assert served == set(ASSETS)
    licences = (VENDOR / "LICENSES.txt").read_text(encoding="utf-8")
    wanted = json.loads((FOLDER / "package.json").read_text(encoding="utf-8"))["dependencies"]
    for name, version in wanted.items():
        assert re.search(rf"(?m)^{re.escape(name)} {re.escape(version)}, (MIT|ISC)$", licences)


def test_what_comes_from_npm_is_pinned_with_its_hash_and_without_a_host() -> None:
    lock = (FOLDER / "package-lock.json").read_text(encoding="utf-8")
    packages = json.loads(lock)["packages"]
    own = packages.pop("")
    wanted = {**own["dependencies"], **own["devDependencies"]}
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())
    assert {packages[f"node_modules/{name}"]["version"] for name in wanted} == set(wanted.values())
    assert all(package["integrity"].startswith("sha512-") for package in packages.values())
    assert "://" not in lock


def test_the_sprite_is_built_from_the_icons_of_the_contract() -> None:
    listed = (FOLDER / "icons.mjs").read_text(encoding="utf-8")
    names = re.search(r"CONTRACT = `(.*?)`", listed, re.DOTALL)
    assert names is not None
    assert tuple(names[1].split()) == ICONS
