"""The packages that an app in ``frontend/`` is built from."""

from __future__ import annotations

import pytest
from quickscale_core import NpmPackage
from quickscale_core.rendering.npm_packages import npm_commands, packages_lacking, versions_in

MS, NANO = NpmPackage(name="ms", version="2.1.3"), NpmPackage(name="nanoid", version="5.1.6")
TYPES = NpmPackage(name="@types/ms", version="2.1.0", development=True)


@pytest.mark.parametrize(
    ("text", "versions"),
    [
        (b'{"dependencies": {"ms": "2.1.3"}, "devDependencies": {"vite": "8.0.0"}}',
         {"ms": "2.1.3", "vite": "8.0.0"}),
        (b'{"dependencies": []}', {}),
        (b"{}", {}),
        (b"[]", {}),
        (b"<<<<<<< yours", {}),
        (b"", {}),
    ],
)  # fmt: skip
def test_versions_are_read_from_whatever_stands_there(
    text: bytes, versions: dict[str, str]
) -> None:
    assert versions_in(text) == versions


def test_what_is_not_there_in_its_version_is_lacking() -> None:
    there = b'{"dependencies": {"ms": "2.1.3", "nanoid": "5.0.0"}}'
    assert packages_lacking([MS, NANO], there) == (NANO,)
    assert packages_lacking([MS, NANO], b"") == (MS, NANO)


def test_one_command_brings_each_kind() -> None:
    save = ("npm", "--prefix", "frontend", "install", "--save-exact")
    plain = "--omit-lockfile-registry-resolved"
    assert npm_commands([]) == ()
    assert npm_commands([MS, TYPES, NANO]) == (
        (*save, plain, "ms@2.1.3", "nanoid@5.1.6"),
        (*save, "--save-dev", plain, "@types/ms@2.1.0"),
    )
