"""The plugin's options: what may be combined, and what is said when something may not."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from quickscale_core import QuickScaleError
from quickscale_modules.auth.options import Answers
from quickscale_modules.auth.plugin import PLUGIN
from quickscale_modules.auth.project import contributions
from quickscale_modules.auth.social import PROVIDERS

if TYPE_CHECKING:
    from quickscale_core.testing import ComposeProject

OPTIONS = {option.name: option for option in PLUGIN.options}


def test_the_defaults_of_the_card_are_those_of_the_answers() -> None:
    assert {name: option.default for name, option in OPTIONS.items()} == {
        name: getattr(Answers(), name) for name in OPTIONS
    }


def test_every_provider_can_be_chosen() -> None:
    assert OPTIONS["social"].choices == tuple(PROVIDERS)


def test_every_option_may_be_changed_later() -> None:
    assert all(option.mutable for option in OPTIONS.values())


@pytest.mark.parametrize(
    ("verification", "method"), [("mandatory", "link"), ("optional", "code"), ("none", "code")]
)
def test_sign_up_by_passkey_needs_verification_by_code(
    compose: ComposeProject, verification: str, method: str
) -> None:
    answers = {
        "passkeys": "signup",
        "verification": verification,
        "verification_method": method,
    }

    with pytest.raises(QuickScaleError) as refused:
        compose(["auth"], options={"auth": answers})

    (problem,) = refused.value.problems
    assert problem.what == "auth: sign-up by passkey needs mandatory verification by code"
    assert f"auth.verification is {verification}" in problem.where
    assert "auth.passkeys=login" in problem.fix


def test_who_is_invited_has_later_addresses_verified(compose: ComposeProject) -> None:
    """The project's own check warns of it, and its gate would fail from the first minute."""
    with pytest.raises(QuickScaleError) as refused:
        compose(["auth"], options={"auth": {"signup": "invite", "verification": "none"}})

    (problem,) = refused.value.problems
    assert "would not be verified" in problem.what
    assert problem.where == ("auth.signup is invite", "auth.verification is none")
    assert "auth.verification=mandatory" in problem.fix
    assert compose(["auth"], options={"auth": {"signup": "invite", "verification": "optional"}})


def test_staff_cannot_be_asked_for_what_nobody_can_set_up(compose: ComposeProject) -> None:
    answers = {"staff_mfa": True, "mfa": False, "passkeys": "off"}

    with pytest.raises(QuickScaleError) as refused:
        compose(["auth"], options={"auth": answers})

    (problem,) = refused.value.problems
    assert "a second step that nobody can set up" in problem.what
    assert "auth.mfa=true" in problem.fix


def test_optional_verification_sends_a_link_whatever_was_asked() -> None:
    assert Answers(verification="mandatory").by_code
    assert not Answers(verification="optional").by_code
    assert not Answers(verification="mandatory", verification_method="link").by_code


@pytest.mark.parametrize(
    ("answers", "types"),
    [
        (Answers(), ["totp", "webauthn", "recovery_codes"]),
        (Answers(passkeys="off"), ["totp", "recovery_codes"]),
        (Answers(mfa=False), ["webauthn", "recovery_codes"]),
        (Answers(mfa=False, passkeys="off"), []),
    ],
)
def test_whoever_can_lose_a_device_has_recovery_codes(answers: Answers, types: list[str]) -> None:
    assert answers.mfa_types == types


def test_an_unknown_provider_is_refused_with_those_there_are(compose: ComposeProject) -> None:
    with pytest.raises(QuickScaleError, match="github"):
        compose(["auth"], options={"auth": {"social": ("gihub",)}})


def test_every_possible_combination_can_be_contributed() -> None:
    """Nothing in the product of all answers raises, bar what is refused by name."""
    values = [
        [False, True] if option.type == "bool" else list(option.choices)
        for option in PLUGIN.options
        if option.name != "social"
    ]
    names = [option.name for option in PLUGIN.options if option.name != "social"]
    possible = 0
    for combination in product(*values):
        given: dict[str, Any] = dict(zip(names, combination, strict=True))
        answers = Answers(**given, social=("google",))
        if not list(answers.problems()):
            assert list(contributions(answers))
            possible += 1
    assert possible > 100


def test_the_order_of_providers_does_not_matter(compose: ComposeProject) -> None:
    one = compose(["auth"], options={"auth": {"social": ("github", "google")}}).tree
    two = compose(["auth"], options={"auth": {"social": ("google", "github")}}).tree

    differing = [path for path in one if one[path].data != two[path].data]
    # The owner's own file keeps the owner's order.
    assert set(differing) <= {"quickscale.yml"}
