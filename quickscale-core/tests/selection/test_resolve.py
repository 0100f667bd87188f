from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from quickscale_core.errors import EXIT_REFUSED, QuickScaleError, UsageError
from quickscale_core.plugin_api.spec import FlagText, ModuleRequest, ProjectSpec
from quickscale_core.selection.frontends import shown_as_html
from quickscale_core.selection.resolve import Selection, choose_theme, resolve

if TYPE_CHECKING:
    from conftest import Workshop

OPEN = (
    'options=(Option(name="signup", type="choice", default="open", choices=("open", "closed"),'
    ' help="Who"),)'
)


def ask(workshop: Workshop, *modules: str, **more: object) -> Selection:
    said = {("modules", module): "--with" for module in modules}
    return resolve(
        ProjectSpec(
            name="demo",
            modules={module: ModuleRequest() for module in modules},
            said=said | dict(more.pop("said", {})),  # type: ignore[call-overload]
            **{"theme": "starter"} | more,  # type: ignore[arg-type]
        ),
        workshop.registry(),
    )


def refusal(workshop: Workshop, *modules: str, **more: object) -> str:
    with pytest.raises(QuickScaleError) as caught:
        ask(workshop, *modules, **more)
    return str(caught.value)


@pytest.fixture(autouse=True)
def _core(workshop: Workshop) -> None:
    workshop.core()


def names(selection: Selection) -> list[str]:
    return [plugin.name for plugin in selection.plugins]


def test_core_and_a_theme_are_always_there(workshop: Workshop) -> None:
    selection = ask(workshop)
    assert names(selection) == ["base", "starter"]
    assert selection.spec.theme == "starter"
    assert selection.spec.frontend == "html"
    assert selection.spec.modules == ()
    assert selection.plugin("base").builtin


def test_what_is_required_comes_with_it_and_before_it(workshop: Workshop) -> None:
    workshop.plugin("auth")
    workshop.plugin("teams", card='requires=("auth>=1,<2",)')
    workshop.plugin("alpha", card='requires=("teams",)')
    workshop.plugin("zebra")
    orders = {
        tuple(names(ask(workshop, *modules)))
        for modules in (("alpha", "zebra"), ("zebra", "alpha"), ("zebra", "teams", "alpha", "auth"))
    }
    assert orders == {("base", "auth", "teams", "alpha", "zebra", "starter")}
    assert ask(workshop, "alpha").spec.modules == ("auth", "teams", "alpha")


def test_hooks_see_the_whole_choice(workshop: Workshop) -> None:
    workshop.plugin("auth", card=f'provides=("login",), {OPEN}')
    workshop.plugin("ship", kind="deploy")
    options = {"auth": {"signup": FlagText("closed")}}
    spec = ask(workshop, "auth", deploy="ship", options=options, settings={"A": 1}).spec
    assert spec.has("auth")
    assert spec.has("ship")
    assert not spec.has("teams")
    assert spec.provided("login")
    assert not spec.provided("payment")
    assert spec.options("auth") == {"signup": "closed"}
    assert spec.options("base") == {}
    assert (spec.name, spec.title, spec.package) == ("demo", "Demo", "demo")
    assert (spec.deploy, spec.settings) == ("ship", {"A": 1})
    with pytest.raises(LookupError, match=r"no plugin 'teams' takes part; ask spec.has\('teams'\)"):
        spec.options("teams")
    assert spec.option("auth", "signup", str) == "closed"
    with pytest.raises(LookupError, match="auth has no option 'sign_up'"):
        spec.option("auth", "sign_up", str)
    with pytest.raises(TypeError, match="option 'signup' of auth is of type str, not int"):
        spec.option("auth", "signup", int)


def test_the_request_comes_back_complete(workshop: Workshop) -> None:
    workshop.plugin("auth", card=OPEN)
    workshop.plugin("htmx", kind="theme", card='frontend="html", extends="starter"')
    request = ask(
        workshop, "auth", theme=None, options={"auth": {"signup": FlagText("closed")}}
    ).request
    assert request.theme == "htmx"
    assert request.options == {"auth": {"signup": "closed"}}
    assert type(request.options["auth"]["signup"]) is str


def test_the_only_installed_theme_is_the_default(workshop: Workshop) -> None:
    assert choose_theme(workshop.registry()) == "starter"
    workshop.plugin("htmx", kind="theme", card='frontend="html"')
    assert choose_theme(workshop.registry()) == "htmx"
    workshop.plugin("react", kind="theme", card='frontend="react"')
    assert choose_theme(workshop.registry()) == "starter"


