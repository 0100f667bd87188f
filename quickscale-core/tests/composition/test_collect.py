from __future__ import annotations

import socket
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from quickscale_core.composition.collect import collect
from quickscale_core.errors import Problem, QuickScaleError
from quickscale_core.plugin_api import contributions
from quickscale_core.plugin_api.contributions import (
    ApiRoute,
    ApiScope,
    App,
    CiStep,
    Contribution,
    CspSource,
    DashboardChart,
    DashboardStep,
    DashboardTasks,
    Dependency,
    DeployCheck,
    DeployStep,
    EnvVar,
    Event,
    EventField,
    FileSet,
    Fragment,
    HealthCheck,
    ListItem,
    LogLevel,
    Middleware,
    NavItem,
    NpmPackage,
    PeriodicTask,
    PlanFeature,
    PlanLimit,
    Process,
    Purchase,
    QuickOpenEntries,
    Service,
    Setting,
    SettingsSection,
    UrlInclude,
)
from quickscale_core.plugin_api.hookspecs import hookimpl
from quickscale_core.plugin_api.spec import ModuleRequest, ProjectSpec
from quickscale_core.plugin_api.steps import Note, Run
from quickscale_core.plugin_api.values import Env, ProjectPath, Ref, value_error
from quickscale_core.plugins.contribution_checks.fields import _CHECKS, wrong_fields
from quickscale_core.plugins.hooks import ask
from quickscale_core.selection.resolve import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Inventor, Workshop

HERE = Path(__file__).parent
KEY = "0b9b5a4e-94d6-4b3a-8f4d-3a1f1d0d9a11"
AN_ID = EventField(name="a_id", format="uuid", example=KEY)


def event(*fields: EventField) -> Event:
    return Event(name="a.made", summary="A is made.", fields=fields)


def field(**changes: object) -> EventField:
    return replace(EventField(name="a", format="string", example="a"), **changes)  # type: ignore[arg-type]


def test_every_plugin_is_asked_in_order(workshop: Workshop) -> None:
    workshop.core(settings='App(path="apps.users")', files={"manage.py": ""})
    workshop.plugin("blog", body='settings = "not a hook"', settings='App(path="apps.blog")')
    selection = resolve(
        ProjectSpec(name="demo", theme="starter", modules={"blog": ModuleRequest()}),
        workshop.registry(),
    )
    offers = collect(selection)
    assert [offer.plugin.name for offer in offers] == ["base", "blog", "starter"]
    assert offers[0].contributions == (App(path="apps.users"),)
    assert len(offers[0].files) == 1
    assert offers[1].contributions == (App(path="apps.blog"),)
    assert offers[1].contributions[0].declared.endswith("blog/plugin.py:11")


def test_all_plugins_problems_are_told_together(workshop: Workshop) -> None:
    workshop.core()
    home = workshop.plugin(
        "one", settings='App(path="apps.one"), "text", App(path=3), FileSet(root=HERE)'
    )
    workshop.plugin("two", body="@hookimpl\ndef contribute_settings(spec):\n    return {}['x']\n")
    workshop.plugin("three", templates="3")
    with pytest.raises(QuickScaleError) as caught:
        collect(
            resolve(
                ProjectSpec(
                    name="demo",
                    theme="starter",
                    modules=dict.fromkeys(("one", "two", "three"), ModuleRequest()),
                ),
                workshop.registry(),
            )
        )
    place = "plugin.py:11"
    assert home.exists()
    assert str(caught.value) == (
        "one 1.0.0 (acme-one): item 1 of contribute_settings is of type str\n"
        "fix: offer only Contribution\n\n"
        "one 1.0.0 (acme-one) offers a FileSet in contribute_settings\n"
        f"  {place}\n"
        "fix: offer it in contribute_templates\n\n"
        "App of one 1.0.0 (acme-one) has path of type int\n"
        f"  {place}\n"
        "fix: give a text\n\n"
        "three 1.0.0 (acme-three): item 0 of contribute_templates is of type int\n"
        "fix: offer only FileSet or Fragment\n\n"
        "two 1.0.0 (acme-two) raises KeyError: 'x' in contribute_settings\n"
        "  plugin.py:20\n"
        "fix: update acme-two, or leave two out"
    )


