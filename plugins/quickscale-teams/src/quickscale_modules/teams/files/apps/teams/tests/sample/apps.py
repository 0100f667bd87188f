"""The sample app."""

from django.apps import AppConfig


class SampleConfig(AppConfig):
    """Has a label that no app of a project has."""

    name = "apps.teams.tests.sample"
    label = "teams_sample"
    default_auto_field = "django.db.models.BigAutoField"
