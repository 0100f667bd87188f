"""Running a project on this machine: with Docker's or Podman's compose, or as processes."""
