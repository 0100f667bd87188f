"""Edits of files that people have written: only what was asked for changes."""

from __future__ import annotations

import pytest
from quickscale_core.errors import EXIT_REFUSED, EXIT_USAGE, QuickScaleError, UsageError
from quickscale_core.project_file.editing import edit_yml
from quickscale_core.project_file.edits import (
    AddModule,
    ChangeTitle,
    ChangeVersion,
    ChooseDeploy,
    ChooseTheme,
    Edit,
    RemoveModule,
    SetOption,
    SetSetting,
    UnsetOption,
    UnsetSetting,
)

HEAD = "schema: 1\nproject: {name: x}\n"

BY_HAND = """\
# Who owns this: the web team.
schema: 1

project:
    name: 'my-saas-app'   # never changes
    title: "My SaaS app"

theme: {name: htmx, options: {brand_color: '#0f766e'}}

modules:
    # sign-in, see the wiki
    auth:
        version: ">=1"
        options:  # asked of legal
            # the beta is closed
            signup: invite   # until May
            social:
                - google     # ours
                - github
            # passkeys: true
    # money
    teams: {}

settings:
    SESSION_COOKIE_AGE: 86400 # a day
    LANGUAGES:
        - [en, English]
        - [de, Deutsch]
# the end
"""


def only(former: str, new: str) -> str:
    """Return the whole file with one part of it written anew."""
    assert BY_HAND.count(former) == 1
    return BY_HAND.replace(former, new)


@pytest.mark.parametrize(
    ("edit", "after"),
    [
        (
            AddModule("billing", ">=2"),
            only(
                "            # passkeys: true\n",
                '            # passkeys: true\n    billing:\n        version: ">=2"\n',
            ),
        ),
        (
            AddModule("analytics"),
            only("modules:\n", "modules:\n    analytics: {}\n"),
        ),
        (AddModule("zoo"), only("    teams: {}\n", "    teams: {}\n    zoo: {}\n")),
        (AddModule("auth"), BY_HAND),
        (ChangeVersion("auth", "==1.2"), only('">=1"', '"==1.2"')),
        (ChangeVersion("auth", ""), only('        version: ">=1"\n', "")),
        (ChangeVersion("teams", ">=1"), only("teams: {}", 'teams:\n        version: ">=1"')),
        (RemoveModule("teams"), only("    teams: {}\n", "")),
        (
            RemoveModule("auth"),
            BY_HAND[: BY_HAND.index("    auth:")] + BY_HAND[BY_HAND.index("    # money") :],
        ),
        (SetOption("auth", "signup", "closed"), only("signup: invite", "signup: closed")),
        (SetOption("auth", "signup", "invite"), BY_HAND),
        (
            SetOption("auth", "mfa", value=False),
            only("# asked of legal\n", "# asked of legal\n            mfa: false\n"),
        ),
        (
            SetOption("auth", "social", ["x", "y z"]),
            only("- google     # ours\n                - github", "- x\n                - y z"),
        ),
        (
            SetOption("auth", "social", []),
            only(
                "social:\n                - google     # ours\n                - github",
                "social: []",
            ),
        ),
        (UnsetOption("auth", "signup"), only("            signup: invite   # until May\n", "")),
        (UnsetOption("auth", "nothing"), BY_HAND),
        (SetOption("htmx", "brand_color", "#000"), only("'#0f766e'", '"#000"')),
        (
            SetOption("htmx", "brand_radius", "large"),
            only("'#0f766e'}", "'#0f766e', brand_radius: large}"),
        ),
        (
            SetOption("htmx", "a", 1),
            only("{brand_color", "{a: 1, brand_color"),
        ),
        (UnsetOption("htmx", "brand_color"), only(", options: {brand_color: '#0f766e'}", "")),
        (ChooseTheme("htmx"), BY_HAND),
        (
            ChooseTheme("react"),
            only("{name: htmx, options: {brand_color: '#0f766e'}}", "{name: react}"),
        ),
        (
            ChooseDeploy("railway"),
            only("'#0f766e'}}\n", "'#0f766e'}}\ndeploy:\n    name: railway\n"),
        ),
        (
            SetOption("railway", "region", "eu", kind="deploy"),
            only(
                "'#0f766e'}}\n",
                "'#0f766e'}}\ndeploy:\n    name: railway\n    options:\n        region: eu\n",
            ),
        ),
        (ChangeTitle("Acme"), only('"My SaaS app"', "Acme")),
        (ChangeTitle(""), only('"My SaaS app"', "My saas app")),
        (SetSetting("SESSION_COOKIE_AGE", 5), only("86400 # a day", "5 # a day")),
        (
            SetSetting("LANGUAGES", {"en": "English"}),
            only(
                "LANGUAGES:\n        - [en, English]\n        - [de, Deutsch]",
                "LANGUAGES: {en: English}",
            ),
        ),
        (
            SetSetting("DEBUG", value=None),
            only("Deutsch]\n", "Deutsch]\n    DEBUG: null\n"),
        ),
        (UnsetSetting("SESSION_COOKIE_AGE"), only("    SESSION_COOKIE_AGE: 86400 # a day\n", "")),
    ],
)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_every_other_byte_stays(edit: Edit, after: str, ending: str) -> None:
    text, after = (it.replace("\n", ending) for it in (BY_HAND, after))
    assert edit_yml(text, [edit]) == after


