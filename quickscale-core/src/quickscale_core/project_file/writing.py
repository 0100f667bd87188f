"""Write a fresh ``quickscale.yml``."""

from __future__ import annotations

from collections.abc import Mapping

from quickscale_core.plugin_api.spec import ProjectSpec
from quickscale_core.source_text.filters import yaml

__all__ = ["SCHEMA", "write_yml"]

SCHEMA = 1
"""The version of the file's form that this core writes and reads."""

_HEAD = """\
# What this project is made of. QuickScale reads this file and changes it when you ask for it;
# nothing reads it while the project runs.
"""


def write_yml(spec: ProjectSpec) -> str:
    """Return the text of ``quickscale.yml`` for a project; equal projects give equal text."""
    lines = [_HEAD, f"schema: {SCHEMA}", "project:", f"  name: {yaml(spec.name)}"]
    lines += [f"  title: {yaml(spec.title)}"]
    for section, name in (("theme", spec.theme), ("deploy", spec.deploy)):
        if name:
            lines += [f"{section}:", f"  name: {yaml(name)}"]
            lines += _options(spec.options.get(name, {}), 2)
    single = {spec.theme, spec.deploy}
    names = sorted(set(spec.modules) | (set(spec.options) - single))
    if names:
        lines.append("modules:")
    for name in names:
        request = spec.modules.get(name)
        inner = [f"    version: {yaml(request.version)}"] if request and request.version else []
        inner += _options(spec.options.get(name, {}), 4)
        lines += [f"  {name}:", *inner] if inner else [f"  {name}: {{}}"]
    if spec.settings:
        lines.append("settings:")
        lines += [f"  {name}: {yaml(value)}" for name, value in spec.settings.items()]
    return "\n".join(lines) + "\n"


def _options(options: Mapping[str, object], indent: int) -> list[str]:
    margin = " " * indent
    if not options:
        return []
    rows = [f"{margin}  {name}: {yaml(options[name])}" for name in sorted(options)]
    return [f"{margin}options:", *rows]
