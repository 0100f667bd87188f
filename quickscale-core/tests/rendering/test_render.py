from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING

import pytest
from quickscale_core.composition.collect import collect
from quickscale_core.composition.compose import compose
from quickscale_core.errors import QuickScaleError
from quickscale_core.plugin_api.spec import ModuleRequest, ProjectSpec
from quickscale_core.rendering.render import render
from quickscale_core.selection.resolve import resolve

if TYPE_CHECKING:
    from pathlib import Path

    from quickscale_core.composition.composition import Composition
    from quickscale_core.paths.filetree import FileTree

    from conftest import Workshop


def everything(
    workshop: Workshop, *modules: str, theme: str = "starter", **more: object
) -> tuple[Composition, FileTree]:
    request = ProjectSpec(
        name="my-app",
        title="My app",
        theme=theme,
        modules={module: ModuleRequest() for module in modules},
        **more,  # type: ignore[arg-type]
    )
    selection = resolve(request, workshop.registry())
    offers = collect(selection)
    return render(selection, offers, compose(selection, offers, {}), b"schema: 1\n")


def texts(workshop: Workshop, *modules: str, **more: object) -> dict[str, str]:
    _, tree = everything(workshop, *modules, **more)  # type: ignore[arg-type]
    return {path: tree[path].data.decode() for path in tree if not path.endswith("quickscale.yml")}


def refusal(workshop: Workshop, *modules: str, **more: object) -> str:
    with pytest.raises(QuickScaleError) as caught:
        everything(workshop, *modules, **more)  # type: ignore[arg-type]
    return str(caught.value)


def test_verbatim_files_are_copied_as_bytes(workshop: Workshop) -> None:
    odd = b"\x00\xff << {{ }} <% \r\n no newline"
    workshop.core(files={"a/b.bin": odd, "empty.txt": b"", "x.py": "<< project.name >>\n"})
    _, tree = everything(workshop)
    assert tree["a/b.bin"].data == odd
    assert tree["empty.txt"].data == b""
    assert tree["x.py"].data == b"<< project.name >>\n"
    assert tree["x.py"].verbatim
    assert tree["x.py"].owner == "base"
    assert (tree["x.py"].source, tree["quickscale.yml"].source) == ("files/x.py", "")
    assert tree["quickscale.yml"].data == b"schema: 1\n"
    assert list(tree) == sorted(tree)


def test_templates_are_rendered_and_lose_their_ending(workshop: Workshop) -> None:
    workshop.core(
        files={
            "manage.py.j2": "# << project.name >> << project.title | md >> << project.package >>\n",
            "list.txt.j2": (
                "<% for plugin in composition.plugins %>\n"
                "- << plugin.name | py >>\n"
                "<% endfor %>\n"
                "<# a comment #>\n"
                "  <% if spec.has('blog') %>\n"
                "blog << spec.options('blog').size >>\n"
                "  <% endif %>\n"
                "{{ django }} ${{ actions }} {% tag %}"
            ),
            "plain.txt.j2": "no marks\r\n",
            "gone.txt.j2": "<% if false %>never<% endif %>\n\n",
        }
    )
    workshop.plugin(
        "blog",
        card='options=(Option(name="size", type="int", default=7, help="S"),)',
        files={"own.txt.j2": "<< options.size >> << options.size | toml >>"},
    )
    found = texts(workshop, "blog")
    assert found == {
        "manage.py": "# my-app My app my_app\n",
        "list.txt": (
            '- "base"\n- "blog"\n- "starter"\nblog 7\n{{ django }} ${{ actions }} {% tag %}'
        ),
        "plain.txt": "no marks\r\n",
        "own.txt": "7 7",
    }
    _, tree = everything(workshop, "blog")
    assert not tree["manage.py"].verbatim
    assert tree["manage.py"].source == "files/manage.py.j2"
    assert tree["own.txt"].owner == "blog"


