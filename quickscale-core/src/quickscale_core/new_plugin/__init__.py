"""The start of a new plugin.

A name and a kind go in; every file of its distribution comes out.
"""