@pytest.mark.parametrize(
    ("text", "edits", "after"),
    [
        # braces all the way
        (
            "{schema: 1, project: {name: x}}",
            [AddModule("auth", ">=1"), SetOption("auth", "a", 1), SetSetting("B", "c")],
            (
                '{schema: 1, project: {name: x}, modules: {auth: {version: ">=1", options:'
                " {a: 1}}}, settings: {B: c}}"
            ),
        ),
        (
            "{schema: 1, project: {name: x}, modules: {auth: {}, teams: {options: {}}}}\n",
            [RemoveModule("auth"), SetOption("teams", "a", ["b"])],
            "{schema: 1, project: {name: x}, modules: {teams: {options: {a: [b]}}}}\n",
        ),
        (
            HEAD + "modules: {auth, billing: , teams: {}}\n",
            [RemoveModule("teams"), AddModule("zoo")],
            HEAD + "modules: {auth, billing: , zoo: {} }\n",
        ),
        (
            HEAD + "modules: {auth}\n",
            [SetOption("auth", "a", 1)],
            HEAD + "modules: {auth: {options: {a: 1}}}\n",
        ),
        # braces over several lines
        (
            HEAD + "modules: {\n  auth: {},  # people\n  teams: {},  # groups\n}\n",
            [AddModule("billing"), AddModule("zoo"), RemoveModule("auth")],
            (
                HEAD + "modules: {\n  # people\n  billing: {},\n  teams: {},  # groups\n"
                "  zoo: {},\n}\n"
            ),
        ),
        (
            HEAD + "modules: {\n  auth: {},\n  teams: {}  # groups\n}\n",
            [AddModule("zoo"), RemoveModule("zoo"), RemoveModule("auth")],
            HEAD + "modules: {\n  teams: {}  # groups\n}\n",
        ),
        (
            HEAD + "modules: {\n  auth: {},\n  teams: {}\n}\n",
            [RemoveModule("teams")],
            HEAD + "modules: {\n  auth: {}\n}\n",
        ),
        (
            HEAD + "modules: {\n  # people\n  auth: {},\n}\n",
            [RemoveModule("auth")],
            HEAD + "modules: {\n  # people\n}\n",
        ),
        # the first lines of the file
        ("modules:\n  auth: {}\n" + HEAD, [RemoveModule("auth")], HEAD),
        # nothing, and nothing more
        (
            HEAD + "modules:  # none yet\nsettings: ~\n",
            [AddModule("auth"), SetSetting("A", 1)],
            HEAD + "modules:  # none yet\n  auth: {}\nsettings:\n  A: 1\n",
        ),
        (
            HEAD + "modules:\n  # people\n  auth: {}\n",
            [RemoveModule("auth")],
            HEAD + "modules: {}\n  # people\n",
        ),
        (
            HEAD + "modules:\n  auth:  # people\n    {}\n",
            [SetOption("auth", "a", 1)],
            HEAD + "modules:\n  auth:  # people\n    options:\n      a: 1\n",
        ),
        (
            HEAD + "settings: {A: 1}  # ours",
            [UnsetSetting("A")],
            HEAD.removesuffix("\n"),
        ),
        (HEAD + "settings: {A: }\n", [SetSetting("A", 2)], HEAD + "settings: {A: 2 }\n"),
        (HEAD + "settings: {A}\n", [SetSetting("A", 2)], HEAD + "settings: {A: 2}\n"),
        # another order than ours, and lines after the last one
        (
            "modules:\n  b: {}\nproject:\n  name: x\nschema: 1\n\n# the end\n",
            [ChooseTheme("htmx"), AddModule("a")],
            (
                "modules:\n  a: {}\n  b: {}\nproject:\n  name: x\nschema: 1\ntheme:\n"
                "  name: htmx\n\n# the end\n"
            ),
        ),
        # texts over several lines
        (
            HEAD
            + "settings:\n  A: |\n    one\n    # two\n\n  B: 'x\n\n    y'\n  C: x\n    y # z\n",
            [SetSetting("A", "a"), SetSetting("B", "b"), SetSetting("C", "c")],
            HEAD + "settings:\n  A: a\n\n  B: b\n  C: c # z\n",
        ),
        # signs outside of the basic plane count as one
        (
            "schema: 1\nproject: {name: x, title: 🙂 two}\nmodules: {a: {}}\n",
            [ChangeVersion("a", "==1.*")],
            'schema: 1\nproject: {name: x, title: 🙂 two}\nmodules: {a: {version: "==1.*"}}\n',
        ),
        (
            '"schema": 1\n"project": {"name": "x"}\n"modules":\n  "a": {}\n',
            [AddModule("b"), ChangeTitle("X")],
            '"schema": 1\n"project": {"name": "x", title: X}\n"modules":\n  "a": {}\n  b: {}\n',
        ),
        (
            "---\n" + HEAD + "...\n",
            [AddModule("a")],
            "---\n" + HEAD + "modules:\n  a: {}\n...\n",
        ),
    ],
)
def test_files_of_many_hands(text: str, edits: list[Edit], after: str) -> None:
    assert edit_yml(text, edits) == after


