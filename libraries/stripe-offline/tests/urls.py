"""URLs of the smallest site there is: the stand-in's pages, where a project would have them."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("dev/stripe/", include("stripe_offline.urls"))]
