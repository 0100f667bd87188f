"""Evenings of a club."""
