"""Addresses that leak, beside the project's own."""

from __future__ import annotations

from django.urls import include, path

from apps.teams.tests.sample import views
from apps.teams.tests.sample.urls import PROJECT

leaky = [
    path("detail/<int:pk>/", views.leaky_detail, name="detail"),
    path("list/", views.leaky_list, name="list"),
    path("search/", views.leaky_search, name="search"),
    path("count/", views.leaky_count, name="count"),
    path("rename/<int:pk>/", views.leaky_rename, name="rename"),
    path("delete/<int:pk>/", views.leaky_delete, name="delete"),
    path("link/", views.leaky_link, name="link"),
    path("secret/<str:code>/", views.keyed_by_nothing_known, name="secret"),
]
urlpatterns = [path("leaky/", include((leaky, "leaky"))), *PROJECT]
