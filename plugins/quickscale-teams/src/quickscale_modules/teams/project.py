"""What teams adds to a project's settings, URLs, navigation and dependencies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from quickscale_core import (
    ApiRoute,
    ApiScope,
    App,
    DashboardActivity,
    DashboardNumbers,
    DashboardStep,
    DashboardTasks,
    Dependency,
    ListItem,
    Middleware,
    NavItem,
    PagePlace,
    PeriodicTask,
    QuickOpenEntries,
    Setting,
    SettingsSection,
    ShowcaseCard,
    UrlInclude,
)
from quickscale_modules.teams.events import EVENTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quickscale_core import Contribution, Spec

__all__ = ["contributions"]

HOUR: Final = 3600


def contributions(spec: Spec) -> Iterator[Contribution]:
    """Yield everything but files.

    Args:
        spec: The project, with the owner's answers.
    """
    yield from _installed()
    yield from _settings(spec)
    yield from EVENTS
    if spec.has("api"):
        yield ApiRoute(prefix="teams/", module="apps.teams.api")
        yield ApiScope(name="teams", label="Teams, their members and invitations")
        yield Setting(
            name="API_KEY_HOLDERS",
            value="apps.teams.api_keys.PeopleAndTeams",
            comment="Teams have keys as well.",
        )
        yield ListItem(setting="TEAMS_DELETION_STEPS", value="apps.teams.api_keys.forget_keys")
    yield from _pages()


def _installed() -> Iterator[Contribution]:
    yield Dependency(requirement="django-scopes>=2.1,<3", untyped=("django_scopes.*",))
    yield Dependency(requirement="factory-boy>=3.3,<4", group="dev", imports=("factory",))
    yield App(
        path="apps.teams",
        summary="who works together, who may do what, and data that stays where it belongs",
        after=("apps.accounts", "apps.users"),
    )
    yield Middleware(
        path="apps.teams.middleware.TeamMiddleware",
        after=(
            "django.contrib.messages.middleware.MessageMiddleware",
            "apps.accounts.middleware.StaffMfaMiddleware",
        ),
    )
    yield PeriodicTask(name="teams-prune", task="apps.teams.tasks.prune_teams", every_seconds=HOUR)


def _settings(spec: Spec) -> Iterator[Contribution]:
    yield Setting(
        name="TEAMS_ADDRESSES",
        value=spec.option("teams", "addresses", str),
        comment='Where a page says its team: "path", below /t/<slug>/, or "session".',
    )
    yield Setting(
        name="TEAMS_PERSONAL",
        value=spec.option("teams", "personal", bool),
        comment="Whether everybody has a team of their own from their first sign-in.",
    )
    yield Setting(
        name="TEAMS_PERSONAL",
        value=False,
        layer="test",
        comment="Tests count what they make; the tests of this rule turn it on.",
    )
    yield Setting(
        name="TEAMS_GRACE_DAYS",
        value=spec.option("teams", "grace_days", int),
        comment="For how many days a deleted team can be brought back.",
    )
    yield Setting(
        name="STATIC_URL",
        value="/static/",
        comment="With their slash: files stand at one address, whatever team a page is in.",
    )
    yield Setting(name="MEDIA_URL", value="/media/")
    yield ListItem(setting="ACCOUNTS_EXPORTERS", value="apps.teams.queries.team_data")
    yield ListItem(
        setting="ACCOUNTS_DELETION_CHECKS", value="apps.teams.queries.user_deletion_obstacles"
    )
    yield ListItem(setting="ACCOUNTS_DELETION_STEPS", value="apps.teams.endings.leave_all_teams")


def _pages() -> Iterator[Contribution]:
    yield UrlInclude(prefix="teams/", module="apps.teams.urls.directory")
    yield UrlInclude(prefix="settings/team/", module="apps.teams.urls.settings")
    yield UrlInclude(prefix="settings/members/", module="apps.teams.urls.members")
    yield NavItem(name="team", label="Team", url="team_overview", icon="users")
    yield SettingsSection(
        name="team", label="Team", url="team_settings", icon="building", group="team"
    )
    yield SettingsSection(
        name="members",
        label="Members",
        url="team_members",
        icon="users",
        group="team",
        after=("team",),
    )
    yield QuickOpenEntries(name="teams", source="apps.teams.quick_open.entries")
    yield DashboardStep(
        name="team",
        label="Create your team",
        body="A team is where people work together on what is theirs alone.",
        url="team_create",
        icon="users",
        done="apps.teams.dashboard.has_team",
        after=("name",),
    )
    yield DashboardStep(
        name="invite",
        label="Invite somebody",
        body="They get an e-mail with a link that lets them in.",
        url="team_invite",
        icon="user-plus",
        done="apps.teams.dashboard.has_invited",
        after=("team",),
    )
    yield PagePlace(
        name="team",
        summary="At the end of a team's overview, which its members see; request.team is the team.",
    )
    yield DashboardNumbers(name="members", source="apps.teams.dashboard.numbers")
    yield DashboardTasks(name="team", source="apps.teams.dashboard.tasks")
    yield DashboardActivity(name="team", source="apps.teams.dashboard.activity")
    yield ShowcaseCard(
        name="teams",
        title="Teams",
        body="Invite people, give them roles, and work on what is your team's alone. Everybody can"
        " be in several teams and switch between them.",
        icon="users",
        url="team_list",
        link_label="See your teams",
    )
