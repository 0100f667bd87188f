"""What holds for the API as a whole, whichever endpoints there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache
from django.core.exceptions import SuspiciousOperation
from django.test import Client
from django.urls import include, path
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.api.problems import ConflictError
from apps.api.tests.factories import client_with, key_of
from apps.users.tests.factories import UserFactory

if TYPE_CHECKING:
    from django.http import HttpResponse
    from pytest_django import Settings
    from rest_framework.request import Request

pytestmark = pytest.mark.django_db


class ThingSerializer(serializers.Serializer[object]):
    """A thing with parts."""

    name = serializers.CharField(max_length=5)
    sizes = serializers.ListField(child=serializers.IntegerField())

    def validate(self, attrs: dict[str, object]) -> dict[str, object]:
        """Refuse one of them."""
        if attrs["name"] == "no":
            raise serializers.ValidationError("No such thing.", code="no_thing")
        return attrs


class Things(APIView):
    """Answers, refuses or fails, as it is asked."""

    def get(self, request: Request) -> Response:
        """Say when."""
        if request.query_params.get("wanted") == "fault":
            raise RuntimeError("a fault of ours")
        if request.query_params.get("wanted") == "nonsense":
            raise SuspiciousOperation("It is made up.")
        if request.query_params.get("wanted") == "conflict":
            raise ConflictError("It is in the way.", code="in_the_way")
        user = UserFactory.build()
        return Response(serializers.DateTimeField().to_representation(user.date_joined)[-1])

    def post(self, request: Request) -> Response:
        """Take a thing."""
        thing = ThingSerializer(data=request.data)
        thing.is_valid(raise_exception=True)
        return Response(thing.data)


things = [path("things/", Things.as_view())]
api = [path("", include((things, "things"))), path("", include("apps.api.urls"))]
urlpatterns = [path("api/v1/", include((api, "site")))]


@pytest.fixture(autouse=True)
def _things(settings: Settings) -> None:
    settings.ROOT_URLCONF = __name__


def signed_in(*, checks: bool = False) -> Client:
    """Return the client of somebody with a zone of their own."""
    client = Client(enforce_csrf_checks=checks, raise_request_exception=False)
    client.force_login(
        UserFactory.create(time_zone="Asia/Tokyo"),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    return client


def problem(response: HttpResponse, status: int) -> dict[str, object]:
    """Return the problem that an answer is."""
    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/problem+json"
    found: dict[str, object] = response.json()  # type: ignore[attr-defined]
    assert found["type"] == "about:blank"
    assert found["status"] == status
    assert found["request_id"] == response.headers["X-Request-ID"]
    return found


def test_nobody_is_asked_who_they_are() -> None:
    answer = Client().get("/api/v1/things/")

    assert problem(answer, 401)["code"] == "not_authenticated"  # type: ignore[arg-type]
    assert answer.headers["WWW-Authenticate"]


@pytest.mark.parametrize("path", ["/api/v1/", "/api/v1/nowhere/", "/api/v1/things"])
def test_what_is_not_there_is_a_problem_too(path: str) -> None:
    assert problem(signed_in().get(path), 404)["title"] == "Not Found"  # type: ignore[arg-type]
    assert problem(Client().post(path), 404)["title"] == "Not Found"  # type: ignore[arg-type]


def test_a_session_needs_its_csrf_token() -> None:
    answer = signed_in(checks=True).post("/api/v1/things/", {}, "application/json")

    assert "CSRF" in str(problem(answer, 403)["detail"])  # type: ignore[arg-type]


def test_each_error_says_where_it_is() -> None:
    sent = {"name": "longer", "sizes": [1, "two"]}

    found = problem(signed_in().post("/api/v1/things/", sent, "application/json"), 400)  # type: ignore[arg-type]

    assert found["code"] == "invalid"
    assert [(one["pointer"], one["code"]) for one in found["errors"]] == [  # type: ignore[attr-defined]
        ("#/name", "max_length"),
        ("#/sizes/1", "invalid"),
    ]


def test_an_error_of_the_whole_points_at_the_whole() -> None:
    sent = {"name": "no", "sizes": []}

    found = problem(signed_in().post("/api/v1/things/", sent, "application/json"), 400)  # type: ignore[arg-type]

    assert found["errors"] == [{"pointer": "#", "code": "no_thing", "detail": "No such thing."}]


@pytest.mark.parametrize(
    ("sent", "kind", "status", "code"),
    [
        ("{", "application/json", 400, "parse_error"),
        ("a", "text/plain", 415, "unsupported_media_type"),
    ],
)
def test_what_cannot_be_read_is_a_problem(sent: str, kind: str, status: int, code: str) -> None:
    answer = signed_in().post("/api/v1/things/", sent, kind)

    assert problem(answer, status)["code"] == code  # type: ignore[arg-type]


def test_a_conflict_says_what_is_in_the_way() -> None:
    found = problem(signed_in().get("/api/v1/things/", {"wanted": "conflict"}), 409)  # type: ignore[arg-type]

    assert found["code"] == "in_the_way"
    assert found["detail"] == "It is in the way."


def test_a_fault_of_ours_is_logged_and_tells_nothing(caplog: pytest.LogCaptureFixture) -> None:
    found = problem(signed_in().get("/api/v1/things/", {"wanted": "fault"}), 500)  # type: ignore[arg-type]

    assert "fault of ours" not in str(found)
    assert "a fault of ours" in caplog.text


def test_times_are_in_utc_whatever_somebodys_zone() -> None:
    assert signed_in().get("/api/v1/things/").json() == "Z"


def test_an_answer_that_is_known_is_not_sent_again() -> None:
    client = signed_in()
    tag = client.get("/api/v1/things/").headers["ETag"]

    again = client.get("/api/v1/things/", headers={"If-None-Match": tag})

    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/api/v1/things/", headers={"If-None-Match": '"x"'}).status_code == 200


def test_what_django_takes_for_nonsense_is_no_fault_of_ours() -> None:
    answer = signed_in().get("/api/v1/things/?wanted=nonsense")

    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")


@pytest.mark.parametrize("sent", ["[" * 100_000, '{"name":' * 50_000], ids=["list", "object"])
def test_what_is_nested_too_deeply_is_refused(sent: str) -> None:
    answer = signed_in().post("/api/v1/things/", sent, "application/json")

    assert (answer.status_code, answer.json()["code"]) == (400, "parse_error")


@pytest.mark.parametrize("headers", [{}, {"Idempotency-Key": "k1"}])
def test_what_is_too_long_is_refused(headers: dict[str, str], settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 20
    thing = {"name": "chair", "sizes": [1, 2, 3]}

    answer = signed_in().post("/api/v1/things/", thing, "application/json", headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (413, "too_long")
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_what_a_key_is_answered_is_kept_by_nobody_else() -> None:
    answer = client_with(key_of(UserFactory.create())[1]).get("/api/v1/things/")

    said = answer.headers["Cache-Control"]
    assert {one.strip() for one in said.split(",")} == {"private", "no-cache"}
    assert "Authorization" in answer.headers["Vary"]


def test_the_schema_is_shown_so_often(settings: Settings) -> None:
    cache.clear()
    settings.API_REQUESTS_PER_MINUTE = 1
    visitor = Client(REMOTE_ADDR="192.0.2.7")

    assert visitor.get("/api/v1/schema/").status_code == 200
    answer = visitor.get("/api/v1/schema/")

    assert problem(answer, 429)["code"] == "throttled"  # type: ignore[arg-type]
    assert answer.headers["Retry-After"] == "60"
