"""Edits of files that people have written: only what was asked for changes."""

from __future__ import annotations

import pytest
from quickscale_core.errors import EXIT_REFUSED, QuickScaleError, UsageError
from quickscale_core.project_file.editing import edit_yml
from quickscale_core.project_file.edits import Drop, Edit, Ensure, Put

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
    ("edits", "after"),
    [
        (
            [Put(("modules", "billing", "version"), ">=2")],
            only(
                "            # passkeys: true\n",
                '            # passkeys: true\n    billing:\n        version: ">=2"\n',
            ),
        ),
        (
            [Ensure(("modules", "analytics"))],
            only("modules:\n", "modules:\n    analytics: {}\n"),
        ),
        ([Ensure(("modules", "zoo"))], only("    teams: {}\n", "    teams: {}\n    zoo: {}\n")),
        ([Ensure(("modules", "auth"))], BY_HAND),
        ([Put(("modules", "auth", "version"), "==1.2")], only('">=1"', '"==1.2"')),
        ([Drop(("modules", "auth", "version"))], only('        version: ">=1"\n', "")),
        (
            [Put(("modules", "teams", "version"), ">=1")],
            only("teams: {}", 'teams:\n        version: ">=1"'),
        ),
        ([Drop(("modules", "teams"))], only("    teams: {}\n", "")),
        (
            [Drop(("modules", "auth"))],
            BY_HAND[: BY_HAND.index("    auth:")] + BY_HAND[BY_HAND.index("    # money") :],
        ),
        (
            [Put(("modules", "auth", "options", "signup"), "closed")],
            only("signup: invite", "signup: closed"),
        ),
        ([Put(("modules", "auth", "options", "signup"), "invite")], BY_HAND),
        (
            [Put(("modules", "auth", "options", "mfa"), value=False)],
            only("# asked of legal\n", "# asked of legal\n            mfa: false\n"),
        ),
        (
            [Put(("modules", "auth", "options", "social"), ["x", "y z"])],
            only("- google     # ours\n                - github", "- x\n                - y z"),
        ),
        (
            [Put(("modules", "auth", "options", "social"), [])],
            only(
                "social:\n                - google     # ours\n                - github",
                "social: []",
            ),
        ),
        (
            [Drop(("modules", "auth", "options", "signup"))],
            only("            signup: invite   # until May\n", ""),
        ),
        ([Drop(("modules", "auth", "options", "nothing"))], BY_HAND),
        ([Put(("theme", "options", "brand_color"), "#000")], only("'#0f766e'", '"#000"')),
        (
            [Put(("theme", "options", "brand_radius"), "large")],
            only("'#0f766e'}", "'#0f766e', brand_radius: large}"),
        ),
        (
            [Put(("theme", "options", "a"), 1)],
            only("{brand_color", "{a: 1, brand_color"),
        ),
        (
            [Drop(("theme", "options", "brand_color"))],
            only(", options: {brand_color: '#0f766e'}", ""),
        ),
        ([Put(("theme", "name"), "htmx")], BY_HAND),
        (
            [Drop(("theme", "options")), Put(("theme", "name"), "react")],
            only("{name: htmx, options: {brand_color: '#0f766e'}}", "{name: react}"),
        ),
        (
            [Put(("deploy", "name"), "railway")],
            only("'#0f766e'}}\n", "'#0f766e'}}\ndeploy:\n    name: railway\n"),
        ),
        (
            [Put(("deploy", "name"), "railway"), Put(("deploy", "options", "region"), "eu")],
            only(
                "'#0f766e'}}\n",
                "'#0f766e'}}\ndeploy:\n    name: railway\n    options:\n        region: eu\n",
            ),
        ),
        ([Put(("project", "title"), "Acme")], only('"My SaaS app"', "Acme")),
        ([Put(("project", "title"), "My saas app")], only('"My SaaS app"', "My saas app")),
        ([Put(("settings", "SESSION_COOKIE_AGE"), 5)], only("86400 # a day", "5 # a day")),
        (
            [Put(("settings", "LANGUAGES"), {"en": "English"})],
            only(
                "LANGUAGES:\n        - [en, English]\n        - [de, Deutsch]",
                "LANGUAGES: {en: English}",
            ),
        ),
        (
            [Put(("settings", "DEBUG"), None)],
            only("Deutsch]\n", "Deutsch]\n    DEBUG: null\n"),
        ),
        (
            [Drop(("settings", "SESSION_COOKIE_AGE"))],
            only("    SESSION_COOKIE_AGE: 86400 # a day\n", ""),
        ),
    ],
)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_every_other_byte_stays(edits: list[Edit], after: str, ending: str) -> None:
    text, after = (it.replace("\n", ending) for it in (BY_HAND, after))
    assert edit_yml(text, edits) == after


