from __future__ import annotations

from django.urls import path

from apps.samples import views

app_name = "samples"

urlpatterns = [
    path("public/", views.page("public"), name="public"),
    path("auth/", views.page("auth"), name="auth"),
    path("app/", views.page("app", signed_in=True), name="app"),
    path("settings/first/", views.page("settings", signed_in=True), name="settings"),
    path("settings/second/", views.page("settings", signed_in=True), name="settings_second"),
    path("settings/named/", views.page("named", signed_in=True), name="settings_named"),
    path("settings/named/below/", views.page("named", signed_in=True), name="settings_below"),
    path("sign-in/", views.sign_in, name="sign_in"),
    path("form/", views.form, name="form"),
    path("error/", views.error, name="error"),
    path("email/", views.email, name="email"),
]
