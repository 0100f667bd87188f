"""The auth plugin: its card, its options and its hooks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from quickscale_core import ApiRoute, ApiScope, FileSet, Fragment, Option, Plugin, hookimpl
from quickscale_modules.auth.headless import headless_contributions
from quickscale_modules.auth.options import Answers
from quickscale_modules.auth.project import contributions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quickscale_core import Contribution, Spec

__all__ = ["PLUGIN", "contribute_settings", "contribute_templates"]

HERE = Path(__file__).parent

PLUGIN = Plugin(
    name="auth",
    kind="module",
    summary="Sign-up, sign-in, two-step verification, passkeys, sessions and data export",
    provides=("login",),
    frontends=("html", "react"),
    options=(
        Option(
            name="signup",
            type="choice",
            choices=("open", "invite", "closed"),
            default="open",
            help="Who may create an account: anybody, people you invite, or nobody.",
        ),
        Option(
            name="verification",
            type="choice",
            choices=("mandatory", "optional", "none"),
            default="mandatory",
            help="Whether a new e-mail address must be verified before it signs in.",
        ),
        Option(
            name="verification_method",
            type="choice",
            choices=("code", "link"),
            default="code",
            help="Verify by a code or by a link; optional verification always sends a link.",
        ),
        Option(
            name="social",
            type="list",
            choices=("google", "github", "microsoft", "apple", "openid_connect"),
            default=(),
            help="Providers people may sign in with; each is shown once its keys are set.",
        ),
        Option(
            name="passkeys",
            type="choice",
            choices=("off", "login", "signup"),
            default="login",
            help="Whether passkeys sign people in, and also let them sign up without a password.",
        ),
        Option(
            name="mfa",
            type="bool",
            default=True,
            help="Whether people may protect their account with an authenticator app.",
        ),
        Option(
            name="staff_mfa",
            type="bool",
            default=False,
            help="Whether the admin is closed to staff without two-step verification.",
        ),
    ),
)


@hookimpl
def contribute_templates(spec: Spec) -> Iterator[FileSet | Fragment]:
    """Add ``apps.accounts``, its pages, and what belongs to social sign-in if that is wanted."""
    answers = Answers.of(spec)
    yield FileSet(root=HERE / "files")
    yield FileSet(root=HERE / "files.html", frontend="html")
    yield FileSet(root=HERE / "files.react", frontend="react")
    if answers.social:
        yield FileSet(root=HERE / "files.social")
    if spec.has("api"):
        yield FileSet(root=HERE / "files.with-api")
    yield Fragment(slot="readme", template=HERE / "fragments" / "readme.md.j2")
    yield Fragment(slot="agents", template=HERE / "fragments" / "agents.md.j2")


@hookimpl
def contribute_settings(spec: Spec) -> Iterator[Contribution]:
    """Add what ``apps.accounts`` and django-allauth need, from the options."""
    answers = Answers.of(spec)
    answers.check()
    yield from contributions(answers)
    if spec.frontend == "react":
        yield from headless_contributions()
    if spec.has("api"):
        yield ApiRoute(prefix="me/", module="apps.accounts.api")
        yield ApiScope(name="account", label="Your account", personal=True)
