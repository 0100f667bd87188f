from __future__ import annotations

import pytest
from django.test import override_settings

from apps.club.flows import plan_evening
from apps.users.tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@override_settings(CLUB_STEPS=[])
def test_evenings_have_no_end_where_nobody_counts() -> None:
    user = UserFactory.create()

    assert [plan_evening(user, name) for name in "abc"] == ["a", "b", "c"]
