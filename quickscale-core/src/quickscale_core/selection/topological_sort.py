"""Put things in the order that ``after`` and ``before`` ask for, changing as little as possible."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

__all__ = ["CycleError", "Edge", "Node", "arrange"]


@dataclass(frozen=True, slots=True)
class Node:
    """Something to be ordered.

    Attributes:
        key: Its name.
        after: Keys that stand before it when they are present.
        before: Keys that stand after it when they are present.
        owner: Who says so, for explanations.
    """

    key: str
    after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """One demand: ``first`` stands before ``second``, because ``owner`` says so."""

    first: str
    second: str
    owner: str


class CycleError(Exception):
    """The demands contradict each other.

    Attributes:
        edges: A shortest circle of demands; each begins where the one before it ends.
    """

    def __init__(self, edges: Sequence[Edge]) -> None:
        super().__init__(" < ".join([edges[0].first, *(edge.second for edge in edges)]))
        self.edges = tuple(edges)


def arrange(nodes: Iterable[Node]) -> list[str]:
    """Return the keys in an order that meets every demand.

    Of all such orders it is the one nearest to the nodes' own: the first node that may come next
    always does. Several nodes of one key stand where the first of them does, and the demands of
    all of them hold. Keys named in ``after`` or ``before`` that no node has are ignored.

    Raises:
        CycleError: No order meets every demand.
    """
    given = list(nodes)
    keys = list(dict.fromkeys(node.key for node in given))
    rank = {key: place for place, key in enumerate(keys)}
    edges = _edges(given, rank)
    followers: dict[str, list[str]] = {key: [] for key in rank}
    waiting = dict.fromkeys(rank, 0)
    for edge in edges:
        followers[edge.first].append(edge.second)
        waiting[edge.second] += 1
    ready = [rank[key] for key, count in waiting.items() if not count]
    heapq.heapify(ready)
    order: list[str] = []
    while ready:
        key = keys[heapq.heappop(ready)]
        order.append(key)
        for follower in followers[key]:
            waiting[follower] -= 1
            if not waiting[follower]:
                heapq.heappush(ready, rank[follower])
    if len(order) < len(keys):
        left = set(rank).difference(order)
        raise CycleError(_circle([edge for edge in edges if {edge.first, edge.second} <= left]))
    return order


def _edges(nodes: Sequence[Node], rank: dict[str, int]) -> list[Edge]:
    """Return the demands between nodes that are present, each pair once."""
    found: dict[tuple[str, str], Edge] = {}
    for node in nodes:
        for key in node.after:
            if key in rank:
                found.setdefault((key, node.key), Edge(key, node.key, node.owner))
        for key in node.before:
            if key in rank:
                found.setdefault((node.key, key), Edge(node.key, key, node.owner))
    return list(found.values())


def _circle(edges: Sequence[Edge]) -> list[Edge]:
    """Return a shortest circle; at least one exists among these edges."""
    leaving: dict[str, list[Edge]] = {}
    for edge in edges:
        leaving.setdefault(edge.first, []).append(edge)
    circles = (_path_back(start, leaving) for start in leaving)
    return min((circle for circle in circles if circle), key=len)


def _path_back(start: str, leaving: dict[str, list[Edge]]) -> list[Edge]:
    """Return the shortest path from a node back to itself, or nothing."""
    paths: dict[str, list[Edge]] = {start: []}
    queue = [start]
    for key in queue:
        for edge in leaving.get(key, ()):
            if edge.second == start:
                return [*paths[key], edge]
            if edge.second not in paths:
                paths[edge.second] = [*paths[key], edge]
                queue.append(edge.second)
    return []
