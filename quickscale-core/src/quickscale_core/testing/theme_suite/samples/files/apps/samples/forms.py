from __future__ import annotations

from django import forms


class SampleForm(forms.Form):
    """One field of each kind that is refused when it is empty."""

    name = forms.CharField(label="Name", help_text="As others see it")
    email = forms.EmailField(label="E-mail")
    plan = forms.ChoiceField(label="Plan", choices=[("", "Choose"), ("solo", "Solo")])
    notes = forms.CharField(label="Notes", widget=forms.Textarea)
    terms = forms.BooleanField(label="I agree to the terms")
