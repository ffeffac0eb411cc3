"""The shape of small networks, worked by hand."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tsa_research.stats.network import network_shape

KITE = [("a", "b"), ("b", "c"), ("a", "c"), ("c", "d"), ("d", "e")]
"""A triangle a, b, c with a tail from c over d to e; f stands alone."""


@pytest.fixture
def kite():
    return network_shape("abcdef", KITE)


def test_parts_come_with_the_largest_first(kite):
    assert kite.parts == (("a", "b", "c", "d", "e"), ("f",))


def test_betweenness_is_the_share_of_shortest_paths_through_a_node(kite):
    # Pairs of the other five nodes: 10. Through c: a-d, a-e, b-d, b-e; through d: a-e, b-e, c-e.
    assert kite.betweenness == pytest.approx(
        {"a": 0, "b": 0, "c": 4 / 10, "d": 3 / 10, "e": 0, "f": 0}
    )


def test_a_cut_point_counts_whom_it_would_cut_off(kite):
    # Without c the pieces are a-b and d-e: two of them lose the others. Without d only e does.
    assert kite.n_cut_off == {"a": 0, "b": 0, "c": 2, "d": 1, "e": 0, "f": 0}


def test_the_order_keeps_ties_short_and_those_without_any_last(kite):
    place = {node: number for number, node in enumerate(kite.order)}
    assert sorted(kite.order) == list("abcdef")
    assert kite.order[-1] == "f"
    assert max(abs(place[a] - place[b]) for a, b in KITE) == 2


def test_pairs_may_be_named_twice_and_the_other_way_about(kite):
    twice = [*KITE, *(pair[::-1] for pair in KITE)]
    assert network_shape("fedcba", twice) == kite


def test_without_ties_everybody_is_a_part():
    shape = network_shape("ba", [])
    assert (shape.parts, shape.order) == ((("a",), ("b",)), ("a", "b"))


@pytest.mark.parametrize("pair", [("a", "z"), ("a", "a")])
def test_a_pair_of_no_two_nodes_is_refused(pair):
    with pytest.raises(ValueError, match="two different nodes"):
        network_shape("ab", [pair])


RING = "[(n, (n * 7 + 3) % 30) for n in range(30) if n != (n * 7 + 3) % 30]"
TRIOS = (
    "[(n, other) for n in range(0, 30, 3) for other in (n + 1, n + 2)] + [(1, 2), (2, 3), (7, 8)]"
)


@pytest.mark.parametrize("pairs", [RING, TRIOS])
def test_the_order_is_the_same_whatever_the_hash_seed(pairs):
    code = (
        "from tsa_research.stats.network import network_shape as shape;"
        "names = [f'school {n}' for n in range(30)];"
        f"print(shape(names, [(names[a], names[b]) for a, b in {pairs}]).order)"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": str(seed)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in range(4)
    }
    assert len(seen) == 1
