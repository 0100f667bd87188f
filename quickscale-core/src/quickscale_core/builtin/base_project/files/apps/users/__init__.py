"""Who may sign in: the user model and everything that belongs to it alone."""
