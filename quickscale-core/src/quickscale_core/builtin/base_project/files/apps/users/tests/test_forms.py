"""Tests of the forms about people."""

from __future__ import annotations

import pytest
from django import forms
from django.utils.html import escape
from pytest_django.asserts import assertHTMLEqual

from apps.users.forms import TimeZoneField


class ZoneForm(forms.Form):
    zone = TimeZoneField(help_text="Where you are.")


class DjangosForm(forms.Form):
    zone = TimeZoneField(help_text="Where you are.", widget=forms.Select)


@pytest.mark.parametrize("chosen", ["", "UTC", "Europe/Madrid", "Europe/Atlantis"])
def test_zones_are_drawn_as_django_draws_them(chosen: str) -> None:
    drawn, djangos = (str(form({"zone": chosen})["zone"]) for form in (ZoneForm, DjangosForm))

    assertHTMLEqual(drawn, djangos.replace('value="" selected', 'value=""'))
    assert ("selected" in drawn) == (chosen in {"UTC", "Europe/Madrid"})


def test_what_was_sent_is_not_repeated_as_markup() -> None:
    sent = '"><script>alert(1)</script>'
    form = ZoneForm({"zone": sent})

    assert not form.is_valid()
    assert sent not in str(form["zone"])
    assert escape(sent) in str(form["zone"].errors)
