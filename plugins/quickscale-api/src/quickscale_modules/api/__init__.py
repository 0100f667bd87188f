"""An API for QuickScale projects, over Django REST framework."""

__version__ = "1.0.0"
