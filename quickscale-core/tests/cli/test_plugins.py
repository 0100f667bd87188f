from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from quickscale_core import __version__
from quickscale_core.cli.commands.plugins import _TITLES
from quickscale_core.plugin_api import contributions

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[..., Any]

BLOG = '''
import click
from pathlib import Path

@hookimpl
def contribute_settings(spec):
    yield App(path="apps.blog")
    yield UrlInclude(prefix="blog/", module="apps.blog.urls")
    yield Setting(name="BLOG_PAGE_SIZE", value=spec.options("blog")["page_size"])
    yield EnvVar(name="BLOG_KEY", comment="A key")
    yield EnvVar(name="BLOG_KEY", comment="A key")

@hookimpl
def contribute_templates(spec):
    yield FileSet(root=Path(__file__).parent / "files", frontend="html")

@hookimpl
def contribute_commands():
    @click.command()
    def publish():
        """Publish the blog."""
        click.echo("published")
    return [publish]
'''
BLOG_CARD = """
    provides=("journal",), conflicts=("news",),
    options=(
        Option(name="page_size", type="int", default=10, help="Posts on a page.", mutable=False),
        Option(name="feeds", type="list", default=("rss",), choices=("rss", "atom"), help="Feeds."),
        Option(name="open", type="bool", default=True, help="Open to all."),
    ),
"""


def test_the_list_tells_kinds_and_versions(here: Path, quickscale: Run, install: Run) -> None:
    install("blog", BLOG, card=BLOG_CARD)
    ended = quickscale("plugins", "list")
    assert (ended.code, ended.err) == (0, "")
    rows = [line.split(maxsplit=3) for line in ended.out.splitlines()]
    assert rows[0] == ["NAME", "VERSION", "KIND", "SUMMARY"]
    assert ["blog", "2.5", "module", "A module for tests"] in rows
    assert [row[0] for row in rows if row[2] == "core"] == ["base", "commands"]
    assert ["starter", __version__, "theme"] in [row[:3] for row in rows]
    assert quickscale("list-modules").out == ended.out


def test_a_broken_plugin_is_listed_with_the_reason(
    here: Path, quickscale: Run, install: Run
) -> None:
    install("blog", BLOG, card=BLOG_CARD)
    install("news", "import no_such_module_x\n")
    ended = quickscale("plugins", "list")
    assert ended.code == 0
    assert "\nblog " in ended.out
    assert "\nwarning: news 2.5" in ended.err
    assert "No module named 'no_such_module_x'" in ended.err
    answer = quickscale("plugins", "list", "--json").json()
    assert [it["name"] for it in answer["broken"]] == ["news"]
    assert "no_such_module_x" in answer["broken"][0]["problem"]["what"]
    assert "blog" in [it["name"] for it in answer["plugins"]]
    info = quickscale("plugins", "info", "news")
    assert (info.code, info.err.startswith("error: news 2.5")) == (1, True)


def test_two_of_one_name_are_both_named(here: Path, quickscale: Run, install: Run) -> None:
    install("blog")
    install("blog")
    assert (
        "warning: 2 distributions provide a plugin named blog" in quickscale("plugins", "list").err
    )


def test_info_tells_what_a_plugin_needs_offers_and_asks(
    here: Path, quickscale: Run, install: Run
) -> None:
    folder = install("blog", BLOG, card=BLOG_CARD)
    (folder / "files").mkdir()
    ended = quickscale("plugins", "info", "blog")
    assert (ended.code, ended.err) == (0, "")
    package = folder.parent.name
    assert ended.out == (
        "blog 2.5\n"
        "  A module for tests\n"
        "\n"
        "  kind            module\n"
        f"  distribution    {package} 2.5\n"
        "  conflicts with  news\n"
        "  provides        journal\n"
        "  hooks           files, settings, commands\n"
        "\nCommands\n  publish\n"
        "\nFiles\n  files for html themes\n"
        "\nApps\n  apps.blog\n"
        "\nURLs\n  /blog/\n"
        "\nSettings\n  BLOG_PAGE_SIZE\n"
        "\nEnvironment variables\n  BLOG_KEY\n"
        "\nOptions\n"
        "  blog.page_size  int [10]        Posts on a page. Cannot be changed later.\n"
        "  blog.feeds      rss|atom [rss]  Feeds.\n"
        "  blog.open       bool [true]     Open to all.\n"
    )
    answer = quickscale("plugins", "info", "blog", "--json").json()
    assert answer["contributes"]["URLs"] == ["/blog/"]
    assert answer["options"][1]["choices"] == ["rss", "atom"]
    assert answer["hooks"] == [
        "contribute_templates",
        "contribute_settings",
        "contribute_commands",
    ]


