from __future__ import annotations

import keyword
import re
import sys
from pathlib import Path

import pytest
import quickscale_core
from hypothesis import given
from hypothesis import strategies as st
from quickscale_core.errors import UsageError
from quickscale_core.plugin_api.spec import package_name, title_of
from quickscale_core.project_file.names import MAX_LENGTH, check_name, name_error, suggest_name

REFUSED = [
    ("", "a project needs a name", "my-project"),
    ("   ", "a project needs a name", "my-project"),
    ("a/b", '"a/b" is a path; a name has no slashes', "b"),
    ("a\\b", '"a\\b" is a path; a name has no slashes', "b"),
    ("../json/", '"../json/" is a path; a name has no slashes', "json_app"),
    (
        "2fast",
        (
            '"2fast" cannot be imported: a name begins with a letter, ends with a letter or'
            " digit, and has letters, digits, dashes and underscores"
        ),
        "app-2fast",
    ),
    ("my app", "cannot be imported", "my-app"),
    ("a.b", "cannot be imported", "a-b"),
    ("-x", "cannot be imported", "x"),
    ("x-", "cannot be imported", "x"),
    ("_x", "cannot be imported", "x"),
    ("--version", "cannot be imported", "version"),
    ("class", '"class" is a keyword of Python', "class_app"),
    ("match", '"match" is a soft keyword of Python', "match_app"),
    ("type", '"type" is a soft keyword of Python', "type_app"),
    ("doctest", '"doctest" is a module of Python\'s standard library', "doctest_app"),
    ("json", '"json" is a module of Python\'s standard library', "json_app"),
    ("email", '"email" is a module of Python\'s standard library', "email_app"),
    ("distutils", '"distutils" is a module of Python\'s standard library', "distutils_app"),
    ("annotationlib", "standard library", "annotationlib_app"),
    ("telnetlib", "standard library", "telnetlib_app"),
    ("django", '"django" is the import name of a package projects use', "django_app"),
    ("sentry-sdk", '"sentry-sdk" is the import name of a package projects use', "sentry-sdk_app"),
    ("test", '"test" is the import name of a package projects use', "test_app"),
    ("apps", '"apps" is a file or folder that every project has', "apps_app"),
    ("templates", "every project has", "templates_app"),
    ("static", "every project has", "static_app"),
    ("tests", "every project has", "tests_app"),
    ("config", "every project has", "config_app"),
    ("manage", "every project has", "manage_app"),
    ("dockerfile", "every project has", "dockerfile_app"),
    ("build", '"build" is a folder of tools, which git and Docker leave out', "build_app"),
    ("node-modules", "which git and Docker leave out", "node-modules_app"),
    ("Acme", '"Acme" has upper-case letters, and a package has none', "acme"),
    ("Json", '"Json" has upper-case letters, and a package has none', "json_app"),
    (
        "p\u0430ypal",
        '"p\u0430ypal" has letters outside a to z: CYRILLIC SMALL LETTER A',
        "paypal",
    ),
    ("caf\u00e9", "LATIN SMALL LETTER E WITH ACUTE", "cafe"),
    ("stra\u00dfe", "LATIN SMALL LETTER SHARP S", "strase"),
    ("\u65e5\u672c", "CJK UNIFIED IDEOGRAPH-65E5, CJK UNIFIED IDEOGRAPH-672C", "my-project"),
    ("a\u200bb", "ZERO WIDTH SPACE", "ab"),
    ("a" * 51, "is longer than 50 characters", "a" * 50),
    ("con", '"con" is the name of a device on Windows', "con_app"),
    ("COM1", '"COM1" is the name of a device on Windows', "com1_app"),
    ("nul", '"nul" is the name of a device on Windows', "nul_app"),
]


@pytest.mark.parametrize(("name", "why", "free"), REFUSED)
def test_a_refused_name_says_why_and_names_a_free_one(name: str, why: str, free: str) -> None:
    with pytest.raises(UsageError) as caught:
        check_name(name, "NAME")
    (problem,) = caught.value.problems
    assert why in problem.what
    assert problem.where == ("NAME",)
    assert problem.fix == f"choose another name, for example {free}"
    assert name_error(free) == ""


@pytest.mark.parametrize(
    "name", ["x", "x1", "myapp", "my_app", "my-app", "my-saas-app", "a" * MAX_LENGTH, "acme2"]
)
def test_good_names_are_kept(name: str) -> None:
    check_name(name)
    assert suggest_name(name) == name


@pytest.mark.parametrize("file", [".gitignore", ".dockerignore"])
def test_no_package_has_the_name_of_what_is_ignored(file: str) -> None:
    files = Path(quickscale_core.__file__).parent / "builtin" / "base_project" / "files"
    lines = (files / file).read_text(encoding="utf-8").splitlines()
    names = [name for line in lines if re.fullmatch("[a-z_]+", name := line.strip("/"))]
    assert "build" in names
    assert [name for name in names if not name_error(name)] == []


def test_import_names_of_the_dependencies_are_taken() -> None:
    imports = {"markdown_it": "markdown-it-py"}
    check_name("markdown-it")
    with pytest.raises(UsageError) as caught:
        check_name("markdown-it", "quickscale.yml:3:9", imports)
    assert str(caught.value) == (
        '"markdown-it" is the import name of markdown-it-py, which the project needs\n'
        "  quickscale.yml:3:9\n"
        "fix: choose another name, for example markdown-it_app"
    )


def test_dashes_become_underscores_and_titles_are_readable() -> None:
    assert package_name("my-saas-app") == "my_saas_app"
    assert title_of("my-saas_app") == "My saas app"
    assert title_of("x") == "X"


def test_a_name_whose_alternative_is_taken_gets_another() -> None:
    imports = {"blog": "blog", "blog_app": "blog-app"}
    assert suggest_name("blog", imports) == "blog_project"


def test_unprintable_names_are_shown_escaped() -> None:
    assert name_error("a\nb").startswith("'a\\nb' cannot be imported")


@given(st.text(max_size=80))
def test_a_name_that_passes_is_a_package_everywhere(name: str) -> None:
    if name_error(name):
        return
    package = package_name(name)
    assert package.isascii()
    assert package.isidentifier()
    assert package == package.lower()
    assert not keyword.iskeyword(package)
    assert package not in sys.stdlib_module_names
    assert len(package) <= MAX_LENGTH


@given(st.text(max_size=80))
def test_what_is_suggested_is_free(name: str) -> None:
    assert name_error(suggest_name(name)) == ""
