from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from quickscale_core.errors import UsageError
from quickscale_core.plugin_api.spec import ModuleRequest, ProjectSpec
from quickscale_core.project_file.edits import Drop, Ensure, Put
from quickscale_core.selection.asked_answers import set_edits, unset_edits
from quickscale_core.selection.asked_modules import (
    add_edits,
    parse_module,
    remove_edits,
    theme_edits,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from quickscale_core.plugins.discovery import Registry

    from conftest import Workshop

OPTIONS = """options=(
    Option(name="signup", type="choice", choices=("open", "closed"), default="open", help="Who?"),
    Option(name="days", type="int", default=3, help="How long?"),
    Option(name="social", type="list", default=(), help="Which?"),
)"""


@pytest.fixture
def registry(workshop: Workshop) -> Registry:
    workshop.core()
    workshop.plugin("auth", card=OPTIONS)
    workshop.plugin("teams", card='requires=("auth",)')
    workshop.plugin("crm", card='requires=("teams>=1",)')
    workshop.plugin("broken", source="import nothing_of_that_name\n")
    workshop.plugin(
        "htmx",
        kind="theme",
        card=(
            'frontend="html", extends="starter",'
            ' options=(Option(name="color", type="str", default="red", help="Which?"),)'
        ),
    )
    workshop.plugin("railway", kind="deploy")
    workshop.plugin("kamal", kind="deploy")
    return workshop.registry()


def asked(*modules: str, theme: str | None = None, deploy: str | None = None) -> ProjectSpec:
    named = {name: ModuleRequest() for name in modules}
    return ProjectSpec(name="acme", modules=named, theme=theme, deploy=deploy)


def refused(call: Callable[[], object]) -> list[str]:
    with pytest.raises(UsageError) as caught:
        call()
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("word", "name", "version"),
    [
        ("auth", "auth", ""),
        ("auth@1.2", "auth", "==1.2"),
        ("auth@1.*", "auth", "==1.*"),
        ("auth@>=1,<2", "auth", ">=1,<2"),
        ("auth@~=1.4", "auth", "~=1.4"),
        (" auth @ 2.0rc1 ", "auth", "==2.0rc1"),
    ],
)
def test_a_module_with_a_version(word: str, name: str, version: str) -> None:
    assert parse_module(word) == (name, version)


@pytest.mark.parametrize(
    ("word", "example"),
    [
        ("auth@", "auth@>=1,<2"),
        ("@1", "auth@>=1,<2"),
        ("auth@newest", "auth@>=1,<2"),
        ("auth>=1", "auth@>=1"),
        ("auth teams", "auth@>=1,<2"),
        ("", "auth@>=1,<2"),
    ],
)
def test_a_module_that_is_not_understood(word: str, example: str) -> None:
    assert refused(lambda: parse_module(word)) == [
        f'"{word}" is not understood\nfix: write it as NAME or NAME@VERSIONS, for example {example}'
    ]


def test_modules_and_a_deploy_target_are_added(registry: Registry) -> None:
    assert add_edits(["teams@1.2", "railway", "auth", "auth"], asked(), registry) == [
        Ensure(("modules", "teams")),
        Put(("modules", "teams", "version"), "==1.2"),
        Put(("deploy", "name"), "railway"),
        Ensure(("modules", "auth")),
        Ensure(("modules", "auth")),
    ]
    # what is broken is told of when the project is composed, with why
    assert add_edits(["broken"], asked(), registry) == [Ensure(("modules", "broken"))]


