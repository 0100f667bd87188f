"""What people read can be translated: makemessages finds each text of the code that we ship.

It reads source, so it misses a text that comes from a variable and a function by another name.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Final

import pytest

from tools.checkout import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SHIPPED: Final = ("plugins/*/src", "quickscale-core/src/quickscale_core/builtin")
FOUND: Final = re.compile(r"_|n?p?gettext(_lazy|_noop)?")
"""Names of functions whose texts makemessages finds."""
MODULE: Final = "django.utils.translation"
KEPT: Final = frozenset({"Ctrl K"})
"""What is the same in every language."""


def _files(ending: str) -> Iterator[Path]:
    for pattern in SHIPPED:
        for folder in ROOT.glob(pattern):
            for path in sorted(folder.rglob(f"*{ending}")):
                parts = path.relative_to(folder).parts
                if path.is_file() and not {"tests", "dev", "node_modules"} & {*parts}:
                    yield path


def unfound(source: str) -> list[str]:
    """Return the calls for a translation that makemessages does not find."""
    tree = ast.parse(source)
    names = {
        it.asname or it.name: it.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == MODULE
        for it in node.names
        if "gettext" in it.name
    }
    bad = [f"import as {name}" for name in names if not FOUND.fullmatch(name)]
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        original = names.get(node.func.id, "")
        texts = node.args[: 2 if original.startswith(("n", "p")) else 1]
        if original and not all(isinstance(it, ast.Constant) for it in texts):
            bad.append(f"line {node.lineno}: {ast.unparse(node)}")
    return bad


def untranslated(page: str) -> list[str]:
    """Return the texts of a page outside of everything that translates."""
    text = re.sub(r"{% comment.*?endcomment %}|{#.*?#}", "", page, flags=re.DOTALL)
    text = re.sub(r"{% (blocktrans\w*)\b.*?{% end\1 %}", "", text, flags=re.DOTALL)
    text = re.sub(r"<(script|style|svg)\b.*?</\1>", "", text, flags=re.DOTALL)
    text = re.sub(r"{%.*?%}|{{.*?}}|&\w+;", "", text, flags=re.DOTALL)
    text = re.sub(r"<[^>]*>", "\n", text)
    lines = (line.strip() for line in text.splitlines())
    return [line for line in lines if re.search(r"[A-Za-z]{3}", line) and line not in KEPT]


def test_every_text_of_the_code_is_found() -> None:
    bad = {path.relative_to(ROOT): unfound(path.read_text("utf-8")) for path in _files(".py")}
    assert len(bad) > 100
    assert {path: it for path, it in bad.items() if it} == {}


def test_every_text_of_a_page_is_translated() -> None:
    bad = {
        path.relative_to(ROOT): untranslated(path.read_text("utf-8")) for path in _files(".html")
    }
    assert len(bad) > 100
    assert {path: it for path, it in bad.items() if it} == {}


@pytest.mark.parametrize(
    "source",
    [
        f"from {MODULE} import gettext as _\n_(text)",
        f"from {MODULE} import gettext as _\n_(f'one {{text}}')",
        f"from {MODULE} import ngettext\nngettext('one', many, 2)",
        f"from {MODULE} import gettext_lazy as lazy\nlazy('one')",
    ],
)
def test_what_is_not_found_is_told(source: str) -> None:
    assert unfound(source)
    assert not unfound(
        f"from {MODULE} import gettext as _, ngettext\n_('one')\nngettext('a', 'b', 2)"
    )


def test_a_text_that_nobody_translates_is_told() -> None:
    page = (
        '{% translate "One" %} <p title="{{ x }}">Two words</p>'
        " {% blocktranslate %}Three{% endblocktranslate %}"
    )
    assert untranslated(page) == ["Two words"]
