"""Metered prices: usage that Stripe is told of, and that is paid when a period ends."""
