"""The only code that writes to a project's folder.

A list of writes goes in; the folder is changed completely or not at all, and can be restored.
"""
