"""The commands of ``quickscale``, one module for each."""
