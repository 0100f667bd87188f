"""Makes users for tests."""

from __future__ import annotations

from factory import Faker, PostGenerationMethodCall, Sequence
from factory.django import DjangoModelFactory

from apps.users.models import User

PASSWORD = "correct horse battery staple"


class UserFactory(DjangoModelFactory[User]):
    """A person with a name, an address and ``PASSWORD``."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = Sequence(lambda number: f"person{number}@example.com")
    name = Faker("name")
    password = PostGenerationMethodCall("set_password", PASSWORD)

    @classmethod
    def _after_postgeneration(cls, instance: User, create: bool, results: object = None) -> None:
        if create:
            instance.save()
