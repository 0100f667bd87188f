"""What a developer's machine has of billing: demo data, and an end to what the stand-in left."""
