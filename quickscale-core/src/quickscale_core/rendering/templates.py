"""Render one template: the engine, its delimiters, and what its errors mean."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping
from functools import cache, wraps
from types import CodeType
from typing import TYPE_CHECKING, Final

from quickscale_core.rendering.setting_filter import setting
from quickscale_core.source_text.answers import FILTERED, finalize
from quickscale_core.source_text.filters import FILTERS

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["MARKS", "TemplateFault", "compile_template", "environment", "render_template"]

MARKS: Final = ("<%", "<<", "<#")
"""What opens a statement, an expression and a comment; a text without them renders to itself."""


class TemplateFault(Exception):  # noqa: N818 - a fault of the plugin; callers make it a Problem
    """A template that cannot be rendered.

    Attributes:
        what: What is wrong, to follow the file's name.
        line: The line it is on, from 1, or 0.
    """

    def __init__(self, what: str, line: int = 0) -> None:
        super().__init__(what)
        self.what = what
        self.line = line


@cache
def environment() -> Environment:
    """Return the one Jinja environment of this process."""
    from jinja2 import Environment, StrictUndefined

    made = Environment(  # noqa: S701 - its output is source code, not a page
        block_start_string="<%",
        block_end_string="%>",
        variable_start_string="<<",
        variable_end_string=">>",
        comment_start_string="<#",
        comment_end_string="#>",
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
        finalize=finalize,
        cache_size=0,
        auto_reload=False,
    )
    every = {**FILTERS, "setting": setting}
    made.filters.update({name: _of_defined(one) for name, one in every.items()})
    return made


def _of_defined(made: Callable[..., str]) -> Callable[..., str]:
    """Return a filter that refuses an undefined name, as an expression without a filter does."""
    from jinja2 import StrictUndefined

    @wraps(made)
    def strict(value: object, *arguments: object, **named: object) -> str:
        if isinstance(value, StrictUndefined):
            str(value)  # raises UndefinedError, which names it
        # a text that stands as it is in that language is an answer no longer
        return str(made(value, *arguments, **named))

    return strict


def compile_template(source: str, name: str) -> CodeType:
    """Return a template's code.

    Args:
        source: Its text.
        name: What its errors call it.

    Raises:
        TemplateFault: Its syntax is wrong.
    """
    from jinja2 import TemplateSyntaxError

    try:
        return environment().compile(source, name, name)
    except TemplateSyntaxError as error:
        hint = ""
        lines = source.splitlines()
        if error.lineno <= len(lines) and "<<" in lines[error.lineno - 1]:
            hint = '; a "<<" that is meant literally cannot stand in a .j2 file'
        raise TemplateFault(
            f"{(error.message or 'wrong syntax').rstrip('.')}{hint}", error.lineno
        ) from error


def render_template(code: CodeType, context: Mapping[str, object], *, crlf: bool) -> str:
    """Return a template's text.

    Args:
        code: From :func:`compile_template`.
        context: The names it may use.
        crlf: Whether its lines end in CR LF, which the engine reads as LF.

    Raises:
        TemplateFault: It uses an undefined name, or an expression in it raises.
    """
    from jinja2 import Template

    made = environment()
    template = Template.from_code(made, code, made.globals)
    try:
        text = "".join(template.root_render_func(template.new_context(dict(context))))
    except Exception as error:
        raise TemplateFault(_said(error), _line(error, template)) from error
    finally:
        # The code's functions and its names hold each other; until the collector came by, the
        # code of thousands of templates would stay in memory.
        template.root_render_func.__globals__.clear()
    return text.replace("\n", "\r\n") if crlf else text


def _said(error: Exception) -> str:
    from jinja2 import UndefinedError

    if isinstance(error, UndefinedError):
        return (error.message or "uses an undefined name").rstrip(".")
    if str(error) == FILTERED:
        return f"an answer {error}"
    return f"raises {type(error).__name__}: {error}"


def _line(error: Exception, template: object) -> int:
    """Return the template's line that an error came from, by its compiled code's table."""
    code = template.root_render_func.__code__  # type: ignore[attr-defined]
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename == code.co_filename:
            return int(template.get_corresponding_lineno(frame.lineno))  # type: ignore[attr-defined]
    return 0
