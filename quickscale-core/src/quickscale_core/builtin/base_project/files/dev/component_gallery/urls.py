from __future__ import annotations

from django.urls import path

from dev.component_gallery import views

app_name = "component_gallery"

urlpatterns = [path("", views.components, name="components")]