def test_line_endings_and_the_last_line_are_kept(workshop: Workshop) -> None:
    workshop.core(
        files={
            "crlf.bat.j2": "a << project.name >>\r\n<% if true %>\r\nb\r\n<% endif %>\r\nc\r\n",
            "lf.txt.j2": "a << project.name >>\n\n",
            "none.txt.j2": "a << project.name >>",
            "utf8.txt.j2": "\u00e4 << project.name >>\n",
        }
    )
    _, tree = everything(workshop)
    assert tree["crlf.bat"].data == b"a my-app\r\nb\r\nc\r\n"
    assert tree["lf.txt"].data == b"a my-app\n\n"
    assert tree["none.txt"].data == b"a my-app"
    assert tree["utf8.txt"].data == "\u00e4 my-app\n".encode()


def test_scripts_may_be_run(workshop: Workshop) -> None:
    workshop.core(
        files={"run.sh": "#!/bin/sh\n", "manage.py.j2": "#!<< project.name >>\n", "a": "", "b": ""}
    )
    (workshop.folder / workshop.package / "base" / "files" / "a").chmod(0o755)
    _, tree = everything(workshop)
    assert [path for path in tree if tree[path].content.executable] == ["a", "manage.py", "run.sh"]
    assert len(tree["a"].sha256) == 64


def test_paths_take_the_package_and_the_target(workshop: Workshop) -> None:
    workshop.core(
        files={"__package__/urls.py": "", "x__package__/a": ""},
        templates='FileSet(root=HERE / "files"),'
        ' FileSet(root=HERE / "files", target="in/__package__/")',
    )
    assert sorted(texts(workshop)) == [
        "in/my_app/my_app/urls.py",
        "in/my_app/x__package__/a",
        "my_app/urls.py",
        "x__package__/a",
    ]


def test_bytecode_is_never_read(workshop: Workshop) -> None:
    workshop.core(files={"a.py": "", "__pycache__/a.cpython-311.pyc": b"x", "b.pyc": b"x"})
    assert list(texts(workshop)) == ["a.py"]


def test_file_sets_of_another_frontend_are_left_out(workshop: Workshop) -> None:
    workshop.core(
        files={"a": "", "b": ""},
        templates='FileSet(root=HERE / "files", target="h", frontend="html"),'
        ' FileSet(root=HERE / "files", target="r", frontend="react")',
        card='frontends=("html", "react")',
    )
    workshop.plugin("spa", kind="theme", card='frontend="react", extends="starter"')
    assert sorted(texts(workshop)) == ["h/a", "h/b"]
    assert sorted(texts(workshop, theme="spa")) == ["r/a", "r/b"]


def test_a_themes_file_wins_over_its_parents(workshop: Workshop) -> None:
    workshop.core()
    files = {"one.html": "old", "two.html": "old"}
    workshop.plugin("old", kind="theme", card='frontend="html"', files=files)
    workshop.plugin(
        "new", kind="theme", card='frontend="html", extends="old"', files={"one.html": "new"}
    )
    workshop.plugin(
        "newest", kind="theme", card='frontend="html", extends="new"', files={"one.html.j2": "n"}
    )
    assert texts(workshop, theme="old") == files
    assert texts(workshop, theme="new") == {"one.html": "new", "two.html": "old"}
    assert texts(workshop, theme="newest") == {"one.html": "n", "two.html": "old"}


def test_two_on_one_path_clash(workshop: Workshop) -> None:
    workshop.core(files={"README.md": "base"})
    workshop.plugin("one", files={"README.md.j2": "one", "apps/one.py": ""})
    assert refusal(workshop, "one") == (
        "two plugins write README.md\n"
        "  base 1.0.0 (quickscale): files/README.md  plugin.py:16\n"
        "  one 1.0.0 (acme-one): files/README.md.j2  plugin.py:16\n"
        'fix: leave one out; a plugin that means to take the file over says replaces=("README.md",)'
    )


def test_a_plugin_may_take_a_file_over_on_purpose(workshop: Workshop) -> None:
    takes = 'FileSet(root=HERE / "files", replaces=("README.md", "absent.md"))'
    workshop.core(files={"README.md": "base"})
    workshop.plugin("one", files={"README.md": "one"}, templates=takes)
    assert texts(workshop, "one") == {"README.md": "one"}
    workshop.plugin("two", files={"README.md": "two"}, templates=takes)
    text = refusal(workshop, "one", "two")
    assert text.startswith("two plugins write README.md\n  one 1.0.0")
    assert "base" not in text


