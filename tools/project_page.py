"""Write the reference page of what a generated project reads and sets, by asking every plugin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from quickscale_core.composition.reserved_settings import RESERVED_SETTINGS
from quickscale_core.composition.urls import RESERVED_PREFIXES
from quickscale_core.plugin_api.contributions import Contribution, EnvVar, Setting
from quickscale_core.plugin_api.spec import ModuleRequest, ProjectSpec
from quickscale_core.plugins.discovery import Registry
from quickscale_core.plugins.hooks import ask
from quickscale_core.selection.resolve import resolve
from quickscale_core.source_text.python_source import python_source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quickscale_core.plugin_api.plugin import Option
    from quickscale_core.plugins.discovery import InstalledPlugin

__all__ = ["project_page"]

_LAYERS: Final = {
    "base": "every machine",
    "local": "a developer's machine",
    "production": "production",
    "test": "tests",
}
_HEAD: Final = """\
# Environment, settings and options

What the parts of a project read from its environment, and what they set. A project's own
`.env.example` and settings modules hold those of the parts it is made of;
[Configuration](../configuration.md) says how to change them.
"""


def project_page() -> str:
    """Return the page, from what every installed plugin offers."""
    registry = Registry.installed()
    order = ("core", "module", "theme", "deploy")
    plugins = sorted(registry.plugins(), key=lambda it: (order.index(it.card.kind), it.name))
    offers = {plugin: _offers(plugin, registry) for plugin in plugins}
    parts = [
        _HEAD,
        "## Environment variables",
        _variables(offers),
        "## Options",
        (
            "Set on the command line with `--set NAME.OPTION=VALUE`, a list's values separated by"
            " commas."
        ),
        _options(plugins),
        "## Settings",
        (
            "A list that several parts add to, such as `INSTALLED_APPS`, is not here; nor is what"
            " stands under the next heading. Auth is shown with every social provider."
        ),
        *(part for plugin, found in offers.items() for part in _settings(plugin, found)),
        "## Settings that core writes itself",
        "A plugin and `quickscale.yml` may not set these; each has another way in.",
        _table(
            ("setting", "what to use instead"),
            [(f"`{name}`", instead) for name, instead in RESERVED_SETTINGS.items()],
        ),
        "## Addresses that are taken",
        (
            "A plugin that offers a `SettingsSection` also has `/settings/<its name>/`. `login` is"
            " whichever plugin provides that capability, else `base`."
        ),
        _table(
            ("prefix", "whose it is"),
            [
                (f"`/{prefix}`", owner if " " in owner else f"`{owner}`")
                for prefix, owner in RESERVED_PREFIXES.items()
            ],
        ),
    ]
    return "\n\n".join(part.strip("\n") for part in parts if part) + "\n"


def _offers(plugin: InstalledPlugin, registry: Registry) -> tuple[Contribution, ...]:
    """Return what a plugin contributes to a project of its own, with every choice of its lists."""
    name, kind = plugin.name, plugin.card.kind
    everything = {it.name: list(it.choices) for it in plugin.card.options if it.type == "list"}
    request = ProjectSpec(
        name="acme",
        modules={name: ModuleRequest()} if kind == "module" else {},
        theme=name if kind == "theme" else "starter",
        deploy=name if kind == "deploy" else None,
        options={name: everything} if everything else {},
    )
    spec = resolve(request, registry).spec
    found, problems = ask(plugin, "contribute_settings", (Contribution,), spec=spec)
    if problems:
        raise RuntimeError("\n\n".join(map(str, problems)))
    return found


def _variables(offers: dict[InstalledPlugin, tuple[Contribution, ...]]) -> str:
    rows = [
        (f"`{it.name}`", it.comment, "in production" if it.required else "", f"`{plugin.name}`")
        for plugin, found in offers.items()
        for it in found
        if isinstance(it, EnvVar)
    ]
    return _table(("variable", "what it is", "required", "from"), rows)


def _options(plugins: Sequence[InstalledPlugin]) -> str:
    rows = [
        (f"`{plugin.name}.{it.name}`", _values(it), f"`{_default(it)}`", it.help)
        for plugin in plugins
        for it in plugin.card.options
    ]
    return _table(("option", "values", "default", "what it asks"), rows)


def _values(option: Option) -> str:
    if option.choices:
        words = ", ".join(f"`{choice}`" for choice in option.choices)
        return f"any of {words}" if option.type == "list" else words
    return {"bool": "`true`, `false`", "int": "a whole number", "str": "text"}.get(
        option.type, option.type
    )


def _default(option: Option) -> str:
    if isinstance(option.default, tuple):
        return ",".join(option.default) or "none"
    return str(option.default).lower() if isinstance(option.default, bool) else str(option.default)


def _settings(plugin: InstalledPlugin, found: Sequence[Contribution]) -> Iterator[str]:
    """Yield a plugin's settings, one table for each layer."""
    settings = [it for it in found if isinstance(it, Setting)]
    if settings:
        yield f"### {plugin.name}"
    for layer, where in _LAYERS.items():
        rows = [
            (f"`{it.name}`", f"`{_shown(it)}`", it.comment) for it in settings if it.layer == layer
        ]
        if rows:
            yield f"For {where}:"
            yield _table(("setting", "value", "why"), rows)


def _shown(setting: Setting) -> str:
    """Return a value as source on one line, a long one cut."""
    text = " ".join(python_source(setting.value).split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} ..."


_LONGEST: Final = 70


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [f"| {' | '.join(head)} |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join(lines)
