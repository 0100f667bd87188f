"""A small app of team-scoped models, for tests alone: no project installs it."""
