"""The settings a project would be served with, with every limit of time a day away.

A test must not fail because the machine is slow: a visitor of a test may take longer than the few
minutes after which a code is spent, or after which one confirms who one is. A test about such a
limit sets its own. ``QUICKSCALE_SETTINGS`` names the module whose settings these are.
"""

from __future__ import annotations

import os
from importlib import import_module

_given = import_module(os.environ["QUICKSCALE_SETTINGS"])
globals().update({name: getattr(_given, name) for name in dir(_given) if name.isupper()})

# django-allauth's limits (https://docs.allauth.org/en/latest/account/configuration.html), in
# seconds. Projects without it read none of them.
for _name in (
    "ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT",
    "ACCOUNT_LOGIN_BY_CODE_TIMEOUT",
    "ACCOUNT_LOGIN_TIMEOUT",
    "ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT",
    "ACCOUNT_PHONE_VERIFICATION_TIMEOUT",
    "ACCOUNT_REAUTHENTICATION_TIMEOUT",
):
    globals()[_name] = 24 * 60 * 60
