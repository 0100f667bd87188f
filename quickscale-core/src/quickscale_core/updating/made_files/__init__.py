"""What was made: its bytes, and where it stands now that its owner or upstream moved it."""
