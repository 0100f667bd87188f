"""What ``quickscale plugins check`` finds wrong, without generating projects."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest
from quickscale_core.cli import main
from quickscale_core.conformance import check_plugin
from quickscale_core.conformance.subject import read_subject
from quickscale_core.errors import QuickScaleError
from quickscale_core.new_plugin.distribution import NewPlugin, plugin_files
from quickscale_core.plugins.discovery import Registry
from quickscale_core.plugins.entry_points import Candidate
from quickscale_core.plugins.parts_of_core import PARTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

Change = tuple[str, str, str]
"""A file, a text in it, and what stands there instead."""


class _Source:
    """Stands for a distribution that is installed from a folder."""

    def __init__(self, name: str) -> None:
        self.name = name

    def read_text(self, name: str) -> str:
        return f"Name: {self.name}\nVersion: 0.1.0\n\n" if name == "METADATA" else ""


@pytest.fixture
def loaded() -> Iterator[None]:
    before = list(sys.path), dict(sys.modules)
    yield
    sys.path[:] = before[0]
    for name in [name for name in sys.modules if name not in before[1]]:
        if name.startswith("quickscale_modules."):
            del sys.modules[name]


@pytest.fixture
def findings(
    tmp_path: Path, loaded: None, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., dict[str, list[str]]]:
    """Return what the quick checks say of a new plugin after some changes, by check."""

    def find(*changes: Change) -> dict[str, list[str]]:
        name = "jotter"
        plugin = NewPlugin(name, "module")
        files = plugin_files(plugin)
        for path, old, new in changes:
            text = files.get(path, b"").decode()
            assert old in text
            files[path] = text.replace(old, new).encode() if old else new.encode()
        folder = tmp_path / plugin.distribution
        for path, data in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)
        monkeypatch.syspath_prepend(folder / "src")
        registry = Registry(
            [
                *(Candidate(name=it, module=module) for it, module in PARTS.items()),
                Candidate(
                    name=name,
                    module=f"quickscale_modules.{name}.plugin",
                    source=_Source(plugin.distribution),
                ),
            ]
        )
        results = check_plugin(read_subject(folder, registry), slow=False)
        return {it.name: [problem.what for problem in it.problems] or [it.status] for it in results}

    return find


PLUGIN = "src/quickscale_modules/jotter/plugin.py"


def test_a_new_plugin_has_nothing_wrong(findings: Callable[..., dict[str, list[str]]]) -> None:
    assert set(map(tuple, findings().values())) == {("passed",)}


@pytest.mark.parametrize(
    ("change", "check", "says"),
    [
        (
            ("pyproject.toml", "quickscale>=1.0,<2", "quickscale>=1.0"),
            "metadata",
            '"quickscale>=1.0" also allows versions of core that may remove what it uses',
        ),
        (
            ("pyproject.toml", '["quickscale>=1.0,<2"]', "[]"),
            "metadata",
            "quickscale-jotter does not require quickscale",
        ),
        (
            ("pyproject.toml", 'readme = "README.md"\n', ""),
            "metadata",
            "[project] has no readme",
        ),
        (
            ("src/quickscale_modules/__init__.py", "", "# stray\n"),
            "namespace",
            "src/quickscale_modules/__init__.py hides every other plugin there",
        ),
        (
            (PLUGIN, "def contribute_settings", "def contribute_setting"),
            "hooks",
            'implements a hook "contribute_setting", which does not exist',
        ),
        (
            (PLUGIN, 'prefix="jotter/"', 'prefix="/jotter"'),
            "combinations",
            "",
        ),
        (
            (PLUGIN, "value=page_size", 'value=__import__("time").perf_counter_ns() or page_size'),
            "combinations",
            "example/settings/base.py has other bytes the second time",
        ),
    ],
)
def test_each_fault_is_named(
    findings: Callable[..., dict[str, list[str]]], change: Change, check: str, says: str
) -> None:
    found = findings(change)
    assert found[check] != ["passed"], check
    if says:
        assert any(says in one for one in found[check]), found[check]


def test_a_folder_without_a_plugin_is_refused(tmp_path: Path) -> None:
    registry = Registry([])
    with pytest.raises(QuickScaleError, match="has no pyproject"):
        read_subject(tmp_path, registry)
    (tmp_path / "pyproject.toml").write_text("[project\n")
    with pytest.raises(QuickScaleError, match="cannot be read"):
        read_subject(tmp_path, registry)
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "x"\n')
    with pytest.raises(QuickScaleError, match="names no plugin"):
        read_subject(tmp_path, registry)


def test_the_command_tells_what_is_not_installed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["plugins", "new", "unheard_of", "--dest", str(tmp_path)]) == 0
    capsys.readouterr()
    folder = tmp_path / "quickscale-unheard-of"
    assert main(["plugins", "check", str(folder), "--quick", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    checks = {it["name"]: it["status"] for it in told["checks"]}
    assert checks == {
        "metadata": "passed",
        "namespace": "passed",
        "wheel": "passed",
        "hooks": "failed",
        "combinations": "skipped",
        "migrations": "skipped",
    }


def test_without_anything_that_builds_wheels_that_is_what_is_said(
    findings: Callable[..., dict[str, list[str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda *_, **__: None)
    monkeypatch.setitem(sys.modules, "pip", None)
    found = findings()["wheel"]
    assert found == [
        "the wheel of quickscale-jotter cannot be built: neither uv nor pip is installed"
    ]


HISTORY = "src/quickscale_modules/jotter/files.{}/apps/jotter/migrations/0002_more.py"
LONG = """options=(
        Option(name="long", type="bool", default=False, help="Keeps long ones.", mutable={}),
        Option("""


def depending(condition: str, *, mutable: bool = True) -> tuple[Change, ...]:
    """Changes of a plugin that make one of its migrations depend on something."""
    root = f'HERE / ("files.long" if {condition} else "files.short")'
    return (
        (HISTORY.format("short"), "", "operations = [1]\n"),
        (HISTORY.format("long"), "", "operations = [2]\n"),
        (PLUGIN, "options=(\n        Option(", LONG.format(mutable)),
        (PLUGIN, "def contribute_templates()", "def contribute_templates(spec: Spec)"),
        (
            PLUGIN,
            'root=HERE / "files")\n',
            f'root=HERE / "files")\n    yield FileSet(root={root})\n',
        ),
    )


def test_an_app_has_one_history_whatever_is_answered(
    findings: Callable[..., dict[str, list[str]]],
) -> None:
    told = findings(*depending('spec.options("jotter")["long"]'))
    assert told["migrations"] == ["apps/jotter/migrations/0002_more.py is not the same"]


def test_an_answer_that_stays_may_decide_about_tables(
    findings: Callable[..., dict[str, list[str]]],
) -> None:
    told = findings(*depending('spec.options("jotter")["long"]', mutable=False))
    assert told["migrations"] == ["passed"]


def test_an_app_has_one_history_whatever_stands_beside_it(
    findings: Callable[..., dict[str, list[str]]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "near_jotter.py").write_text(
        "from quickscale_core import Plugin\n"
        'PLUGIN = Plugin(name="teams", kind="module", summary="Stands for a neighbour")\n'
    )
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setitem(PARTS, "teams", "near_jotter")
    told = findings(*depending('spec.has("teams")'))
    assert told["migrations"] == ["apps/jotter/migrations/0002_more.py is not the same"]
