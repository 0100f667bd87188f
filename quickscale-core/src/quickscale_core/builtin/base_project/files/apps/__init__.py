"""The project's Django apps, one folder each."""
