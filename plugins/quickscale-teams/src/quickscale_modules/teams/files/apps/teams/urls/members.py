"""``/settings/members/``."""

from django.urls import path

from apps.teams.views import members

urlpatterns = [
    path("", members.MemberListView.as_view(), name="team_members"),
    path("invite/", members.InviteView.as_view(), name="team_invite"),
    path("<int:pk>/role/", members.change_role, name="team_member_role"),
    path("<int:pk>/remove/", members.remove, name="team_member_remove"),
    path("invitations/", members.InvitationListView.as_view(), name="team_invitations"),
    path("invitations/<uuid:pk>/resend/", members.resend, name="team_invitation_resend"),
    path("invitations/<uuid:pk>/revoke/", members.revoke, name="team_invitation_revoke"),
]
