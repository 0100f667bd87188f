"""A module that contributes some of everything, much of it with long names."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from quickscale_core import (
    AdminNumbers,
    ApiRoute,
    ApiScope,
    App,
    AuthBackend,
    CiStep,
    ContextProcessor,
    CspSource,
    DashboardActivity,
    DashboardCard,
    DashboardChart,
    DashboardNumbers,
    DashboardStep,
    DashboardTasks,
    Dependency,
    Env,
    EnvVar,
    Event,
    EventField,
    HealthCheck,
    ListItem,
    LogLevel,
    Middleware,
    NavItem,
    PagePart,
    PeriodicTask,
    PlanFeature,
    PlanLimit,
    Plugin,
    Process,
    ProjectPath,
    Purchase,
    QuickOpenEntries,
    Ref,
    Service,
    Setting,
    SettingsSection,
    ShowcaseCard,
    UrlInclude,
    hookimpl,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quickscale_core.plugin_api.contributions import Contribution

PLUGIN = Plugin(name="crowded", kind="module", summary="Some of everything", provides=("login",))
LONG = "a_rather_long_name_that_somebody_found_telling_once_and_nobody_ever_shortened"


@hookimpl
def contribute_settings() -> Iterator[Contribution]:
    """Contribute some of everything."""
    for number in range(30):
        yield App(path=f"crowded_things.{LONG}_{number}")
        yield Middleware(path=f"crowded_things.middleware.{LONG.title()}{number}")
    yield App(path="crowded_things")
    yield ContextProcessor(path=f"crowded_things.context_processors.{LONG}")
    yield AuthBackend(path=f"crowded_things.backends.{LONG}")
    yield UrlInclude(prefix="crowded/", module=f"crowded_things.urls.{LONG}")
    yield UrlInclude(prefix=f"crowded/{LONG}/", module="crowded_things.urls")
    yield App(path="dev.crowded", layer="local", summary="a page that shows some of everything")
    yield App(path="dev.crowded", layer="test")
    yield App(path="dev.other", layer="local")
    yield UrlInclude(prefix="dev/crowded/", module="dev.crowded.urls", layer="local")
    yield UrlInclude(prefix=f"dev/{LONG}/", module="dev.other.urls", layer="local")
    yield UrlInclude(prefix="dev/crowded/", module="dev.crowded.urls", layer="test")
    yield ApiRoute(prefix="crowded/", module="crowded_things.api")
    yield ApiScope(name="crowded", label="Crowded things")
    yield from _settings()
    yield from _pages()
    yield from _operations()


def _settings() -> Iterator[Contribution]:
    yield Setting(name="CROWDED_PAUSE", value=timedelta(minutes=5))
    yield Setting(name="CROWDED_NONCE", value=Ref("csp.constants:NONCE"), layer="local")
    yield Setting(
        name="CROWDED_FOLDERS",
        value=[
            ProjectPath("crowded/somewhere/deep/down/in/the/folders"),
            ProjectPath("crowded/short"),
            None,
            True,
            1.5,
        ],
        comment="A comment that goes on for so long that no line of the settings could hold it,"
        " which is why it has to be broken into several, each with a hash of its own.",
    )
    yield Setting(
        name="CROWDED_KEYS",
        value={LONG: {"inner": [LONG, LONG]}, "empty": [], "one": ("alone",)},
        layer="production",
    )
    yield Setting(name="CROWDED_URL", value=Env("CROWDED_URL", default=f"https://{LONG}.example"))
    yield Setting(name="CROWDED_FAST", value=True, layer="test")
    yield ListItem(setting="LOCALE_PATHS", value=ProjectPath("crowded/locale"))
    yield EnvVar(name="CROWDED_KEY", comment="Opens it", secret=True, required=True)
    yield Dependency(requirement="stripe>=15", untyped=("stripe.*",))


def _pages() -> Iterator[Contribution]:
    yield NavItem(
        name="crowded",
        label='It\'s "crowded" here, and the label is longer than any sidebar could ever show it',
        url="pages:home",
        icon="users",
        area="main",
        staff=True,
        permission="users.add_user",
        setting="CROWDED_FAST",
    )
    yield SettingsSection(
        name="crowded", label="Crowded", url="pages:about", icon="users", group="team"
    )
    yield QuickOpenEntries(name="crowded", source=f"crowded_things.queries.{LONG}")
    yield DashboardCard(
        name="crowded",
        template=f"crowded_things/{LONG}.html",
        context=f"crowded_things.queries.{LONG}",
        wide=True,
    )
    yield DashboardStep(
        name="crowded",
        label='Begin with "it\'s crowded", which nobody does before they have read this to its end',
        body="words " * 40,
        url="pages:home",
        icon="users",
        done=f"crowded_things.dashboard.{LONG}",
    )
    yield DashboardChart(
        name="crowded",
        title="How crowded it is",
        empty="words " * 30,
        icon="users",
        source=f"crowded_things.dashboard.{LONG}",
    )
    yield PagePart(
        name="crowded",
        place="profile",
        template=f"crowded_things/{LONG}.html",
        context=f"crowded_things.queries.{LONG}",
    )
    for kind in (DashboardNumbers, DashboardTasks, DashboardActivity, AdminNumbers):
        yield kind(name="crowded", source=f"crowded_things.dashboard.{LONG}")
    for length in range(60, 100):
        yield ShowcaseCard(
            name=f"crowded{length}",
            title="T" * length,
            body=("words " * 40)[:length],
            icon="users",
            url="pages:home",
            link_label="Go on and see for yourself what there is to be seen on that page " * 2,
        )


def _operations() -> Iterator[Contribution]:
    yield LogLevel(name="crowded", level="WARNING")
    for length in range(60, 100):
        yield Event(
            name=f"crowded.filled_{length}",
            summary=("It's crowded. " * 10)[:length].strip(),
            fields=(
                EventField(name="a" * (length - 20), format="string", example="b", optional=True),
                EventField(
                    name="c", format="integer", example=1, summary=("s " * 50)[: length - 40]
                ),
            ),
        )
    yield Event(name="crowded.emptied", summary="words " * 25, fields=(), about="person")
    yield PlanFeature(name="crowded_export", label="Exports")
    yield PlanLimit(name="crowded", label="Things", free=1, paid=10, largest=None)
    yield Purchase(name="crowded_pack", label="More", amount=900, adds=(("crowded", 10),))
    yield HealthCheck(name="crowded", check=f"crowded_things.health.{LONG}")
    yield PeriodicTask(name="crowded-sweep", task="crowded_things.tasks.sweep", every_seconds=3600)
    yield Process(name="listener", command=("python", "manage.py", "listen"))
    yield Service(
        name="search",
        image="opensearch:3",
        command=("--quiet",),
        environment=(("MODE", "yes"),),
        volumes=("search-data:/data",),
        wait=False,
        web_environment=(("SEARCH_URL", "http://search:9200"),),
    )
    yield CiStep(name="Check: translations", run="python manage.py compilemessages")
    yield CspSource(directive="script-src", source="https://js.stripe.com")
    yield CspSource(directive="frame-src", source="https://js.stripe.com")
    yield CspSource(directive="worker-src", source="https://workers.example.com")
    for number in range(4):
        yield CspSource(directive="connect-src", source=f"https://server-{number}.stripe.example")
