from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quickscale_core.selection.topological_sort import CycleError, Edge, Node, arrange

KEYS = "abcdefgh"


def test_without_demands_the_order_is_kept() -> None:
    assert arrange([Node("c"), Node("a"), Node("b")]) == ["c", "a", "b"]


def test_a_demand_moves_as_little_as_it_can() -> None:
    nodes = [Node("a", after=("d",)), Node("b"), Node("c"), Node("d"), Node("e")]
    assert arrange(nodes) == ["b", "c", "d", "a", "e"]
    assert arrange([Node("a"), Node("b"), Node("c", before=("b",))]) == ["a", "c", "b"]


def test_absent_keys_are_ignored() -> None:
    assert arrange([Node("a", after=("z",), before=("y",)), Node("b")]) == ["a", "b"]


def test_nodes_of_one_key_stand_together_with_the_demands_of_all() -> None:
    nodes = [Node("a"), Node("b"), Node("a", after=("b",))]
    assert arrange(nodes) == ["b", "a"]


def test_a_circle_is_told_with_the_owner_of_every_edge() -> None:
    nodes = [
        Node("a", before=("b",), owner="one"),
        Node("b", before=("c",), owner="two"),
        Node("c", before=("a",), owner="three"),
        Node("d", after=("a",), owner="four"),
    ]
    with pytest.raises(CycleError) as caught:
        arrange(nodes)
    assert caught.value.edges == (
        Edge("a", "b", "one"),
        Edge("b", "c", "two"),
        Edge("c", "a", "three"),
    )
    assert str(caught.value) == "a < b < c < a"


def test_the_shortest_of_several_circles_is_told() -> None:
    nodes = [
        Node("a", before=("b",), owner="one"),
        Node("b", before=("c", "d"), owner="two"),
        Node("c", before=("a",), owner="three"),
        Node("d", before=("b",), owner="four"),
    ]
    with pytest.raises(CycleError) as caught:
        arrange(nodes)
    assert {edge.owner for edge in caught.value.edges} == {"two", "four"}


def test_what_wants_to_stand_before_itself_is_a_circle() -> None:
    with pytest.raises(CycleError) as caught:
        arrange([Node("a", after=("a",), owner="one")])
    assert caught.value.edges == (Edge("a", "a", "one"),)


@st.composite
def consistent(draw: st.DrawFn) -> list[Node]:
    """Nodes whose demands agree with one hidden order."""
    hidden = draw(st.permutations(KEYS))
    given_order = draw(st.permutations(hidden))
    place = {key: index for index, key in enumerate(hidden)}
    nodes = []
    for key in given_order:
        others = draw(st.lists(st.sampled_from(KEYS), max_size=3))
        nodes.append(
            Node(
                key,
                after=tuple(other for other in others if place[other] < place[key]),
                before=tuple(other for other in others if place[other] > place[key]),
            )
        )
    return nodes


@given(consistent())
def test_every_demand_is_met(nodes: list[Node]) -> None:
    order = arrange(nodes)
    assert sorted(order) == sorted(node.key for node in nodes)
    for node in nodes:
        assert all(order.index(key) < order.index(node.key) for key in node.after)
        assert all(order.index(key) > order.index(node.key) for key in node.before)


@given(consistent())
def test_an_order_that_holds_already_is_kept(nodes: list[Node]) -> None:
    by_key = {node.key: node for node in nodes}
    order = arrange(nodes)
    assert arrange([by_key[key] for key in order]) == order


@given(st.lists(st.tuples(st.sampled_from(KEYS), st.sampled_from(KEYS)), max_size=14))
def test_either_an_order_or_a_true_circle(pairs: list[tuple[str, str]]) -> None:
    nodes = [Node(key) for key in KEYS]
    nodes += [Node(one, before=(two,), owner=f"{one}{two}") for one, two in pairs]
    try:
        order = arrange(nodes)
    except CycleError as cycle:
        edges = cycle.edges
        assert all((edge.first, edge.second) in pairs for edge in edges)
        closed = [*edges[1:], edges[0]]
        assert all(edge.second == after.first for edge, after in zip(edges, closed, strict=True))
    else:
        assert all(order.index(one) < order.index(two) for one, two in pairs)
