"""A plan for a project that exists.

The new tree, the lock and the disk go in; a Plan comes out that keeps every edit of the owner.
"""
