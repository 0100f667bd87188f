"""Clashes are asserted to the letter: their text is what people get to see."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, get_args

import pytest
from quickscale_core.composition.collect import collect
from quickscale_core.composition.compose import KEYED, ORDERED, compose
from quickscale_core.composition.composition import Composition
from quickscale_core.errors import QuickScaleError
from quickscale_core.plugin_api import contributions
from quickscale_core.plugin_api.contributions import App, Layer, PeriodicTask, Process
from quickscale_core.plugin_api.spec import ModuleRequest, ProjectSpec
from quickscale_core.selection.resolve import resolve

if TYPE_CHECKING:
    from conftest import Workshop

RESERVED = {"DATABASES": "an EnvVar DATABASE_URL"}


def made(workshop: Workshop, *modules: str, **more: object) -> Composition:
    request = ProjectSpec(
        name="demo",
        theme="starter",
        modules={module: ModuleRequest() for module in modules},
        **more,  # type: ignore[arg-type]
    )
    selection = resolve(request, workshop.registry())
    return compose(selection, collect(selection), RESERVED)


def clash(workshop: Workshop, one: str, two: str, base: str = "", **more: object) -> str:
    """Return the text of the clash of two plugins' contributions."""
    workshop.core(settings=base)
    workshop.plugin("billing", distribution="quickscale-billing", settings=one)
    workshop.plugin("invoices", version="0.2.0", settings=two)
    with pytest.raises(QuickScaleError) as caught:
        made(workshop, "invoices", "billing", **more)
    return str(caught.value)


BILLING = "  billing 1.0.0 (quickscale-billing)"
INVOICES = "  invoices 0.2.0 (acme-invoices)"
AT = "  plugin.py:11\n"
LEAVE = "fix: leave one of them out, and report this to their authors"
SELF = "fix: leave one out, or set it yourself under settings: in quickscale.yml"


def test_two_firm_settings(workshop: Workshop) -> None:
    assert clash(
        workshop,
        'Setting(name="STRIPE_MODE", value="live")',
        'Setting(name="STRIPE_MODE", value="test")',
    ) == (f'two plugins set STRIPE_MODE\n{BILLING}: "live"{AT}{INVOICES}: "test"{AT}{SELF}')


def test_two_settings_of_another_layer(workshop: Workshop) -> None:
    text = clash(
        workshop,
        'Setting(name="A", value=1, layer="production")',
        'Setting(name="A", value=True, layer="production")',
    )
    assert text.startswith("two plugins set A in the production settings\n")


def test_two_values_under_one_key_of_a_dict(workshop: Workshop) -> None:
    assert clash(
        workshop,
        'Setting(name="A", value={"x": {"y": 1, "z": 2}})',
        'Setting(name="A", value={"x": {"y": 2}, "w": 3})',
    ).startswith(f'two plugins set A["x"]["y"]\n{BILLING}: {{"x": {{"y": 1, "z": 2}}}}{AT}')


def test_a_long_value_is_shown_short(workshop: Workshop) -> None:
    text = clash(workshop, f'Setting(name="A", value="{"x" * 90}")', 'Setting(name="A", value=1)')
    assert f'"{"x" * 56}...' in text


def test_a_plugin_may_contradict_itself(workshop: Workshop) -> None:
    workshop.core()
    workshop.plugin("odd", settings='Setting(name="A", value=1), Setting(name="A", value=2)')
    with pytest.raises(QuickScaleError, match="odd contradicts itself on A"):
        made(workshop, "odd")


def test_a_whole_list_and_items_for_it(workshop: Workshop) -> None:
    assert clash(
        workshop,
        'Setting(name="A", value=["x"])',
        'ListItem(setting="A", value="y")',
    ) == (
        "two plugins set and extend A\n"
        f"{BILLING}: sets the whole list{AT}"
        f'{INVOICES}: adds "y"{AT}'
        "fix: contribute a ListItem for each element"
    )


