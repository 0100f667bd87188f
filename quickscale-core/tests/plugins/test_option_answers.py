from __future__ import annotations

import pytest
from quickscale_core.plugin_api.plugin import Option, Plugin
from quickscale_core.plugin_api.spec import FlagText
from quickscale_core.plugins.option_answers import near_miss, read_options, wrong_definitions

CARD = Plugin(
    name="auth",
    kind="module",
    summary="Accounts",
    options=(
        Option(name="passkeys", type="bool", default=True, help="Whether"),
        Option(name="attempts", type="int", default=5, help="How many"),
        Option(
            name="issuer",
            type="str",
            default="",
            help="Who",
            pattern="[a-z]*",
            shape="lower-case letters",
        ),
        Option(
            name="signup",
            type="choice",
            default="open",
            help="Who may",
            choices=("open", "invite", "closed"),
        ),
        Option(name="social", type="list", default=(), help="Which", choices=("google", "github")),
        Option(name="extra", type="list", default=("a",), help="Any"),
    ),
)
DEFAULTS = {
    "passkeys": True,
    "attempts": 5,
    "issuer": "",
    "signup": "open",
    "social": (),
    "extra": ("a",),
}


def nowhere(_: str) -> str:
    return ""


def test_defaults_fill_what_nobody_answered() -> None:
    assert read_options(CARD, {}, nowhere) == (DEFAULTS, [])


@pytest.mark.parametrize(
    ("option", "answer", "value"),
    [
        ("passkeys", False, False),
        ("passkeys", FlagText("no"), False),
        ("passkeys", FlagText("TRUE"), True),
        ("attempts", 7, 7),
        ("attempts", FlagText("-7"), -7),
        ("issuer", "acme", "acme"),
        ("issuer", FlagText("acme"), "acme"),
        ("signup", "closed", "closed"),
        ("signup", FlagText("invite"), "invite"),
        ("social", ["github"], ("github",)),
        ("social", FlagText("google, github"), ("google", "github")),
        ("social", FlagText(""), ()),
        ("extra", ("x", "y"), ("x", "y")),
    ],
)
def test_answers_are_read_by_type(option: str, answer: object, value: object) -> None:
    values, problems = read_options(CARD, {option: answer}, nowhere)
    assert problems == []
    assert values == DEFAULTS | {option: value}
    assert type(values[option]) in {bool, int, str, tuple}


@pytest.mark.parametrize(
    ("option", "answer", "what"),
    [
        ("passkeys", "true", 'auth.passkeys must be true or false, not "true"'),
        ("passkeys", FlagText("maybe"), 'auth.passkeys must be true or false, not "maybe"'),
        ("passkeys", 1, "auth.passkeys must be true or false, not 1"),
        ("attempts", True, "auth.attempts must be a whole number, not true"),
        ("attempts", "3", 'auth.attempts must be a whole number, not "3"'),
        ("attempts", FlagText("3.5"), 'auth.attempts must be a whole number, not "3.5"'),
        ("attempts", 3.5, "auth.attempts must be a whole number, not 3.5"),
        ("attempts", None, "auth.attempts must be a whole number, not None"),
        ("issuer", 3, "auth.issuer must be text, not 3"),
        ("issuer", "Acme", 'auth.issuer must be lower-case letters, not "Acme"'),
        (
            "signup",
            "close",
            'auth.signup must be one of open, invite, closed, not "close" (did you mean "closed"?)',
        ),
        ("signup", 3, "auth.signup must be one of open, invite, closed, not 3"),
        ("social", "google", 'auth.social must be a list, not "google"'),
        ("social", ["gitlab"], 'auth.social must be a list out of google, github, not "gitlab"'),
        ("extra", [1], "auth.extra must be a list of texts, not of 1"),
    ],
)
def test_wrong_answers_name_the_place_and_the_type(option: str, answer: object, what: str) -> None:
    values, problems = read_options(CARD, {option: answer}, lambda name: f"quickscale.yml {name}")
    assert values == DEFAULTS
    assert [problem.what for problem in problems] == [what]
    assert problems[0].where == (f"quickscale.yml {option}",)
    assert problems[0].fix


def test_unknown_options_are_rejected_with_near_matches() -> None:
    answers = {"sign_up": "open", "zzz": 1}
    _, problems = read_options(CARD, answers, lambda name: f"--set auth.{name}")
    assert [str(problem) for problem in problems] == [
        'auth has no option "sign_up"\n  --set auth.sign_up\nfix: did you mean "signup"?',
        (
            'auth has no option "zzz"\n  --set auth.zzz\n'
            "fix: its options are passkeys, attempts, issuer, signup, social, extra"
        ),
    ]
    plain = Plugin(name="plain", kind="module", summary="Plain")
    _, problems = read_options(plain, {"a": 1}, nowhere)
    assert str(problems[0]) == 'plain has no option "a"\nfix: it takes no options'


def test_every_wrong_answer_is_told() -> None:
    _, problems = read_options(CARD, {"passkeys": 3, "attempts": "x", "nope": 1}, nowhere)
    assert len(problems) == 3


def option(**changes: object) -> Plugin:
    fields = {"name": "a", "type": "str", "default": "", "help": "What"} | changes
    one = Option(**fields)  # type: ignore[arg-type]
    return Plugin(name="p", kind="module", summary="P", options=(one,))


@pytest.mark.parametrize(
    ("card", "wrong"),
    [
        (option(), []),
        (
            option(name="Bad-Name"),
            ["names an option 'Bad-Name', which is not a lower-case identifier"],
        ),
        (
            option(type="int", default="3"),
            ["gives option 'a' a default that is not a whole number, not \"3\""],
        ),
        (
            option(type="choice", default="z", choices=("x",)),
            ["gives option 'a' a default that is not one of x, not \"z\""],
        ),
        (
            option(type="list", default=["x"]),
            ["gives option 'a' a default of another type"],
        ),
    ],
)
def test_a_plugins_own_definitions_are_checked(card: Plugin, wrong: list[str]) -> None:
    assert wrong_definitions(card) == wrong


def test_doubled_options_are_told() -> None:
    card = option()
    twice = Plugin(name="p", kind="module", summary="P", options=card.options * 2)
    assert wrong_definitions(twice) == ["declares option 'a' twice"]


def test_near_misses() -> None:
    assert near_miss("bilingl", ["billing", "auth"]) == 'did you mean "billing"?'
    assert near_miss("zzz", ["billing"]) == ""
