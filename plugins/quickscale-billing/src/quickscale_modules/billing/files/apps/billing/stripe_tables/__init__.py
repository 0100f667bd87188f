"""dj-stripe's migrations, the first three of them as one.

``MIGRATION_MODULES`` leads Django here. ``__path__`` also holds dj-stripe's own folder, so that
what dj-stripe adds later is found and run as ever.
"""

from importlib.util import find_spec

_upstream = find_spec("djstripe.migrations")
if _upstream is None or _upstream.submodule_search_locations is None:
    message = "dj-stripe has no migrations"
    raise ImportError(message)
# Django imports this anew now and then: the first entry is always our own folder.
__path__ = [__path__[0], *_upstream.submodule_search_locations]
