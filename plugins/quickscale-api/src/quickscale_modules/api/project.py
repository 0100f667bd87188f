"""What api adds to a project's settings, URLs and dependencies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quickscale_core import (
    ApiRoute,
    App,
    Dependency,
    Env,
    EnvVar,
    ListItem,
    Middleware,
    PlanLimit,
    Setting,
    SettingsSection,
    UrlInclude,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quickscale_core import Contribution

__all__ = ["contributions", "quota"]


def contributions(*, clients: bool, cors: bool) -> Iterator[Contribution]:
    """Yield everything but files.

    Args:
        clients: Whether clients of the API are made.
        cors: Whether pages of other origins may call the API.
    """
    yield from _installed()
    yield from _framework()
    yield from _schema()
    yield from _pages()
    if clients:
        yield Dependency(requirement="openapi-python-client>=0.29,<0.30", group="dev")
    if cors:
        yield from _cors()


def quota() -> Iterator[Contribution]:
    """Yield what makes calls by key count against a plan, where plans are sold."""
    yield PlanLimit(
        name="api_calls", label="API calls", free=1_000, paid=100_000, largest=1_000_000
    )
    yield Setting(
        name="API_QUOTA",
        value="apps.api.quota.spend_call",
        comment="Each call by key is one of what the plan allows.",
    )


def _installed() -> Iterator[Contribution]:
    yield Dependency(requirement="djangorestframework>=3.18,<4", imports=("rest_framework",))
    yield Dependency(requirement="django-filter>=26,<27", untyped=("django_filters.*",))
    yield Dependency(requirement="drf-spectacular>=0.30,<0.31")
    yield Dependency(requirement="djangorestframework-stubs>=3.18,<4", group="dev")
    yield Dependency(requirement="factory-boy>=3.3,<4", group="dev", imports=("factory",))
    yield App(
        path="apps.api",
        summary="the API's front door: versions, who may call it, problem details, its schema",
        after=("apps.accounts", "apps.users"),
    )
    for app in ("rest_framework", "django_filters", "drf_spectacular"):
        yield App(path=app, after=("apps.api",))
    yield Middleware(
        path="apps.api.middleware.ApiMiddleware",
        after=(
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "apps.users.middleware.TimeZoneMiddleware",
            "apps.users.middleware.PrivateAnswersMiddleware",
            "apps.accounts.middleware.StaffMfaMiddleware",
            "apps.teams.middleware.TeamMiddleware",
        ),
    )
    yield UrlInclude(prefix="api/v1/", module="apps.api.urls")
    yield ApiRoute(prefix="dashboard/", module="apps.api.dashboard")
    yield ApiRoute(prefix="navigation/", module="apps.api.navigation")
    yield ApiRoute(prefix="quick-open/", module="apps.api.quick_open")
    yield ApiRoute(prefix="keys/", module="apps.api.key_endpoints")
    yield Setting(
        name="API_REQUESTS_PER_MINUTE",
        value=300,
        default=True,
        comment="Of each key, each person and each visitor; 0 is as many as they like.",
    )
    yield Setting(
        name="API_REQUESTS_PER_MINUTE",
        value=0,
        layer="test",
        comment="Tests call often; the tests of the limit turn it on.",
    )
    yield ListItem(setting="ACCOUNTS_EXPORTERS", value="apps.api.keys.key_data")


def _framework() -> Iterator[Contribution]:
    yield Setting(
        name="REST_FRAMEWORK",
        value={
            "DEFAULT_AUTHENTICATION_CLASSES": [
                "apps.api.authentication.ByKey",
                "apps.api.authentication.SignedInSession",
            ],
            "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
            "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
            "DEFAULT_PARSER_CLASSES": ["apps.api.parsing.JsonBodies"],
            "DEFAULT_PAGINATION_CLASS": "apps.api.pagination.CursorPages",
            "DEFAULT_FILTER_BACKENDS": [
                "django_filters.rest_framework.DjangoFilterBackend",
                "rest_framework.filters.SearchFilter",
                "rest_framework.filters.OrderingFilter",
            ],
            "DEFAULT_SCHEMA_CLASS": "apps.api.schema_class.ProblemSchema",
            "DEFAULT_THROTTLE_CLASSES": ["apps.api.throttling.PerCaller"],
            "EXCEPTION_HANDLER": "apps.api.problems.answer_with_problem",
            "TEST_REQUEST_DEFAULT_FORMAT": "json",
        },
    )


def _schema() -> Iterator[Contribution]:
    yield Setting(
        name="SPECTACULAR_SETTINGS",
        value={
            "OAS_VERSION": "3.1.0",
            "VERSION": "1",
            "SCHEMA_PATH_PREFIX": "/api/v1/",
            "COMPONENT_SPLIT_REQUEST": True,
            "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
        },
    )


def _pages() -> Iterator[Contribution]:
    yield UrlInclude(prefix="settings/api-keys/", module="apps.api.key_page_urls")
    yield UrlInclude(prefix="api/v1/docs/", module="apps.api.reference_urls", before=("api/v1/",))
    yield SettingsSection(
        name="api-keys",
        label="API keys",
        url="api_keys",
        icon="key-round",
        after=("profile", "email", "security", "sessions", "connections", "team", "members"),
    )


def _cors() -> Iterator[Contribution]:
    yield Dependency(requirement="django-cors-headers>=4.9,<5", imports=("corsheaders",))
    yield App(path="corsheaders")
    yield Middleware(
        path="corsheaders.middleware.CorsMiddleware",
        before=("django.middleware.common.CommonMiddleware",),
    )
    yield Setting(
        name="CORS_ALLOWED_ORIGINS",
        value=Env("CORS_ALLOWED_ORIGINS", "list", []),
        comment="They call the API with a key; no cookie goes along.",
    )
    yield Setting(name="CORS_URLS_REGEX", value=r"^/api/v1/")
    yield Setting(
        name="CORS_ALLOW_HEADERS",
        value=[
            "accept",
            "authorization",
            "content-type",
            "idempotency-key",
            "if-match",
            "if-none-match",
        ],
        comment="What a page of another origin may send.",
    )
    yield Setting(
        name="CORS_EXPOSE_HEADERS",
        value=["etag", "idempotent-replayed", "retry-after", "x-request-id"],
        comment="What it may read of an answer, besides the body.",
    )
    yield EnvVar(
        name="CORS_ALLOWED_ORIGINS",
        comment="Origins whose pages may call the API, each with its scheme, by commas",
        example="https://app.example.com",
    )