def test_a_theme_brings_those_it_extends(workshop: Workshop) -> None:
    workshop.plugin("htmx", kind="theme", card='frontend="html", extends="starter"')
    workshop.plugin("brand", kind="theme", card='frontend="html", extends="htmx"')
    selection = ask(workshop, theme="brand")
    assert names(selection) == ["base", "starter", "htmx", "brand"]
    assert [theme.name for theme in selection.theme_chain] == ["brand", "htmx", "starter"]


def test_a_known_plugin_that_is_missing_says_how_to_install_it(workshop: Workshop) -> None:
    assert refusal(workshop, "billing") == (
        "billing is not installed\n"
        "  billing is asked for by --with\n"
        "fix: pip install quickscale-billing\n"
        "  or: uv tool install quickscale --with quickscale-billing\n"
        "  or: pipx inject quickscale quickscale-billing"
    )


def test_a_theme_without_a_name_is_none(workshop: Workshop) -> None:
    with pytest.raises(QuickScaleError) as caught:
        resolve(ProjectSpec(name="acme", theme=""), workshop.registry())
    assert 'no plugin named "" is installed' in str(caught.value)


def test_an_unknown_plugin_gets_a_near_match(workshop: Workshop) -> None:
    assert refusal(workshop, "biling") == (
        "no plugin named biling is installed\n"
        "  biling is asked for by --with\n"
        'fix: did you mean "billing"?'
    )
    assert refusal(workshop, "zzz").endswith("fix: see what is installed: quickscale plugins list")


def test_everything_missing_is_told_at_once(workshop: Workshop) -> None:
    workshop.plugin("odd", source="import nowhere_at_all\n")
    text = refusal(workshop, "teams", "odd", "zzz", theme="hmtx")
    assert "odd 1.0.0 (acme-odd) raises ModuleNotFoundError" in text
    assert "teams is not installed" in text
    assert "no plugin named zzz is installed" in text
    assert 'did you mean "htmx"?' in text


def test_a_broken_plugin_is_an_error_only_when_it_is_selected(workshop: Workshop) -> None:
    home = workshop.plugin("odd", source="import nowhere_at_all\n")
    assert names(ask(workshop)) == ["base", "starter"]
    assert refusal(workshop, "odd") == (
        "odd 1.0.0 (acme-odd) raises ModuleNotFoundError: No module named 'nowhere_at_all' when it"
        " is imported\n"
        f"  {home / 'plugin.py'}:1\n"
        "  odd is asked for by --with\n"
        "fix: update or uninstall acme-odd"
    )


def test_an_impostor_disturbs_nobody_unless_it_is_selected(workshop: Workshop) -> None:
    workshop.plugin("auth", distribution="quickscale-auth")
    workshop.plugin("auth", distribution="evil-auth", package="evil_one")
    workshop.plugin("blog")
    assert names(ask(workshop, "blog")) == ["base", "blog", "starter"]
    assert "2 distributions provide a plugin named auth" in refusal(workshop, "auth", "blog")


def test_versions_are_checked_along_the_shortest_chain(workshop: Workshop) -> None:
    workshop.plugin("auth", version="1.4.0")
    workshop.plugin("billing", card='requires=("auth>=2",)')
    workshop.plugin("shop", card='requires=("billing",)')
    assert refusal(workshop, "shop") == (
        "auth 1.4.0 is installed, and auth>=2 is needed\n"
        "  shop is asked for by --with\n"
        "  shop 1.0.0 (acme-shop) needs billing\n"
        "  billing 1.0.0 (acme-billing) needs auth>=2\n"
        'fix: pip install "acme-auth>=2"'
    )
    assert refusal(workshop, "shop", "billing").splitlines()[1] == (
        "  billing is asked for by --with"
    )


def test_versions_asked_for_are_checked(workshop: Workshop) -> None:
    workshop.plugin("auth", version="1.4.0")

    def request(version: str) -> ProjectSpec:
        return ProjectSpec(
            name="demo",
            theme="starter",
            modules={"auth": ModuleRequest(version=version)},
            said={("modules", "auth"): "quickscale.yml:5:3"},
        )

    assert names(resolve(request(">=1,<2"), workshop.registry()))
    with pytest.raises(QuickScaleError) as caught:
        resolve(request(">=2"), workshop.registry())
    assert str(caught.value) == (
        "auth 1.4.0 is installed, and auth>=2 is needed\n"
        "  auth is asked for by quickscale.yml:5:3\n"
        'fix: pip install "acme-auth>=2"'
    )
    with pytest.raises(QuickScaleError) as caught:
        resolve(request("newest"), workshop.registry())
    assert str(caught.value) == (
        '"newest" is not a version range for auth\n'
        "  auth is asked for by quickscale.yml:5:3\n"
        'fix: write it like ">=1" or ">=1,<2"'
    )


