"""Check a theme's files against the component contract, and show its components on one page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quickscale_core.plugin_api.contract import COMPONENTS, ICONS, LAYOUTS, Component, Layout
from quickscale_core.testing.theme_contract.components import render_components

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from playwright.sync_api import Route as Request

    from quickscale_core.paths.filetree import FileTree
    from quickscale_core.testing.browser.visitors import Visitor
    from quickscale_core.testing.projects.project import Project

__all__ = ["show_components", "theme_problems"]

TEMPLATES = "templates/"
EXTENDS = re.compile(r'{%\s*extends\s+"([^"]+)"')
BLOCK = re.compile(r"{%\s*block\s+(\w+)")
VARS = re.compile(r"<c-vars\s+(.*?)/>", re.DOTALL)
VARIABLE = re.compile(r'([:\w-]+)="')
INLINE = re.compile(r'\s(style|on[a-z]+)="')
MAIN = re.compile(r"<main\b[^>]*>")


def theme_problems(files: FileTree, icons: Collection[str]) -> list[str]:
    """Return what in the files of a composed project does not meet the component contract.

    Each layout must offer its blocks and each component declare exactly the attributes and slots
    of the contract, each promised icon be drawn, and no template carry an inline style or handler.

    Args:
        files: Everything in a project whose theme has the frontend ``"html"``.
        icons: The names of all icons that the theme draws.
    """
    texts = {
        path: file.data.decode("utf-8") for path, file in files.items() if path.endswith(".html")
    }
    problems = [problem for layout in LAYOUTS for problem in _layout(texts, layout)]
    problems += [problem for component in COMPONENTS for problem in _component(texts, component)]
    problems += [f"no icon is called {name}" for name in ICONS if name not in icons]
    for path, text in texts.items():
        if path.startswith(TEMPLATES):
            inline = sorted(set(INLINE.findall(text)))
            problems += [f"{path} has an inline {name}" for name in inline]
    return problems


def _layout(texts: dict[str, str], layout: Layout) -> Iterator[str]:
    """Yield what a layout lacks, the blocks of the layouts it extends counted in."""
    offered: set[str] = set()
    template = layout.template
    while template:
        text = texts.get(TEMPLATES + template)
        if text is None:
            yield f"there is no {template}"
            return
        offered.update(BLOCK.findall(text))
        parent = EXTENDS.search(text)
        template = parent[1] if parent else ""
    for block in layout.blocks:
        if block not in offered:
            yield f"{layout.template} has no block {block}"


def _component(texts: dict[str, str], component: Component) -> Iterator[str]:
    """Yield how a component's declared variables differ from the contract."""
    text = texts.get(TEMPLATES + component.template)
    if text is None:
        yield f"there is no {component.template}"
        return
    names = {attribute.name for attribute in component.attributes}
    slots = set(component.slots) - {"default"}
    found = VARS.search(text)
    declared = {name.removeprefix(":") for name in VARIABLE.findall(found[1])} if found else set()
    for name in sorted((names | slots) - declared):
        yield f"{component.template} does not declare {name} in its c-vars"
    for name in sorted(declared - names - slots):
        yield f"{component.template} declares {name}, which the contract does not know"


def show_components(visitor: Visitor, project: Project, path: str = "/") -> None:
    """Open a page of a site whose content is every component of the contract.

    The page is real, with its layout, scripts and security policy; only what stands in its
    ``<main>`` is exchanged on the way to the browser.

    Args:
        visitor: Who looks.
        project: The project that the site serves.
        path: A page that the visitor may see.
    """
    samples = "".join(
        f"<section><h2>{name}</h2>{markup}</section>"
        for name, (markup, _) in render_components(project).items()
    )

    def exchange(request: Request) -> None:
        answer = request.fetch()
        page = answer.text()
        opening = MAIN.search(page)
        if opening is None:
            raise AssertionError(f"{path} has no <main>")
        content = f"{opening[0]}<h1>Components</h1>{samples}"
        body = page[: opening.start()] + content + page[page.rindex("</main>") :]
        request.fulfill(response=answer, body=body)

    address = visitor.site.url + path
    visitor.page.route(address, exchange)
    visitor.goto(path)
    visitor.page.unroute(address)