def test_items_for_what_is_no_list(workshop: Workshop) -> None:
    assert clash(
        workshop,
        'Setting(name="A", value="x", default=True)',
        'ListItem(setting="A", value="y")',
    ) == (
        "two plugins disagree whether it is a list: A\n"
        f'{BILLING}: sets "x"{AT}'
        f'{INVOICES}: adds "y"{AT}'
        f"{SELF}"
    )


def test_items_in_a_circle(workshop: Workshop) -> None:
    assert clash(
        workshop,
        'ListItem(setting="A", value="x", before=("y",))',
        'ListItem(setting="A", value="y", before=("x",))',
    ) == (
        "the order of A contradicts itself: x < y < x\n"
        f"{BILLING}  plugin.py:11: x before y\n"
        f"{INVOICES}  plugin.py:11: y before x\n"
        f"{LEAVE}"
    )


def test_a_setting_that_core_writes_itself(workshop: Workshop) -> None:
    assert clash(
        workshop,
        'Setting(name="DATABASES", value={})',
        'ListItem(setting="DATABASES", value=1)',
    ) == (
        "billing 1.0.0 (quickscale-billing) sets DATABASES, which core writes itself\n"
        "  plugin.py:11\n"
        "fix: use an EnvVar DATABASE_URL\n\n"
        "invoices 0.2.0 (acme-invoices) sets DATABASES, which core writes itself\n"
        "  plugin.py:11\n"
        "fix: use an EnvVar DATABASE_URL\n\n"
        "two plugins disagree whether it is a list: DATABASES\n"
        f"{BILLING}: sets {{}}{AT}"
        f"{INVOICES}: adds 1{AT}"
        f"{SELF}"
    )


def test_the_owner_cannot_set_what_core_writes(workshop: Workshop) -> None:
    workshop.core()
    said = {("settings", "DATABASES"): "quickscale.yml:9:3"}
    with pytest.raises(QuickScaleError) as caught:
        made(workshop, settings={"DATABASES": {}}, said=said)
    assert str(caught.value) == (
        "DATABASES cannot be set under settings:, because core writes it itself\n"
        "  quickscale.yml:9:3\n"
        "fix: change it in the generated settings, which are yours"
    )


def test_middleware_in_a_circle(workshop: Workshop) -> None:
    assert clash(
        workshop,
        'Middleware(path="a.A", before=("b.B",))',
        'Middleware(path="b.B", before=("a.A",))',
    ) == (
        "the order of middleware contradicts itself: a.A < b.B < a.A\n"
        f"{BILLING}  plugin.py:11: a.A before b.B\n"
        f"{INVOICES}  plugin.py:11: b.B before a.A\n"
        f"{LEAVE}"
    )


def test_two_on_one_url_prefix(workshop: Workshop) -> None:
    assert clash(
        workshop,
        'UrlInclude(prefix="shop/", module="apps.a.urls")',
        'UrlInclude(prefix="shop/", module="apps.b.urls")',
    ) == (f"two plugins claim /shop/\n{BILLING}: /shop/{AT}{INVOICES}: /shop/{AT}{LEAVE}")


def test_prefixes_in_each_other(workshop: Workshop) -> None:
    assert clash(
        workshop,
        'UrlInclude(prefix="shop/cart/", module="apps.a.urls")',
        'UrlInclude(prefix="shop/", module="apps.b.urls")',
    ).startswith(f"two plugins claim /shop/\n{BILLING}: /shop/cart/{AT}{INVOICES}: /shop/{AT}")


@pytest.mark.parametrize("other", ["notes/", "notes/archive/"])
def test_two_on_one_prefix_of_the_api(workshop: Workshop, other: str) -> None:
    assert clash(
        workshop,
        f'ApiRoute(prefix="{other}", module="apps.a.api")',
        'ApiRoute(prefix="notes/", module="apps.b.api")',
    ) == (
        f"two plugins claim /api/v1/notes/\n{BILLING}: /api/v1/{other}{AT}"
        f"{INVOICES}: /api/v1/notes/{AT}{LEAVE}"
    )


