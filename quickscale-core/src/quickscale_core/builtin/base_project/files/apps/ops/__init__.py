"""What a running site needs around its pages: health, logs, limits, headers, demo data."""
