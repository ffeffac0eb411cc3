"""From `Finding` to `Release`: hide what is about too few people, and what would give it back.

Three steps. A row is hidden when its base is under the threshold of its scope, or when
everybody in a small group gave the same kind of answer. Where rows are parts of a whole
that may be printed elsewhere, the next-smallest rows are hidden as well, until the hidden
ones are at least two and could be shown if they were one row: that row is what total minus
the rest gives. Hidden rows lose their base too, the reasons why a figure of theirs could not
be computed, and their place: an order by a figure is an order of the rows that are shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy

import numpy as np
import pandas as pd

from tsa_research.findings import SEAL, Finding, Release
from tsa_research.policy import Policy


def release(finding: Finding, policy: Policy, *, hide: Sequence[bool] | np.ndarray = ()) -> Release:
    """Hide the rows of a finding that must not be shown and return what is left.

    Parameters
    ----------
    finding : Finding
    policy : Policy
    hide : sequence of bool, optional
        For each row, whether it has to be hidden for what stands elsewhere.

    Returns
    -------
    Release
        It keeps no reference to the finding; its table is a copy with a ``state`` column.
    """
    table = finding.table.reset_index(drop=True)
    base = table[finding.base].fillna(0).astype(int)
    sizes, minds = _behind(finding, table, base)
    hidden = _tells_too_much(finding, policy, sizes, minds)
    if finding.parts:
        hidden = _complementary(finding, policy, sizes, minds, hidden)
    if len(hide):
        hidden |= pd.Series(hide, index=table.index, dtype=bool)
    hidden |= (base == 0) & _seen_elsewhere(finding, table, hidden)
    nobody = (base == 0) & ~hidden & (finding.scope != "public")
    released = _blank(table, hidden, (finding.base,))
    released = _blank(released, hidden | nobody, (*finding.values, finding.schools))
    released["state"] = np.select([hidden, nobody], ["hidden", "none"], "shown")
    if finding.ordered_by:
        released = _ordered(released, finding.ordered_by)
    everything_small = bool(hidden.any()) and not (released["state"] == "shown").any()
    return Release(
        kind=finding.kind,
        question=finding.question,
        title=finding.title,
        table=released,
        keys=finding.keys,
        values=finding.values,
        unit=finding.unit,
        base=finding.base,
        n=None if everything_small else finding.n,
        n_hidden=int(hidden.sum()),
        rule=policy.rule(finding.scope),
        method=finding.method,
        caveats=(*finding.caveats, *_reasons(finding, hidden | nobody)),
        sources=finding.sources,
        instrument=finding.instrument,
        facts=deepcopy(finding.facts),
        nobody=finding.nobody,
        seal=SEAL,
    )


def reopen(like: Finding, table: pd.DataFrame, *, rule: str) -> Release:
    """Return a release of rows that were released before and were written down.

    Parameters
    ----------
    like : Finding
        Says what the rows are about; its own table is not looked at.
    table : DataFrame
        Rows of releases, with ``state``.
    rule : str
        Why rows are hidden.

    Raises
    ------
    ValueError
        If a row that is not shown holds a number.
    """
    figures = table.loc[table["state"] != "shown", list(like.values)]
    bases = table.loc[table["state"] == "hidden", like.base]
    if figures.notna().any(axis=None) or bases.notna().any():
        raise ValueError(f"{like.kind}: a row that is hidden holds a number")
    return Release(
        kind=like.kind,
        question=like.question,
        title=like.title,
        table=table.reset_index(drop=True),
        keys=like.keys,
        values=like.values,
        unit=like.unit,
        base=like.base,
        n=None,
        n_hidden=int((table["state"] == "hidden").sum()),
        rule=rule,
        method=like.method,
        caveats=like.caveats,
        sources=like.sources,
        instrument=like.instrument,
        facts=deepcopy(like.facts),
        seal=SEAL,
    )


def _behind(
    finding: Finding, table: pd.DataFrame, base: pd.Series
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the guarded numbers behind each row, and the ways in which it is of one mind.

    Numbers add up over rows that are taken together; rows taken together are of one mind if
    each of them is, in the same way. Nobody is of anybody's mind.
    """
    sizes = table[list(finding.also)].assign(base=base)
    if finding.schools is not None and finding.scope in ("alliance", "schools", "theme"):
        sizes["schools"] = table[finding.schools]
    if finding.whole:
        sizes["whole"] = table[finding.whole]
    if finding.unanimous is None:
        return sizes, pd.DataFrame(index=table.index)
    return sizes, finding.unanimous(table).astype(bool).where(base > 0, True)


def _tells_too_much(
    finding: Finding, policy: Policy, sizes: pd.DataFrame, minds: pd.DataFrame
) -> pd.Series:
    """Say which rows are about too few, or tell what each person of a small group said."""
    threshold, base = policy.threshold(finding.scope), sizes["base"]
    telling = base < threshold
    if "schools" in sizes:
        telling |= sizes["schools"] < policy.schools_in_alliance
    telling |= minds.any(axis=1) & (base < policy.people_in_alliance)
    telling &= base > 0
    for column in finding.also:
        telling |= (sizes[column] > 0) & (sizes[column] < threshold)  # also a part of a person
    if finding.whole:  # that nobody of a few wrote of a theme tells of each of them
        telling |= sizes["whole"] < policy.people_in_words
        telling |= sizes["schools"] < policy.schools_in_alliance
    return telling


