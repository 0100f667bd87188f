"""The project every composition starts from, offered through the same hooks as any plugin."""
