"""Finds out whether data of one team gets to another, in whatever a project is made of.

``test_leaks.py`` makes two teams with a row of every team-scoped model, and then is somebody of the
one who tries every address of the project with the keys of the other. Nothing is listed by hand:
models come from the app registry, addresses from the URLconf.

What it cannot know is told by the apps themselves, each in its own ``tests/leaks.py``, see
:mod:`apps.teams.tests.finder.declared`.
"""