@pytest.mark.parametrize(
    ("text", "edits", "after"),
    [
        # braces all the way
        (
            "{schema: 1, project: {name: x}}",
            [
                Put(("modules", "auth", "version"), ">=1"),
                Put(("modules", "auth", "options", "a"), 1),
                Put(("settings", "B"), "c"),
            ],
            (
                '{schema: 1, project: {name: x}, modules: {auth: {version: ">=1", options:'
                " {a: 1}}}, settings: {B: c}}"
            ),
        ),
        (
            "{schema: 1, project: {name: x}, modules: {auth: {}, teams: {options: {}}}}\n",
            [Drop(("modules", "auth")), Put(("modules", "teams", "options", "a"), ["b"])],
            "{schema: 1, project: {name: x}, modules: {teams: {options: {a: [b]}}}}\n",
        ),
        (
            HEAD + "modules: {auth, billing: , teams: {}}\n",
            [Drop(("modules", "teams")), Ensure(("modules", "zoo"))],
            HEAD + "modules: {auth, billing: , zoo: {} }\n",
        ),
        (
            HEAD + "modules: {auth}\n",
            [Put(("modules", "auth", "options", "a"), 1)],
            HEAD + "modules: {auth: {options: {a: 1}}}\n",
        ),
        # braces over several lines
        (
            HEAD + "modules: {\n  auth: {},  # people\n  teams: {},  # groups\n}\n",
            [Ensure(("modules", "billing")), Ensure(("modules", "zoo")), Drop(("modules", "auth"))],
            (
                HEAD + "modules: {\n  # people\n  billing: {},\n  teams: {},  # groups\n"
                "  zoo: {},\n}\n"
            ),
        ),
        (
            HEAD + "modules: {\n  auth: {},\n  teams: {}  # groups\n}\n",
            [Ensure(("modules", "zoo")), Drop(("modules", "zoo")), Drop(("modules", "auth"))],
            HEAD + "modules: {\n  teams: {}  # groups\n}\n",
        ),
        (
            HEAD + "modules: {\n  auth: {},\n  teams: {}\n}\n",
            [Drop(("modules", "teams"))],
            HEAD + "modules: {\n  auth: {}\n}\n",
        ),
        (
            HEAD + "modules: {\n  # people\n  auth: {},\n}\n",
            [Drop(("modules", "auth"))],
            HEAD + "modules: {\n  # people\n}\n",
        ),
        # the first lines of the file
        ("modules:\n  auth: {}\n" + HEAD, [Drop(("modules", "auth"))], HEAD),
        # nothing, and nothing more
        (
            HEAD + "modules:  # none yet\nsettings: ~\n",
            [Ensure(("modules", "auth")), Put(("settings", "A"), 1)],
            HEAD + "modules:  # none yet\n  auth: {}\nsettings:\n  A: 1\n",
        ),
        (
            HEAD + "modules:\n  # people\n  auth: {}\n",
            [Drop(("modules", "auth"))],
            HEAD + "modules: {}\n  # people\n",
        ),
        (
            HEAD + "modules:\n  auth:  # people\n    {}\n",
            [Put(("modules", "auth", "options", "a"), 1)],
            HEAD + "modules:\n  auth:  # people\n    options:\n      a: 1\n",
        ),
        (
            HEAD + "settings: {A: 1}  # ours",
            [Drop(("settings", "A"))],
            HEAD.removesuffix("\n"),
        ),
        (HEAD + "settings: {A: }\n", [Put(("settings", "A"), 2)], HEAD + "settings: {A: 2 }\n"),
        (HEAD + "settings: {A}\n", [Put(("settings", "A"), 2)], HEAD + "settings: {A: 2}\n"),
        # another order than ours, and lines after the last one
        (
            "modules:\n  b: {}\nproject:\n  name: x\nschema: 1\n\n# the end\n",
            [Put(("theme", "name"), "htmx"), Ensure(("modules", "a"))],
            (
                "modules:\n  a: {}\n  b: {}\nproject:\n  name: x\nschema: 1\ntheme:\n"
                "  name: htmx\n\n# the end\n"
            ),
        ),
        # texts over several lines
        (
            HEAD
            + "settings:\n  A: |\n    one\n    # two\n\n  B: 'x\n\n    y'\n  C: x\n    y # z\n",
            [Put(("settings", "A"), "a"), Put(("settings", "B"), "b"), Put(("settings", "C"), "c")],
            HEAD + "settings:\n  A: a\n\n  B: b\n  C: c # z\n",
        ),
        # signs outside of the basic plane count as one
        (
            "schema: 1\nproject: {name: x, title: 🙂 two}\nmodules: {a: {}}\n",
            [Put(("modules", "a", "version"), "==1.*")],
            'schema: 1\nproject: {name: x, title: 🙂 two}\nmodules: {a: {version: "==1.*"}}\n',
        ),
        (
            '"schema": 1\n"project": {"name": "x"}\n"modules":\n  "a": {}\n',
            [Ensure(("modules", "b")), Put(("project", "title"), "X")],
            '"schema": 1\n"project": {"name": "x", title: X}\n"modules":\n  "a": {}\n  b: {}\n',
        ),
        (
            "---\n" + HEAD + "...\n",
            [Ensure(("modules", "a"))],
            "---\n" + HEAD + "modules:\n  a: {}\n...\n",
        ),
    ],
)
def test_files_of_many_hands(text: str, edits: list[Edit], after: str) -> None:
    assert edit_yml(text, edits) == after


def test_a_form_that_cannot_be_edited_is_refused_with_the_line() -> None:
    text = "schema: 1\nproject: {name: x}\n? modules # ours\n: auth: {}\n"
    with pytest.raises(QuickScaleError) as caught:
        edit_yml(text, [Ensure(("modules", "aaa"))])
    assert caught.value.exit_code == EXIT_REFUSED
    assert str(caught.value) == (
        "quickscale.yml is written in a way that quickscale cannot change\n"
        "  quickscale.yml:4:3\n"
        "fix: change it by hand, so that it has modules.aaa: {}"
    )


def test_a_file_that_is_wrong_is_not_edited() -> None:
    with pytest.raises(UsageError, match='unknown key "modles"'):
        edit_yml(HEAD + "modles: {}\n", [Ensure(("modules", "a"))])
