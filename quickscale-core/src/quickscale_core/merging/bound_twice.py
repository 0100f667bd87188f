"""Find the names that both sides bind in one scope, of which one would be dead. Pure."""

from __future__ import annotations

from collections import Counter

from quickscale_core.source_text.bindings import bindings

__all__ = ["bound_twice"]


def bound_twice(path: str, made: bytes, ours: bytes, theirs: bytes, merged: bytes) -> list[str]:
    """Return the names that a merge would leave bound by the owner and once more by upstream.

    That is so where upstream adds a binding of a name that the owner bound or changed, too. An
    owner who sets a name again below upstream's line knows of that line, and goes on to win.

    Args:
        path: The file's path.
        made: What both began from.
        ours: The owner's.
        theirs: Upstream's.
        merged: What a merge by lines makes of them.
    """
    result = bindings(path, merged)
    if not result:
        return []
    base, mine, new = (bindings(path, it) for it in (made, ours, theirs))
    none: Counter[str] = Counter()
    found = []
    for key, there in result.items():
        before, owners, upstreams = (it.get(key, none) for it in (base, mine, new))
        added = upstreams.total() > before.total() and bool(upstreams - before - owners)
        touched = bool(owners - before - upstreams)
        if added and touched and there.total() > owners.total():
            found.append(".".join(key))
    return found
