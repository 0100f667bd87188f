"""The theme that is always there: our own small stylesheet, no build step, hardly any script."""
