from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from quickscale_core.errors import QuickScaleError
from quickscale_core.paths.project_paths import inside_error
from quickscale_core.record.lock import (
    Lock,
    LockedFile,
    LockedOption,
    LockedPlugin,
    format_lock,
    lock_schema,
    read_lock,
)

if TYPE_CHECKING:
    import random

# A busy machine is no reason to fail.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
names = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
versions = st.from_regex(r"[0-9]\.[0-9]{1,2}\.[0-9](rc1)?", fullmatch=True)
# What paths.path_error lets pass: no control characters, no part that ends in a space.
parts = st.text("abc.-_ éß$", min_size=1, max_size=6).filter(
    lambda part: part.strip(" ") == part and part not in {".", ".."}
)
paths = (
    st.lists(parts, min_size=1, max_size=3).map("/".join).filter(lambda it: not inside_error(it))
)
hashes = st.integers(0, 9).map(lambda number: f"{number:064x}")
modes = st.booleans()
files = st.dictionaries(paths, st.tuples(names, hashes, modes), max_size=8).map(
    lambda found: tuple(LockedFile(path, *rest) for path, rest in sorted(found.items()))
)
plugins = st.dictionaries(names, versions, max_size=4).map(
    lambda found: tuple(LockedPlugin(n, v, f"quickscale-{n}") for n, v in sorted(found.items()))
)
locks = st.builds(
    Lock,
    core=versions,
    plugins=plugins,
    files=files,
    kept=st.frozensets(paths, max_size=3).map(lambda it: tuple(sorted(it))),
    options=st.frozensets(
        st.builds(LockedOption, names, names, st.sampled_from(['"user"', "true", '["a b", "c"]'])),
        max_size=3,
    ).map(lambda it: tuple(sorted(it))),
    moves=st.frozensets(st.tuples(paths, paths), max_size=3).map(lambda it: tuple(sorted(it))),
    conflicts=st.frozensets(paths, max_size=3).map(lambda it: tuple(sorted(it))),
)


@patient
@given(locks)
def test_what_is_written_is_read(lock: Lock) -> None:
    assert read_lock(format_lock(lock)) == lock


@patient
@given(locks)
def test_line_endings_of_windows_change_nothing(lock: Lock) -> None:
    assert read_lock(format_lock(lock).replace(b"\n", b"\r\n")) == lock


@patient
@given(locks, locks, st.randoms())
def test_any_union_of_two_locks_is_read_alike(one: Lock, two: Lock, chance: random.Random) -> None:
    lines = format_lock(one).splitlines(keepends=True) + format_lock(two).splitlines(keepends=True)
    merged = read_lock(b"".join(lines))
    shuffled = list(lines)
    chance.shuffle(shuffled)
    assert read_lock(b"".join(shuffled)) == merged
    assert set(merged.files) == {*one.files, *two.files}
    assert {plugin.name for plugin in merged.plugins} == {
        plugin.name for plugin in (*one.plugins, *two.plugins)
    }
    assert len(merged.plugins) == len({plugin.name for plugin in merged.plugins})


def test_a_lock_of_the_first_version_is_read_as_one_of_the_newest() -> None:
    data = (Path(__file__).parent / "data" / "quickscale.lock.1").read_bytes()
    assert lock_schema(data) == 1
    lock = read_lock(data)
    assert (lock.options, lock.moves, lock.conflicts) == ((), (), ())
    assert len(lock.files) == data.count(b"\nfile ")
    assert format_lock(lock) == data.replace(b"\nschema 1\n", b"\nschema 2\n")
    assert read_lock(data.replace(b"\n", b"\r\n")) == lock


def test_after_a_merge_of_two_versions_the_newer_one_counts() -> None:
    data = b'schema 1\nschema 2\ncore 1.0\noption billing subject "user"\n'
    assert lock_schema(data) == 2
    assert read_lock(data).options == (LockedOption("billing", "subject", '"user"'),)
    assert lock_schema(b"nothing\n") == 0


def test_the_highest_version_counts_after_a_merge() -> None:
    merged = read_lock(
        b"schema 1\ncore 1.9.0\ncore 1.10.0\n"
        b"plugin auth 1.9.0 quickscale-auth\nplugin auth 1.10.0 quickscale-auth\n"
    )
    assert merged.core == "1.10.0"
    assert merged.plugins == (LockedPlugin("auth", "1.10.0", "quickscale-auth"),)


def test_a_version_that_is_none_is_lower_than_any() -> None:
    assert read_lock(b"schema 1\ncore zebra\ncore 0.1\n").core == "0.1"


def test_a_path_keeps_the_states_of_both_branches() -> None:
    one, two = (
        LockedFile("a b", "x", "1" * 64, executable=False),
        LockedFile("a b", "x", "2" * 64, executable=True),
    )
    lock = read_lock(format_lock(Lock(core="1.0", files=(one, two))))
    assert lock.made() == {"a b": (one, two)}


def test_git_merges_two_branches_without_a_conflict(tmp_path: Path) -> None:
    def git(*words: str) -> None:
        who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
        subprocess.run(["git", *who, *words], cwd=tmp_path, check=True, capture_output=True)

    def lock(**hashes: str) -> bytes:
        files = tuple(
            LockedFile(path, "base", it * 64, executable=False) for path, it in hashes.items()
        )
        return format_lock(Lock(core="1.0.0", files=files))

    place = tmp_path / "quickscale.lock"
    git("init", "-b", "main")
    (tmp_path / ".gitattributes").write_text("quickscale.lock merge=union\n")
    place.write_bytes(lock(a="0", b="0", c="0"))
    git("add", ".")
    git("commit", "-m", "start")
    git("checkout", "-b", "other")
    place.write_bytes(lock(a="0", b="1", c="0", d="1"))
    git("commit", "-am", "other")
    git("checkout", "main")
    place.write_bytes(lock(a="2", b="0", c="2"))
    git("commit", "-am", "ours")
    git("merge", "other")
    made = read_lock(place.read_bytes()).made()
    assert set(made) == {"a", "b", "c", "d"}
    assert "2" * 64 in {state.sha256 for state in made["a"]}
    assert "1" * 64 in {state.sha256 for state in made["b"]}


def test_markers_of_a_merge_without_the_attribute_are_overlooked() -> None:
    text = b"schema 1\ncore 1.0\n<<<<<<< HEAD\nkept a\n||||||| x\n=======\nkept b\n>>>>>>> other\n"
    assert read_lock(text).kept == ("a", "b")


@pytest.mark.parametrize(
    "line",
    [
        "nonsense",
        "file base abc 644 a",
        f"file base {'0' * 64} 600 a",
        f"file base {'0' * 64} 644",
        "plugin auth 1.0",
        "kept",
        "schema one",
    ],
)
def test_a_line_that_is_not_understood_is_named(line: str) -> None:
    with pytest.raises(QuickScaleError) as caught:
        read_lock(f"schema 1\ncore 1.0\n{line}\n{line}\n".encode())
    assert [problem.where for problem in caught.value.problems] == [
        (f"quickscale.lock:3: {line}",),
        (f"quickscale.lock:4: {line}",),
    ]


def test_a_newer_schema_asks_for_an_upgrade() -> None:
    with pytest.raises(QuickScaleError, match="has schema 3, and this quickscale knows up to 2"):
        read_lock(b"schema 3\ncore 9\n")


def test_an_empty_file_is_no_lock() -> None:
    with pytest.raises(QuickScaleError, match="does not say which schema and core made it"):
        read_lock(b"")
