"""The commands that all deploy targets share: deploy, status, logs, open, rollback, destroy."""
