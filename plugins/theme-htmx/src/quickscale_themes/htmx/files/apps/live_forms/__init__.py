"""Fields of forms checked while the form is being filled in."""