def test_two_versions_of_one_package_of_npm_clash(workshop: Workshop) -> None:
    said = clash(
        workshop,
        'NpmPackage(name="ms", version="2.1.3")',
        'NpmPackage(name="ms", version="2.1.2")',
    )
    assert "package of npm ms" in said
    assert "2.1.3" in said
    assert "2.1.2" in said


def test_a_package_of_npm_is_for_an_app_in_the_browser(workshop: Workshop) -> None:
    workshop.core()
    workshop.plugin("odd", settings='NpmPackage(name="ms", version="2.1.3")')
    with pytest.raises(QuickScaleError, match=r'NpmPackage "ms" of odd .* is for an app in front'):
        made(workshop, "odd")


def test_endpoints_and_scopes_are_kept_in_order(workshop: Workshop) -> None:
    workshop.core()
    workshop.plugin(
        "odd",
        settings='ApiRoute(prefix="b/", module="x.b"), ApiScope(name="b", label="B"),'
        ' ApiRoute(prefix="a/", module="x.a", before=("b/",))',
    )

    composition = made(workshop, "odd")

    assert [route.prefix for route in composition.api_routes] == ["a/", "b/"]
    assert [scope.name for scope in composition.api_scopes] == ["b"]


@pytest.mark.parametrize(
    ("prefix", "owner"),
    [
        ("", "base"),
        ("dashboard/", "base"),
        ("settings/mine/", "base"),
        ("admin/more/", "base"),
        ("accounts/", "base"),
        ("_allauth/", "base"),
        ("stripe/", "billing"),
        ("t/<slug:team>/", "teams"),
        ("api/v1/", "api"),
    ],
)
def test_reserved_prefixes(workshop: Workshop, prefix: str, owner: str) -> None:
    workshop.core()
    workshop.plugin("odd", settings=f'UrlInclude(prefix="{prefix}", module="apps.odd.urls")')
    with pytest.raises(QuickScaleError) as caught:
        made(workshop, "odd")
    assert str(caught.value) == (
        f"/{prefix} is reserved for {owner}\n"
        "  odd 1.0.0 (acme-odd): apps.odd.urls  plugin.py:11\n"
        "fix: choose another prefix"
    )


@pytest.mark.parametrize("layer", ["base", "production"])
def test_pages_below_dev_are_for_development(workshop: Workshop, layer: str) -> None:
    workshop.core()
    include = f'UrlInclude(prefix="dev/odd/", module="apps.odd.urls", layer="{layer}")'
    workshop.plugin("odd", settings=include)
    with pytest.raises(QuickScaleError) as caught:
        made(workshop, "odd")
    assert str(caught.value) == (
        f"/dev/odd/ is reserved for development, and apps.odd.urls is in the layer {layer}\n"
        "  odd 1.0.0 (acme-odd): apps.odd.urls  plugin.py:11\n"
        'fix: contribute it with layer="local" and layer="test", or choose another prefix'
    )


@pytest.mark.parametrize("layer", ["local", "test"])
def test_pages_for_development_are_below_dev(workshop: Workshop, layer: str) -> None:
    workshop.core()
    include = f'UrlInclude(prefix="odd/", module="dev.odd.urls", layer="{layer}")'
    workshop.plugin("odd", settings=include)
    with pytest.raises(QuickScaleError) as caught:
        made(workshop, "odd")
    assert str(caught.value) == (
        f"/odd/ is in the layer {layer}, and not below /dev/\n"
        "  odd 1.0.0 (acme-odd): dev.odd.urls  plugin.py:11\n"
        'fix: choose a prefix such as "dev/odd/"'
    )