def test_every_builtin_plugin_can_be_described(here: Path, quickscale: Run) -> None:
    for name in ("base", "commands", "starter"):
        ended = quickscale("plugins", "info", name, "--json")
        assert (ended.code, ended.json()["name"]) == (0, name), ended.err


def test_every_kind_of_contribution_has_a_heading() -> None:
    kinds = {
        name
        for name, kind in vars(contributions).items()
        if isinstance(kind, type) and issubclass(kind, contributions.Contribution)
    }

    # files are counted, and nobody contributes one of a base class
    assert kinds - set(_TITLES) == {"Contribution", "Keyed", "Ordered", "FileSet"}


def test_info_tells_what_keeps_a_plugin_from_being_used(
    here: Path, quickscale: Run, install: Run
) -> None:
    install("blog", card='requires=("phantom",)')
    ended = quickscale("plugins", "info", "blog")
    assert ended.code == 1
    assert "warning: no plugin named phantom is installed" in ended.err
    assert ended.out.startswith("blog 2.5\n")


def test_info_on_a_name_that_is_nearly_right(here: Path, quickscale: Run) -> None:
    ended = quickscale("plugins", "info", "startr")
    assert ended.code == 2
    assert "no plugin named startr is installed" in ended.err
    assert "starter" in ended.err


def test_a_plugin_s_command_is_listed_and_runs(here: Path, quickscale: Run, install: Run) -> None:
    install("blog", BLOG, card=BLOG_CARD)
    shown = quickscale("--help")
    assert "  publish     Publish the blog.\n" in shown.out
    assert quickscale("publish").out == "published\n"
    assert quickscale("publish", "--nope").err == (
        "error: no such option '--nope'\nfix: see quickscale publish --help\n"
    )


GROUP = '''
import click

@hookimpl
def contribute_commands():
    @click.group()
    def {group}():
        """A group."""
    @{group}.command()
    def {leaf}():
        """A leaf of {name}."""
        click.echo("{name}")
    return [{group}]
'''


def test_groups_of_one_name_become_one(here: Path, quickscale: Run, install: Run) -> None:
    install("blog", GROUP.format(group="publish", leaf="posts", name="blog"))
    install("news", GROUP.format(group="publish", leaf="stories", name="news"))
    install("list_x", GROUP.format(group="plugins", leaf="count", name="list_x"))
    assert quickscale("publish", "posts").out == "blog\n"
    assert quickscale("publish", "stories").out == "news\n"
    assert quickscale("plugins", "count").out == "list_x\n"
    assert quickscale("plugins", "list").code == 0


def test_equal_commands_clash_and_core_s_stay(here: Path, quickscale: Run, install: Run) -> None:
    install("blog", GROUP.format(group="publish", leaf="all", name="blog"))
    install("news", GROUP.format(group="publish", leaf="all", name="news"))
    install("thief", GROUP.format(group="init", leaf="x", name="thief"))
    shown = quickscale("--help")
    assert "warning: 2 plugins offer the command quickscale publish all\n" in shown.err
    assert "fix: neither is taken; uninstall one of them" in shown.err
    assert "warning: 2 plugins offer the command quickscale init\n" in shown.err
    assert "fix: core's is taken" in shown.err
    assert quickscale("publish", "all").code == 2
    assert quickscale("init", "acme", "--theme", "starter", "--dry-run").code == 0


def test_commands_that_cannot_be_had_are_left_out(
    here: Path, quickscale: Run, install: Run
) -> None:
    install("blog", "@hookimpl\ndef contribute_commands():\n    return [42]\n")
    install("news", "@hookimpl\ndef contribute_commands():\n    raise KeyError('x')\n")
    shown = quickscale("--help")
    assert shown.code == 0
    assert "warning: blog 2.5" in shown.err
    assert "contribute_commands is of type int" in shown.err
    assert "warning: news 2.5" in shown.err
    assert "KeyError: 'x'" in shown.err
    assert "init " in shown.out


def test_commands_of_the_older_quickscale_name_their_successor(here: Path, quickscale: Run) -> None:
    for name in ("embed", "embed-core", "update-core", "sync-push"):
        ended = quickscale(name, "auth", "--some-flag")
        assert (ended.code, ended.out) == (2, "")
        assert ended.err.startswith(f"error: quickscale {name} is gone: ")
        assert "\nfix: " in ended.err
        successor = ended.err.partition("\nfix: ")[2].strip()
        assert " ".join(quickscale(name, "--help").out.split()).count(successor) == 1
        assert name not in quickscale("--help").out
