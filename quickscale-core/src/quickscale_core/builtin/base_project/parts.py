"""What the base project is made of, as contributions.

Settings here are defaults, which any plugin and the owner may override. What several parts write
together (``INSTALLED_APPS``, ``DATABASES``, ...) stands in the templates of ``files/`` instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from quickscale_core import (
    AdminNumbers,
    App,
    AuthBackend,
    ContextProcessor,
    DashboardActivity,
    DashboardStep,
    Dependency,
    Middleware,
    NavItem,
    PagePlace,
    Service,
    Setting,
    SettingsSection,
    ShowcaseCard,
    UrlInclude,
)

if TYPE_CHECKING:
    from quickscale_core.plugin_api.contributions import Contribution, Layer

__all__ = ["dependencies", "development", "installed", "login_pages", "pages", "services"]

APPS: Final = (
    "apps.ops",
    "apps.users",
    "apps.pages",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
)
"""The site's own apps stand first: of two templates with one name the first app's counts."""

MIDDLEWARE: Final = (
    "apps.ops.middleware.RequestIdMiddleware",
    "apps.ops.middleware.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "apps.ops.middleware.SecretAddressMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "apps.ops.middleware.CompressionMiddleware",
    "csp.middleware.CSPMiddleware",
    "apps.ops.middleware.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "apps.users.middleware.PrivateAnswersMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "apps.users.middleware.TimeZoneMiddleware",
    "apps.ops.middleware.ActionAddressMiddleware",
)
CONTEXT_PROCESSORS: Final = (
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "csp.context_processors.nonce",
    "apps.pages.context_processors.site",
)
DEPENDENCIES: Final = (
    Dependency(requirement="django>=5.2,<5.3"),
    Dependency(requirement="django-csp>=4.0,<5", imports=("csp",)),
    Dependency(
        requirement="django-environ>=0.12,<0.15", imports=("environ",), untyped=("environ.*",)
    ),
    Dependency(requirement="django-stubs-ext>=5.2,<7", imports=("django_stubs_ext",)),
    Dependency(requirement="gunicorn>=26.0,<28", untyped=("gunicorn.*",)),
    Dependency(requirement="psycopg[binary]>=3.2,<4", imports=("psycopg", "psycopg_binary")),
    Dependency(requirement="redis>=6.0,<9"),
    Dependency(requirement="whitenoise[brotli]>=6.9,<7", untyped=("whitenoise.*",)),
    Dependency(
        requirement="django-stubs[compatible-mypy]>=5.2,<7",
        group="dev",
        imports=("mypy_django_plugin", "mypy", "mypyc"),
    ),
    Dependency(requirement="djlint>=1.36,<2", group="dev"),
    Dependency(requirement="factory-boy>=3.3,<4", group="dev", imports=("factory",)),
    Dependency(requirement="pre-commit>=4.0,<5", group="dev"),
    Dependency(requirement="pytest>=8.3,<10", group="dev"),
    Dependency(requirement="pytest-cov>=6.0,<8", group="dev"),
    Dependency(requirement="pytest-django>=4.11,<5", group="dev"),
    Dependency(requirement="ruff>=0.15,<0.18", group="dev"),
)


def installed() -> Iterator[Contribution]:
    """Yield the apps, the middleware and everything else that is listed by dotted path."""
    yield from (App(path=path) for path in APPS)
    yield from (Middleware(path=path) for path in MIDDLEWARE)
    yield from (ContextProcessor(path=path) for path in CONTEXT_PROCESSORS)
    yield AuthBackend(path="django.contrib.auth.backends.ModelBackend")


def development() -> Iterator[Contribution]:
    """Yield the tools for development, which local and test settings have."""
    layers: tuple[Layer, ...] = ("local", "test")
    for layer in layers:
        yield App(
            path="dev",
            summary="`/dev/emails/`: every e-mail of the site, made of sample data;"
            " `/dev/components/`: every component that pages are made of, in the theme",
            layer=layer,
        )
        yield UrlInclude(prefix="dev/emails/", module="dev.emails", layer=layer)
        yield UrlInclude(prefix="dev/components/", module="dev.components", layer=layer)


def dependencies() -> Iterator[Contribution]:
    """Yield what the project installs."""
    yield from DEPENDENCIES


def services() -> Iterator[Contribution]:
    """Yield the services of ``docker-compose.yml`` beside the project's own."""
    yield Service(
        name="db",
        image="postgres:17-alpine",
        environment=(
            ("POSTGRES_DB", "app"),
            ("POSTGRES_USER", "app"),
            ("POSTGRES_PASSWORD", "app"),
        ),
        volumes=("postgres-data:/var/lib/postgresql/data",),
        healthcheck="pg_isready --username app --dbname app",
        web_environment=(("DATABASE_URL", "postgres://app:app@db:5432/app"),),
    )
    yield Service(
        name="redis",
        image="redis:8-alpine",
        command=("redis-server", "--appendonly", "yes"),
        volumes=("redis-data:/data",),
        healthcheck="redis-cli ping",
        web_environment=(("REDIS_URL", "redis://redis:6379/0"),),
    )


