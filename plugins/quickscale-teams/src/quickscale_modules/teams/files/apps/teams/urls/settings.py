"""``/settings/team/``."""

from django.urls import path

from apps.teams.views import settings

urlpatterns = [
    path("", settings.team_settings, name="team_settings"),
    path("transfer/", settings.transfer, name="team_transfer"),
    path("delete/", settings.delete, name="team_delete"),
    path("activity/", settings.ActivityView.as_view(), name="team_activity"),
]