@pytest.mark.parametrize(
    ("edit", "problem"),
    [
        (
            RemoveModule("team"),
            'quickscale.yml asks for no module team\nfix: did you mean "teams"?',
        ),
        (
            ChangeVersion("zoo", ""),
            "quickscale.yml asks for no module zoo\nfix: its modules are auth, teams",
        ),
        (
            SetOption("react", "a", 1, kind="theme"),
            (
                "the project's theme is htmx, not react\n  quickscale.yml:8:15\n"
                "fix: leave out the options of react, or choose it first"
            ),
        ),
    ],
)
def test_what_does_not_fit_the_file_is_refused(edit: Edit, problem: str) -> None:
    with pytest.raises(UsageError) as caught:
        edit_yml(BY_HAND, [edit])
    assert caught.value.exit_code == EXIT_USAGE
    assert str(caught.value) == problem


def test_a_form_that_cannot_be_edited_is_refused_with_the_line() -> None:
    text = "schema: 1\nproject: {name: x}\n? modules # ours\n: auth: {}\n"
    with pytest.raises(QuickScaleError) as caught:
        edit_yml(text, [AddModule("aaa")])
    assert caught.value.exit_code == EXIT_REFUSED
    assert str(caught.value) == (
        "quickscale.yml is written in a way that quickscale cannot change\n"
        "  quickscale.yml:4:3\n"
        "fix: change it by hand, so that it has modules.aaa: {}"
    )


def test_a_file_that_is_wrong_is_not_edited() -> None:
    with pytest.raises(UsageError, match='unknown key "modles"'):
        edit_yml(HEAD + "modles: {}\n", [AddModule("a")])
