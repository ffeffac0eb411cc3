"""The ties of one wave: who answered, who says so, and what both ends confirm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from tsa_research.stats.network import NetworkShape, Pair, network_shape

CONFIRMED, ONE_SIDED, UNCONFIRMED = "both say so", "only one says so", "the other was not heard"
STATUSES = (CONFIRMED, ONE_SIDED, UNCONFIRMED)
"""What is known of a tie: an answer that never came neither confirms nor denies it."""


@dataclass(frozen=True)
class TieWave:
    """One wave of ties among some schools.

    Attributes
    ----------
    label : str
        When it was asked.
    schools : tuple of str
        Ids of all schools of the roster that are looked at.
    answered : frozenset of str
        Those that said with whom they work, or that they work with nobody.
    said : frozenset of (str, str)
        Who says of whom that they work together, both among the schools.
    outside : frozenset of (str, str)
        Who says so of a school that is not looked at, such as one of another alliance.
    topics : mapping of (str, str) to tuple of str
        What those in ``said`` write that they work on; without those who write nothing.
    """

    label: str
    schools: tuple[str, ...]
    answered: frozenset[str]
    said: frozenset[Pair]
    outside: frozenset[Pair]
    topics: Mapping[Pair, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def ties(self) -> dict[Pair, str]:
        """Every tie, its ends in alphabetical order, with what is known of it."""
        pairs = {(min(pair), max(pair)) for pair in self.said}
        return {pair: self._status(pair) for pair in sorted(pairs)}

    @cached_property
    def shape(self) -> NetworkShape:
        """The shape of the network that all ties make, confirmed or not."""
        return network_shape(self.schools, self.ties)

    @property
    def left_out(self) -> tuple[str, ...]:
        """Schools that answered and are tied to no other: known to be left out."""
        return tuple(s for s in self.schools if s in self.answered and not self.partners(s))

    @property
    def not_known(self) -> tuple[str, ...]:
        """Schools that did not answer and that nobody names: nothing is known of them."""
        return tuple(s for s in self.schools if s not in self.answered and not self.partners(s))

    def partners(self, school: str) -> tuple[str, ...]:
        """Return the schools that one is tied to."""
        return self._partners.get(school, ())

    @cached_property
    def _partners(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for one, other in self.ties:
            found[one] = (*found.get(one, ()), other)
            found[other] = (*found.get(other, ()), one)
        return found

    def _status(self, pair: Pair) -> str:
        if {pair, pair[::-1]} <= self.said:
            return CONFIRMED
        return ONE_SIDED if set(pair) <= self.answered else UNCONFIRMED


def tie_waves(table: pd.DataFrame, schools: pd.DataFrame) -> tuple[TieWave, ...]:
    """Return the waves of a record of ties, the earliest first.

    Parameters
    ----------
    table : DataFrame
        As the record ``ties``; an empty ``with_school`` says that a school works with nobody.
    schools : DataFrame
        Those that are looked at, with ``school_id``. A tie that ended before it was asked about
        is none.
    """
    known = tuple(sorted(schools["school_id"]))
    labels = table.groupby("wave")["asked"].min().sort_values(kind="stable").index
    return tuple(_wave(label, table.loc[table["wave"] == label], known) for label in labels)


def _wave(label: str, rows: pd.DataFrame, known: tuple[str, ...]) -> TieWave:
    own = rows.loc[rows["school_id"].isin(known)]
    over = (own["ended"] != "") & (own["ended"] <= own["asked"])
    named = own.loc[(own["with_school"] != "") & ~over]
    pairs = list(zip(named["school_id"], named["with_school"], strict=True))
    return TieWave(
        label=label,
        schools=known,
        answered=frozenset(own["school_id"]),
        said=frozenset(pair for pair in pairs if pair[1] in known),
        outside=frozenset(pair for pair in pairs if pair[1] not in known),
        topics=_topics(named),
    )


def _topics(named: pd.DataFrame) -> dict[Pair, tuple[str, ...]]:
    found: dict[Pair, tuple[str, ...]] = {}
    written = named.loc[named["topic"] != ""]
    for one, other, topic in zip(*(written[c] for c in _WHO_ON_WHAT), strict=True):
        found[one, other] = tuple(dict.fromkeys((*found.get((one, other), ()), topic)))
    return found


_WHO_ON_WHAT = ("school_id", "with_school", "topic")
