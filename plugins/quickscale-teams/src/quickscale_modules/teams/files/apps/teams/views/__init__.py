"""The pages of teams: each parses, asks or acts, and answers."""