@pytest.mark.parametrize(
    ("target", "path", "error"),
    [
        ("..", "a", "one 1.0.0 (acme-one) writes ../a, which leads outside the project"),
        ("/srv", "a", "one 1.0.0 (acme-one) writes /srv/a, which leads outside the project"),
        (
            "",
            ".git/config",
            "writes .git/config, which lies in .git, which holds no files of a project",
        ),
        (".quickscale", "a", "writes .quickscale/a, which lies in .quickscale, which holds no"),
        ("", ".env.j2", "writes .env, which is kept by core: it holds the project's secrets"),
        ("aux", "a", 'writes aux/a, which has a part "aux" that is a device on Windows'),
    ],
)
def test_unsafe_paths_are_refused(workshop: Workshop, target: str, path: str, error: str) -> None:
    workshop.core()
    workshop.plugin(
        "one", files={path: "x"}, templates=f'FileSet(root=HERE / "files", target="{target}")'
    )
    text = refusal(workshop, "one")
    assert error in text
    assert text.endswith("  plugin.py:16\nfix: update acme-one, or leave one out")


def test_case_insensitive_twins_are_refused(workshop: Workshop) -> None:
    workshop.core(files={"README.md": "", "docs/a": ""})
    workshop.plugin("one", files={"readme.md": "", "Docs/b": ""})
    assert refusal(workshop, "one") == (
        "Docs/ and docs/a cannot be in one folder on every system\n"
        "  one 1.0.0 (acme-one): Docs/b  plugin.py:16\n"
        "  base 1.0.0 (quickscale): docs/a  plugin.py:16\n"
        "fix: rename one of them\n\n"
        "README.md and readme.md cannot be in one folder on every system\n"
        "  base 1.0.0 (quickscale): README.md  plugin.py:16\n"
        "  one 1.0.0 (acme-one): readme.md  plugin.py:16\n"
        "fix: rename one of them"
    )


def test_a_file_in_the_place_of_a_folder_is_refused(workshop: Workshop) -> None:
    workshop.core(files={"docs": ""})
    workshop.plugin("one", files={"docs/a": ""})
    assert "docs and docs/ cannot be in one folder on every system" in refusal(workshop, "one")


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links here")
def test_links_are_refused(workshop: Workshop, tmp_path: Path) -> None:
    workshop.core()
    home = workshop.plugin("one", files={"a": ""})
    (home / "files" / "link").symlink_to(tmp_path)
    assert refusal(workshop, "one") == (
        "one 1.0.0 (acme-one) offers a link, link\n  plugin.py:16\nfix: offer the file itself"
    )


def test_a_missing_folder_is_told(workshop: Workshop) -> None:
    workshop.core()
    workshop.plugin("one", templates='FileSet(root=HERE / "fils")')
    assert refusal(workshop, "one") == (
        "one 1.0.0 (acme-one) has no folder fils\n  plugin.py:16\nfix: update acme-one"
    )


@pytest.mark.parametrize(
    ("text", "line", "error"),
    [
        ("\n<< nothing >>\n", 2, "'nothing' is undefined"),
        (
            "a\n<% for x in spec.nothing %><% endfor %>\n",
            2,
            "Spec object' has no attribute 'nothing'",
        ),
        ("<< spec.options('blog') >>\n", 1, "raises LookupError: no plugin 'blog' takes part"),
        ("a\nb\n<< 1 / 0 >>", 3, "raises ZeroDivisionError: division by zero"),
        ("a\n<% if %>\n", 2, "Expected an expression, got 'end of statement block'"),
        ("<< project.name | nope >>", 1, "No filter named 'nope'"),
        (
            "a:\n  <<: *default\n",
            2,
            "unexpected ':'; a \"<<\" that is meant literally cannot stand in a .j2 file",
        ),
        ("<% for x in [] %>\n", 1, "Unexpected end of template"),
        ("<% include 'x' %>", 1, "raises TypeError: no loader for this environment specified"),
        (b"a\n\xff << project.name >>", 2, "is not UTF-8"),
    ],
)
def test_wrong_templates_name_plugin_file_and_line(
    workshop: Workshop, text: str | bytes, line: int, error: str
) -> None:
    workshop.core()
    workshop.plugin("one", files={"apps/a.txt.j2": text})
    found = refusal(workshop, "one")
    assert found.startswith(f"files/apps/a.txt.j2:{line} of one 1.0.0 (acme-one): ")
    assert error in found
    assert found.endswith("\nfix: update acme-one, or leave one out")


