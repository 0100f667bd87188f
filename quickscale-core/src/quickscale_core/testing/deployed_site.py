"""A site for deploys that are tested: it answers at once, and nothing pauses."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest

from quickscale_core.deploying import procedure, waiting
from quickscale_core.deploying.verifying import Answer

__all__ = ["DeployedSite", "quickscale_deployed"]

_SOUND = {
    "/health/ready": '{"status": "ok", "checks": {"database": "ok", "migrations": "ok"}}',
    "/admin/": '<link rel="stylesheet" href="/static/admin/css/base.css">',
}


@dataclass
class DeployedSite:
    """What a deploy sees when it tries the site.

    Attributes:
        answers: What a path is answered with; every other one as a sound site does.
        asked: Every address that was asked for.
    """

    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def get(self, url: str) -> Answer:
        """Return what an address is answered with."""
        self.asked.append(url)
        path = urlsplit(url).path
        return self.answers.get(path, Answer(200, _SOUND.get(path, "body {}"), url))


@pytest.fixture
def quickscale_deployed(monkeypatch: pytest.MonkeyPatch) -> DeployedSite:
    """The site that every deploy of this test tries, in this process; its pauses take no time."""
    site = DeployedSite()
    monkeypatch.setattr(procedure, "fetch", site.get)
    monkeypatch.setattr(procedure, "pause", lambda _seconds: None)
    monkeypatch.setattr(waiting, "pause", lambda _seconds: None)
    return site
