"""``quickscale.yml``.

Its text goes in and a ProjectSpec with the place of each answer comes out; edits and fresh files
go the other way.
"""
