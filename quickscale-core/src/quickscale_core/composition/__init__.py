"""One answer for each setting, URL and dependency.

What the selected plugins offer goes in; a Composition comes out, or every clash at once.
"""
