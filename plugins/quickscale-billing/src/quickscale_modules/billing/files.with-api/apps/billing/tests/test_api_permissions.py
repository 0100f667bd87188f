"""What an API asks of a plan: by itself, and below Django REST framework."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.module_loading import import_string

from apps.billing.api_permissions import has_feature, within_limit
from apps.billing.flows.usage import record_usage

if TYPE_CHECKING:
    from apps.billing.models import Account
    from apps.billing.tests.paying import Shop
    from apps.users.models import User

pytestmark = pytest.mark.django_db


def request_of(user: Any, method: str = "get") -> Any:
    request = getattr(RequestFactory(), method)("/api/v1/reports/")
    request.user = user
    return request


def asks(permission: Any, user: Any, method: str = "get", view: Any = None) -> tuple[bool, str]:
    """Return whether a permission lets somebody in, and what it says if not."""
    asked = permission()
    return asked.has_permission(request_of(user, method), view), asked.message


class Acting:
    """A viewset that does something."""

    def __init__(self, action: str) -> None:
        self.action = action


class TestFeature:
    def test_a_plan_without_it_is_refused_with_what_to_do(self, user: User) -> None:
        granted, message = asks(has_feature("reports"), user)

        assert not granted
        assert message == (
            "Reports: not in your plan. These plans have it: http://testserver/billing/pricing/"
        )
        assert has_feature("reports").code == "plan_lacks_feature"
        assert not has_feature("reports")().has_object_permission(request_of(user), None, object())

    def test_a_plan_with_it_opens(self, shop: Shop, account: Account) -> None:
        shop.subscribe(account)

        assert asks(has_feature("reports"), account.user) == (True, "")

    def test_a_feature_that_is_none_is_a_mistake(self) -> None:
        with pytest.raises(LookupError, match="FEATURES"):
            has_feature("telepathy")


class TestLimit:
    def test_what_is_recorded_counts(self, user: User) -> None:
        permission = within_limit("exports")
        record_usage(user, "exports", 4, key="first")
        assert asks(permission, user, "post") == (True, "")

        record_usage(user, "exports", key="second")

        granted, message = asks(permission, user, "post")
        assert not granted
        assert message == (
            "Exports each month: your plan allows 5. These plans allow more:"
            " http://testserver/billing/pricing/"
        )
        assert permission.code == "plan_limit_reached"

    def test_somebody_who_has_used_nothing_may(self, user: User) -> None:
        assert asks(within_limit("exports"), user, "post") == (True, "")

    @pytest.mark.parametrize(("used", "granted"), [(0, True), (1, False)])
    def test_what_is_there_is_counted_by_the_project(
        self, user: User, *, used: int, granted: bool
    ) -> None:
        assert asks(within_limit("projects", lambda _request: used), user, "post")[0] is granted

    def test_reading_and_changing_adds_nothing(self, user: User) -> None:
        permission = within_limit("projects", lambda _request: 9)

        assert asks(permission, user)[0]
        assert asks(permission, user, "patch")[0]
        assert asks(permission, user, "post", Acting("archive"))[0]
        assert not asks(permission, user, "post", Acting("create"))[0]
        assert permission().has_object_permission(request_of(user), None, object())

    def test_a_limit_that_is_none_is_a_mistake(self) -> None:
        with pytest.raises(LookupError, match="LIMITS"):
            within_limit("wishes")


@pytest.mark.parametrize("nobody", [AnonymousUser(), None])
def test_nobody_has_to_sign_in_first(nobody: Any) -> None:
    assert asks(has_feature("reports"), nobody) == (False, "")
    assert asks(within_limit("projects"), nobody) == (False, "")


class TestRestFramework:
    def call(self, permissions: list[Any], user: User | None, method: str = "get") -> Any:
        """Call an endpoint with permissions; return what it answers."""
        view: Any = type(
            "Endpoint",
            (import_string("rest_framework.views.APIView"),),
            {
                "permission_classes": permissions,
                "get": lambda _self, _request: HttpResponse("here you are"),
                "post": lambda _self, _request: HttpResponse("done"),
            },
        )
        requests = import_string("rest_framework.test.APIRequestFactory")()
        request = getattr(requests, method)("/api/v1/reports/")
        import_string("rest_framework.test.force_authenticate")(request, user=user)
        return view.as_view()(request)

    def test_a_refusal_says_what_to_do(self, user: User) -> None:
        answer = self.call([has_feature("reports")], user)

        assert answer.status_code == 403
        assert "http://testserver/billing/pricing/" in str(answer.data["detail"])
        assert answer.data["code"] == "plan_lacks_feature"

    def test_a_limit_holds(self, user: User) -> None:
        full = within_limit("projects", lambda _request: 1)

        assert self.call([full], user).status_code == 200
        answer = self.call([full], user, "post")
        assert answer.status_code == 403
        assert answer.data["code"] == "plan_limit_reached"

    def test_visitors_are_asked_who_they_are(self) -> None:
        answer = self.call([has_feature("reports")], None)

        assert answer.data["code"] == "not_authenticated"

    def test_a_paying_customer_comes_in(self, shop: Shop, account: Account) -> None:
        shop.subscribe(account)

        assert self.call([has_feature("reports")], account.user).content == b"here you are"

    def test_it_joins_with_others_on_either_side(self, user: User) -> None:
        reports = has_feature("reports")
        signed_in = import_string("rest_framework.permissions.IsAuthenticated")
        for joined, status in {
            signed_in & reports: 403,
            reports & signed_in: 403,
            signed_in | reports: 200,
            reports | signed_in: 200,
            signed_in & ~reports: 200,
            reports | within_limit("projects"): 200,
            reports & within_limit("projects"): 403,
        }.items():
            assert self.call([joined], user).status_code == status, joined
