"""Paths of a project's files and what stands at them.

One rule says which paths are allowed; the files of a project are a tree of paths and contents.
"""
