from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from quickscale_core.plugins.discovery import BrokenPlugin, InstalledPlugin, Registry
from quickscale_core.plugins.entry_points import Candidate

if TYPE_CHECKING:
    from conftest import Workshop

HEAD = "from quickscale_core import *\n"
CARD = HEAD + 'PLUGIN = Plugin(name="odd", kind="module", summary="Odd")\n'

BROKEN = {
    "import error": (
        "import nowhere_at_all\n",
        "raises ModuleNotFoundError: No module named 'nowhere_at_all' when it is imported",
        "plugin.py:1",
    ),
    "syntax error": ("x = 1\nif x\n", "raises SyntaxError: expected ':' when it is", "plugin.py:2"),
    "prints": (CARD + "print('hello')\n", "prints 'hello' when it is imported", ""),
    "exits": ("raise SystemExit(3)\n", "exits (SystemExit: 3) when it is imported", "plugin.py:1"),
    "socket": (
        "import socket\nsocket.socket()\n",
        "opens a socket (socket.__new__) when it is imported",
        "plugin.py:2",
    ),
    "process": (
        "import os\n\nos.system('true')\n",
        "starts a process (os.system) when it is imported",
        "plugin.py:3",
    ),
    "writes": (
        "open(__file__ + '.txt', 'w')\n",
        "writes files (open ",
        "plugin.py:1",
    ),
    "no card": (HEAD, "has no PLUGIN in its module", ""),
    "card of another type": (
        "PLUGIN = {'name': 'odd'}\n",
        "has a PLUGIN of type dict, not Plugin",
        "",
    ),
    "another name": (
        HEAD + 'PLUGIN = Plugin(name="even", kind="module", summary="Odd")\n',
        'calls itself "even", but its entry point is "odd"',
        "",
    ),
    "no such kind": (
        HEAD + 'PLUGIN = Plugin(name="odd", kind="gadget", summary="Odd")\n',
        'is of a kind "gadget", which does not exist',
        "",
    ),
    "theme without frontend": (
        HEAD + 'PLUGIN = Plugin(name="odd", kind="theme", summary="Odd")\n',
        "is a theme without a frontend",
        "",
    ),
    "text for a tuple": (
        HEAD + 'PLUGIN = Plugin(name="odd", kind="module", summary="Odd", requires="auth")\n',
        "has a PLUGIN whose requires is not a tuple of texts",
        "",
    ),
    "summary of another type": (
        HEAD + 'PLUGIN = Plugin(name="odd", kind="module", summary=None)\n',
        "has a PLUGIN whose summary is not a text",
        "",
    ),
    "options of another type": (
        HEAD + 'PLUGIN = Plugin(name="odd", kind="module", summary="Odd", options=("a",))\n',
        "has a PLUGIN whose options are not a tuple of Option",
        "",
    ),
    "wrong default": (
        HEAD
        + 'PLUGIN = Plugin(name="odd", kind="module", summary="Odd", options=('
        + 'Option(name="a", type="bool", default=1, help="A"),))\n',
        "gives option 'a' a default that is not true or false, not 1",
        "",
    ),
    "option named by a number": (
        HEAD
        + 'PLUGIN = Plugin(name="odd", kind="module", summary="Odd", options=('
        + 'Option(name=3, type="str", default="", help="A"),))\n',
        "has an option 3 whose name is not a text",
        "",
    ),
    "choices of another type": (
        HEAD
        + 'PLUGIN = Plugin(name="odd", kind="module", summary="Odd", options=('
        + 'Option(name="a", type="choice", default="x", help="A", choices="x"),))\n',
        "has an option 'a' whose choices are not a tuple of texts",
        "",
    ),
    "pattern that is none": (
        HEAD
        + 'PLUGIN = Plugin(name="odd", kind="module", summary="Odd", options=('
        + 'Option(name="a", type="str", default="", help="A", pattern="["),))\n',
        "gives option 'a' a pattern that cannot be read: unterminated character set",
        "",
    ),
    "pattern without words": (
        HEAD
        + 'PLUGIN = Plugin(name="odd", kind="module", summary="Odd", options=('
        + 'Option(name="a", type="str", default="", help="A", pattern="[a-z]*"),))\n',
        "gives option 'a' a pattern and no shape, its words",
        "",
    ),
    "extends something else": (
        HEAD
        + 'PLUGIN = Plugin(name="odd", kind="theme", summary="Odd", frontend="html", extends=3)\n',
        "has a PLUGIN whose extends is neither a text nor None",
        "",
    ),
    "card that fails when it is read": (
        HEAD
        + "class Sly(tuple):\n    def __iter__(self):\n        raise ValueError('sly')\n"
        + 'PLUGIN = Plugin(name="odd", kind="module", summary="Odd", requires=Sly())\n',
        "raises ValueError: sly",
        "plugin.py:4",
    ),
    "own kind of exit": (
        "class Stop(BaseException):\n    pass\n\nraise Stop('now')\n",
        "raises Stop: now when it is imported",
        "plugin.py:4",
    ),
    "misspelt hook": (
        CARD + "@hookimpl\ndef contribute_setings(spec): return []\n",
        (
            'implements a hook "contribute_setings", which does not exist;'
            ' did you mean "contribute_settings"?'
        ),
        "",
    ),
    "unknown hook": (
        CARD + "@hookimpl\ndef zzz(spec): return []\n",
        'implements a hook "zzz", which does not exist',
        "",
    ),
    "outdated hook": (
        CARD + "@hookimpl\ndef contribute_settings(spec, context): return []\n",
        'has a hook contribute_settings that takes "context", and core passes spec',
        "",
    ),
    "hook that takes what none gets": (
        CARD + "@hookimpl\ndef contribute_commands(spec): return []\n",
        'has a hook contribute_commands that takes "spec", and core passes none',
        "",
    ),
    "hook without its mark": (
        CARD + "def contribute_settings(spec): return []\n",
        "has a function contribute_settings without @hookimpl above it, so it would never be",
        "plugin.py:3",
    ),
    "option of an unknown type": (
        HEAD
        + 'PLUGIN = Plugin(name="odd", kind="module", summary="Odd", options=('
        + 'Option(name="a", type="float", default=1.5, help="A"),))\n',
        "has an option 'a' of type 'float'; use one of bool, int, str, choice, list",
        "",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_plugin_is_recorded_with_its_reason(workshop: Workshop, case: str) -> None:
    source, what, place = BROKEN[case]
    home = workshop.plugin("odd", source=source, version="0.3")
    workshop.plugin("fine")
    registry = workshop.registry()

    (broken,) = registry.broken()

    assert (broken.name, broken.distribution, broken.version) == ("odd", "acme-odd", "0.3")
    assert broken.problem.what.startswith(f"odd 0.3 (acme-odd) {what}")
    if place:
        assert broken.problem.where == (str(home / place),)
    assert broken.problem.fix == "update or uninstall acme-odd"
    assert [plugin.name for plugin in registry.plugins()] == ["fine"]
    assert not list(home.rglob("*.txt"))
    assert workshop.registry()["odd"] == broken  # who asks second is told the same


def test_the_card_and_its_distribution_are_known(workshop: Workshop) -> None:
    home = workshop.plugin("blog", version="2.1", distribution="Acme.Blog", body="# end")
    plugin = workshop.registry()["blog"]
    assert isinstance(plugin, InstalledPlugin)
    assert plugin.name == plugin.card.name == "blog"
    assert plugin.label == "blog 2.1 (Acme.Blog)"
    assert plugin.folder == home
    assert plugin.module_path == f"{workshop.package}/{home.name}/plugin.py"
    assert not plugin.builtin
    assert plugin.implements("contribute_settings")
    assert not plugin.implements("post_generate")
    assert plugin.shorten(f"{home}/files/a.py:3") == "files/a.py:3"
    assert plugin.shorten("/elsewhere/a.py:3") == "/elsewhere/a.py:3"


def test_finding_names_imports_nothing(workshop: Workshop) -> None:
    workshop.plugin("blog")
    workshop.plugin("shop")
    registry = workshop.registry()
    assert list(registry) == ["blog", "shop"]
    assert len(registry) == 2
    assert "blog" in registry
    assert "none" not in registry
    assert not [name for name in sys.modules if name.startswith(workshop.package)]
    assert registry["blog"].name == "blog"
    loaded = [name for name in sys.modules if name.startswith(f"{workshop.package}.")]
    assert sorted(loaded) == [f"{workshop.package}.blog", f"{workshop.package}.blog.plugin"]
    assert registry["blog"] is registry["blog"]


@pytest.mark.parametrize(
    ("requires", "wrong"),
    [
        (("quickscale>=2",), "needs quickscale >=2, and this is 1.0.0"),
        (("QuickScale <1", "django"), "needs quickscale <1, and this is 1.0.0"),
        (("quickscale ><",), 'has a requirement that cannot be read, "quickscale ><"'),
    ],
)
def test_the_core_range_is_read_before_the_code(
    workshop: Workshop, requires: tuple[str, ...], wrong: str
) -> None:
    workshop.plugin("odd", requires=requires, source="raise RuntimeError('imported')\n")
    plugin = workshop.registry()["odd"]
    assert isinstance(plugin, BrokenPlugin)
    assert str(plugin.problem) == (
        f"odd 1.0.0 (acme-odd) {wrong}\nfix: install versions of quickscale and acme-odd that match"
    )


def test_requirements_for_extras_and_other_pythons_do_not_count(workshop: Workshop) -> None:
    requires = (
        'quickscale>=9; extra == "dev"',
        'quickscale>=9; python_version < "3"',
        "quickscale",
    )
    workshop.plugin("fine", requires=requires)
    assert isinstance(workshop.registry()["fine"], InstalledPlugin)


def test_two_of_one_name_are_an_error_naming_both(workshop: Workshop) -> None:
    workshop.plugin("auth", distribution="quickscale-auth", version="1.0.0")
    workshop.plugin("auth", distribution="evil-auth", version="9.9", package="evil")
    workshop.plugin("blog")
    registry = workshop.registry()
    plugin = registry["auth"]
    assert isinstance(plugin, BrokenPlugin)
    assert plugin.distribution == "evil-auth and quickscale-auth"
    assert str(plugin.problem) == (
        "2 distributions provide a plugin named auth\n"
        "  evil-auth 9.9: evil.auth.plugin\n"
        f"  quickscale-auth 1.0.0: {workshop.package}.auth.plugin\n"
        "fix: pip uninstall evil-auth"
    )
    assert "evil.auth.plugin" not in sys.modules
    assert isinstance(registry["blog"], InstalledPlugin)


def test_of_two_strangers_the_owner_chooses(workshop: Workshop) -> None:
    workshop.plugin("blog", distribution="acme-blog")
    workshop.plugin("blog", distribution="other-blog", package="other")
    plugin = workshop.registry()["blog"]
    assert isinstance(plugin, BrokenPlugin)
    assert plugin.problem.fix == (
        "uninstall all but the one you want:\n  pip uninstall acme-blog\n  pip uninstall other-blog"
    )


def test_a_part_of_core_keeps_its_name(workshop: Workshop) -> None:
    workshop.core()
    workshop.plugin("starter", distribution="evil-starter", package="evil")
    plugin = workshop.registry()["starter"]
    assert isinstance(plugin, InstalledPlugin)
    assert plugin.builtin
    assert plugin.distribution == "quickscale"


def test_the_module_must_end_in_the_name(workshop: Workshop) -> None:
    workshop.plugin("blog")
    candidate = workshop.candidates()[0]
    renamed = Candidate(name="shop", module=candidate.module, source=candidate.source)
    plugin = Registry([renamed])["shop"]
    assert isinstance(plugin, BrokenPlugin)
    assert "calls itself" in plugin.problem.what
    workshop.plugin("inner", source=CARD.replace('"odd"', '"outer"'), distribution="x-1")
    moved = Candidate(
        name="outer",
        module=f"{workshop.package}.inner.plugin",
        source=workshop.candidates()[-1].source,
    )
    broken = Registry([moved])["outer"]
    assert isinstance(broken, BrokenPlugin)
    assert 'lives in a package called "inner"; it must end in its name' in broken.problem.what


def test_installed_plugins_are_found_on_the_path(workshop: Workshop) -> None:
    workshop.plugin("blog", version="3.2")
    workshop.plugin("noisy", source="print('here')\n")
    code = (
        "from quickscale_core.plugins.discovery import Registry\n"
        "registry = Registry.installed()\n"
        "print(*(f'{name}={type(registry[name]).__name__}' for name in ('blog', 'noisy')))\n"
        "print('base' in registry, 'starter' in registry, registry['blog'].version)\n"
    )
    source = Path(sys.modules["quickscale_core"].__path__[0]).parent
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(workshop.folder), str(source)])},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == [
        "blog=InstalledPlugin noisy=BrokenPlugin",
        "True True 3.2",
    ]


