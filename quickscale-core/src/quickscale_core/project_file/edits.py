"""What may be changed in a ``quickscale.yml``, and what each change means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias, TypeVar

from quickscale_core.errors import Problem, UsageError
from quickscale_core.plugin_api.plugin import Kind
from quickscale_core.plugin_api.spec import ModuleRequest, ProjectSpec, title_of
from quickscale_core.plugin_api.values import Value
from quickscale_core.plugins.option_answers import near_miss

__all__ = [
    "AddModule",
    "ChangeTitle",
    "ChangeVersion",
    "ChooseDeploy",
    "ChooseTheme",
    "Edit",
    "RemoveModule",
    "SetOption",
    "SetSetting",
    "UnsetOption",
    "UnsetSetting",
    "meant",
    "section_of",
]

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class AddModule:
    """Ask for a module; one that is there already keeps its options.

    Attributes:
        name: The module.
        version: The versions that are accepted, as in PEP 440; empty leaves that as it is.
    """

    name: str
    version: str = ""


@dataclass(frozen=True, slots=True)
class ChangeVersion:
    """Accept other versions of a module that is there.

    Attributes:
        name: The module.
        version: The versions that are accepted, as in PEP 440; empty accepts all.
    """

    name: str
    version: str


@dataclass(frozen=True, slots=True)
class RemoveModule:
    """Ask for a module no more; its options go with it.

    Attributes:
        name: The module.
    """

    name: str


@dataclass(frozen=True, slots=True)
class SetOption:
    """Answer an option of a module, the theme or the deploy target.

    Attributes:
        plugin: Whose option it is. A theme or deploy target that the file does not name is named.
        option: The option.
        value: The answer, in the option's type; of a list, a list or tuple.
        kind: What the plugin is.
    """

    plugin: str
    option: str
    value: object
    kind: Kind = "module"


@dataclass(frozen=True, slots=True)
class UnsetOption:
    """Go back to an option's default; an option without an answer is left as it is.

    Attributes:
        plugin: Whose option it is.
        option: The option.
    """

    plugin: str
    option: str


@dataclass(frozen=True, slots=True)
class ChangeTitle:
    """Give the project another name for people.

    Attributes:
        title: The title; empty stands for the one that is made from the name.
    """

    title: str


@dataclass(frozen=True, slots=True)
class SetSetting:
    """Give a Django setting the owner's own value.

    Attributes:
        name: The setting: ``"SESSION_COOKIE_AGE"``.
        value: Its value: a text, number, truth, ``None``, or a list or mapping of these.
    """

    name: str
    value: Value


@dataclass(frozen=True, slots=True)
class UnsetSetting:
    """Leave a Django setting to the plugins again.

    Attributes:
        name: The setting.
    """

    name: str


@dataclass(frozen=True, slots=True)
class ChooseTheme:
    """Choose a theme; answers to the options of another one go.

    Attributes:
        name: The theme.
    """

    name: str


@dataclass(frozen=True, slots=True)
class ChooseDeploy:
    """Choose a deploy target; answers to the options of another one go.

    Attributes:
        name: The target, or ``None`` for none.
    """

    name: str | None


Edit: TypeAlias = (
    AddModule
    | ChangeVersion
    | RemoveModule
    | SetOption
    | UnsetOption
    | ChangeTitle
    | SetSetting
    | UnsetSetting
    | ChooseTheme
    | ChooseDeploy
)
"""One change of what is asked for."""


def meant(spec: ProjectSpec, edit: Edit) -> ProjectSpec:  # noqa: C901, PLR0911 - edits
    """Return what is asked for once an edit is made.

    Args:
        spec: What was asked for before.
        edit: The change.

    Raises:
        UsageError: The edit speaks of a module that is not asked for, or of another theme or
            deploy target than the project's.
    """
    match edit:
        case AddModule(name, version):
            former = spec.modules.get(name, ModuleRequest())
            request = ModuleRequest(version=version or former.version)
            return replace(spec, modules={**spec.modules, name: request})
        case ChangeVersion(name, version):
            _check_asked(spec, name)
            request = ModuleRequest(version=version)
            return replace(spec, modules={**spec.modules, name: request})
        case RemoveModule(name):
            _check_asked(spec, name)
            return replace(
                spec, modules=_without(spec.modules, name), options=_without(spec.options, name)
            )
        case SetOption(plugin, option, value):
            section = section_of(spec, plugin, edit.kind)
            answers = {**spec.options.get(plugin, {}), option: _listed(value)}
            spec = replace(spec, options={**spec.options, plugin: answers})
            if section == "theme":
                return replace(spec, theme=plugin)
            if section == "deploy":
                return replace(spec, deploy=plugin)
            named = {plugin: ModuleRequest(), **spec.modules}
            return replace(spec, modules=named)
        case UnsetOption(plugin, option):
            left = _without(spec.options.get(plugin, {}), option)
            others = _without(spec.options, plugin)
            return replace(spec, options={**others, plugin: left} if left else others)
        case ChangeTitle(title):
            return replace(spec, title=title or title_of(spec.name))
        case SetSetting(name, value):
            # the new value stands where the former one did
            return replace(spec, settings={**spec.settings, name: value})
        case UnsetSetting(name):
            return replace(spec, settings=_without(spec.settings, name))
        case ChooseTheme(name):
            return replace(spec, theme=name, options=_chosen(spec, spec.theme, name))
        case ChooseDeploy(target):
            return replace(spec, deploy=target, options=_chosen(spec, spec.deploy, target))


def section_of(spec: ProjectSpec, plugin: str, kind: Kind = "module") -> str:
    """Return the section that holds a plugin's options: ``modules``, ``theme`` or ``deploy``.

    Args:
        spec: What is asked for.
        plugin: The plugin.
        kind: What it is, where the file does not say.

    Raises:
        UsageError: It is a theme or deploy target, and the project has another one.
    """
    if plugin == spec.theme:
        return "theme"
    if plugin == spec.deploy:
        return "deploy"
    for section, words, chosen in (
        ("theme", "theme", spec.theme),
        ("deploy", "deploy target", spec.deploy),
    ):
        if kind != section:
            continue
        if chosen is not None:
            raise UsageError(
                Problem(
                    what=f"the project's {words} is {chosen}, not {plugin}",
                    where=(spec.where(section),) if spec.where(section) else (),
                    fix=f"leave out the options of {plugin}, or choose it first",
                )
            )
        return section
    return "modules"


def _check_asked(spec: ProjectSpec, name: str) -> None:
    if name not in spec.modules:
        named = ", ".join(sorted(spec.modules))
        raise UsageError(
            Problem(
                what=f"quickscale.yml asks for no module {name}",
                fix=near_miss(name, spec.modules)
                or (f"its modules are {named}" if named else "it names no modules"),
            )
        )


def _without(mapping: Mapping[str, _T], name: str) -> dict[str, _T]:
    return {key: value for key, value in mapping.items() if key != name}


def _chosen(
    spec: ProjectSpec, former: str | None, name: str | None
) -> Mapping[str, Mapping[str, object]]:
    """Return the options without those of a theme or deploy target that is chosen no more."""
    return spec.options if former in {None, name} else _without(spec.options, former or "")


def _listed(value: object) -> object:
    """Return a value as a file would give it back: tuples are lists there."""
    return list(value) if isinstance(value, tuple) else value
