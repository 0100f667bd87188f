"""The demo company's people."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from apps.users.models import User

if TYPE_CHECKING:
    from apps.ops.seeding import Demo

PEOPLE: Final = (
    ("Ada Ferreira", 214),
    ("Jonas Lindqvist", 209),
    ("Priya Raman", 176),
    ("Marta Kowalska", 121),
    ("Samuel Okafor", 88),
    ("Chiara Bianchi", 43),
    ("Tomás Aguirre", 19),
    ("Hannah Weiss", 5),
)
"""Who works at the demo company, and how many days ago each joined. The first is the login."""


def seed(demo: Demo) -> None:
    """Make the people. The first may open the administration as well."""
    for number, (name, days) in enumerate(PEOPLE):
        joined = demo.now - timedelta(days=days, minutes=demo.random.randrange(600))
        first_name = name.split()[0].lower().replace("á", "a")
        user, created = User.objects.get_or_create(
            email=f"{first_name}@example.com",
            defaults={"name": name, "date_joined": joined},
        )
        user.password = demo.password_hash
        if number == 0:
            user.is_staff = user.is_superuser = True
        user.save(update_fields=["password", "is_staff", "is_superuser"])
        demo.people.append(user)
        if created:
            demo.made.append(f"Created {user.name} ({user.email})")
