"""Settings of the smallest site there is, for the library's own tests."""

from __future__ import annotations

from typing import Any

import django_stubs_ext

django_stubs_ext.monkeypatch()

SECRET_KEY = "known-to-everybody-and-good-for-nothing-but-tests"
ROOT_URLCONF = "tests.urls"
INSTALLED_APPS = ["stripe_offline", "django.contrib.staticfiles"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
MIDDLEWARE = ["django.middleware.csrf.CsrfViewMiddleware"]
TEMPLATES: list[dict[str, Any]] = [
    {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}
]
STATIC_URL = "/static/"
USE_TZ = True

STRIPE_OFFLINE = True
STRIPE_OFFLINE_STORE = ":memory:"
STRIPE_OFFLINE_DELIVERY = False
