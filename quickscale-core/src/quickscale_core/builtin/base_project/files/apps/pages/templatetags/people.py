"""How people and teams are shown where there is no picture of them."""

from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def initials(name: object) -> str:
    """Return the first letters of a name's first and last word: ``AL`` of ``Ada Lovelace``.

    What has no letter or digit, such as a bracket, begins no word.
    """
    words = [word for word in str(name).partition("@")[0].split() if word[0].isalnum()]
    return (
        "".join(word[0] for word in dict.fromkeys([words[0], words[-1]])).upper() if words else "?"
    )
