"""A site with something to sell, for whole stories: what is on it before they begin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

    from quickscale_core.testing import Project, Site

__all__ = ["PEOPLE", "STAFF", "limit_members", "open_shop"]

PEOPLE: Final = {
    "ada@example.org": "Ada Lovelace",
    "bob@example.org": "Bob Kahn",
    "carol@example.org": "Carol Shaw",
    "dora@example.org": "Dora Marsden",
    "eli@example.org": "Eli Whitney",
    "gus@example.org": "Gus Holm",
    "hope@example.org": "Hope Bell",
}
"""Who has an account; each plays in one story."""
STAFF: Final = "staff@example.org"

LIMITED: Final = {
    """    "projects": _("Projects"),""": """    "projects": _("Projects"),
    "seats": _("Members"),""",
    """{"projects": 1, "exports": 5}""": """{"projects": 1, "exports": 5, "seats": None}""",
    """{"projects": 10, "exports": 100}""": """{"projects": 10, "exports": 100, "seats": 1}""",
    """{"projects": None, "exports": 2000}""": (
        """{"projects": None, "exports": 2000, "seats": None}"""
    ),
}
"""What the owner of a project changes in its plans so that Starter is for one person."""

PREPARE: Final = """
import stripe
from allauth.account.models import EmailAddress
from apps.billing.flows import plan_sync
from apps.users.models import User

for email, name in {people!r}.items():
    user = User.objects.create_user(email=email, password={password!r}, name=name)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
User.objects.filter(email={staff!r}).update(is_staff=True, is_superuser=True)
plan_sync.apply(plan_sync.plan_steps())
coupon = stripe.Coupon.create(percent_off=25, duration="once", name="Spring")
stripe.PromotionCode.create(promotion={{"type": "coupon", "coupon": coupon.id}}, code="SPRING")
"""


def limit_members(project: Project, folder: Path) -> Project:
    """Return a copy of a project whose plans say how many may join a team.

    Args:
        project: Which one.
        folder: Where the copy goes.
    """
    copy = project.copy(folder)
    plans = folder / "apps" / "billing" / "plans.py"
    text = plans.read_text(encoding="utf-8")
    for old, new in LIMITED.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    plans.write_text(text, encoding="utf-8")
    return copy


def open_shop(site: Site, password: str) -> None:
    """Let people have accounts, put the plans up for sale, and make a promotion code.

    Args:
        site: Where.
        password: Everybody's.
    """
    people = {**PEOPLE, STAFF: "Stella Staff"}
    script = PREPARE.format(people=people, password=password, staff=STAFF)
    site.project.manage("shell", "--no-imports", "-c", script).check()
