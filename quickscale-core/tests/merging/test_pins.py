"""Pins of a lock are moved by its owner and by upstream, and both moves hold."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from quickscale_core.merging.conflict_markers import Labels
from quickscale_core.merging.file_merge import Merged, merge_file
from quickscale_core.paths.content import Content

LABELS = Labels("base 1.0.0", "base 1.1.0")
NAMES = ("amqp", "django", "django-stubs[compatible-mypy]", "mypy", "psycopg[binary]", "ruff")
versions = st.lists(st.integers(0, 3), min_size=len(NAMES), max_size=len(NAMES))


def with_hashes(minors: list[int], end: str = "\n") -> bytes:
    lines = ["# What runs the site.", "-r requirements.txt"]
    for name, minor in zip(NAMES, minors, strict=True):
        lines += [f"{name}==1.{minor} \\", f"    --hash=sha256:{minor}a \\"]
        lines += [f"    --hash=sha256:{minor}b"]
    return "".join(f"{line}{end}" for line in lines).encode()


def as_group(minors: list[int]) -> bytes:
    pins = "".join(f'  "{name}==1.{it}",\n' for name, it in zip(NAMES, minors, strict=True))
    asked = '[project]\ndependencies = [\n  "ruff==1.0",\n]\n'
    return f"{asked}\n[dependency-groups]\ntested = [\n{pins}]\n\n[tool.x]\n".encode()


def merged(path: str, made: bytes, ours: bytes, theirs: bytes) -> Merged:
    return merge_file(path, Content(made), Content(ours), Content(theirs), LABELS)


@settings(deadline=None)
@given(versions, versions, st.sampled_from(["\n", "\r\n"]))
def test_what_both_sides_move_forward_is_the_newer(
    own: list[int], new: list[int], end: str
) -> None:
    made = with_hashes([0] * len(NAMES), end)
    done = merged("requirements-dev.txt", made, with_hashes(own, end), with_hashes(new, end))
    assert done.after.data == with_hashes([max(pair) for pair in zip(own, new, strict=True)], end)
    assert done.kind in {"merge", "unchanged"}


@settings(deadline=None)
@given(versions, versions)
def test_the_group_of_pyproject_follows_and_the_requirements_stay(
    own: list[int], new: list[int]
) -> None:
    done = merged("pyproject.toml", as_group([0] * len(NAMES)), as_group(own), as_group(new))
    assert done.after.data == as_group([max(pair) for pair in zip(own, new, strict=True)])
    assert tomllib.loads(done.after.data.decode())["project"]["dependencies"] == ["ruff==1.0"]


def test_a_package_that_the_owner_added_stays_beside_moved_ones() -> None:
    made, new = with_hashes([0] * len(NAMES)), with_hashes([2] * len(NAMES))
    own = with_hashes([1] * len(NAMES)).replace(
        b"mypy==", b"httpx==3.0 \\\n    --hash=x\nmypy==", 1
    )
    done = merged("requirements.txt", made, own, new)
    assert done.kind == "merge"
    assert done.after.data.replace(b"httpx==3.0 \\\n    --hash=x\n", b"") == new


def test_a_version_for_each_range_of_pythons_is_moved_by_itself() -> None:
    text = "numpy==1.{} ; python_version < '3.12' \\\n    --hash=a\n"
    text += "numpy==1.{} ; python_version >= '3.12'\n"
    made, ours, theirs = (text.format(*it).encode() for it in ((0, 0), (1, 0), (0, 2)))
    assert merged("requirements.txt", made, ours, theirs).after.data == text.format(1, 2).encode()


def test_what_the_owner_moved_back_is_a_conflict() -> None:
    made, ours, theirs = (with_hashes([it] * len(NAMES)) for it in (1, 0, 2))
    assert merged("requirements.txt", made, ours, theirs).kind == "conflict"


@pytest.mark.parametrize("path", ["apps/requirements.txt", "README.md"])
def test_other_files_are_merged_by_lines(path: str) -> None:
    made, ours, theirs = (with_hashes([it] * len(NAMES)) for it in (0, 1, 2))
    assert merged(path, made, ours, theirs).kind == "conflict"
