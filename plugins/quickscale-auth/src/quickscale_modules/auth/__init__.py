"""Accounts for QuickScale projects, on top of django-allauth."""

__version__ = "1.0.0"
