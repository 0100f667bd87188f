"""Read ``quickscale.yml``, which says what a project is made of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, cast

from quickscale_core.errors import Problem, UsageError
from quickscale_core.paths.file_names import FILE_NAME
from quickscale_core.plugin_api.spec import ModuleRequest, ProjectSpec
from quickscale_core.plugin_api.values import Value
from quickscale_core.plugins.option_answers import near_miss
from quickscale_core.project_file.schema_steps import YML_STEPS, Steps, move_forward
from quickscale_core.project_file.writing import SCHEMA
from quickscale_core.source_text.yaml_nodes import YmlNode, parse_yaml

__all__ = ["FILE_NAME", "decode_yml", "forward_yml", "read_all", "read_yml", "yml_version"]

_KINDS: Final[Mapping[type, str]] = {
    str: "a text",
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    list: "a list",
    dict: "a mapping",
    type(None): "nothing",
}


def read_yml(text: str, name: str = FILE_NAME) -> ProjectSpec:
    """Return what a ``quickscale.yml`` asks for.

    Plugins are not looked at: modules and their options are checked later.

    Args:
        text: The file's text.
        name: What errors call the file.

    Raises:
        UsageError: It is not YAML, or keys or types are wrong; everything is told, each with line
            and column.
    """
    spec, problems = read_all(text, name)
    if problems:
        raise UsageError(*problems)
    return spec


def read_all(text: str, name: str = FILE_NAME) -> tuple[ProjectSpec, list[Problem]]:
    """Return what a ``quickscale.yml`` asks for as far as it can be read, and what is wrong.

    Args:
        text: The file's text.
        name: What errors call the file.

    Raises:
        UsageError: It is not YAML, or no mapping, so that nothing can be read.
    """
    root = parse_yaml(text, name)
    if root is None or not isinstance(root.value, dict):
        raise UsageError(
            Problem(
                what=f"{name} is empty" if root is None else f"{name} is not a mapping",
                fix="begin with schema: 1, then project: with a name",
            )
        )
    reading = _Reading(name)
    return reading.project(root), reading.problems


def forward_yml(text: str, steps: Steps = YML_STEPS) -> str:
    """Return a ``quickscale.yml`` in the newest version of its form; what cannot be read stays.

    Args:
        text: The file's text.
        steps: What leads from one version to the next.
    """
    return move_forward(text, yml_version(text) if steps else SCHEMA, steps)


def yml_version(text: str) -> int:
    """Return the version of a ``quickscale.yml``'s form; 0 where none can be read."""
    try:
        root = parse_yaml(text, FILE_NAME)
    except UsageError:
        return 0
    node = root.value.get("schema") if root and isinstance(root.value, dict) else None
    return node.value if node and type(node.value) is int else 0


def decode_yml(data: bytes, name: str = FILE_NAME) -> str:
    """Return the text of a file's bytes; its line ends and its byte order mark stay.

    Args:
        data: The file's bytes.
        name: What errors call the file.

    Raises:
        UsageError: They are no UTF-8.
    """
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UsageError(
            Problem(
                what=f"{name} is not UTF-8 text",
                where=(f"{name}:{line}",),
                fix="save it as UTF-8",
            )
        ) from None