def test_generators_are_exhausted_inside_the_guard(invent: Inventor) -> None:
    @hookimpl
    def contribute_settings(spec: object) -> Iterator[Contribution]:
        yield App(path="apps.a")
        socket.socket()

    plugin = invent("odd", contribute_settings=contribute_settings)
    offered, problems = ask(plugin, "contribute_settings", (Contribution,), spec=None)
    assert offered == ()
    assert [problem.what for problem in problems] == [
        "odd 1.0.0 (acme-odd) opens a socket (socket.__new__) in contribute_settings"
    ]
    assert problems[0].where[0].startswith("test_collect.py:")


@pytest.mark.parametrize(
    ("result", "what"),
    [
        (None, None),
        ((), None),
        (3, "raises TypeError: contribute_settings must return an iterable, not int"),
        ("text", "raises TypeError: contribute_settings must return an iterable, not str"),
    ],
)
def test_a_hook_returns_an_iterable_or_nothing(
    invent: Inventor, result: object, what: str | None
) -> None:
    @hookimpl
    def contribute_settings(spec: object) -> object:
        return result

    plugin = invent("odd", contribute_settings=contribute_settings)
    offered, problems = ask(plugin, "contribute_settings", (Contribution,), spec=None)
    assert offered == ()
    assert bool(problems) is bool(what)
    if what:
        assert what in problems[0].what


def test_a_hook_may_refuse_in_its_own_words(invent: Inventor) -> None:
    problem = Problem(what="the colour is too pale", fix="choose a darker one")

    @hookimpl
    def contribute_settings(spec: object) -> list[Contribution]:
        raise QuickScaleError(problem)

    plugin = invent("odd", contribute_settings=contribute_settings)
    assert ask(plugin, "contribute_settings", (Contribution,), spec=None) == ((), [problem])


def test_other_hooks_are_asked_the_same_way(invent: Inventor) -> None:
    @hookimpl
    def post_generate(project: object) -> list[object]:
        return [Note(text="Go on"), Run(name="a", argv=("true",)), 3]

    offered, problems = ask(
        invent("odd", post_generate=post_generate), "post_generate", (Run, Note), project=None
    )
    assert [type(item).__name__ for item in offered] == ["Note", "Run"]
    assert [problem.what for problem in problems] == [
        "odd 1.0.0 (acme-odd): item 2 of post_generate is of type int"
    ]


GOOD: list[Contribution] = [
    App(path="apps.a", after=("b",)),
    Middleware(path="a.B"),
    UrlInclude(prefix="", module="apps.a.urls"),
    UrlInclude(prefix="a/<slug:b>/", module="urls"),
    ApiRoute(prefix="notes/", module="apps.notes.api"),
    ApiScope(name="notes", label="Notes"),
    Setting(name="A", value={"a": [1, 1.5, None, True, (timedelta(1), Ref("a.b:C"))]}),
    Setting(name="A", value=Env("A", "list", default=[])),
    Setting(name="A", value=Env("A")),
    Setting(name="A", value=ProjectPath("locale"), layer="test"),
    ListItem(setting="A", value="x"),
    EnvVar(name="A", comment="x", local=None),
    Service(name="a", image="b", environment=(("A", "b"),)),
    Service(name="a-1", image="a/b:1@sha256:0", volumes=("a_b:/var/lib",)),
    Process(name="worker", command=("a",)),
    HealthCheck(name="a", check="apps.a.health.check"),
    DeployCheck(name="email", variables=("EMAIL_URL",), what="no e-mail is sent"),
    DeployStep(name="a-b", what="Do it", command=("a",), needs=("A",), done=("b",)),
    DeployStep(name="a", what="Set A", until=("A",)),
    LogLevel(name="a.b", level="WARNING"),
    NpmPackage(name="@dnd-kit/core", version="6.3.1"),
    NpmPackage(name="ms", version="2.1.3-rc.1", development=True),
    DashboardTasks(name="a", source="apps.a.dashboard.tasks"),
    event(
        AN_ID,
        EventField(name="at", format="date-time", example="2026-03-01T09:30:00Z", optional=True),
        EventField(name="email", format="email", example="ada@example.com", summary="Whose"),
        EventField(name="length", format="integer", example=3),
    ),
    PlanFeature(name="a_export", label="Export", plans="none"),
    PlanLimit(name="a", label="A", free=0, paid=10, largest=None),
    Purchase(name="a_pack", label="More", amount=1, adds=(("a", 1),)),
    SettingsSection(name="api-keys", label="A", url="a:b", icon="key"),
    QuickOpenEntries(name="a", source="apps.a.quick_open.entries"),
    CiStep(name="Check: all of it", run="a && b"),
    PeriodicTask(name="a", task="apps.a.tasks.b", every_seconds=1),
    CspSource(directive="script-src", source="https://js.stripe.com"),
    CspSource(directive="img-src", source="data:"),
    CspSource(directive="default-src", source="'self'"),
    CspSource(directive="script-src", source="https://*.example.com"),
    Dependency(requirement="a[b]>=1; python_version < '3.12'", untyped=("a.*",)),
    FileSet(root=HERE, frontend="html"),
    Fragment(slot="readme", template=HERE / "a.md"),
]

