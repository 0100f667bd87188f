"""Teams for QuickScale projects, their data held apart by django-scopes."""

__version__ = "1.0.0"
