"""What was made.

``quickscale.lock`` and the files of ``.quickscale/`` are read and written here, and the project
they describe is found on the disk.
"""
