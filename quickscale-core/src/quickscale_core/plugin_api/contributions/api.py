"""Contributions to a project's API, where a module serves one."""

from __future__ import annotations

from dataclasses import dataclass

from quickscale_core.plugin_api.contributions.kinds import Ordered

__all__ = ["ApiRoute", "ApiScope"]


@dataclass(frozen=True, kw_only=True)
class ApiRoute(Ordered):
    """Endpoints below ``/api/v1/``; its key is ``prefix``.

    It counts where a module serves an API, such as api, and is left alone elsewhere: contribute the
    module's file by a FileSet that is yielded where ``spec.has("api")``.

    Attributes:
        prefix: Path below ``/api/v1/`` without a leading slash: ``"notes/"``. Two plugins may
            not claim one, nor one in another's.
        module: Dotted path of a URLconf: ``"apps.notes.api"``. Its part of the schema stands
            beside it, in the app's ``api_schema.json``.
    """

    prefix: str
    module: str


@dataclass(frozen=True, kw_only=True)
class ApiScope(Ordered):
    """What an API key may be allowed to read, or to read and change; its key is ``name``.

    Views name it: one whose ``api_scope`` is ``"notes"`` answers keys with ``notes:read``, and
    changes things for keys with ``notes:write``.

    Attributes:
        name: A lower-case identifier that never changes: ``"notes"``.
        label: What it is about, in English; translated at run time: ``"Notes"``.
        personal: Whether it is about a person, so that no team's key can have it.
    """

    name: str
    label: str
    personal: bool = False
