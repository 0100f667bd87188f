"""Python, TOML and YAML source, read and written.

Values go in and source text comes out, and an edit leaves every other byte of a text alone.
"""
