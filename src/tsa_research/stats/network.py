"""Who holds a network together: parts, cut points and betweenness of an undirected graph."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

Pair = tuple[str, str]


@dataclass(frozen=True)
class NetworkShape:
    """The shape of a network.

    Attributes
    ----------
    parts : tuple of tuple of str
        Nodes that can reach each other, the largest part first; in alphabetical order inside
        and among parts of the same size. A node without a tie is a part of its own.
    betweenness : dict of str to float
        Of each node, the share (0 to 1) of all shortest paths between two others that lead
        through it.
    n_cut_off : dict of str to int
        Of each node, how many others could no longer reach the rest of their part without it:
        all of the part but the largest piece that is left. 0 for a node that is no cut point.
    order : tuple of str
        The nodes in an order in which those that are tied stand close to each other, part by
        part; those without a tie last.
    """

    parts: tuple[tuple[str, ...], ...]
    betweenness: dict[str, float]
    n_cut_off: dict[str, int]
    order: tuple[str, ...]


def network_shape(nodes: Sequence[str], pairs: Iterable[Pair]) -> NetworkShape:
    """Describe an undirected network.

    Use it on up to some hundreds of nodes; not on directed statements, which must first be made
    into ties.

    Parameters
    ----------
    nodes : sequence of str
        All that could be tied, each once.
    pairs : iterable of (str, str)
        The ties; both ends are nodes. A pair that is named twice, or the other way about, counts
        once.

    Returns
    -------
    NetworkShape

    Raises
    ------
    ValueError
        If a pair names what is no node, or a node twice.

    Notes
    -----
    networkx computes the parts, the betweenness (Brandes 2001, normalised) and the cut points;
    the order is that of Cuthill and McKee (1969), turned round.

    Examples
    --------
    >>> shape = network_shape("abcd", [("a", "b"), ("b", "c")])
    >>> shape.parts, shape.betweenness["b"], shape.n_cut_off["b"]
    ((('a', 'b', 'c'), ('d',)), 0.3333333333333333, 1)
    """
    import networkx

    known, ties = sorted(set(nodes)), sorted({_sorted(pair) for pair in pairs})
    stray = {name for pair in ties for name in pair} - set(known)
    if stray or any(one == other for one, other in ties):
        raise ValueError(f"a tie needs two different nodes that are known; got {sorted(stray)}")
    graph = networkx.Graph()
    graph.add_nodes_from(known)
    graph.add_edges_from(ties)
    parts = _parts(graph)
    cut = set(networkx.articulation_points(graph))
    return NetworkShape(
        parts=parts,
        betweenness=networkx.betweenness_centrality(graph),
        n_cut_off={node: _cut_off(graph, node) if node in cut else 0 for node in known},
        order=tuple(node for part in parts for node in _order(graph, part)),
    )


def _sorted(pair: Pair) -> Pair:
    return (pair[0], pair[1]) if pair[0] < pair[1] else (pair[1], pair[0])


def _parts(graph: Any) -> tuple[tuple[str, ...], ...]:
    import networkx

    found = [tuple(sorted(part)) for part in networkx.connected_components(graph)]
    return tuple(sorted(found, key=lambda part: (-len(part), part)))


def _cut_off(graph: Any, node: str) -> int:
    import networkx

    part = networkx.node_connected_component(graph, node) - {node}
    pieces = [len(piece) for piece in networkx.connected_components(graph.subgraph(part))]
    return len(part) - max(pieces)


def _order(graph: Any, part: Sequence[str]) -> list[str]:
    """Return the nodes of a part so that ties are short."""
    import networkx

    number = {node: place for place, node in enumerate(part)}
    numbered = networkx.Graph()  # of whole numbers: sets of texts have another order every time
    numbered.add_nodes_from(number.values())
    ties = (sorted((number[a], number[b])) for a, b in graph.subgraph(part).edges)
    numbered.add_edges_from(sorted(ties))
    return [part[place] for place in networkx.utils.reverse_cuthill_mckee_ordering(numbered)]
