"""Billing for QuickScale projects, with Stripe."""

__version__ = "1.0.0"
