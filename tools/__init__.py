"""What the repository's own commands are made of; never published."""