def test_what_cannot_be_added_is_told_at_once(registry: Registry) -> None:
    words = ["htmx", "base", "kamal", "railway@1", "auht", "auth@1", "auth@2", "a b", "billing"]
    spec = asked(deploy="railway")
    assert refused(lambda: add_edits(words, spec, registry)) == [
        "htmx is a theme\nfix: choose it: quickscale theme htmx",
        "base is part of core\nfix: leave it out; it is always there",
        (
            "the project is deployed by railway, and there is one deploy target\n"
            "fix: remove it first: quickscale remove railway"
        ),
        "railway is a deploy target, which takes no versions\nfix: quickscale add railway",
        'no plugin named auht is installed\nfix: did you mean "auth"?',
        "auth is named twice with different versions\nfix: keep one",
        '"a b" is not understood\nfix: write it as NAME or NAME@VERSIONS, for example a@>=1,<2',
        (
            "billing is not installed\nfix: pip install quickscale-billing\n"
            "  or: uv tool install quickscale --with quickscale-billing\n"
            "  or: pipx inject quickscale quickscale-billing"
        ),
    ]


def test_modules_and_the_deploy_target_are_removed(registry: Registry) -> None:
    spec = asked("auth", "teams", "gone", deploy="railway")
    assert remove_edits(["auth", "teams", "auth", "railway", "gone"], spec, registry) == [
        Drop(("modules", "auth")),
        Drop(("modules", "teams")),
        Drop(("deploy",)),
        Drop(("modules", "gone")),  # it need not be installed any more
    ]


def test_what_cannot_be_removed_is_told_at_once(registry: Registry) -> None:
    spec = asked("auth", "crm", theme="htmx", deploy="railway")
    words = ["auth", "htmx", "starter", "team", "zzz"]
    assert refused(lambda: remove_edits(words, spec, registry)) == [
        (
            "auth cannot go: crm cannot do without it\n"
            "fix: remove them too: quickscale remove auth crm"
        ),
        (
            "htmx is the project's theme, and a project has one\n"
            "fix: choose another: quickscale theme NAME"
        ),
        "quickscale.yml does not ask for starter\nfix: it asks for auth, crm, railway",
        "quickscale.yml does not ask for team\nfix: it asks for auth, crm, railway",
        "quickscale.yml does not ask for zzz\nfix: it asks for auth, crm, railway",
    ]
    assert refused(lambda: remove_edits(["x"], asked(), registry)) == [
        "quickscale.yml does not ask for x\nfix: it names nothing to remove"
    ]
    spec = asked("auth", theme="htmx")
    assert refused(lambda: remove_edits(["starter"], spec, registry)) == [
        "starter cannot go: htmx cannot do without it"
    ]


def test_answers_get_the_types_of_their_options(registry: Registry) -> None:
    answers = [
        "auth.signup=closed",
        "auth.days=5",
        "auth.social=google, github",
        "htmx.color=a=b",
        "project.title=Acme & sons",
        "settings.SESSION_COOKIE_AGE=86400",
        "settings.LANGUAGES=[[en, English]]",
        "settings.NAME=",
        "settings.OFF=no",
    ]
    assert set_edits(answers, asked("teams"), registry) == [
        Put(("modules", "auth", "options", "signup"), "closed"),
        Put(("modules", "auth", "options", "days"), 5),
        Put(("modules", "auth", "options", "social"), ["google", "github"]),
        Put(("theme", "name"), "htmx"),
        Put(("theme", "options", "color"), "a=b"),
        Put(("project", "title"), "Acme & sons"),
        Put(("settings", "SESSION_COOKIE_AGE"), 86400),
        Put(("settings", "LANGUAGES"), [["en", "English"]]),
        Put(("settings", "NAME"), ""),
        Put(("settings", "OFF"), "no"),
    ]


