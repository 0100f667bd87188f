"""Paths of a project's files, and what is at each path.

One rule says which paths are allowed; the files of a project are a tree of paths and contents.
"""
