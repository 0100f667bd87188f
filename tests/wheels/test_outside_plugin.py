"""A plugin made far from this repository works beside the wheels, and bad neighbours do not hurt.

Its author starts with ``quickscale plugins new`` and then adds one thing of each kind.
"""

from __future__ import annotations

import json
import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from tools.environments import project_env
from tools.projects import Project
from tools.uv import find_uv

if TYPE_CHECKING:
    from pathlib import Path

    from tools.machine import Machine

# One worker builds and installs the wheels, so one worker runs all that needs them.
pytestmark = pytest.mark.xdist_group("wheels")

IMPORTS = """\
import click
from quickscale_core import Dependency
"""

HOOKS = '''

@hookimpl
def contribute_commands() -> Iterator[click.Command]:
    """Offer a word of the author's own."""

    @click.command("jotter-motto")
    def motto() -> None:
        """Say what the jotter is for."""
        click.echo("Write it down")

    yield motto
'''

MORE_SETTINGS = """\
    yield Setting(name="JOTTER_TAG_LIMIT", value=7, comment="For one entry.")
    yield Dependency(requirement="sqlparse>=0.5", untyped=("sqlparse.*",))
    yield NavItem(name="tags", label="Tags", url="jotter:tags", icon="flag")
"""

STEP = """\
    yield Run(name="jotter-stamp", argv=("mkdir", "attachments"), needs=("mkdir",))
"""

MODEL = '''

class Tag(models.Model):
    """A word that entries are found by."""

    name = models.CharField(_("name"), max_length=40, unique=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
'''

VIEW = """

class TagListView(LoginRequiredMixin, ListView[Tag]):
    model = Tag
    template_name = "jotter/tags.html"
"""

PAGE = """\
{% extends "layouts/app.html" %}
{% load i18n %}
{% block title %}
  {% translate "Tags" %}
{% endblock title %}
{% block content %}
  {% for tag in object_list %}<c-badge>{{ tag }}</c-badge>{% endfor %}
{% endblock content %}
"""

TEST = """

def test_tags_have_a_page(client: Client, ada: User) -> None:
    Tag.objects.create(name="groceries")
    assert "groceries" in client.get(reverse("jotter:tags")).content.decode()
"""


