from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from quickscale_core.composition.composition import PlacedSetting
from quickscale_core.rendering.setting_filter import setting
from quickscale_core.source_text.filters import FILTERS, imports, toml, yaml
from ruamel.yaml import YAML

RUFF = shutil.which("ruff", path=str(Path(sys.executable).parent)) or shutil.which("ruff")
texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=40)
scalars = st.one_of(texts, st.integers(-(2**60), 2**60), st.booleans())


def test_the_filters_have_these_names() -> None:
    assert set(FILTERS) == {
        "py",
        "docstring",
        "toml",
        "yaml",
        "json",
        "md",
        "code",
        "env",
        "imports",
    }
    assert FILTERS["py"]("a") == '"a"'
    assert FILTERS["py"](["x" * 60, "y" * 60], before=4, indent=4).count("\n") == 3
    assert json.loads(FILTERS["json"]({"a": "\u00e4"})) == {"a": "\u00e4"}


@given(scalars | st.lists(scalars))
def test_toml_means_the_value(value: object) -> None:
    assert tomllib.loads(f"a = {toml(value)}\n")["a"] == value


def test_toml_holds_no_mapping() -> None:
    with pytest.raises(TypeError, match="TOML cannot hold a dict"):
        toml({})


@settings(deadline=None)
@given(st.recursive(scalars | st.none(), lambda v: st.lists(v) | st.dictionaries(texts, v)))
def test_yaml_means_the_value(value: object) -> None:
    loaded = YAML(typ="safe", pure=True).load(f"a: {yaml(value)}\n")["a"]
    assert loaded == value
    assert repr(loaded) == repr(value)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("postgres", "postgres"),
        ("My SaaS app", "My SaaS app"),
        ("postgres:17-alpine", '"postgres:17-alpine"'),
        ("yes", '"yes"'),
        ("No", '"No"'),
        ("1.0", '"1.0"'),
        (">=1", '">=1"'),
        ("", '""'),
        ("- a", '"- a"'),
        ("a # b", '"a # b"'),
        ("a\x7fb", '"a\\u007fb"'),
    ],
)
def test_yaml_quotes_what_it_must(text: str, written: str) -> None:
    assert yaml(text) == written


def test_a_setting_stands_below_its_comment() -> None:
    one = PlacedSetting(name="A", value=3, comment="Why " * 30)
    lines = setting(one).splitlines()
    assert lines[-1] == "A = 3"
    assert all(line.startswith("# Why") for line in lines[:-1])
    assert max(map(len, lines)) <= 100
    assert setting(PlacedSetting(name="A", value=[])) == "A: list[object] = []"


def test_imports_are_merged_sorted_and_grouped() -> None:
    lines = [
        "from my_app.settings import b",
        "from pathlib import Path",
        "import environ",
        "from apps.users import models",
        "from csp.constants import SELF, NONCE",
        "from csp.constants import Nonce, lower",
        "from __future__ import annotations",
        "import os",
        "from .base import *",
    ]
    assert imports(lines, "my_app") == (
        "from __future__ import annotations\n\n"
        "import os\n"
        "from pathlib import Path\n\n"
        "import environ\n"
        "from csp.constants import NONCE, SELF, Nonce, lower\n\n"
        "from apps.users import models\n"
        "from my_app.settings import b\n\n"
        "from .base import *"
    )


def test_long_imports_are_broken() -> None:
    names = [f"NAME_{letter * 30}" for letter in "ABC"]
    assert imports([f"from x import {', '.join(names)}"]) == (
        "from x import (\n" + "".join(f"    {name},\n" for name in names) + ")"
    )


modules = st.sampled_from(["os", "re", "django.conf", "csp", "apps.users", "my_app.urls", "Zed"])
members = st.lists(
    st.sampled_from(["A", "B", "URL", "Path", "Aa", "zeta", "alpha", "x"]),
    min_size=1,
    max_size=4,
    unique=True,
)
import_lines = st.lists(
    st.one_of(
        st.builds("import {}".format, modules),
        st.builds(
            lambda module, names: f"from {module} import {', '.join(names)}", modules, members
        ),
    ),
    min_size=1,
    max_size=8,
)


@pytest.mark.skipif(RUFF is None, reason="ruff is not installed")
@settings(max_examples=40, deadline=None)
@given(import_lines)
def test_ruff_would_not_sort_imports_otherwise(lines: list[str]) -> None:
    source = imports(lines, "my_app") + "\n"
    options = ["--select=I", "--line-length=100", "--stdin-filename=x.py"]
    first = '--config=lint.isort.known-first-party=["my_app", "apps"]'
    command = [str(RUFF), "check", "--isolated", "--no-cache", *options, first, "-"]
    done = subprocess.run(command, input=source, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + source


@pytest.mark.parametrize(
    ("name", "text", "shown"),
    [
        ("docstring", 'a "b" c', 'a "b" c'),
        ("docstring", '"""', '\\"\\"\\"'),
        ("docstring", "a\\", "a\\\\"),
        ("docstring", "a\nb", "a\\nb"),
        ("md", "SECRET_KEY & Sons", "SECRET_KEY &amp; Sons"),
        ("md", "_a_ *b* <c>", "\\_a\\_ \\*b\\* \\<c\\>"),
        ("code", "run a | b", "`run a \\| b`"),
        ("code", "echo `id`", "`` echo `id` ``"),
        ("env", "it's $5", '"it\'s \\$5"'),
    ],
)
def test_texts_mark_nothing(name: str, text: str, shown: str) -> None:
    assert FILTERS[name](text) == shown
