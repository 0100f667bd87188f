"""Contributions to the catalogue of what a project tells other programs, by webhooks."""

from __future__ import annotations

from dataclasses import dataclass

from quickscale_core.plugin_api.contributions.kinds import EventFormat, EventReach, Keyed

__all__ = ["Event", "EventField"]


@dataclass(frozen=True, kw_only=True)
class EventField:
    """A field of an event's data; it is no contribution by itself.

    Attributes:
        name: Its key in the data, a lower-case identifier: ``"user_id"``.
        format: What it holds; see :data:`EventFormat`.
        example: A value, shown in the documentation and sent when somebody tests an endpoint.
        summary: What it says, in English, where its name does not; at most 60 characters.
        optional: Whether it may be null.
    """

    name: str
    format: EventFormat
    example: str | int | bool
    summary: str = ""
    optional: bool = False


@dataclass(frozen=True, kw_only=True)
class Event(Keyed):
    """Something that happens in a project and that other programs may hear of; its key is ``name``.

    The plugin's code tells of it by ``apps.ops.events.publish``, which refuses names and data that
    no plugin declares. Where no module listens, such as ``api`` with its webhooks, nothing follows.

    Attributes:
        name: What it is called for good, a noun and what happened to it: ``"note.created"``.
        summary: When it is sent, in a sentence in English; translated at run time.
        fields: What its data holds. Fields may be added to a later version, never taken away.
        about: Whom it is told; see :data:`EventReach`.
    """

    name: str
    summary: str
    fields: tuple[EventField, ...]
    about: EventReach = "team"
