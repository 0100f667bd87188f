"""Which plugins take part.

What was asked for and the installed plugins go in; a Selection in dependency order comes out, or
the reasons why there is none.
"""