def test_two_plugins_on_one_page_for_development(workshop: Workshop) -> None:
    text = clash(
        workshop,
        'UrlInclude(prefix="dev/mail/", module="dev.a.urls", layer="local")',
        'UrlInclude(prefix="dev/mail/", module="dev.b.urls", layer="test")',
    )
    assert text.startswith("two plugins claim /dev/mail/\n")


def test_apps_of_a_layer_stand_in_it_alone(workshop: Workshop) -> None:
    workshop.core(settings='App(path="apps.users")')
    workshop.plugin(
        "odd",
        settings='App(path="dev.two", layer="local", after=("dev.one",)),'
        ' App(path="dev.one", layer="local"), App(path="dev.one", layer="test"),'
        ' App(path="apps.odd", before=("apps.users",)), App(path="apps.audit", layer="production"),'
        ' UrlInclude(prefix="dev/one/", module="dev.one.urls", layer="local"),'
        ' UrlInclude(prefix="odd/", module="apps.odd.urls")',
    )
    found = made(workshop, "odd")
    assert {layer: [app.path for app in found.apps_of(layer)] for layer in get_args(Layer)} == {
        "base": ["apps.odd", "apps.users"],
        "local": ["dev.one", "dev.two"],
        "production": ["apps.audit"],
        "test": ["dev.one"],
    }
    assert [app.path for app in found.development_apps] == ["dev.one", "dev.two"]
    assert [url.prefix for url in found.urls_of("base")] == ["odd/"]
    assert [url.prefix for url in found.urls_of("local")] == ["dev/one/"]


def test_an_app_that_a_layer_would_install_once_more(workshop: Workshop) -> None:
    text = clash(workshop, 'App(path="apps.a")', 'App(path="apps.a", layer="test")')
    assert text.startswith("two plugins declare app 'apps.a'\n")
    assert "layer='base'" in text
    assert "layer='test'" in text


def test_reserved_prefixes_belong_to_their_plugin(workshop: Workshop) -> None:
    workshop.core(settings='UrlInclude(prefix="", module="apps.pages.urls")')
    workshop.plugin(
        "billing",
        settings='UrlInclude(prefix="billing/", module="apps.billing.urls"),'
        ' UrlInclude(prefix="stripe/", module="apps.billing.hooks")',
    )
    workshop.plugin(
        "ldap",
        card='provides=("login",)',
        settings='UrlInclude(prefix="accounts/", module="apps.ldap.urls"),'
        ' UrlInclude(prefix="accounts/", module="other.urls"),'
        ' UrlInclude(prefix="settings/ldap/", module="apps.ldap.settings_urls"),'
        ' SettingsSection(name="ldap", label="LDAP", url="ldap:index", icon="key")',
    )
    found = [(one.prefix, one.module) for one in made(workshop, "billing", "ldap").urls]
    assert found == [
        ("", "apps.pages.urls"),
        ("billing/", "apps.billing.urls"),
        ("stripe/", "apps.billing.hooks"),
        ("accounts/", "apps.ldap.urls"),
        ("accounts/", "other.urls"),
        ("settings/ldap/", "apps.ldap.settings_urls"),
    ]


def test_a_settings_section_opens_its_page_to_its_plugin_alone(workshop: Workshop) -> None:
    section = 'SettingsSection(name="mine", label="Mine", url="a:b", icon="key")'
    text = clash(
        workshop,
        section,
        'UrlInclude(prefix="settings/mine/", module="apps.b.urls")',
        base='UrlInclude(prefix="settings/", module="apps.pages.settings_urls")',
    )
    assert "/settings/mine/ is reserved for base" in text