def _change(path: Path, *changes: tuple[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, f"{old!r} is not in {path}"
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def plugin(machine: Machine) -> Path:
    """Return the folder of a plugin to which its author has added one thing of each kind."""
    machine.types("quickscale", "plugins", "new", "jotter", "--kind", "module")
    folder = machine.folder / "quickscale-jotter"
    package = folder / "src" / "quickscale_modules" / "jotter"
    app, pages = package / "files" / "apps" / "jotter", package / "files.html" / "apps" / "jotter"
    _change(
        package / "plugin.py",
        ("from quickscale_core import (", f"{IMPORTS}from quickscale_core import ("),
        ('    if spec.frontend == "html":\n', f'{MORE_SETTINGS}    if spec.frontend == "html":\n'),
        ('    if project.spec.frontend == "html":\n', f"{STEP}    if project.spec.frontend:\n"),
    )
    with (package / "plugin.py").open("a", encoding="utf-8") as file:
        file.write(HOOKS)
    with (app / "models.py").open("a", encoding="utf-8") as file:
        file.write(MODEL)
    _change(pages / "views.py", ("jotter.models import Entry", "jotter.models import Entry, Tag"))
    with (pages / "views.py").open("a", encoding="utf-8") as file:
        file.write(VIEW)
    _change(
        pages / "urls.py",
        ("]", '    path("tags/", views.TagListView.as_view(), name="tags"),\n]'),
    )
    (pages / "templates" / "jotter" / "tags.html").write_text(PAGE, encoding="utf-8")
    _change(
        pages / "tests" / "test_pages.py",
        ("jotter.models import Entry", "jotter.models import Entry, Tag"),
    )
    with (pages / "tests" / "test_pages.py").open("a", encoding="utf-8") as file:
        file.write(TEST)
    _install(machine, folder)
    return folder


def _install(machine: Machine, folder: Path) -> None:
    python = str(machine.installed.python)
    uv = (str(find_uv()), "pip", "install", "--quiet", "--python", python)
    machine.types(*uv, "--no-deps", "--editable", str(folder))


@pytest.fixture(scope="module")
def project(machine: Machine, plugin: Path) -> Project:
    """Return a project with it, whose new migration its author has taken back into the plugin."""
    command = ("quickscale", "init", "drafts", "--with", "jotter", "--theme", "starter")
    machine.types(*command, "--no-git")
    draft = Project(folder=machine.folder / "drafts", python=project_env().python)
    draft.manage("makemigrations", "jotter", "--name", "tag")
    made = draft.folder / "apps" / "jotter" / "migrations" / "0002_tag.py"
    target = plugin / "src/quickscale_modules/jotter/files/apps/jotter/migrations"
    shutil.copy(made, target)
    machine.types("quickscale", "init", "journal", "--with", "jotter,auth", "--theme", "htmx")
    return Project(folder=machine.folder / "journal", python=project_env().python)


def test_it_takes_part_in_everything(machine: Machine, project: Project) -> None:
    settings = (project.folder / "journal" / "settings" / "base.py").read_text(encoding="utf-8")
    assert '"apps.jotter"' in settings
    assert "# For one entry.\nJOTTER_TAG_LIMIT = 7" in settings
    assert '"sqlparse>=0.5"' in (project.folder / "pyproject.toml").read_text(encoding="utf-8")
    composed = (project.folder / "apps" / "pages" / "composed.py").read_text(encoding="utf-8")
    assert 'url="jotter:tags"' in composed
    listed = json.loads(machine.types("quickscale", "plugins", "info", "jotter", "--json"))
    assert listed["contributes"]["Commands"] == ["jotter-motto"]
    assert "jotter-motto" in machine.types("quickscale", "--help")
    assert machine.types("quickscale", "jotter-motto") == "Write it down\n"
    assert (project.folder / "attachments").is_dir()


def test_its_project_is_sound(project: Project) -> None:
    assert "no issues" in project.manage("check")
    project.manage("makemigrations", "--check", "--dry-run")
    project.manage("migrate", "--verbosity", "0")
    assert " passed" in project.run("-m", "pytest", "-q", "apps/jotter", "apps/pages")


def _distribution(parent: Path, name: str, module: str, source: str) -> Path:
    folder = parent / name
    package = folder / "src" / module.replace(".", "/")
    package.parent.mkdir(parents=True)
    package.with_suffix(".py").write_text(source, encoding="utf-8")
    entry = "auth" if "impostor" in name else module
    (folder / "pyproject.toml").write_text(
        "[build-system]\n"
        'requires = ["uv_build>=0.9"]\nbuild-backend = "uv_build"\n'
        f'[project]\nname = "{name}"\nversion = "0.1.0"\n'
        f'[project.entry-points.quickscale]\n{entry} = "{module}"\n'
        f'[tool.uv.build-backend]\nmodule-name = "{module}"\n',
        encoding="utf-8",
    )
    init = folder / "src" / module
    init.mkdir()
    package.with_suffix(".py").rename(init / "__init__.py")
    return folder


@pytest.fixture
def bad_neighbours(machine: Machine, project: Project, tmp_path: Path) -> object:
    """Install a plugin that cannot be imported and another one called auth, for one test."""
    card = 'from quickscale_core import Plugin\nPLUGIN = Plugin(name="auth", kind="module", '
    folders = [
        _distribution(tmp_path, "crumbling", "crumbling", "import nowhere_to_be_found\n"),
        _distribution(tmp_path, "impostor-auth", "impostor_auth", f'{card}summary="Not auth")\n'),
    ]
    for folder in folders:
        _install(machine, folder)
    yield
    python = str(machine.installed.python)
    uninstall = (str(find_uv()), "pip", "uninstall", "--quiet", "--python", python)
    machine.types(*uninstall, *(folder.name for folder in folders))


@pytest.mark.usefixtures("bad_neighbours")
def test_a_broken_one_and_an_impostor_disturb_nobody(machine: Machine) -> None:
    listed = json.loads(machine.types("quickscale", "plugins", "list", "--json"))
    assert {"base", "starter", "htmx", "jotter"} <= {one["name"] for one in listed["plugins"]}
    assert {one["name"] for one in listed["broken"]} == {"auth", "crumbling"}
    machine.types("quickscale", "init", "calm", "--with", "jotter", "--theme", "htmx", "--no-git")
    said = machine.is_refused("quickscale", "init", "torn", "--with", "auth,crumbling")
    assert "impostor-auth" in said
    assert "quickscale-auth" in said
    assert "nowhere_to_be_found" in said
    assert not (machine.folder / "torn").exists()
    machine.types(sys.executable, "-m", "compileall", "-q", "calm/apps")
