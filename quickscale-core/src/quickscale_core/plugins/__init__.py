"""The installed plugins.

Names of distributions go in; checked plugins, what their hooks answer and their commands come
out.
"""