BAD: list[tuple[Contribution, str]] = [
    (App(path="apps.a", after="apps.b"), "App of odd 1.0.0 (acme-odd) has after of type str"),  # type: ignore[arg-type]
    (App(path="apps a"), 'names "apps a", which is not a dotted path'),
    (App(path=""), 'names "", which is not a dotted path'),
    (UrlInclude(prefix="/a/", module="b"), 'has the prefix "/a/"'),
    (UrlInclude(prefix="a", module="b"), 'has the prefix "a"'),
    (UrlInclude(prefix="a/", module="b-c"), 'names "b-c", which is not a dotted path'),
    (ApiRoute(prefix="", module="apps.notes.api"), 'has the prefix ""'),
    (ApiRoute(prefix="/notes/", module="apps.notes.api"), 'has the prefix "/notes/"'),
    (ApiRoute(prefix="notes/", module="b-c"), 'names "b-c", which is not a dotted path'),
    (ApiScope(name="Notes", label="Notes"), 'is named "Notes"'),
    (ApiScope(name="notes", label=""), "has no label"),
    (Setting(name="lower", value=1), 'names "lower", which is not an upper-case identifier'),
    (Setting(name="A", value=object()), "has value that holds something of type object"),  # type: ignore[arg-type]
    (Setting(name="A", value=1, layer="prod"), 'has layer "prod"'),  # type: ignore[arg-type]
    (Setting(name="A", value=1, default=1), "has default of type int"),  # type: ignore[arg-type]
    (ListItem(setting="a b", value=1), 'names "a b", which is not an upper-case identifier'),
    (EnvVar(name="a", comment="x"), 'names "a", which is not an upper-case identifier'),
    (EnvVar(name="A", comment="x", local=3), "has local of type int"),  # type: ignore[arg-type]
    (Service(name="a", image="b", environment=(("A",),)), "has environment of type tuple"),  # type: ignore[arg-type]
    (Service(name="A b", image="b"), 'is named "A b"'),
    (Service(name="web", image="b"), "as one of the project's own is"),
    (Service(name="a", image="b c"), 'has the image "b c"'),
    (Service(name="a", image="b", volumes=("/a:/b",)), 'has the volume "/a:/b"'),
    (Service(name="a", image="b", environment=(("A B", "c"),)), 'sets the variable "A B"'),
    (Service(name="a", image="b", web_environment=(("A=", "c"),)), 'sets the variable "A="'),
    (Process(name="a:b", command=("a",)), 'is named "a:b"'),
    (Process(name="migrate", command=("a",)), "as one of the project's own is"),
    (DeployCheck(name="A", variables=("A",), what="b"), 'is named "A"'),
    (DeployCheck(name="a", variables=("a",), what="b"), 'names the variable "a"'),
    (DeployCheck(name="a", variables=(), what="b"), "names no variable"),
    (DeployCheck(name="a", variables=("A",), what="b\nc"), "a what that is not one line"),
    (DeployStep(name="a", what="b"), "has both command and until, or neither"),
    (DeployStep(name="a", what="b", command=("a",), until=("A",)), "has both command and until"),
    (DeployStep(name="a", what="b", command=("a",), needs=("a b",)), 'names the variable "a b"'),
    (HealthCheck(name="a", check="a b"), 'names "a b", which is not a dotted path'),
    (DashboardTasks(name="a", source="tasks"), 'names "tasks", which is not the dotted path'),
    (QuickOpenEntries(name="a", source="a"), 'names "a", which is not the dotted path'),
    (
        DashboardChart(name="a", title="A", empty="B", icon="user", source="apps.a:chart"),
        'names "apps.a:chart", which is not the dotted path',
    ),
    (
        DashboardStep(name="a", label="A", body="B", url="u", icon="user", done=""),
        'names "", which is not the dotted path',
    ),
    (NpmPackage(name="Ms", version="2.1.3"), 'is named "Ms"'),
    (NpmPackage(name="ms; rm", version="2.1.3"), 'is named "ms; rm"'),
    (NpmPackage(name="--global", version="2.1.3"), 'is named "--global"'),
    (NpmPackage(name="ms", version="^2.1.3"), 'has the version "^2.1.3"'),
    (NpmPackage(name="ms", version="latest"), 'has the version "latest"'),
    (LogLevel(name="a b", level="INFO"), 'names "a b", which is not a logger'),
    (LogLevel(name="a", level="LOUD"), 'has level "LOUD"'),  # type: ignore[arg-type]
    (Event(name="made", summary="A", fields=()), 'is named "made"'),
    (Event(name="A.made", summary="A", fields=()), 'is named "A.made"'),
    (Event(name="a.made", summary=" ", fields=()), "has a summary that is not one line"),
    (Event(name="a.made", summary="A", fields=("a",)), "has fields of type tuple"),  # type: ignore[arg-type]
    (Event(name="a.made", summary="A", fields=(), about="all"), 'has about "all"'),  # type: ignore[arg-type]
    (event(AN_ID, AN_ID), 'has the field "a_id" 2 times'),
    (event(field(name="a id")), 'has a field named "a id"'),
    (event(field(summary="a" * 61)), "whose summary is no short text"),
    (event(field(format="float")), 'has a field of format "float"'),
    (event(field(format="uuid", example="1")), "whose example '1' is no uuid"),
    (event(field(format="integer", example=True)), "whose example True is no integer"),
    (event(field(format="email", example="ada")), "whose example 'ada' is no email"),
    (event(field(format="date-time", example="2026-01-01")), "is no date-time"),
    (PlanFeature(name="A", label="A"), 'is named "A"'),
    (PlanFeature(name="a", label=" "), "has no label"),
    (PlanFeature(name="a", label="A", plans="pro"), 'has plans "pro"'),  # type: ignore[arg-type]
    (PlanLimit(name="a b", label="A", free=1, paid=1, largest=1), 'is named "a b"'),
    (PlanLimit(name="a", label="A", free=-1, paid=1, largest=1), "allows -1"),
    (PlanLimit(name="a", label="A", free="1", paid=1, largest=1), "has free of type str"),  # type: ignore[arg-type]
    (PlanLimit(name="a", label="A", free=True, paid=1, largest=1), "has free of type bool"),
    (PlanLimit(name="a", label="A", free=10, paid=5, largest=None), "which grows less"),
    (PlanLimit(name="a", label="A", free=None, paid=5, largest=5), "which grows less"),
    (PlanLimit(name="a", label="A\nB", free=0, paid=5, largest=5), "has no label of one line"),
    (Purchase(name="a", label="A", amount=10**9, adds=(("a", 1),)), "costs 1000000000"),
    (Purchase(name="a", label="A", amount=1, adds=(("a", 1), ("a", 2))), "adds (('a', 1), ("),
    (Purchase(name="a", label="A", amount=0, adds=(("a", 1),)), "costs 0"),
    (Purchase(name="a", label="A", amount=1, adds=()), "adds ()"),
    (Purchase(name="a", label="A", amount=1, adds=(("a", 0),)), "adds (('a', 0),)"),
    (Purchase(name="a", label="A", amount=1, adds=("a", 1)), "has adds of type tuple"),  # type: ignore[arg-type]
    (SettingsSection(name="a/b", label="A", url="a", icon="a"), 'is named "a/b"'),
    (CiStep(name="a", run="a\nb"), "has a run that is not one line"),
    (CiStep(name="", run="a"), "has a name that is not one line"),
    (PeriodicTask(name="a", task="a", every_seconds=0), "runs every 0 seconds"),
    (PeriodicTask(name="a", task="a b", every_seconds=1), 'names "a b"'),
    (PeriodicTask(name="a", task="a", every_seconds=True), "has every_seconds of type bool"),
    (CspSource(directive="script-src", source="*"), 'allows script-src "*", which undoes'),
    (CspSource(directive="script-src", source="'unsafe-inline'"), "which undoes the policy"),
    (CspSource(directive="script-src", source="'UNSAFE-eval'"), "which undoes the policy"),
    (CspSource(directive="script-src", source="https:"), "which undoes the policy"),
    (CspSource(directive="script-src", source="https://*"), "which undoes the policy"),
    (CspSource(directive="script-src", source="data:"), "which undoes the policy"),
    (CspSource(directive="script-src", source="a; b"), "which undoes the policy"),
    (CspSource(directive="script-src", source=""), "which undoes the policy"),
    (CspSource(directive="Script", source="'self'"), 'names "Script", which is not a directive'),
    (Dependency(requirement="a >>1"), 'requires "a >>1", which cannot be read'),
    (Dependency(requirement="a @ https://x.example/a"), "from an address"),
    (FileSet(root=Path("files")), "names files, which is relative"),
    (FileSet(root="files"), "has root of type str"),  # type: ignore[arg-type]
    (EnvVar(name="KEY", comment="a\nB=c"), "has a comment of several lines"),
    (EnvVar(name="KEY", comment="a", local="b\nC=d"), "has a local of several lines"),
    (Fragment(slot="top", template=HERE), 'has slot "top"'),  # type: ignore[arg-type]
    (NavItem(name="a", label="A", url="a", icon="a", method="put"), 'has method "put"'),  # type: ignore[arg-type]
    (NavItem(name="a", label="A", url="a", icon="a", area="top"), 'has area "top"'),  # type: ignore[arg-type]
]


