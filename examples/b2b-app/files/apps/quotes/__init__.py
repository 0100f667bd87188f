"""Customers, and what they were offered."""
