"""Asks every part of the project what its dashboard shows to one person."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, cast

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.module_loading import import_string

from apps.pages import composed

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django_stubs_ext import StrOrPromise

    from apps.pages.dashboard import Activity, Chart, ChartCard, Number, Source, Task
    from apps.users.models import User

ACTIVITY_SHOWN: Final = 10


@dataclass(frozen=True, kw_only=True)
class ShownStep:
    """A step of the checklist as one person sees it.

    Attributes:
        label: What to do.
        body: What it is good for.
        href: Where it is done.
        icon: Name of an icon of the theme.
        done: Whether it is.
    """

    label: StrOrPromise
    body: StrOrPromise
    href: str
    icon: str
    done: bool


class DashboardPage:
    """What one person's dashboard shows, each part worked out when a template first asks for it."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def steps(self) -> list[ShownStep]:
        """The checklist; nothing once all of it is done, or hidden."""
        if cast("User", self.request.user).checklist_hidden:
            return []
        asked = [(step, self._ask(step.done)) for step in composed.DASHBOARD_STEPS]
        steps = [
            ShownStep(
                label=step.label,
                body=step.body,
                href=reverse(step.url),
                icon=step.icon,
                done=done,
            )
            for step, done in asked
            if done is not None
        ]
        return [] if all(step.done for step in steps) else steps

    @property
    def steps_done(self) -> int:
        """How many steps of the checklist are done."""
        return sum(step.done for step in self.steps)

    @property
    def steps_total(self) -> int:
        """How many steps the checklist has."""
        return len(self.steps)

    @cached_property
    def numbers(self) -> list[Number]:
        """The numbers at its top."""
        return [number for source in composed.DASHBOARD_NUMBERS for number in self._ask(source)]

    @cached_property
    def charts(self) -> list[tuple[ChartCard, Chart | None]]:
        """Its charts, each with its card."""
        return [(card, self._ask(card.source)) for card in composed.DASHBOARD_CHARTS]

    @cached_property
    def tasks(self) -> list[Task]:
        """What there is to do, the urgent first."""
        found = [task for source in composed.DASHBOARD_TASKS for task in self._ask(source)]
        return sorted(found, key=lambda task: not task.urgent)

    @property
    def has_tasks(self) -> bool:
        """Whether any part of the project knows of things to do."""
        return bool(composed.DASHBOARD_TASKS)

    @cached_property
    def activity(self) -> list[Activity]:
        """What happened, the newest first."""
        found = [one for source in composed.DASHBOARD_ACTIVITY for one in self._ask(source)]
        return sorted(found, key=lambda one: one.at, reverse=True)[:ACTIVITY_SHOWN]

    @cached_property
    def cards(self) -> list[tuple[bool, str]]:
        """The cards with markup of their own: whether each is wide, and its markup."""
        return [
            (
                card.wide,
                render_to_string(
                    card.template, self._ask(card.context) if card.context else {}, self.request
                ),
            )
            for card in composed.DASHBOARD_CARDS
        ]

    def _ask(self, source: Source) -> Any:
        return import_string(source)(self.request)
