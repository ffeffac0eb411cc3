"""From `Finding` to `Release`: hide what is about too few people, and what would give it back.

Three steps. A row is hidden when its base is under the threshold of its scope, or when
everybody in a small group gave the same kind of answer. Where rows are parts of a whole
that may be printed elsewhere, the next-smallest rows are hidden as well, until the hidden
ones are at least two and together reach the threshold: then total minus the rest says
nothing about fewer people than the threshold. Hidden rows lose their base too, and their
place: an order by a figure is an order of the rows that are shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy

import pandas as pd

from tsa_research.findings import SEAL, Finding, Release
from tsa_research.policy import Policy

Part = tuple[object, ...]


def release(finding: Finding, policy: Policy) -> Release:
    """Hide the rows of a finding that must not be shown and return what is left.

    Parameters
    ----------
    finding : Finding
    policy : Policy

    Returns
    -------
    Release
        It keeps no reference to the finding; its table is a copy with a ``state`` column.
    """
    table = finding.table.reset_index(drop=True)
    base = table[finding.base].fillna(0).astype(int)
    hidden = _primary(finding, policy, table, base)
    if finding.parts:
        hidden = _complementary(finding, policy.threshold(finding.scope), base, hidden)
    hidden |= (base == 0) & _seen_elsewhere(finding, table, hidden)
    nobody = (base == 0) & ~hidden & (finding.scope != "public")
    released = _blank(table, hidden, (finding.base,))
    released = _blank(released, hidden | nobody, (*finding.values, finding.schools))
    released["state"] = "shown"
    released.loc[nobody, "state"] = "none"
    released.loc[hidden, "state"] = "hidden"
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
        caveats=finding.caveats,
        sources=finding.sources,
        instrument=finding.instrument,
        facts=deepcopy(finding.facts),
        nobody=finding.nobody,
        seal=SEAL,
    )


def _primary(finding: Finding, policy: Policy, table: pd.DataFrame, base: pd.Series) -> pd.Series:
    """Rows that are about too few, or that tell what each person of a small group said."""
    threshold = policy.threshold(finding.scope)
    hidden = base < threshold
    if finding.schools is not None and finding.scope in ("alliance", "schools"):
        hidden |= table[finding.schools] < policy.schools_in_alliance
    if finding.scope == "group":
        everybody = table[list(finding.splits)].eq(base, axis=0).any(axis=1)
        hidden |= everybody & (base < policy.people_in_alliance)
    hidden &= base > 0
    for column in finding.also:
        hidden |= table[column].between(1, threshold - 1)
    return hidden


def _complementary(
    finding: Finding, threshold: int, base: pd.Series, hidden: pd.Series
) -> pd.Series:
    """Hide whole parts, and then the next-smallest, until subtraction gives nothing away.

    A part that is hidden in one row is hidden in all: otherwise the rows that remain would
    tell how many it has, and why the others are missing.
    """
    table = finding.table.reset_index(drop=True)
    others = [key for key in finding.keys if key not in finding.parts]
    rows = pd.DataFrame(
        {
            "part": list(table[list(finding.parts)].itertuples(index=False, name=None)),
            "whole": list(table[others].itertuples(index=False, name=None)),
            "base": base,
        }
    )
    behind = rows.loc[(base > 0) | hidden]
    sizes = behind.groupby("part")["base"].min()
    order = sorted(sizes.index, key=lambda part: (sizes[part], part))
    wholes = [whole.set_index("part")["base"] for _, whole in behind.groupby("whole", sort=True)]
    chosen = set(rows.loc[hidden, "part"])
    while more := _next_to_hide(wholes, order, chosen, threshold):
        chosen.add(more)
    return rows["part"].isin(chosen) & ((base > 0) | hidden)


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


def _next_to_hide(
    wholes: Sequence[pd.Series], order: Sequence[Part], chosen: set[Part], threshold: int
) -> Part | None:
    """Return the smallest part of a whole whose hidden parts could still be worked out."""
    for bases in wholes:
        gone = bases[bases.index.isin(chosen)]
        if gone.empty or (len(gone) >= 2 and gone.sum() >= threshold):
            continue
        for part in order:
            if part in bases.index and part not in chosen:
                return part
    return None


def _blank(table: pd.DataFrame, hidden: pd.Series, columns: tuple[str | None, ...]) -> pd.DataFrame:
    """Return a copy in which the hidden rows hold no number."""
    released = table.copy()
    for column in filter(None, columns):
        released[column] = released[column].astype(object).where(~hidden, None)
        released[column] = released[column].infer_objects()
    return released
