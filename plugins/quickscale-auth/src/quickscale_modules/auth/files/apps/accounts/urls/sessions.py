"""``/settings/sessions/``, allauth's page and a way to end one session."""

from django.urls import path

from apps.accounts import views

urlpatterns = [
    path("", views.SessionListView.as_view(), name="usersessions_list"),
    path("<int:pk>/end/", views.end_session, name="account_end_session"),
]
