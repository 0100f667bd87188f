from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from quickscale_core.plugin_api.values import Env, ProjectPath, Ref, Value
from quickscale_core.source_text.python_source import assignment, python_source

RUFF = shutil.which("ruff", path=str(Path(sys.executable).parent)) or shutil.which("ruff")


@pytest.mark.parametrize(
    ("value", "source"),
    [
        (None, "None"),
        (True, "True"),
        (-3, "-3"),
        (1.5, "1.5"),
        ("a", '"a"'),
        ("it's", '"it\'s"'),
        ('say "hi"', "'say \"hi\"'"),
        ('it\'s "so"', "'it\\'s \"so\"'"),
        ("it's its \"so", '"it\'s its \\"so"'),
        ("a\\b\n", '"a\\\\b\\n"'),
        ([], "[]"),
        ((), "()"),
        ({}, "{}"),
        (("a",), '("a",)'),
        ([1, [2]], "[1, [2]]"),
        ({"a": {"b": (1, 2)}}, '{"a": {"b": (1, 2)}}'),
        (timedelta(days=14), "timedelta(days=14)"),
        (timedelta(hours=2), "timedelta(hours=2)"),
        (timedelta(days=1, hours=2), "timedelta(days=1, hours=2)"),
        (timedelta(minutes=90), "timedelta(minutes=90)"),
        (timedelta(seconds=90), "timedelta(seconds=90)"),
        (timedelta(microseconds=1, seconds=60), "timedelta(seconds=60, microseconds=1)"),
        (timedelta(0), "timedelta()"),
        (timedelta(days=-1), "timedelta(days=-1)"),
        (Ref("csp.constants:NONCE"), "NONCE"),
        (Env("A"), 'env("A")'),
        (Env("A", "int", default=3), 'env.int("A", default=3)'),
        (Env("A", "db_url"), 'env.db("A")'),
        (Env("A", default=None), 'env("A", default=None)'),
        (ProjectPath("locale"), 'BASE_DIR / "locale"'),
        (ProjectPath(""), "BASE_DIR"),
        (ProjectPath("db.sqlite3", "sqlite:///"), "f\"sqlite:///{BASE_DIR / 'db.sqlite3'}\""),
    ],
)
def test_values_on_one_line(value: Value, source: str) -> None:
    assert python_source(value) == source
    ast.parse(source, mode="eval")


def test_long_values_are_broken_as_ruff_breaks_them() -> None:
    many: list[Value] = ["x" * 30, "y" * 30, "z" * 30]
    assert assignment("NAME", many) == (
        f'NAME = [\n    "{"x" * 30}",\n    "{"y" * 30}",\n    "{"z" * 30}",\n]'
    )
    assert assignment("NAME", Env("V", "list", default=many)) == (
        "NAME = env.list(\n"
        '    "V",\n'
        "    default=[\n"
        f'        "{"x" * 30}",\n'
        f'        "{"y" * 30}",\n'
        f'        "{"z" * 30}",\n'
        "    ],\n"
        ")"
    )
    assert assignment("N" * 40, Env("V" * 40, default="d" * 30)) == (
        f'{"N" * 40} = env(\n    "{"V" * 40}", default="{"d" * 30}"\n)'
    )
    assert assignment("N" * 50, "t" * 60) == f'{"N" * 50} = (\n    "{"t" * 60}"\n)'
    assert assignment("N", "t" * 120) == f'N = "{"t" * 120}"'


def test_the_place_on_the_line_counts() -> None:
    assert python_source(["a" * 40, "b" * 40], before=10) == f'["{"a" * 40}", "{"b" * 40}"]'
    assert python_source(["a" * 40, "b" * 40], indent=4, before=14) == (
        f'[\n        "{"a" * 40}",\n        "{"b" * 40}",\n    ]'
    )
    assert "\n" in python_source(["a" * 40, "b" * 40], before=11, after=2)


words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=30)
texts = words | st.text("'\"\\{}\n ab", max_size=60)
leaves = st.one_of(
    texts,
    st.integers(),
    st.booleans(),
    st.none(),
    st.floats(allow_nan=False, allow_infinity=False),
)
plain = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(texts, inner, max_size=4)
    ),
    max_leaves=20,
)


@given(plain)
def test_source_means_the_value(value: Value) -> None:
    assert ast.literal_eval(python_source(value)) == value
    target, _, source = assignment("NAME", value).partition(" = ")
    assert target.partition(":")[0] == "NAME"
    assert ast.literal_eval(source) == value


TARGETS: tuple[tuple[Value, str], ...] = (
    ([], "NAME: list[object]"),
    ({}, "NAME: dict[str, object]"),
    ((), "NAME"),
    (("a", []), "NAME: tuple[object, ...]"),
    ([{}, []], "NAME: list[object]"),
    ([None], "NAME"),
    ({"a": [], "b": {"c": []}}, "NAME: dict[str, object]"),
    ({"a": [], "b": None}, "NAME: dict[str, object]"),
    ({"a": [], "b": [1]}, "NAME"),
    ({"a": {"b": []}, "c": {"d": "e"}}, "NAME"),
    ({"a": {"b": []}, "c": 1, "d": None}, "NAME"),
)


@pytest.mark.parametrize(("value", "target"), TARGETS)
def test_what_shows_no_element_is_annotated(value: Value, target: str) -> None:
    assert assignment("NAME", value).partition(" = ")[0] == target


def test_a_type_checker_asks_for_no_annotation() -> None:
    lines = [assignment(f"NAME_{number}", value) for number, (value, _) in enumerate(TARGETS)]
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", os.devnull, "-c"]
    done = subprocess.run([*command, "\n".join(lines)], capture_output=True, text=True, check=False)
    assert done.stdout.startswith("Success")


@given(words, texts)
def test_project_paths_mean_their_text(path: str, prefix: str) -> None:
    class Base:
        def __truediv__(self, other: str) -> str:
            return f"/srv/{other}"

        def __str__(self) -> str:
            return "/srv"

    source = python_source(ProjectPath(path, prefix or "x"))
    base = Base()
    found = eval(source, {"BASE_DIR": base})  # noqa: S307 - it is an expression, not a literal
    assert found == (prefix or "x") + (f"/srv/{path}" if path else "/srv")


safe = st.text("abcdefghij_-./:", max_size=24)
rich = st.recursive(
    st.one_of(
        safe,
        st.integers(-5, 10**6),
        st.booleans(),
        st.none(),
        st.builds(timedelta, st.integers(0, 30)),
        st.builds(Env, st.text("ABC_", min_size=1, max_size=30), st.just("str"), safe),
        st.builds(Env, st.just("LIST"), st.just("list"), st.lists(safe, max_size=4)),
        st.builds(ProjectPath, safe),
        st.just(Ref("csp.constants:NONCE")),
    ),
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(safe, inner, max_size=4)
    ),
    max_leaves=25,
)


@pytest.mark.skipif(RUFF is None, reason="ruff is not installed")
@settings(max_examples=15, deadline=None)
@given(st.lists(rich, min_size=20, max_size=20))
def test_ruff_would_not_change_a_letter(values: list[Value]) -> None:
    lines = [assignment(f"NAME_{'X' * number}", value) for number, value in enumerate(values)]
    source = "".join(f"{line}\n" for line in lines)
    command = [str(RUFF), "format", "--isolated", "--line-length=100", "-"]
    done = subprocess.run(command, input=source, capture_output=True, text=True, check=True)
    assert done.stdout == source
