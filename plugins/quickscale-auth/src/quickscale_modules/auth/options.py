"""The plugin's options as one typed value, and the combinations that cannot be met."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

from quickscale_core import Problem, QuickScaleError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quickscale_core import Spec

__all__ = ["Answers"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Answers:
    """What the project's owner answered.

    Attributes:
        signup: Who may create an account.
        verification: Whether a new address must be verified.
        verification_method: How it is verified while ``verification`` is mandatory.
        social: Provider ids, in alphabetical order.
        passkeys: What passkeys are good for.
        mfa: Whether authenticator apps are offered.
        staff_mfa: Whether the admin demands two-step verification.
    """

    signup: Literal["open", "invite", "closed"] = "open"
    verification: Literal["mandatory", "optional", "none"] = "mandatory"
    verification_method: Literal["code", "link"] = "code"
    social: tuple[str, ...] = ()
    passkeys: Literal["off", "login", "signup"] = "login"
    mfa: bool = True
    staff_mfa: bool = False

    @classmethod
    def of(cls, spec: Spec) -> Answers:
        """Read the answers from a spec.

        Args:
            spec: What was asked for; its options are validated and defaulted.

        Returns:
            The answers, whether or not they can be met together.
        """
        signup, verification, method, passkeys = (
            spec.option("auth", name, str)
            for name in ("signup", "verification", "verification_method", "passkeys")
        )
        return cls(
            signup=cast("Literal['open', 'invite', 'closed']", signup),
            verification=cast("Literal['mandatory', 'optional', 'none']", verification),
            verification_method=cast("Literal['code', 'link']", method),
            social=tuple(sorted(set(spec.option("auth", "social", tuple)))),
            passkeys=cast("Literal['off', 'login', 'signup']", passkeys),
            mfa=spec.option("auth", "mfa", bool),
            staff_mfa=spec.option("auth", "staff_mfa", bool),
        )

    @property
    def by_code(self) -> bool:
        """Whether addresses are verified by a code.

        allauth keeps the code in the session of a sign-in that waits for it, so it can only be
        used where verification is mandatory (its system check says the same).
        """
        return self.verification == "mandatory" and self.verification_method == "code"

    @property
    def mfa_types(self) -> list[str]:
        """The kinds of second factor on offer, as ``MFA_SUPPORTED_TYPES`` names them."""
        types = []
        if self.mfa:
            types.append("totp")
        if self.passkeys != "off":
            types.append("webauthn")
        # Whoever can lose a device needs a way back in.
        return [*types, "recovery_codes"] if types else []

    def check(self) -> None:
        """Refuse answers that exclude each other.

        Raises:
            QuickScaleError: With every such pair.
        """
        if problems := tuple(self.problems()):
            raise QuickScaleError(*problems)

    def problems(self) -> Iterator[Problem]:
        """Yield each pair of answers that exclude each other."""
        if self.passkeys == "signup" and not self.by_code:
            yield Problem(
                what="auth: sign-up by passkey needs mandatory verification by code",
                where=(
                    f"auth.passkeys is {self.passkeys}",
                    f"auth.verification is {self.verification}",
                    f"auth.verification_method is {self.verification_method}",
                ),
                fix="set auth.verification=mandatory and auth.verification_method=code, or"
                " auth.passkeys=login",
            )
        if self.signup == "invite" and self.verification == "none":
            yield Problem(
                what="auth: an address that is added after an invitation would not be verified",
                where=("auth.signup is invite", "auth.verification is none"),
                fix="set auth.verification=mandatory or optional, or auth.signup=open",
            )
        if self.staff_mfa and not self.mfa_types:
            yield Problem(
                what="auth: staff cannot be asked for a second step that nobody can set up",
                where=("auth.staff_mfa is true", "auth.mfa is false", "auth.passkeys is off"),
                fix="set auth.mfa=true or auth.passkeys=login, or leave auth.staff_mfa out",
            )