def test_conflicts_are_explained(workshop: Workshop) -> None:
    workshop.plugin("auth")
    workshop.plugin("ldap", card='conflicts=("auth",)')
    workshop.plugin("teams", card='requires=("auth",)')
    assert refusal(workshop, "teams", "ldap") == (
        "ldap and auth cannot be in one project\n"
        "  ldap 1.0.0 (acme-ldap) conflicts with auth\n"
        "  ldap is asked for by --with\n"
        "  teams is asked for by --with\n"
        "  teams 1.0.0 (acme-teams) needs auth\n"
        "fix: leave one of them out"
    )


def test_a_conflict_that_both_declare_is_told_once(workshop: Workshop) -> None:
    workshop.plugin("one", card='conflicts=("two",)')
    workshop.plugin("two", card='conflicts=("one", "absent")')
    assert refusal(workshop, "one", "two").count("cannot be in one project") == 1
    assert names(ask(workshop, "two")) == ["base", "two", "starter"]


def test_two_providers_of_one_capability_clash(workshop: Workshop) -> None:
    workshop.plugin("auth", card='provides=("login",)')
    workshop.plugin("ldap", card='provides=("login",)')
    assert refusal(workshop, "auth", "ldap") == (
        'auth and ldap both provide "login"\n'
        "  auth is asked for by --with\n"
        "  ldap is asked for by --with\n"
        "fix: leave one of them out"
    )


def test_a_theme_may_provide_what_its_parent_provides(workshop: Workshop) -> None:
    workshop.plugin("one", kind="theme", card='frontend="html", provides=("dark",)')
    workshop.plugin("two", kind="theme", card='frontend="html", provides=("dark",), extends="one"')
    assert ask(workshop, theme="two").spec.provided("dark")


def test_three_providers_of_one_capability_clash(workshop: Workshop) -> None:
    for name in ("one", "two", "three"):
        workshop.plugin(name, card='provides=("login",)')
    text = refusal(workshop, "one", "two", "three")
    assert text.startswith('one, three and two all provide "login"\n')


def test_what_several_need_and_is_missing_is_told_once(workshop: Workshop) -> None:
    workshop.plugin("one", card='requires=("billing",)')
    workshop.plugin("two", card='requires=("billing>=1",)')
    text = refusal(workshop, "one", "two")
    assert text.count("billing is not installed") == 1


def test_circles_of_requirements_are_told(workshop: Workshop) -> None:
    workshop.plugin("one", card='requires=("two",)')
    workshop.plugin("two", card='requires=("one",)')
    assert refusal(workshop, "one") == (
        "plugins require each other in a circle\n"
        "  one 1.0.0 (acme-one) needs two\n"
        "  two 1.0.0 (acme-two) needs one\n"
        "fix: leave one of them out, and report this to its authors"
    )


def test_themes_that_extend_each_other_are_told(workshop: Workshop) -> None:
    workshop.plugin("one", kind="theme", card='frontend="html", extends="two"')
    workshop.plugin("two", kind="theme", card='frontend="html", extends="one"')
    assert "circle" in refusal(workshop, theme="one")


def test_a_theme_makes_html_pages_or_those_of_its_parent(workshop: Workshop) -> None:
    workshop.plugin("spa", kind="theme", card='frontend="react", extends="starter"')
    workshop.plugin("brand", kind="theme", card='frontend="html", extends="spa"')
    assert refusal(workshop, theme="brand") == (
        "theme brand makes html pages and extends spa, which makes react pages\n"
        "  brand 1.0.0 (acme-brand)\n"
        "  spa 1.0.0 (acme-spa)\n"
        "fix: choose another theme, and report this to acme-brand"
    )
    workshop.plugin("mine", kind="theme", card='frontend="react", extends="spa"')
    assert ask(workshop, theme="mine").spec.frontend == "react"


def test_a_theme_of_no_html_pages_extends_one_that_has_some(workshop: Workshop) -> None:
    workshop.plugin("spa", kind="theme", card='frontend="react"')
    assert refusal(workshop, theme="spa") == (
        "theme spa extends no theme of html pages, and every site has some\n"
        "  spa 1.0.0 (acme-spa)\n"
        "fix: choose another theme, and report this to acme-spa"
    )