@pytest.mark.parametrize(
    ("one", "two", "thing", "shown"),
    [
        (
            'EnvVar(name="KEY", comment="One", secret=True)',
            'EnvVar(name="KEY", comment="Two", secret=True)',
            "environment variable KEY",
            ("comment='One'", "comment='Two'"),
        ),
        (
            'Service(name="search", image="a:1")',
            'Service(name="search", image="a:2")',
            "service search",
            ("image='a:1'", "image='a:2'"),
        ),
        (
            'Process(name="w", command=("a",))',
            'Process(name="w", command=("b",))',
            "process w",
            ("command=('a',)", "command=('b',)"),
        ),
        (
            'HealthCheck(name="h", check="a.b")',
            'HealthCheck(name="h", check="a.c")',
            "health check h",
            ("check='a.b'", "check='a.c'"),
        ),
        (
            'LogLevel(name="l", level="INFO")',
            'LogLevel(name="l", level="ERROR")',
            "level of the logger l",
            ("level='INFO'", "level='ERROR'"),
        ),
        (
            'Event(name="a.made", summary="A", fields=())',
            'Event(name="a.made", summary="B", fields=())',
            "event a.made",
            ("summary='A'", "summary='B'"),
        ),
        (
            'PlanFeature(name="f", label="A")',
            'PlanFeature(name="f", label="A", plans="all")',
            "plan feature f",
            ("plans='paid'", "plans='all'"),
        ),
        (
            'PlanLimit(name="l", label="A", free=1, paid=2, largest=None)',
            'PlanLimit(name="l", label="A", free=1, paid=2, largest=3)',
            "plan limit l",
            ("largest=None", "largest=3"),
        ),
        (
            (
                'PlanLimit(name="l", label="L", free=0, paid=0, largest=0),'
                ' Purchase(name="p", label="A", amount=1, adds=(("l", 1),))'
            ),
            'Purchase(name="p", label="A", amount=2, adds=(("l", 1),))',
            "purchase p",
            ("amount=1", "amount=2"),
        ),
        (
            'NavItem(name="n", label="A", url="a", icon="i")',
            'NavItem(name="n", label="B", url="b", icon="i")',
            "navigation item 'n'",
            ("label='A', url='a'", "label='B', url='b'"),
        ),
    ],
)
def test_two_of_one_key(
    workshop: Workshop, one: str, two: str, thing: str, shown: tuple[str, str]
) -> None:
    assert clash(workshop, one, two) == (
        f"two plugins declare {thing}\n{BILLING}: {shown[0]}{AT}{INVOICES}: {shown[1]}{AT}{LEAVE}"
    )


def test_versions_that_exclude_each_other(workshop: Workshop) -> None:
    assert clash(
        workshop,
        'Dependency(requirement="stripe>=15")',
        'Dependency(requirement="Stripe<15,>=9")',
    ) == (
        "two plugins need versions that exclude each other of stripe\n"
        f"{BILLING}: stripe>=15{AT}"
        f"{INVOICES}: Stripe<15,>=9{AT}"
        "fix: install versions of these plugins that agree, or leave one of them out"
    )


def test_every_clash_is_told_at_once(workshop: Workshop) -> None:
    text = clash(
        workshop,
        'Setting(name="A", value=1), Dependency(requirement="x>2"), Process(name="p", command=()),'
        ' UrlInclude(prefix="a/", module="b"), App(path="c", before=("d",))',
        'Setting(name="A", value=2), Dependency(requirement="x<2"), Process(name="p",'
        ' command=("a",)), UrlInclude(prefix="a/", module="c"), App(path="d", before=("c",))',
    )
    assert text.count("\nfix: ") == 5


def test_three_plugins(workshop: Workshop) -> None:
    workshop.core()
    for name in ("one", "two", "three"):
        workshop.plugin(name, settings=f'Setting(name="A", value="{name}")')
    with pytest.raises(QuickScaleError, match="three plugins set A\n"):
        made(workshop, "one", "two", "three")


