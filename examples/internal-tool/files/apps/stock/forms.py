"""What people type."""

from __future__ import annotations

from django import forms

from apps.stock.models import Item


class ItemForm(forms.ModelForm[Item]):
    """An item, its shelf and how many there are."""

    class Meta:
        model = Item
        fields = ("name", "shelf", "quantity", "reorder_at")
