"""Where the pages of teams stand.

``directory`` is about all teams of a person, ``members`` and ``settings`` about the present one, in
the settings area. With ``TEAMS_ADDRESSES = "path"`` the middleware puts ``/t/<slug>/`` before them.
"""
