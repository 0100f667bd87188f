"""``/teams/``."""

from django.urls import path

from apps.teams.views import directory, invitation

urlpatterns = [
    path("", directory.TeamListView.as_view(), name="team_list"),
    path("new/", directory.CreateTeamView.as_view(), name="team_create"),
    path("overview/", directory.overview, name="team_overview"),
    path("invitations/<str:token>/", invitation.invitation, name="team_invitation"),
    path("invitations/<str:token>/sign-up/", invitation.sign_up, name="team_invitation_sign_up"),
    path("<slug:slug>/switch/", directory.switch, name="team_switch"),
    path("<slug:slug>/leave/", directory.leave, name="team_leave"),
    path("<slug:slug>/restore/", directory.restore, name="team_restore"),
]
