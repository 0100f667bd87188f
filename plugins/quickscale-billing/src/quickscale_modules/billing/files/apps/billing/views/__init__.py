"""The billing pages: each parses, asks or acts, and answers."""
