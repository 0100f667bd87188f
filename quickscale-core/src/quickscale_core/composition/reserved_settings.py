"""The settings that core's own templates write, and what to contribute instead.

Each is put together from everybody's contributions. A second assignment, by whoever, would
silently drop what the others added.
"""

from __future__ import annotations

from typing import Final

__all__ = ["RESERVED_SETTINGS"]

_ENVIRONMENT = "the environment variable of that name"
_OURS = "what core wrote, or change it in the project"

RESERVED_SETTINGS: Final[dict[str, str]] = {
    "ALLOWED_HOSTS": _ENVIRONMENT,
    "ASGI_APPLICATION": _OURS,
    "AUTHENTICATION_BACKENDS": "AuthBackend",
    "AUTH_USER_MODEL": "apps.users.User, which every project keeps from its first migration on",
    "BASE_DIR": "ProjectPath in a value of your own",
    "CACHES": "the environment variable REDIS_URL",
    "CELERY_BEAT_SCHEDULE": "PeriodicTask",
    "CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP": _OURS,
    "CELERY_BROKER_URL": "the environment variable REDIS_URL",
    "CELERY_TASK_ALWAYS_EAGER": "the environment variable REDIS_URL",
    "CELERY_TASK_IGNORE_RESULT": _OURS,
    "CELERY_WORKER_HIJACK_ROOT_LOGGER": _OURS,
    "CONTENT_SECURITY_POLICY": "CspSource",
    "CSRF_TRUSTED_ORIGINS": _ENVIRONMENT,
    "DATABASES": "the environment variable DATABASE_URL",
    "DEBUG": "settings/local.py, where it is on",
    "EMAIL_BACKEND": "the environment variable EMAIL_URL",
    "EMAIL_FILE_PATH": "the environment variable EMAIL_URL",
    "EMAIL_HOST": "the environment variable EMAIL_URL",
    "EMAIL_HOST_PASSWORD": "the environment variable EMAIL_URL",
    "EMAIL_HOST_USER": "the environment variable EMAIL_URL",
    "EMAIL_PORT": "the environment variable EMAIL_URL",
    "EMAIL_USE_SSL": "the environment variable EMAIL_URL",
    "EMAIL_USE_TLS": "the environment variable EMAIL_URL",
    "INSTALLED_APPS": "App",
    "LAYER_URLS": "UrlInclude",
    "LOGGING": "LogLevel, or the environment variable LOG_LEVEL",
    "MIDDLEWARE": "Middleware",
    "REDIS_URL": _ENVIRONMENT,
    "ROOT_URLCONF": "UrlInclude",
    "SECRET_KEY": _ENVIRONMENT,
    "SECRET_KEY_FALLBACKS": _ENVIRONMENT,
    "SITE_NAME": "the project's title in quickscale.yml",
    "STORAGES": _OURS,
    "TEMPLATES": "ContextProcessor, or a FileSet with templates",
    "WSGI_APPLICATION": _OURS,
}
"""Name of each such setting, and the contribution or the variable that serves its purpose."""
