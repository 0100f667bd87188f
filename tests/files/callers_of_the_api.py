"""Makes two teams in a project's database, and what somebody of the one calls the API with."""

import json
import sys
from pathlib import Path

import django

sys.path.insert(0, str(Path.cwd()))
django.setup()

from django.conf import settings  # noqa: E402 - once Django is there
from django.test import Client  # noqa: E402

from apps.api.keys import make_key, scope_choices  # noqa: E402
from apps.teams.models import Team  # noqa: E402
from apps.teams.tests.factories import InvitationFactory, make_team  # noqa: E402

made: dict[str, Team] = {}
for name in ("Ours", "Theirs-4127"):
    made[name], owner, _members = make_team(members=2, name=name)
    InvitationFactory.create(team=made[name], email=f"guest-of-{name}@example.com".lower())
    if name == "Ours":
        _key, text = make_key(owner.user, "Fuzzing", [scope for scope, _ in scope_choices()])
        client = Client()
        client.force_login(owner.user)
settings.ALLOWED_HOSTS = ["testserver"]  # as the client calls the site
client.get("/accounts/password/change/")
cookies = {cookie: morsel.value for cookie, morsel in client.cookies.items()}
Path(sys.argv[2]).write_text(
    json.dumps({"key": text, "cookies": cookies, "theirs": str(made["Theirs-4127"].pk)})
)
