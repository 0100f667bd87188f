"""Core's own commands, and the steps that every new project is offered."""
