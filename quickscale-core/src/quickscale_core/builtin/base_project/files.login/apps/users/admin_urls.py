"""Stands before the administration's own sign-in, which knows no limit."""

from django.urls import path

from apps.users import views

urlpatterns = [path("", views.admin_login)]
