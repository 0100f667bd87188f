"""How owners may answer the options of our modules, where the defaults are not what they want."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tests.conftest import HTML_THEMES, RICH

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["VARIANTS", "Variant"]


@dataclass(frozen=True)
class Variant:
    """Answers that are tried together.

    Attributes:
        modules: What the project is made of, besides what that requires.
        options: The answers, by module and option.
        themes: The themes it is tried with.
        other_pages: Whether its pages are others than those of the defaults.
    """

    modules: tuple[str, ...]
    options: Mapping[str, Mapping[str, object]]
    themes: tuple[str, ...] = HTML_THEMES
    other_pages: bool = False


def _auth(**answers: object) -> Variant:
    return Variant(("auth",), {"auth": answers}, other_pages=True)


def _teams(*, billing: Mapping[str, object] | None = None, **answers: object) -> Variant:
    # No theme asks for one of these.
    options = {"teams": answers, "billing": billing or {}}
    return Variant(("billing", "teams"), options, themes=(RICH,))


SOCIAL: Final = ("apple", "github", "google", "microsoft", "openid_connect")

VARIANTS: Final[dict[str, Variant]] = {
    "closed": _auth(signup="closed", mfa=False, passkeys="off"),
    "by-invitation": _auth(signup="invite", verification_method="link", staff_mfa=True),
    "unverified": _auth(verification="none", passkeys="off"),
    "optional": _auth(verification="optional", verification_method="link", mfa=False),
    "social": _auth(social=SOCIAL, passkeys="signup"),
    "tax": Variant(("billing",), {"billing": {"tax": True}}),
    "without-portal": Variant(("billing",), {"billing": {"portal": False}}),
    "metering": Variant(("billing", "teams"), {"billing": {"metering": True}}),
    "discounts": Variant(("billing", "teams"), {"billing": {"discounts": True}}),
    "webhooks": Variant(
        ("api", "teams"),
        {"api": {"clients": True, "cors": True, "webhooks": True}},
        other_pages=True,
    ),
    "people-beside-teams": Variant(("billing", "teams"), {"billing": {"subject": "user"}}),
    "yen-without-trials": Variant(
        ("billing", "teams"), {"billing": {"currency": "jpy", "trial_days": 0}}
    ),
    # Every pair of values of teams' options is in one of these or in the defaults.
    "personal-at-once": _teams(addresses="path", personal=True, grace_days=0),
    "session-at-once": _teams(addresses="session", personal=False, grace_days=0),
    "session-personal": _teams(addresses="session", personal=True, grace_days=14),
    "session-people-pay": _teams(
        addresses="session", personal=True, grace_days=0, billing={"subject": "user"}
    ),
}
"""All of them, by a name that says what they are about."""
