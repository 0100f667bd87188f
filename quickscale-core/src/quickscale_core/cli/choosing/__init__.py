"""From flags or questions to what a new project is made of."""