def test_metadata_that_cannot_be_read_disturbs_nobody(workshop: Workshop) -> None:
    workshop.plugin("blog")
    texts = {
        "latin": b"[quickscale]\ncaf\xe9 = a.b\n",
        "torn": b"[quickscale\nx = y\n[quickscale]\n# y = z\nnothing\n=\nodd = not valid [x]\n",
        "other": b"[console_scripts]\nquickscale = a:b\n",
    }
    for name, text in texts.items():
        workshop.distribution(name, "1.0", {})
        info = workshop.folder / f"{name}-1.0.dist-info"
        (info / "entry_points.txt").write_bytes(text)
    registry = Registry.installed()
    assert {"blog", "odd"} <= set(registry)
    assert not {"x", "y", "quickscale", "nothing"} & set(registry)
    assert isinstance(registry["blog"], InstalledPlugin)
    assert isinstance(registry["odd"], BrokenPlugin)
    assert "No module named 'not valid'" in registry["odd"].problem.what


def test_a_distribution_found_twice_is_one(workshop: Workshop, tmp_path: Path) -> None:
    workshop.plugin("blog", version="1.0")
    older = tmp_path / "older"
    shutil.copytree(workshop.folder, older)
    sys.path.append(str(older))
    try:
        assert isinstance(Registry.installed()["blog"], InstalledPlugin)
    finally:
        sys.path.remove(str(older))


def test_the_path_of_this_process_is_looked_at(workshop: Workshop) -> None:
    workshop.plugin("blog", version="3.2")
    registry = Registry.installed()
    plugin = registry["blog"]
    assert isinstance(plugin, InstalledPlugin)
    assert plugin.version == "3.2"
    assert {"base", "starter", "blog"} <= set(registry)


def test_cores_own_parts_all_work() -> None:
    registry = Registry.core()
    assert registry.broken() == ()
    assert {"base", "starter"} <= set(registry)
    assert [plugin.name for plugin in registry.plugins("theme")] == ["starter"]
