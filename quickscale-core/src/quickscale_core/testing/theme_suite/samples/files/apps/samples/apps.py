from __future__ import annotations

from django.apps import AppConfig


class SamplesConfig(AppConfig):
    name = "apps.samples"
    verbose_name = "Samples"
