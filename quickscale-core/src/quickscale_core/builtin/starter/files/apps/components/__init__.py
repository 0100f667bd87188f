"""Draws the theme's components with as little work as an include."""
