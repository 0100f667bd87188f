from __future__ import annotations

from django.urls import path

from dev.email_previews import views

app_name = "email_previews"

urlpatterns = [
    path("", views.emails, name="list"),
    path("<path:name>/html/", views.email_html, name="html"),
    path("<path:name>/text/", views.email_text, name="text"),
    path("<path:name>/", views.email, name="email"),
]
