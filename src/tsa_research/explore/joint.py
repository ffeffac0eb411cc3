"""Several looks at the same people, hidden together: whole alliances and every way to split them.

What is hidden in one breakdown can follow from two others. So the rows of all breakdowns are
taken as sets of people, and more of them are hidden until no hidden row, and no small set of
people, follows from those that are left (:func:`tsa_research.stats.subtraction.protect`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from tsa_research.disclosure import release
from tsa_research.findings import Finding, Release
from tsa_research.policy import Policy
from tsa_research.stats.subtraction import protect


@dataclass(frozen=True)
class Part:
    """What one breakdown of an alliance found, and who is behind each of its rows.

    ``hidden`` are the rows that have to be hidden for a reason of their own, if there are any.
    """

    by: str
    finding: Finding
    behind: tuple[np.ndarray, ...]
    hidden: tuple[bool, ...] = ()


@dataclass(frozen=True)
class Elsewhere:
    """Figures about the same people on another page: who is behind each, and which are hidden."""

    behind: tuple[np.ndarray, ...]
    hidden: tuple[bool, ...]


Beside = Mapping[tuple[str, ...], Sequence[Elsewhere]]
"""The figures of other pages, by what they are about."""


def released_together(
    parts: Sequence[Part],
    policy: Policy,
    about: Sequence[str],
    *,
    beside: Beside | None = None,
    whole_groups: bool = False,
) -> Iterator[tuple[str, Release]]:
    """Yield the release of each breakdown, with the rows hidden that the others would give away.

    Parameters
    ----------
    parts : sequence of Part
        All breakdowns that can be seen of the same people.
    policy : Policy
    about : sequence of str
        Key columns: rows with the same values there are the same quantity, and can be added up
        and taken from each other.
    beside : mapping of tuple to sequence of Elsewhere, optional
        For each set of values of ``about``, figures of other pages which, one sequence at a time,
        can be added up with the rows as well. They stay as they are.
    whole_groups : bool
        Whether a group that is hidden for one quantity is hidden for all: where one quantity is
        the mean of others that stand beside it.
    """
    each = [release(part.finding, policy) for part in parts]
    hide = _hidden_together(parts, each, policy, list(about), beside or {}, whole_groups)
    for part, alone in zip(parts, each, strict=True):
        rows, hide = hide[: len(part.behind)], hide[len(part.behind) :]
        same = rows.sum() == alone.n_hidden  # the rows that are hidden alone are among them
        yield part.by, alone if same else release(part.finding, policy, hide=rows)


def _hidden_together(
    parts: Sequence[Part],
    each: Sequence[Release],
    policy: Policy,
    about: list[str],
    beside: Beside,
    whole_groups: bool,
) -> np.ndarray:
    """Say which rows of all breakdowns have to be hidden, taken together."""
    keys = pd.concat([part.finding.table[about] for part in parts], ignore_index=True)
    behind = [people for part in parts for people in part.behind]
    hidden = np.concatenate([(one.table["state"] == "hidden").to_numpy() for one in each])
    hidden |= [away for part in parts for away in part.hidden or (False,) * len(part.behind)]
    together = pd.Series(list(keys.itertuples(index=False, name=None)))
    quantities = together.groupby(together, sort=False).indices
    groups = _places_of_groups(parts) if whole_groups else []
    while True:
        before = hidden.copy()
        for key, places in quantities.items():
            sets = np.array([behind[place] for place in places])
            hidden[places] = _hidden_of_one(sets, hidden[places], policy, beside.get(key, ()))
        for places in groups:
            hidden[places] = hidden[places].any()
        if (hidden == before).all():
            return hidden


def _places_of_groups(parts: Sequence[Part]) -> list[np.ndarray]:
    """Return the rows that are about the same group at the same time, whatever they say of it."""
    names = [
        part.finding.table[
            [name for name in ("group", "wave") if name in part.finding.table]
        ].assign(by=part.by)
        for part in parts
    ]
    table = pd.concat(names, ignore_index=True)
    return list(table.groupby(list(table), sort=False, dropna=False).indices.values())


def _hidden_of_one(
    sets: np.ndarray, hidden: np.ndarray, policy: Policy, others: Sequence[Elsewhere]
) -> np.ndarray:
    """Say which rows about one quantity have to be hidden, with each of the other pages in turn."""
    fewest = policy.people_in_group
    hidden = protect(sets, hidden, fewest=fewest)
    while True:
        before = hidden
        for other in others:
            hidden = hidden | _hidden_beside(sets, hidden, other, fewest)
        if (hidden == before).all():
            return hidden


def _hidden_beside(
    sets: np.ndarray, hidden: np.ndarray, other: Elsewhere, fewest: int
) -> np.ndarray:
    """Say which rows have to be hidden beside what another page shows.

    A row that is hidden here for what everybody in it says, and not for its size, may be shown
    there, where it says something else: it is no secret of the two together.
    """
    part = ~hidden | (sets.sum(axis=1) < fewest)
    n = int(part.sum())
    together = np.vstack([sets[part], *other.behind])
    state = np.concatenate([hidden[part], other.hidden]).astype(bool)
    found = np.zeros(len(sets), dtype=bool)
    kept = np.arange(len(together)) >= n
    found[part] = protect(together, state, fewest=fewest, kept=kept)[:n]
    return found
