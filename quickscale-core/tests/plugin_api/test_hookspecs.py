from __future__ import annotations

import doctest
import inspect

import pytest
import quickscale_core
from quickscale_core.plugin_api import hookspecs
from quickscale_core.plugins.card_checks import HOOKS


@pytest.mark.parametrize("name", HOOKS)
def test_every_hook_is_documented_whole(name: str) -> None:
    hook = getattr(hookspecs, name)
    text = inspect.getdoc(hook) or ""
    for section in ("Returns:", "Raises:", "Example:"):
        assert section in text
    for argument in inspect.signature(hook).parameters:
        assert f"{argument}:" in text


def test_there_are_no_other_hooks() -> None:
    found = [
        name for name in vars(hookspecs) if hasattr(getattr(hookspecs, name), "quickscale_spec")
    ]
    assert tuple(found) == HOOKS


def test_the_examples_run() -> None:
    results = doctest.testmod(hookspecs)
    assert results.attempted >= len(HOOKS)
    assert results.failed == 0


def test_every_public_name_is_there() -> None:
    for name in quickscale_core.__all__:
        assert getattr(quickscale_core, name) is not None
    assert set(quickscale_core.__all__) <= set(dir(quickscale_core))
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        quickscale_core.Nothing  # noqa: B018
