"""Billing for teams: a team pays, for as many seats as it has members."""
