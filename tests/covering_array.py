"""A covering array: few rows in which every pair of values of every two factors stands together.

A greedy search in the manner of AETG (Cohen, Dalal, Fredman and Patton, "The AETG System", IEEE
Transactions on Software Engineering 23(7), 1997). Which values cannot stand together is not
declared but asked of a function, since a plugin refuses only what was asked for as a whole.
"""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence

    Values = Mapping[str, Hashable]
    Pair = tuple[tuple[str, Hashable], tuple[str, Hashable]]

__all__ = ["covering_rows", "pairs_of"]


def pairs_of(row: Values) -> set[Pair]:
    """Return every two factors of a row with their values; a factor without one is absent."""
    present = sorted(
        ((name, value) for name, value in row.items() if value is not None), key=lambda it: it[0]
    )
    return set(combinations(present, 2))


def covering_rows(
    factors: Mapping[str, Sequence[Hashable]],
    complete: Callable[[Values], Values | None],
    first: Sequence[Values] = (),
) -> list[Values]:
    """Return rows that hold every pair of values that some row may hold.

    Args:
        factors: The values of each factor.
        complete: Gives a whole row for some of its values, or ``None`` where there is none.
        first: Rows that are wanted in any case.
    """
    rows = list(first)
    missing = dict.fromkeys(_every_pair(factors))
    for row in rows:
        _strike(missing, row)
    while missing:
        pair = next(iter(missing))
        found = _row_with(pair, factors, complete, missing)
        if found is None:
            del missing[pair]  # no row holds it
            continue
        rows.append(found)
        _strike(missing, found)
    return _without_spare(rows, len(first))


def _without_spare(rows: list[Values], kept: int) -> list[Values]:
    """Return the rows without those whose every pair is in another; the first ones are kept."""
    for row in rows[kept:]:
        others = [it for it in rows if it is not row]
        if pairs_of(row) <= set().union(*map(pairs_of, others)):
            rows = others
    return rows


def _every_pair(factors: Mapping[str, Sequence[Hashable]]) -> Iterator[Pair]:
    for one, other in combinations(factors, 2):
        for values in product(factors[one], factors[other]):
            first, second = sorted(zip((one, other), values, strict=True), key=lambda it: it[0])
            yield first, second


def _strike(missing: dict[Pair, None], row: Values) -> None:
    for pair in pairs_of(row):
        missing.pop(pair, None)


def _row_with(
    pair: Pair,
    factors: Mapping[str, Sequence[Hashable]],
    complete: Callable[[Values], Values | None],
    missing: Mapping[Pair, None],
) -> Values | None:
    """Return a row that holds a pair and as many of the missing ones as the search finds."""

    def whole(values: Values) -> Values | None:
        row = complete(values)
        kept = row is not None and all(row[name] == value for name, value in values.items())
        return row if kept else None

    fixed = dict(pair)
    if whole(fixed) is None and (fixed := _helped(fixed, factors, whole)) == {}:
        return None
    refused: set[tuple[str, Hashable]] = set()
    while True:
        gains = {
            (name, value): gain
            for name, values in factors.items()
            for value in (values if name not in fixed else ())
            if (name, value) not in refused and (gain := _gain(name, value, fixed, missing))
        }
        if not gains:
            return whole(fixed)
        name, value = max(gains, key=lambda it: gains[it])  # the first of equals
        if whole({**fixed, name: value}) is None:
            refused.add((name, value))
        else:
            fixed[name] = value


def _helped(
    fixed: dict[str, Hashable],
    factors: Mapping[str, Sequence[Hashable]],
    whole: Callable[[Values], Values | None],
) -> dict[str, Hashable]:
    """Return the values with one more that makes a row of them possible, or nothing."""
    for name, values in factors.items():
        for value in values if name not in fixed else ():
            if whole({**fixed, name: value}) is not None:
                return {**fixed, name: value}
    return {}


def _gain(name: str, value: Hashable, fixed: Values, missing: Mapping[Pair, None]) -> int:
    """Return how many missing pairs a value makes with those that are fixed."""
    return sum(
        pair in missing
        for other, held in fixed.items()
        for pair in [tuple(sorted([(name, value), (other, held)], key=lambda it: it[0]))]
    )
