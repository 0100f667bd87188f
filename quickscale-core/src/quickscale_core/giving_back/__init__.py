"""The owner's improvements on their way back to a plugin.

Edits of a project go in; a patch and a branch of the plugin's source come out.
"""
