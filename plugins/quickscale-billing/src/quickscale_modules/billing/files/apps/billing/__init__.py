"""Billing: plans, subscriptions, invoices, and what each account may use."""
