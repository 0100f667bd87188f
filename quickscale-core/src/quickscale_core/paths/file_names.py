"""The name of the file that says what a project is made of."""

from typing import Final

__all__ = ["FILE_NAME"]

FILE_NAME: Final = "quickscale.yml"
