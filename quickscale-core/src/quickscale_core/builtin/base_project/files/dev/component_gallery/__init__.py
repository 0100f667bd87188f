"""``/dev/components/``: every component that pages are made of, in this site's theme."""
