"""Templates and plugins that exist only to be measured.

A template is written once, with ``@[`` and ``]@`` around values and ``@%`` and ``%@`` around
statements, and then put into each tool's own notation, so that all tools render the same work to
the same bytes. Statements stand inside lines: what Jinja does with the line's end around them is a
setting that differs between the tools.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

__all__ = [
    "COOKIECUTTER",
    "COPIER",
    "NAME",
    "NEXT",
    "QUICKSCALE",
    "Notation",
    "command_plugin",
    "path_of",
    "rendered_texts",
    "template_plugin",
    "template_texts",
    "write_cookiecutter",
    "write_copier",
]

NAME = "acme"
"""What every generated project is called."""

_PER_FOLDER = 50  # templates in a folder

_TEMPLATE = '''\
"""Orders of @[ TITLE ]@, part NUMBER."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from @[ NAME ]@.money import Currency

__all__ = ["OrderNUMBER"]


class OrderNUMBER(models.Model):
    """An order of part NUMBER, as @[ NAME ]@ keeps it."""

    number = models.CharField(max_length=32, unique=True)
    state = models.CharField(max_length=12, default="draft")
    currency = models.CharField(max_length=3, default=Currency.default("@[ NAME ]@"))
    STATES = (@% for state in ["draft", "open", "paid", "void"] %@"@[ state ]@", @% endfor %@)

    class Meta:
        db_table = "@[ NAME ]@_order_NUMBER"
        verbose_name = _(@% if NAME == "shop" %@"purchase"@% else %@"order"@% endif %@)

    def __str__(self) -> str:
        return f"@[ TITLE ]@ order {self.number}"

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to do about it."""
        return self.state in {"paid", "void"}
'''


NEXT = ("max_length=32, unique=True", "max_length=40, unique=True")
"""What a template says in the first version, and what in the next."""


@dataclass(frozen=True, slots=True)
class Notation:
    """How a tool writes templates.

    Attributes:
        value: What stands around a value.
        statement: What stands around a statement.
        name: The expression for the project's name.
        title: The expression for its title.
    """

    value: tuple[str, str]
    statement: tuple[str, str]
    name: str
    title: str

    def write(self, template: str) -> str:
        """Return a template in this notation."""
        marks = {
            "@[": self.value[0],
            "]@": self.value[1],
            "@%": self.statement[0],
            "%@": self.statement[1],
            "NAME": self.name,
            "TITLE": self.title,
        }
        for mark, text in marks.items():
            template = template.replace(mark, text)
        return template


QUICKSCALE = Notation(("<<", ">>"), ("<%", "%>"), "project.name", "project.title")
COOKIECUTTER = Notation(("{{", "}}"), ("{%", "%}"), "cookiecutter.name", "cookiecutter.title")
COPIER = Notation(("{{", "}}"), ("{%", "%}"), "name", "title")


def template_texts(
    count: int, notation: Notation, changed: Collection[int] = ()
) -> Iterator[tuple[str, str]]:
    """Yield that many paths and templates, about 1 kB each, no two the same.

    Args:
        count: How many.
        notation: How they are written.
        changed: Numbers of the templates that are of the next version.
    """
    for number in range(count):
        text = _TEMPLATE.replace("NUMBER", f"{number:05}")
        if number in changed:
            text = text.replace(*NEXT)
        yield path_of(number), notation.write(text)


def path_of(number: int) -> str:
    """Return where a template of that number goes."""
    return f"orders/part_{number // _PER_FOLDER:03}/order_{number:05}.py"


def rendered_texts(count: int) -> Iterator[tuple[str, str]]:
    """Yield that many paths and what their templates must give, whatever the tool."""
    for number in range(count):
        text = _TEMPLATE.replace("NUMBER", f"{number:05}")
        loop, rest = text.split("@% for", 1)[0], text.split("@% endfor %@", 1)[1]
        text = f'{loop}"draft", "open", "paid", "void", {rest}'
        before, after = text.split("@% if", 1)[0], text.split("@% endif %@", 1)[1]
        text = f'{before}"order"{after}'
        yield path_of(number), text.replace("@[ NAME ]@", NAME).replace("@[ TITLE ]@", NAME.title())


def write_cookiecutter(folder: Path, count: int) -> None:
    """Write a cookiecutter template of that many files."""
    _write(folder, "cookiecutter.json", json.dumps({"name": NAME, "title": NAME.title()}))
    for path, text in template_texts(count, COOKIECUTTER):
        _write(folder, f"{{{{cookiecutter.name}}}}/{path}", text)


def write_copier(folder: Path, count: int, changed: Collection[int] = ()) -> None:
    """Write a copier template of that many files, some of them of the next version."""
    questions = {
        "_subdirectory": "template",
        "name": {"type": "str", "default": NAME},
        "title": {"type": "str", "default": NAME.title()},
    }
    _write(folder, "copier.yml", json.dumps(questions))
    _write(
        folder, "template/{{ _copier_conf.answers_file }}.jinja", "{{ _copier_answers|to_yaml }}"
    )
    for path, text in template_texts(count, COPIER, changed):
        _write(folder, f"template/{path}.jinja", text)


def _write(folder: Path, path: str, text: str) -> None:
    place = folder / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")


def template_plugin(name: str, count: int, changed: Collection[int] = ()) -> dict[str, str]:
    """Return the files of a plugin that contributes that many templates, by path.

    Args:
        name: The plugin's name.
        count: How many templates.
        changed: Numbers of the templates that are of the next version.
    """
    code = f'''\
"""A plugin that contributes {count} templates."""

from pathlib import Path

from quickscale_core import FileSet, Plugin, hookimpl

PLUGIN = Plugin(name="{name}", kind="module", summary="Contributes {count} templates")


@hookimpl
def contribute_templates(spec):
    return [FileSet(root=Path(__file__).parent / "files")]
'''
    folder = f"bench_plugins/{name}"
    return {
        f"{folder}/__init__.py": "",
        f"{folder}/plugin.py": code,
        **{
            f"{folder}/files/{path}.j2": text
            for path, text in template_texts(count, QUICKSCALE, changed)
        },
    }


def command_plugin(name: str) -> dict[str, str]:
    """Return the files of an everyday plugin: a setting, an option, and a command of its own."""
    code = f'''\
"""A plugin that adds a command."""

import click

from quickscale_core import Option, Plugin, Setting, hookimpl

PLUGIN = Plugin(
    name="{name}",
    kind="module",
    summary="Adds the command {name}",
    options=(Option(name="level", type="int", default=3, help="How much to say."),),
)


@click.command("{name}")
@click.option("--level", type=int, default=3, help="How much to say.")
def command(level):
    """Say something about {name}."""
    click.echo(level)


@hookimpl
def contribute_settings(spec):
    yield Setting(name="{name.upper()}_LEVEL", value=spec.options("{name}")["level"])


@hookimpl
def contribute_commands():
    return [command]
'''
    return {f"bench_plugins/{name}/__init__.py": "", f"bench_plugins/{name}/plugin.py": code}
