"""Three versions of one file made one.

The file as it was made, as its owner has it and as the plugins have it now go in; one text comes
out, with conflict markers where both changed the same lines.
"""
