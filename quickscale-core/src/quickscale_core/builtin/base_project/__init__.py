"""The base project as a plugin, through the same hooks as all plugins."""