def test_everything_meets_in_dependency_order(workshop: Workshop) -> None:
    workshop.core(
        settings="""
        App(path="apps.users"), App(path="apps.pages"),
        Middleware(path="django.Session"),
        ContextProcessor(path="apps.pages.site"),
        AuthBackend(path="django.Backend"),
        CiStep(name="Check", run="check"),
        EnvVar(name="SECRET_KEY", comment="Secret", generate=True),
        CspSource(directive="default-src", source="'self'"),
        CspSource(directive="script-src", source="'self'"),
        Dependency(requirement="django>=5.2"),
        Dependency(requirement="pytest", group="dev"),
        """
    )
    workshop.plugin(
        "blog",
        settings="""
        App(path="apps.blog", before=("apps.pages",)), App(path="apps.pages", after=("apps.x",)),
        AuthBackend(path="blog.Backend", before=("django.Backend",)),
        EnvVar(name="SECRET_KEY", comment="Secret", generate=True),
        CspSource(directive="script-src", source="https://x.example"),
        CspSource(directive="script-src", source="'self'"),
        CspSource(directive="script-src", source="http://localhost:5173", layer="local"),
        Dependency(requirement="Django[argon2]<6", untyped=("b.*", "a.*")),
        Dependency(requirement="pytest>=9"),
        Dependency(requirement="djangorestframework", imports=("rest_framework",)),
        HealthCheck(name="search", check="apps.blog.health.search"),
        Service(name="search", image="a:1"),
        Process(name="indexer", command=("python",)),
        DashboardCard(name="blog", template="b.html"),
        DashboardStep(name="b", label="L", body="B", url="u", icon="i", done="apps.blog.d.done"),
        DashboardChart(name="b", title="T", empty="E", icon="i", source="apps.blog.d.chart"),
        DashboardNumbers(name="b", source="apps.blog.d.numbers"),
        DashboardTasks(name="b", source="apps.blog.d.tasks"),
        DashboardActivity(name="b", source="apps.blog.d.activity"),
        ShowcaseCard(name="blog", title="T", body="B", icon="i", url="u", link_label="l"),
        SettingsSection(name="blog", label="L", url="u", icon="i"),
        QuickOpenEntries(name="blog", source="apps.blog.q.entries"),
        """,
    )
    found = made(workshop, "blog")
    assert [plugin.name for plugin in found.plugins] == ["base", "blog", "starter"]
    assert (found.plugins[1].version, found.plugins[1].kind) == ("1.0.0", "module")
    assert found.has("blog")
    assert not found.has("auth")
    assert [app.path for app in found.apps] == ["apps.users", "apps.blog", "apps.pages"]
    assert [one.path for one in found.auth_backends] == ["blog.Backend", "django.Backend"]
    assert [one.name for one in found.env_vars] == ["SECRET_KEY"]
    assert found.csp == {
        "default-src": ("'self'",),
        "script-src": ("'self'", "https://x.example"),
    }
    assert found.layer_csp == {"local": {"script-src": ("http://localhost:5173",)}}
    assert found.dependencies == ("django[argon2]>=5.2,<6", "djangorestframework", "pytest>=9")
    assert found.dev_dependencies == ()
    assert found.untyped_modules == ("a.*", "b.*")
    assert found.import_names["rest_framework"] == "djangorestframework"
    assert "djangorestframework" not in found.import_names
    for slot in ("middleware", "context_processors", "ci_steps", "health_checks", "services"):
        assert len(getattr(found, slot)) == 1
    for kind in ("steps", "charts", "numbers", "tasks", "activity"):
        assert len(getattr(found, f"dashboard_{kind}")) == 1
    for slot in (
        "processes",
        "dashboard_cards",
        "showcase_cards",
        "settings_sections",
        "quick_open",
    ):
        assert len(getattr(found, slot)) == 1
    assert not found.uses_celery


def test_a_part_needs_a_place_that_some_page_has(workshop: Workshop) -> None:
    workshop.core(settings='PagePlace(name="profile", summary="Below the profile.")')
    workshop.plugin(
        "blog",
        settings='PagePart(name="b", place="profile", template="b.html"),'
        ' PagePart(name="t", place="team", template="t.html")',
    )
    with pytest.raises(QuickScaleError) as caught:
        made(workshop, "blog")
    assert str(caught.value).startswith(
        'PagePart "t" of blog 1.0.0 (acme-blog) names the place "team", which no page has\n'
    )
    assert "fix: name one of this project's places (profile), or leave" in str(caught.value)


