"""Tools for development: local and test settings have them, production and its image do not."""