@pytest.mark.parametrize("item", GOOD, ids=repr)
def test_good_contributions_pass(invent: Inventor, item: Contribution) -> None:
    assert list(wrong_fields(invent("odd"), item)) == []


@pytest.mark.parametrize(("item", "what"), BAD, ids=lambda value: repr(value)[:40])
def test_wrong_contributions_name_type_plugin_and_place(
    invent: Inventor, item: Contribution, what: str
) -> None:
    (problem,) = wrong_fields(invent("odd"), item)
    assert problem.what.startswith(f"{type(item).__name__} of odd 1.0.0 (acme-odd) ")
    assert what in problem.what
    assert problem.where[0].startswith("test_collect.py:")
    assert problem.fix


def test_types_of_a_plugins_own_are_refused(invent: Inventor) -> None:
    @dataclass(frozen=True, kw_only=True)
    class Gadget(Contribution):
        name: str

    (problem,) = wrong_fields(invent("odd"), Gadget(name="a"))
    assert "Gadget of odd 1.0.0 (acme-odd) is of a type that core does not merge" in problem.what


def test_every_field_of_every_contribution_has_a_check() -> None:
    kinds = [getattr(contributions, name) for name in contributions.__all__]
    checked = [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, Contribution)]
    assert len(checked) > 20
    assert {str(field.type) for kind in checked for field in fields(kind)} <= set(_CHECKS)


@pytest.mark.parametrize(
    ("value", "error"),
    [
        (float("inf"), "the number inf"),
        ([1, {2: 3}], "a key that is not a text, 2"),
        ({"a": {1, 2}}, "something of type set"),
        (Ref("no colon"), "Ref(target='no colon')"),
        (Env("lower"), "Env(name='lower', type='str', default=REQUIRED)"),
        (Env("A", default=object()), "something of type object"),  # type: ignore[arg-type]
        (replace(Env("A"), type="text"), "Env(name='A', type='text', default=REQUIRED)"),  # type: ignore[arg-type]
        (Path("a"), f"something of type {type(Path('a')).__name__}"),
    ],
)
def test_what_no_setting_may_hold(value: object, error: str) -> None:
    assert value_error(value) == error
