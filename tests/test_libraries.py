"""The libraries pass their own tests, and are what plugins put into projects."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.checkout import ROOT
from tools.distributions import distributions
from tools.libraries import libraries, linked_packages, run_in_library

if TYPE_CHECKING:
    from pathlib import Path

LIBRARIES = libraries()
by_name = pytest.mark.parametrize("library", LIBRARIES, ids=lambda path: path.name)


@by_name
def test_its_tests_pass_and_run_nearly_all_of_it(library: Path, tmp_path: Path) -> None:
    done = run_in_library(
        library,
        *("pytest", "-q", "-p", "no:cacheprovider", "--cov"),
        COVERAGE_FILE=str(tmp_path / "coverage"),
    )
    assert done.returncode == 0, done.stdout + done.stderr


@by_name
def test_some_plugin_brings_it(library: Path) -> None:
    packages = [path.resolve() for path in (library / "src").iterdir()]
    links = [link for dist in distributions() for link in linked_packages(dist.package_folder)]
    assert {link.resolve() for link in links} >= set(packages)
    assert not [link for link in links if link.readlink().is_absolute()]


@by_name
def test_it_says_how_it_may_be_used(library: Path) -> None:
    assert (library / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()


@by_name
def test_it_imports_itself_by_relative_names_alone(library: Path) -> None:
    """It works wherever it is put: ``stripe_offline`` here, ``dev.stripe_offline`` in a project."""
    (package,) = (library / "src").iterdir()
    for path in package.rglob("*.py"):
        lines = path.read_text(encoding="utf-8").splitlines()
        own = [
            line for line in lines if line.strip().startswith((f"from {package.name}", "from dev"))
        ]
        assert own == [], path