def test_a_module_is_asked_for_the_pages_it_has(workshop: Workshop) -> None:
    workshop.plugin("spa", kind="theme", card='frontend="react", extends="starter"')
    workshop.plugin("both", card='frontends=("html", "react")')
    workshop.plugin("plain")
    selection = ask(workshop, "both", "plain", theme="spa")
    seen = {it.name: selection.spec_for(it).frontend for it in selection.plugins}
    assert seen == {
        "base": "html",
        "both": "react",
        "plain": "html",
        "spa": "react",
        "starter": "react",
    }
    assert shown_as_html(selection.spec, selection.plugins) == ["plain"]


def test_a_module_without_html_pages_needs_a_theme_that_shows_its_own(workshop: Workshop) -> None:
    workshop.plugin("spa", kind="theme", card='frontend="react", extends="starter"')
    workshop.plugin("board", card='frontends=("react",)')
    assert ask(workshop, "board", theme="spa").spec.has("board")
    assert refusal(workshop, "board", theme="starter") == (
        "board has pages for react themes alone, and starter makes html pages\n"
        "  board 1.0.0 (acme-board)\n"
        "  starter 1.0.0 (quickscale)\n"
        "fix: choose another theme, or leave board out"
    )


def test_a_second_theme_is_too_many(workshop: Workshop) -> None:
    workshop.plugin("htmx", kind="theme", card='frontend="html"')
    workshop.plugin("shop", card='requires=("htmx",)')
    assert names(ask(workshop, "shop", theme="htmx")) == ["base", "htmx", "shop"]
    assert refusal(workshop, "shop", said={("theme",): "--theme"}) == (
        "a project has one theme, and both starter and htmx are needed\n"
        "  starter is asked for by --theme\n"
        "  shop is asked for by --with\n"
        "  shop 1.0.0 (acme-shop) needs htmx\n"
        "fix: choose --theme htmx, or leave out what needs it"
    )


@pytest.mark.parametrize(
    ("modules", "more", "what"),
    [
        (("htmx",), {}, "htmx is a theme, not a module\n"),
        (("base",), {}, "base is a part of core, not a module\n"),
        (("ship",), {}, "ship is a deploy target, not a module\n"),
        ((), {"theme": "auth"}, "auth is a module, not a theme\n"),
        ((), {"deploy": "auth"}, "auth is a module, not a deploy target\n"),
    ],
)
def test_kinds_are_checked(
    workshop: Workshop, modules: tuple[str, ...], more: dict[str, object], what: str
) -> None:
    workshop.plugin("htmx", kind="theme", card='frontend="html"')
    workshop.plugin("ship", kind="deploy")
    workshop.plugin("auth")
    text = refusal(workshop, *modules, **more)
    assert what in text
    assert "\nfix: " in text


def test_hooks_cannot_change_what_was_asked(workshop: Workshop) -> None:
    workshop.plugin("auth", card=OPEN)
    spec = ask(workshop, "auth", settings={"A": 1}).spec
    for mapping in (spec.options("auth"), spec.settings, spec.providers):
        with pytest.raises(TypeError):
            mapping["new"] = 1  # type: ignore[index]


def test_wrong_options_alone_are_wrong_usage(workshop: Workshop) -> None:
    workshop.plugin("auth", card=OPEN)
    workshop.plugin("ldap", card='conflicts=("auth",)')
    options = {"auth": {"signup": FlagText("shut")}}
    with pytest.raises(UsageError):
        ask(workshop, "auth", options=options)
    with pytest.raises(QuickScaleError) as caught:
        ask(workshop, "auth", "ldap", options=options)
    assert caught.value.exit_code == EXIT_REFUSED
    assert len(caught.value.problems) == 2


def test_wrong_options_are_told_with_where_they_were_given(workshop: Workshop) -> None:
    workshop.plugin("auth", card=OPEN)
    workshop.plugin("blog")
    said = {("options", "auth", "signup"): "--set auth.signup", ("options", "shop"): "--set shop.a"}
    options = {"auth": {"signup": FlagText("shut")}, "shop": {"a": 1}, "blgo": {"b": 1}}
    workshop.plugin("shop")
    assert refusal(workshop, "auth", "blog", options=options, said=said) == (
        'auth.signup must be one of open, closed, not "shut"\n'
        "  --set auth.signup\n"
        'fix: choose "open" or "closed"\n\n'
        "options are given for blgo, which takes no part\n"
        'fix: did you mean "blog"?\n\n'
        "options are given for shop, which takes no part\n"
        "  --set shop.a\n"
        "fix: add it: --with shop"
    )
