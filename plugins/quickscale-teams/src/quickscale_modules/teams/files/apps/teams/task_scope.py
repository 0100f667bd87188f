"""Carries the team into Celery tasks: a task works for the team that sent it.

The sender's team travels in a header of the message. A task that is run at once, in the sender's
own process, is in its team anyway. Where the team is gone by the time the task runs, no team is
active, and the task's queries fail.
"""

from __future__ import annotations

import logging
from contextlib import ExitStack
from typing import Any, Final

from celery.signals import before_task_publish, task_postrun, task_prerun

from apps.teams.models import Team
from apps.teams.scoping import ScopeError, current_teams, in_team

HEADER: Final = "team"

logger = logging.getLogger(__name__)


@before_task_publish.connect
def on_sent(headers: dict[str, Any] | None = None, **_kwargs: Any) -> None:
    """Write the sender's team on a message."""
    try:
        teams = current_teams()
    except ScopeError:
        return
    if headers is not None and len(teams) == 1:
        headers[HEADER] = str(teams[0])


@task_prerun.connect
def on_start(task: Any, **_kwargs: Any) -> None:
    """Enter the team that a message came with."""
    key = getattr(task.request, HEADER, None)
    if task.request.is_eager or key is None:
        return
    team = Team.objects.filter(pk=key, closed_at=None).first()
    if team is None:
        logger.warning("The team of a task is gone", extra={"task": task.name, "team": key})
        return
    stack = ExitStack()
    stack.enter_context(in_team(team))
    task.request.team_scope = stack


@task_postrun.connect
def on_end(task: Any, **_kwargs: Any) -> None:
    """Leave the team again."""
    if stack := getattr(task.request, "team_scope", None):
        stack.close()
