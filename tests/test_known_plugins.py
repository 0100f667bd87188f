"""What core recommends to install is there to be installed."""

from __future__ import annotations

from quickscale_core.plugins.discovery import KNOWN_PLUGINS

from tools.distributions import distributions


def test_core_recommends_the_plugins_of_this_repository() -> None:
    plugins = {it.package.rpartition(".")[2]: it.name for it in distributions() if not it.is_core}
    assert dict(KNOWN_PLUGINS) == plugins
