"""The versions a project is locked to are cut out of what its plugins were tested with."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from quickscale_core.composition.tested_versions import TESTED, lock_versions, read_pins

if TYPE_CHECKING:
    from pathlib import Path

    from quickscale_core.plugins.discovery import InstalledPlugin

    from conftest import Inventor

ALLAUTH = """\
# Written by a tool
allauth==65.22.1 \\
    --hash=sha256:aa \\
    --hash=sha256:bb
django==5.2.19 \\
    --hash=sha256:cc
    # via allauth
fido==2.2 \\
    --hash=sha256:dd
    # via allauth[mfa]
tzdata==2026.6 ; sys_platform == 'win32' \\
    --hash=sha256:ee
    # via django, fido
"""


def ships(invent: Inventor, folder: Path, name: str, text: str | None) -> InstalledPlugin:
    home = folder / name
    home.mkdir()
    if text is not None:
        (home / TESTED).write_text(text)
    return replace(invent(name), folder=home)


def test_pins_are_read_with_marker_hashes_and_parents() -> None:
    first, *_, last = read_pins(ALLAUTH)
    assert (first.requirement, first.hashes) == (
        "allauth==65.22.1",
        ("--hash=sha256:aa", "--hash=sha256:bb"),
    )
    assert last.requirement == "tzdata==2026.6 ; sys_platform == 'win32'"
    assert last.parents == ("django", "fido")


def test_extras_that_others_ask_for_stand_on_the_pin(invent: Inventor, tmp_path: Path) -> None:
    """Before version 23.3 pip refuses a lock without them, once it has hashes."""
    text = "coverage[toml]==7.17 \\\n    --hash=sha256:aa\n    # via pytest-cov\n"
    cov = "pytest-cov==7.1 \\\n    --hash=sha256:bb\n"
    plugin = ships(invent, tmp_path, "base", text + cov)

    found = lock_versions([plugin], [], ["pytest-cov"])

    assert [pin.requirement for pin in found.dev] == ["coverage[toml]==7.17", "pytest-cov==7.1"]
    asked = lock_versions([plugin], ["coverage[all]"], ["pytest-cov"])
    assert [pin.requirement for pin in asked.main] == ["coverage[all,toml]==7.17"]


def test_an_extra_is_only_for_those_who_ask_for_it(invent: Inventor, tmp_path: Path) -> None:
    auth = ships(invent, tmp_path, "auth", ALLAUTH)

    plain = lock_versions([auth], ["allauth>=65"], [])
    keys = lock_versions([auth], ["allauth[mfa]>=65"], [])

    assert [pin.name for pin in plain.main] == ["allauth", "django", "tzdata"]
    assert [pin.name for pin in keys.main] == ["allauth", "django", "fido", "tzdata"]


def test_what_runs_is_not_repeated_for_development(invent: Inventor, tmp_path: Path) -> None:
    auth = ships(invent, tmp_path, "auth", ALLAUTH)

    found = lock_versions([auth], ["django>=5"], ["allauth"])

    assert [pin.name for pin in found.main] == ["django", "tzdata"]
    assert [pin.name for pin in found.dev] == ["allauth"]
    assert found.version("allauth") == "allauth==65.22.1"


def test_of_two_tested_versions_the_highest_counts_that_is_allowed(
    invent: Inventor, tmp_path: Path
) -> None:
    older = ships(invent, tmp_path, "older", "x==1.9 \\\n    --hash=sha256:aa\n")
    newer = ships(invent, tmp_path, "newer", "x==1.10 \\\n    --hash=sha256:bb\n")

    for plugins in ([older, newer], [newer, older]):
        assert [it.version for it in lock_versions(plugins, ["x>=1"], []).main] == ["1.10"]
        assert [it.version for it in lock_versions(plugins, ["x<1.10"], []).main] == ["1.9"]
        assert lock_versions(plugins, ["x>=2"], []).untested == ("x>=2",)


def test_what_nobody_tested_is_told(invent: Inventor, tmp_path: Path) -> None:
    auth = ships(invent, tmp_path, "auth", ALLAUTH)
    stranger = ships(invent, tmp_path, "stranger", None)

    found = lock_versions([auth, stranger], ["django>=5", "odd>=1"], [])

    assert found.untested == ("odd>=1",)