class _Reading:
    """Reads the nodes of one file, and collects the place of each answer and all problems."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.said: dict[tuple[str, ...], str] = {}
        self.options: dict[str, dict[str, object]] = {}
        self.problems: list[Problem] = []

    def project(self, root: YmlNode) -> ProjectSpec:
        """Return the whole file as a spec; what is wrong is noted and left out."""
        top = self._entries(
            root, (), ("schema", "project", "theme", "deploy", "modules", "settings")
        )
        self._schema(root, top)
        project = self._entries(top.get("project"), ("project",), ("name", "title"))
        name = self._text(project.get("name"), ("project", "name"))
        if "name" not in project:
            self._missing(root, "project", "name", "my-app")
        title = self._text(project.get("title"), ("project", "title"))
        theme = self._single(top.get("theme"), "theme")
        deploy = self._single(top.get("deploy"), "deploy")
        modules = {
            module: self._module(module, node)
            for module, node in self._entries(top.get("modules"), ("modules",)).items()
        }
        return ProjectSpec(
            name=name or "",
            title=title or "",
            modules=modules,
            theme=theme,
            deploy=deploy,
            options=self.options,
            settings=dict(self._settings(top.get("settings"))),
            said=self.said,
        )

    def _schema(self, root: YmlNode, top: Mapping[str, YmlNode]) -> None:
        node = top.get("schema")
        if node is None:
            self._missing(root, "", "schema", str(SCHEMA))
        elif isinstance(node.value, bool) or not isinstance(node.value, int):
            self._wrong_kind(node, ("schema",), "a whole number")
        elif node.value > SCHEMA:
            self._problem(
                f"{self.name} has schema {node.value}, and this QuickScale reads {SCHEMA}",
                node,
                "upgrade it: pip install --upgrade quickscale",
            )
        elif node.value != SCHEMA:
            self._problem(f"there is no schema {node.value}", node, f"write schema: {SCHEMA}")

    def _single(self, node: YmlNode | None, section: str) -> str | None:
        """Return the name of the theme or the deploy target, its options noted."""
        if node is None:
            return None
        if isinstance(node.value, str):
            self._wrong_kind(node, (section,), f"a mapping, {{name: {node.value}}}")
            return None
        entries = self._entries(node, (section,), ("name", "options"))
        name = self._text(entries.get("name"), (section, "name"))
        if name is None:
            if isinstance(node.value, dict) and "name" not in entries:
                self._missing(node, section, "name", "starter" if section == "theme" else "railway")
            return None
        self.said[section,] = self._place(entries["name"])
        self._read_options(name, entries.get("options"), (section, "options"))
        return name

    def _module(self, name: str, node: YmlNode) -> ModuleRequest:
        path = ("modules", name)
        if node.value is None:
            return ModuleRequest()
        entries = self._entries(node, path, ("version", "options"))
        self._read_options(name, entries.get("options"), (*path, "options"))
        return ModuleRequest(version=self._text(entries.get("version"), (*path, "version")) or "")

    def _read_options(self, plugin: str, node: YmlNode | None, path: tuple[str, ...]) -> None:
        for option, value in self._entries(node, path).items():
            self.said["options", plugin, option] = self._place(value)
            self.options.setdefault(plugin, {})[option] = value.plain()

    def _settings(self, node: YmlNode | None) -> Iterator[tuple[str, Value]]:
        for name, value in self._entries(node, ("settings",)).items():
            if not re.fullmatch(r"[A-Z][A-Z0-9_]*", name):
                self._problem(
                    f'"{name}" under settings: is not a Django setting',
                    value,
                    f"write it in upper case: {re.sub(r'[^A-Z0-9]+', '_', name.upper())}",
                )
            yield name, cast("Value", value.plain())

    def _entries(
        self, node: YmlNode | None, path: tuple[str, ...], known: tuple[str, ...] = ()
    ) -> dict[str, YmlNode]:
        """Return a mapping's entries; a key that is not known is noted and left out."""
        if node is None or node.value is None:
            return {}
        if not isinstance(node.value, dict):
            self._wrong_kind(node, path, "a mapping")
            return {}
        entries = {}
        for key, value in node.value.items():
            if known and key not in known:
                inside = f" under {'.'.join(path)}:" if path else ""
                near = near_miss(key, list(known)) or f"it may have {', '.join(known)}"
                self._problem(
                    f'{self.name} has an unknown key "{key}"{inside}', node.keys[key], near
                )
                continue
            self.said[*path, key] = self._place(node.keys[key])
            entries[key] = value
        return entries

    def _text(self, node: YmlNode | None, path: tuple[str, ...]) -> str | None:
        if node is None:
            return None
        if not isinstance(node.value, str):
            self._wrong_kind(node, path, "a text")
            return None
        self.said[path] = self._place(node)
        return node.value

    def _missing(self, node: YmlNode, section: str, key: str, example: str) -> None:
        inside = f"{section}." if section else ""
        self._problem(f"{self.name} has no {inside}{key}", node, f"add {key}: {example}")

    def _wrong_kind(self, node: YmlNode, path: tuple[str, ...], expected: str) -> None:
        shown = _KINDS[type(node.value)]
        self._problem(f"{'.'.join(path)} must be {expected}, not {shown}", node, "")

    def _problem(self, what: str, node: YmlNode, fix: str) -> None:
        self.problems.append(Problem(what=what, where=(self._place(node),), fix=fix))

    def _place(self, node: YmlNode) -> str:
        return f"{self.name}:{node.line}:{node.column}"
