"""A plain server with Docker Compose as a deploy target."""