def _complementary(
    finding: Finding,
    policy: Policy,
    sizes: pd.DataFrame,
    minds: pd.DataFrame,
    hidden: pd.Series,
) -> pd.Series:
    """Hide whole parts, and then the next-smallest, until subtraction gives nothing away.

    A part that is hidden in one row is hidden in all: otherwise the rows that remain would
    tell how many it has, and why the others are missing.
    """
    others = [key for key in finding.keys if key not in finding.parts]
    part, whole = _numbered(finding.table, finding.parts), _numbered(finding.table, others)
    seen = (sizes["base"] > 0) | hidden
    smallest = sizes.loc[seen, "base"].groupby(part[seen]).min()
    rank = part.map(
        {name: place for place, name in enumerate(smallest.sort_values(kind="stable").index)}
    )
    chosen = set(part[hidden])
    while True:
        gone = seen & part.isin(chosen)
        given_away = _given_away(finding, policy, sizes, minds, whole, gone)
        spare = seen & ~gone & whole.isin(given_away)
        if not spare.any():
            return gone
        next_to_hide = rank[spare & (whole == whole[spare].min())].idxmin()
        chosen.add(part[next_to_hide])


def _numbered(table: pd.DataFrame, keys: Sequence[str]) -> pd.Series:
    """Give the rows numbers: the same for the same keys, in the order of the keys."""
    names = list(table[list(keys)].itertuples(index=False, name=None))
    places = {name: place for place, name in enumerate(sorted(set(names)))}
    return pd.Series([places[name] for name in names], dtype=int)


def _given_away(
    finding: Finding,
    policy: Policy,
    sizes: pd.DataFrame,
    minds: pd.DataFrame,
    whole: pd.Series,
    gone: pd.Series,
) -> pd.Index:
    """Return the wholes of which the total, without what is shown, tells too much.

    What is left of a total is the hidden rows taken together: it must be at least two of them
    that could be shown if they were one row.
    """
    together = sizes[gone].groupby(whole[gone]).sum()
    if finding.people:
        _each_once(finding, together, whole, gone)
    alike = minds[gone].groupby(whole[gone]).all()
    telling = _tells_too_much(finding, policy, together, alike)
    nobody = together["base"] == 0
    alone = sizes[gone].groupby(whole[gone]).size() < 2
    return together.index[telling | nobody | alone]


def _each_once(finding: Finding, together: pd.DataFrame, whole: pd.Series, gone: pd.Series) -> None:
    """Count people and schools once that stand behind several rows of a whole.

    Where some of them stand behind no row that is shown, only those count: what is left of a
    total of people is theirs.
    """
    for name in together.index:
        hidden = _united(finding, whole.index[gone & (whole == name)])
        left = hidden - _united(finding, whole.index[~gone & (whole == name)])
        together.loc[name, "base"] = len({who for who, _ in left or hidden})
        if "schools" in together:
            together.loc[name, "schools"] = len({school for _, school in hidden})


def _united(finding: Finding, rows: pd.Index) -> frozenset[tuple[str, str]]:
    return frozenset[tuple[str, str]]().union(*(finding.people[row] for row in rows))


def _reasons(finding: Finding, withheld: pd.Series) -> tuple[str, ...]:
    """Return why figures of the rows that are shown could not be computed, each once."""
    kept = [why for why, away in zip(finding.reasons, withheld, strict=False) if not away]
    return tuple(dict.fromkeys(reason for row in kept for reason in row))


def _seen_elsewhere(finding: Finding, table: pd.DataFrame, hidden: pd.Series) -> pd.Series:
    """Return the rows of whoever is hidden in any row: a 0 of theirs would be a base as well."""
    whom = list(dict.fromkeys((*finding.parts, *finding.about)))
    if not whom:
        return hidden
    each = pd.Series(list(table[whom].itertuples(index=False, name=None)), index=table.index)
    return each.isin(set(each[hidden]))


def _ordered(released: pd.DataFrame, value: str) -> pd.DataFrame:
    """Put the rows that are shown in order; all others follow in the order they came in."""
    shown = released["state"] == "shown"
    first = released.loc[shown].sort_values(value, kind="stable")
    return pd.concat([first, released.loc[~shown]], ignore_index=True)


def _blank(table: pd.DataFrame, hidden: pd.Series, columns: tuple[str | None, ...]) -> pd.DataFrame:
    """Return a copy in which the hidden rows hold no number."""
    released = table.copy()
    if not hidden.any():
        return released
    for column in filter(None, columns):
        released[column] = released[column].astype(object).where(~hidden, None)
        released[column] = released[column].infer_objects()
    return released
