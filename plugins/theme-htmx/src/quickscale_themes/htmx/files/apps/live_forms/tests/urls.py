"""Addresses of the tests' own form views."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponse
from django.urls import path
from django.views.generic import FormView

if TYPE_CHECKING:
    from django.http import HttpRequest


class SignForm(forms.Form):
    """A form with two things to get wrong."""

    name = forms.CharField(max_length=5)
    email = forms.EmailField()


class SignView(FormView[SignForm]):
    """Acts on a valid form, which no check of a field may lead to."""

    form_class = SignForm

    def form_valid(self, form: SignForm) -> HttpResponse:
        """Do what the form is for."""
        return HttpResponse(f"signed by {form.cleaned_data['name']}")


class CodeForm(forms.Form):
    """Asks for something that could be guessed."""

    code = forms.CharField(
        max_length=5, widget=forms.TextInput(attrs={"autocomplete": "one-time-code"})
    )


class CodeView(FormView[CodeForm]):
    """Would count wrong codes."""

    form_class = CodeForm


class MembersSignView(LoginRequiredMixin, SignView):
    """Asks who is there first."""

    login_url = "/somewhere/"


def sign(request: HttpRequest) -> HttpResponse:
    """Act at once, as a view may that is no form view."""
    return HttpResponse("signed")


urlpatterns = [
    path("sign/", SignView.as_view()),
    path("sign/code/", CodeView.as_view()),
    path("sign/prefixed/", SignView.as_view(prefix="guest")),
    path("sign/members/", MembersSignView.as_view()),
    path("sign/decorated/", login_required(SignView.as_view(), login_url="/somewhere/")),
    path("sign/function/", sign),
]
