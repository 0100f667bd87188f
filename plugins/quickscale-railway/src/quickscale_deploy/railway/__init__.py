"""Railway as a deploy target for QuickScale projects."""

__version__ = "1.0.0"
