"""The starter theme: a small stylesheet of our own, no build step, hardly any script."""
