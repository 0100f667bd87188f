"""Every file of a project, in memory.

A Composition and the plugins' files go in; a FileTree comes out.
"""
