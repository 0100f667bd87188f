"""A module that shows everything a theme has to carry, for the theme suite alone."""