def test_all_wrong_templates_are_told_with_all_wrong_paths(workshop: Workshop) -> None:
    workshop.core(files={"a.j2": "<< one >>", "b.j2": "<< two >>", "c": ""})
    workshop.plugin("one", files={"c": "", "d.j2": "<% x %>"})
    assert refusal(workshop, "one").count("\nfix: ") == 4


def test_fragments_stand_in_order(workshop: Workshop) -> None:
    workshop.core(
        files={
            "README.md.j2": (
                "# << project.title | md >>\n"
                "<% for part in composition.fragments.readme %>\n"
                "[<< part.plugin >>] << part.text >>"
                "<% endfor %>\n"
            )
        }
    )
    for name, after in (("one", ""), ("two", ', before=("one",)'), ("three", "")):
        home = workshop.plugin(
            name,
            templates=f'Fragment(slot="readme", template=HERE / "readme.md.j2"{after}),'
            ' Fragment(slot="agents", template=HERE / "agents.md")',
        )
        (home / "readme.md.j2").write_text(f"{name} in << project.name >>\n")
        (home / "agents.md").write_text("<< verbatim >>\n")
    composition, tree = everything(workshop, "one", "two", "three")
    assert tree["README.md"].data.decode() == (
        "# My app\n[three] three in my-app\n[two] two in my-app\n[one] one in my-app\n"
    )
    assert [part.plugin for part in composition.fragments["agents"]] == ["one", "three", "two"]
    assert composition.fragments["agents"][0].text == "<< verbatim >>\n"
    assert composition.fragments["head"] == ()


def test_wrong_fragments_are_told(workshop: Workshop) -> None:
    workshop.core()
    home = workshop.plugin(
        "one",
        templates='Fragment(slot="readme", template=HERE / "a.md.j2"),'
        ' Fragment(slot="head", template=HERE / "absent.html"),'
        ' Fragment(slot="home", template=HERE / "latin.html")',
    )
    (home / "a.md.j2").write_text("<< nothing >>")
    (home / "latin.html").write_bytes(b"caf\xe9")
    assert refusal(workshop, "one") == (
        "a.md.j2:1 of one 1.0.0 (acme-one): 'nothing' is undefined\n"
        "fix: update acme-one, or leave one out\n\n"
        "absent.html of one 1.0.0 (acme-one): cannot be read: No such file or directory\n"
        "fix: update acme-one, or leave one out\n\n"
        "latin.html of one 1.0.0 (acme-one): is not UTF-8\n"
        "fix: update acme-one, or leave one out"
    )


def test_fragments_in_a_circle_are_told(workshop: Workshop) -> None:
    workshop.core()
    for name, other in (("one", "two"), ("two", "one")):
        home = workshop.plugin(
            name,
            templates=f'Fragment(slot="readme", template=HERE / "a.md", after=("{other}",))',
        )
        (home / "a.md").write_text("x")
    assert "the order of readme fragments contradicts itself" in refusal(workshop, "one", "two")


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no sockets in folders here")
def test_an_unreadable_file_is_told(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    workshop.core()
    home = workshop.plugin("one", files={"b": "x"})
    monkeypatch.chdir(home / "files")
    with socket.socket(socket.AF_UNIX) as unreadable:
        unreadable.bind("a")  # nobody can read it as a file, not even root
        assert "files/a of one 1.0.0 (acme-one): cannot be read" in refusal(workshop, "one")


def test_a_filter_takes_no_undefined_name(workshop: Workshop) -> None:
    workshop.core(files={"a.py.j2": "X = << options.nosuch | py >>\n"})
    assert "a.py.j2:1" in refusal(workshop)
    assert "has no attribute 'nosuch'" in refusal(workshop)


def test_python_holds_no_object_that_is_no_setting(workshop: Workshop) -> None:
    workshop.core(files={"a.py.j2": "X = << [options.nosuch] | py >>\n"})
    assert "a.py.j2:1" in refusal(workshop)
