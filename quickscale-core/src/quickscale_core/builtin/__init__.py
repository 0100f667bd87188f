"""The base project and the plain theme: plugins that ship in core and use the same hooks."""
