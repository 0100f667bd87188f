"""What happened to a team, each event as one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.teams.models import TeamEvent

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Kind = TeamEvent.Kind

SENTENCES: Final[dict[str, StrPromise]] = {
    Kind.CREATED: gettext_lazy("%(who)s created the team"),
    Kind.RENAMED: gettext_lazy("%(who)s renamed the team: %(detail)s"),
    Kind.MOVED: gettext_lazy("%(who)s changed the team's address: %(detail)s"),
    Kind.INVITED: gettext_lazy("%(who)s invited %(whom)s as %(detail)s"),
    Kind.INVITED_AGAIN: gettext_lazy("%(who)s invited %(whom)s again as %(detail)s"),
    Kind.INVITATION_REVOKED: gettext_lazy("%(who)s withdrew the invitation of %(whom)s"),
    Kind.JOINED: gettext_lazy("%(whom)s joined as %(detail)s"),
    Kind.ROLE_CHANGED: gettext_lazy("%(who)s changed the role of %(whom)s: %(detail)s"),
    Kind.LEFT: gettext_lazy("%(whom)s left the team"),
    Kind.REMOVED: gettext_lazy("%(who)s removed %(whom)s from the team"),
    Kind.TRANSFERRED: gettext_lazy("%(who)s made %(whom)s the owner"),
    Kind.CLOSED: gettext_lazy("%(who)s deleted the team"),
    Kind.REOPENED: gettext_lazy("%(who)s restored the team"),
    Kind.LOOKED_INTO: gettext_lazy("%(who)s looked into the team for support: %(detail)s"),
}


def sentence_of(event: TeamEvent) -> str:
    """Say what happened: ``"Ada Ferreira invited ines@example.com as Member"``.

    Args:
        event: What happened; of a kind that is unknown its name is said.
    """
    sentence = SENTENCES.get(event.kind)
    if sentence is None:
        return event.get_kind_display()
    who = event.actor_name or _("Somebody")
    words = {"who": who, "whom": event.subject or who, "detail": event.detail}
    return (str(sentence) % words).removesuffix(": ")
