"""What is in the stockroom, and where."""