def test_parts_of_one_place_stand_in_an_order(workshop: Workshop) -> None:
    workshop.core(settings='PagePlace(name="profile", summary="Below the profile.")')
    workshop.plugin("one", settings='PagePart(name="b", place="profile", template="b.html")')
    workshop.plugin(
        "two",
        settings='PagePart(name="a", place="profile", template="a.html", before=("b",)),'
        ' AdminNumbers(name="day", source="apps.two.numbers.day")',
    )
    found = made(workshop, "one", "two")
    assert [part.name for part in found.page_parts] == ["a", "b"]
    assert [place.name for place in found.page_places] == ["profile"]
    assert [one.source for one in found.admin_numbers] == ["apps.two.numbers.day"]


def test_plans_get_what_plugins_add_once(workshop: Workshop) -> None:
    workshop.core()
    same = """
        PlanFeature(name="export", label="Export"),
        PlanLimit(name="posts", label="Posts", free=1, paid=10, largest=None),
        Purchase(name="pack", label="10 posts", amount=900, adds=(("posts", 10),)),
        """
    workshop.plugin("blog", settings=same)
    workshop.plugin("shop", settings=same)
    found = made(workshop, "blog", "shop")
    assert [one.name for one in found.plan_features] == ["export"]
    assert [one.name for one in found.plan_limits] == ["posts"]
    assert [one.name for one in found.purchases] == ["pack"]


def test_what_is_bought_adds_to_a_limit_that_plugins_contribute(workshop: Workshop) -> None:
    workshop.core()
    workshop.plugin(
        "blog", settings='Purchase(name="pack", label="A", amount=1, adds=(("pots", 1),))'
    )
    with pytest.raises(QuickScaleError) as caught:
        made(workshop, "blog")
    assert str(caught.value) == (
        'Purchase "pack" of blog 1.0.0 (acme-blog) adds to "pots", which no plugin limits\n'
        "  plugin.py:11\n"
        "fix: contribute a PlanLimit of that name, or name another"
    )


def test_the_first_periodic_task_brings_celery(workshop: Workshop) -> None:
    workshop.core()
    workshop.plugin(
        "blog", settings='PeriodicTask(name="a", task="apps.blog.tasks.a", every_seconds=60)'
    )
    found = made(workshop, "blog")
    assert found.uses_celery
    assert found.periodic_tasks == (
        PeriodicTask(name="a", task="apps.blog.tasks.a", every_seconds=60),
    )
    assert any(requirement.startswith("celery") for requirement in found.dependencies)


def test_equal_contributions_are_one(workshop: Workshop) -> None:
    workshop.core()
    same = 'App(path="django.contrib.humanize"), Process(name="p", command=("a",))'
    workshop.plugin("one", settings=same)
    workshop.plugin("two", settings=same)
    found = made(workshop, "one", "two")
    assert found.apps == (App(path="django.contrib.humanize"),)
    assert found.processes == (Process(name="p", command=("a",)),)


def test_every_kind_of_contribution_has_its_field() -> None:
    """The tables by which contributions are merged leave out none, and name fields that exist."""
    tables = {**ORDERED, **KEYED}
    merged_elsewhere = {
        contributions.Setting,  # with list items, layer by layer
        contributions.ListItem,
        contributions.CspSource,  # into one policy
        contributions.Fragment,  # slot by slot, once templates are rendered
    }
    kinds = [*contributions.Ordered.__subclasses__(), *contributions.Keyed.__subclasses__()]
    assert {kind for kind, _ in tables.values()} == {*kinds} - merged_elsewhere
    assert tables.keys() <= {field.name for field in fields(Composition)}
