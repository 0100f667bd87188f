"""Accounts: who signs in, how, from where, and what happened to each account."""