def test_what_cannot_be_set_is_told_at_once(registry: Registry) -> None:
    answers = [
        "auth.signup",
        "signup=closed",
        "auth.sinup=closed",
        "auth.signup=clsoed",
        "project.name=other",
        "project.tilte=x",
        "settings.debug=1",
        "settings.X=[1",
        "teams.a=1",
        "starter.a=1",
        "nothing.a=1",
        "broken.a=1",
    ]
    told = refused(lambda: set_edits(answers, asked("auth", theme="kamal"), registry))
    assert [line.splitlines()[0] for line in told] == [
        '"auth.signup" is not understood',
        '"signup=closed" is not understood',
        'auth has no option "sinup"',
        'auth.signup must be one of open, closed, not "clsoed" (did you mean "closed"?)',
        "a project's name cannot change: its folder, package and database have it",
        "there is not a project.tilte",
        '"debug" is not a Django setting',
        "settings.X got a value that is not YAML",
        "teams is not a part of this project",
        "starter is not a part of this project",
        "no plugin named nothing is installed",
        (
            "broken 1.0.0 (acme-broken) raises ModuleNotFoundError: No module named"
            " 'nothing_of_that_name' when it is imported"
        ),
    ]
    assert told[8].splitlines()[1] == "fix: quickscale add teams, then set teams.a"
    assert told[9].splitlines()[1] == "fix: quickscale theme starter, then set starter.a"


def test_an_option_without_its_plugin_is_offered_with_it(registry: Registry) -> None:
    (told,) = refused(lambda: set_edits(["signup=closed"], asked("auth"), registry))
    assert told.endswith("write it as NAME.OPTION=VALUE, for example auth.signup=closed")
    (told,) = refused(lambda: set_edits(["color=red"], asked("auth", theme="htmx"), registry))
    assert told.endswith("write it as NAME.OPTION=VALUE, for example htmx.color=red")
    (told,) = refused(lambda: set_edits(["color=red"], asked("auth", theme="kamal"), registry))
    assert told.endswith("for example auth.signup=closed")


def test_answers_are_taken_back() -> None:
    paths = ["auth.signup", "htmx.color", "project.title", "settings.DEBUG"]
    assert unset_edits(paths, asked("auth", theme="htmx")) == [
        Drop(("modules", "auth", "options", "signup")),
        Drop(("theme", "options", "color")),
        Put(("project", "title"), "Acme"),
        Drop(("settings", "DEBUG")),
    ]
    assert refused(lambda: unset_edits(["auth", "auth.a=1", "project.name"], asked())) == [
        '"auth" is not understood\nfix: write it as NAME.OPTION, for example auth.signup',
        '"auth.a=1" is not understood\nfix: write it as NAME.OPTION, for example auth.signup',
        (
            "a project's name cannot change: its folder, package and database have it\n"
            'fix: change what people read: quickscale set "project.title=NEW TITLE"'
        ),
    ]


def test_a_theme_is_chosen(registry: Registry) -> None:
    assert theme_edits("htmx", asked(theme="htmx"), registry) == [Put(("theme", "name"), "htmx")]
    assert theme_edits("htmx", asked(theme="starter"), registry) == [
        Drop(("theme", "options")),
        Put(("theme", "name"), "htmx"),
    ]
    assert refused(lambda: theme_edits("auth", asked(), registry)) == [
        "auth is not a theme\nfix: choose one of htmx, starter"
    ]
    assert refused(lambda: theme_edits("htmxx", asked(), registry)) == [
        'no plugin named htmxx is installed\nfix: did you mean "htmx"?'
    ]


def test_a_theme_that_another_one_extends_has_no_options_of_its_own(workshop: Workshop) -> None:
    option = 'options=(Option(name="size", type="int", default=1, help="Which?"),)'
    workshop.plugin("base", kind="core", core=True)
    workshop.plugin("starter", kind="theme", card=f'frontend="html", {option}', core=True)
    workshop.plugin("fine", kind="theme", card=f'frontend="html", extends="starter", {option}')
    registry = workshop.registry()
    told = (
        "the project's theme is fine, not starter\n"
        "fix: leave out the options of starter, or choose it first"
    )
    spec = asked(theme="fine")
    assert refused(lambda: set_edits(["starter.size=2"], spec, registry)) == [told]
    words = ["fine.size=2", "starter.size=2"]  # the first names the theme
    assert refused(lambda: set_edits(words, asked(), registry)) == [told]