def pages() -> Iterator[Contribution]:
    """Yield the navigation and the cards of the site's own pages."""
    yield NavItem(
        name="dashboard",
        label="Dashboard",
        url="pages:dashboard",
        icon="layout-dashboard",
        area="main",
    )
    yield NavItem(name="about", label="About", url="pages:about", icon="info", area="public")
    footer = (
        ("footer-about", "About", "pages:about", "info"),
        ("footer-contact", "Contact", "pages:contact", "mail"),
        ("footer-privacy", "Privacy", "pages:privacy", "shield"),
        ("footer-terms", "Terms", "pages:terms", "file-text"),
    )
    for name, label, url, icon in footer:
        yield NavItem(name=name, label=label, url=url, icon=icon, area="footer")
    yield NavItem(
        name="settings", label="Settings", url="pages:settings", icon="settings", area="user"
    )
    yield NavItem(
        name="admin",
        label="Administration",
        url="admin:index",
        icon="shield",
        area="user",
        staff=True,
        after=("settings",),
    )
    yield ShowcaseCard(
        name="dashboard",
        title="One place to look",
        body="A dashboard gathers what matters today. Settings keep everything about your account"
        " together.",
        icon="layout-dashboard",
        url="pages:dashboard",
        link_label="Open the dashboard",
        after=("login", "auth"),
    )
    yield ShowcaseCard(
        name="contact",
        title="People who answer",
        body="Write to us from any page. A person reads every message and answers by e-mail.",
        icon="life-buoy",
        url="pages:contact",
        link_label="Write to us",
        after=("dashboard", "billing", "teams"),
    )
    yield AdminNumbers(name="sign-ups", source="apps.users.dashboard.sign_ups")
    yield PagePlace(
        name="profile", summary="Below somebody's profile in the settings, which they alone see."
    )
    yield DashboardActivity(name="joined", source="apps.users.dashboard.joined")


def login_pages() -> Iterator[Contribution]:
    """Yield the contributions of Django's own login pages."""
    yield UrlInclude(prefix="accounts/", module="apps.users.urls")
    yield UrlInclude(prefix="admin/login/", module="apps.users.admin_urls")
    yield UrlInclude(prefix="settings/", module="apps.users.profile_urls")
    yield Setting(name="LOGIN_URL", value="login", default=True)
    yield Setting(
        name="LOGIN_ATTEMPTS_PER_QUARTER_HOUR",
        value=10,
        default=True,
        comment="For one e-mail address from one place.",
    )
    yield Setting(
        name="PASSWORD_RESETS_PER_HOUR", value=5, default=True, comment="At one visitor's wish."
    )
    yield Setting(name="PASSWORD_RESETS_PER_DAY", value=20, default=True, comment="To one address.")
    yield NavItem(
        name="sign-in",
        label="Sign in",
        url="login",
        icon="log-in",
        area="anonymous",
        primary=True,
    )
    yield NavItem(
        name="sign-out",
        label="Sign out",
        url="logout",
        icon="log-out",
        area="user",
        method="post",
        after=("settings", "admin"),
    )
    yield SettingsSection(name="profile", label="Profile", url="users:profile", icon="user")
    yield SettingsSection(
        name="password", label="Password", url="users:password", icon="key", after=("profile",)
    )
    yield DashboardStep(
        name="name",
        label="Say what to call you",
        body="Your name stands beside what you do, where others see it.",
        url="users:profile",
        icon="user",
        done="apps.users.dashboard.has_name",
    )
    yield ShowcaseCard(
        name="login",
        title="Your own account",
        body="Sign in with your e-mail address. Your name, your password and your time zone are"
        " yours to change at any time.",
        icon="user",
        url="login",
        link_label="Sign in",
    )
