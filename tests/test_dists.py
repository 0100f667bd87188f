"""What is published: exactly the source files, with sound metadata, in all combinations."""

from __future__ import annotations

import io
import subprocess
import tarfile
import zipfile
from typing import TYPE_CHECKING

import pytest

from tools.assets import is_built_asset
from tools.build_dists import build
from tools.check_dists import check_sdist, check_wheel
from tools.check_release import problems_of
from tools.distributions import Distribution, distributions
from tools.install_dists import combos

if TYPE_CHECKING:
    from pathlib import Path

PYPROJECT = """
[build-system]
requires = ["uv_build>=0.9"]
build-backend = "uv_build"

[project]
name = "{name}"
version = "1.0.0"
description = "A distribution for a test."
readme = "README.md"
license = "MIT"
license-files = ["LICENSE"]
requires-python = ">=3.11"

[project.entry-points.quickscale]
tiny = "{module}"

[tool.uv.build-backend]
module-name = "{module}"
"""
VENDOR = "plugins/theme-tiny/src/quickscale_themes/tiny/files/static/vendor/tiny.css"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a workspace with core and a theme that has a dotfile and a built asset."""
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    (tmp_path / "pyproject.toml").write_text('[tool.uv.workspace]\nmembers = ["core", "plugins/*"]')
    (tmp_path / ".gitignore").write_text("vendor/\ndist/\n__pycache__/\n")
    (tmp_path / "LICENSE").write_text("Do as you like.\n")
    (tmp_path / "CHANGELOG.md").write_text("# Changes\n\n## 1.0.0 (2026-11-21)\n")
    (tmp_path / "changes").mkdir()
    for folder, name, module in (
        ("core", "quickscale", "quickscale_core"),
        ("plugins/theme-tiny", "quickscale-theme-tiny", "quickscale_themes.tiny"),
    ):
        package = tmp_path.joinpath(folder, "src", *module.split("."))
        package.mkdir(parents=True)
        (package / "__init__.py").write_text("")
        (package / "__pycache__").mkdir()
        (package / "__pycache__" / "__init__.pyc").write_bytes(b"compiled")
        (tmp_path / folder / "LICENSE").write_text("Do as you like.\n")
        (tmp_path / folder / "README.md").write_text(f"# {name}\n")
        text = PYPROJECT.format(name=name, module=module)
        (tmp_path / folder / "pyproject.toml").write_text(text)
    files = tmp_path / "plugins/theme-tiny/src/quickscale_themes/tiny/files"
    (files / "static" / "vendor").mkdir(parents=True)
    (files / ".editorconfig").write_text("root = true\n")
    (tmp_path / VENDOR).write_text("a { color: red }\n")
    return tmp_path


@pytest.fixture
def theme(root: Path) -> Distribution:
    return distributions(root)[1]


@pytest.fixture
def wheel(root: Path, theme: Distribution) -> Path:
    assert build(theme, root / "dist") == ""
    return next((root / "dist").glob("*.whl"))


def test_a_wheel_carries_dotfiles_and_built_assets_and_nothing_else(
    root: Path, theme: Distribution, wheel: Path
) -> None:
    assert check_wheel(theme, wheel, root) == []
    with zipfile.ZipFile(wheel) as opened:
        names = {name for name in opened.namelist() if ".dist-info/" not in name}
    assert {name for name in names if not name.endswith("/")} == {
        "quickscale_themes/tiny/__init__.py",
        "quickscale_themes/tiny/files/.editorconfig",
        "quickscale_themes/tiny/files/static/vendor/tiny.css",
    }


def test_an_sdist_carries_what_its_wheel_is_built_from(
    root: Path, theme: Distribution, wheel: Path
) -> None:
    assert check_sdist(theme, next(wheel.parent.glob("*.tar.gz")), root) == []


def rewrite(wheel: Path, changes: dict[str, bytes | None]) -> None:
    """Replace, add or (with None) leave out files of a wheel."""
    with zipfile.ZipFile(wheel) as opened:
        content: dict[str, bytes | None] = {
            info.filename: opened.read(info) for info in opened.infolist() if not info.is_dir()
        }
    content |= changes
    with zipfile.ZipFile(wheel, "w") as opened:
        for name, data in content.items():
            if data is not None:
                opened.writestr(name, data)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("quickscale_themes/tiny/files/.editorconfig", None, "is missing"),
        ("quickscale_themes/tiny/files/static/vendor/tiny.css", None, "is missing"),
        ("quickscale_themes/tiny/__init__.py", b"x = 1\n", "differs from its source"),
        ("quickscale_themes/tiny/stray.txt", b"", "is no source file"),
        ("quickscale_themes/__init__.py", b"", "shuts the namespace"),
        ("quickscale_theme_tiny-1.0.0.dist-info/licenses/LICENSE", None, "licence is missing"),
        ("quickscale_theme_tiny-1.0.0.dist-info/entry_points.txt", b"[a]\nb=c\n", "entry points"),
        (
            "quickscale_theme_tiny-1.0.0.dist-info/METADATA",
            b"Metadata-Version: 2.4\nName: another\nVersion: 1\n\n",
            "metadata: is of another 1",
        ),
    ],
)
def test_a_wheel_that_is_not_right_is_refused(
    root: Path, theme: Distribution, wheel: Path, name: str, data: bytes | None, said: str
) -> None:
    rewrite(wheel, {name: data})
    assert any(said in problem for problem in check_wheel(theme, wheel, root))


def test_an_sdist_with_a_stray_file_is_refused(
    root: Path, theme: Distribution, wheel: Path
) -> None:
    sdist = next(wheel.parent.glob("*.tar.gz"))
    with tarfile.open(sdist) as opened:
        members = [(member, opened.extractfile(member)) for member in opened.getmembers()]
        content = [(member, reader.read() if reader else b"") for member, reader in members]
    with tarfile.open(sdist, "w:gz") as opened:
        for member, data in content:
            opened.addfile(member, io.BytesIO(data))
        stray = tarfile.TarInfo("quickscale_theme_tiny-1.0.0/secrets.env")
        opened.addfile(stray, io.BytesIO(b""))
    (problem,) = check_sdist(theme, sdist, root)
    assert problem.endswith("secrets.env is no source file")


def test_only_a_themes_vendor_folder_holds_built_assets() -> None:
    assert is_built_asset(VENDOR)
    assert not is_built_asset("plugins/theme-tiny/src/quickscale_themes/tiny/files/static/own.css")
    assert not is_built_asset("quickscale-core/src/quickscale_core/files/static/vendor/tiny.css")


def named(*names: str) -> list[Distribution]:
    return [
        Distribution(name, "1.0.0", folder=None, package="", requires=(), extras=())  # type: ignore[arg-type]
        for name in names
    ]


def test_combinations_are_each_alone_each_pair_and_all() -> None:
    found = named("quickscale", "a", "b", "c")
    sets = [" ".join(dist.name for dist in dists) for dists in combos(found)]
    assert sets == [
        "quickscale",
        "quickscale a",
        "quickscale b",
        "quickscale c",
        "quickscale a b",
        "quickscale a c",
        "quickscale b c",
        "quickscale a b c",
    ]


def test_two_plugins_are_a_pair_once() -> None:
    sets = [
        " ".join(dist.name for dist in dists) for dists in combos(named("quickscale", "a", "b"))
    ]
    assert sets == ["quickscale", "quickscale a", "quickscale b", "quickscale a b"]


def test_a_tag_of_the_version_may_be_released(root: Path) -> None:
    assert problems_of("v1.0.0", root) == []


def test_a_tag_that_names_another_version_may_not(root: Path) -> None:
    problems = problems_of("v1.0.1", root)
    assert "quickscale is 1.0.0, so the tag is v1.0.0, not v1.0.1" in problems
    assert any("CHANGELOG.md says nothing of 1.0.1" in problem for problem in problems)


def test_a_change_that_is_not_in_the_change_log_holds_a_release_up(root: Path) -> None:
    (root / "changes" / "7.fixed.md").write_text("Mended.\n")
    assert problems_of("v1.0.0", root) == ["changes/7.fixed.md is not in CHANGELOG.md yet"]
