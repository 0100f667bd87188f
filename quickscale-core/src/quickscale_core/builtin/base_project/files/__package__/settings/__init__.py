"""Settings: ``base`` for everybody, and one module for each kind of machine on top of it."""
