"""Where the account pages stand.

There is a module for each section of the settings area, and one for what lies below
``/accounts/``.

Names are in allauth's manner, ``account_profile`` beside its ``account_login``. allauth's own
overviews move into the settings area: the same names again, later in the project than allauth's,
so that they are what it links to.
"""
