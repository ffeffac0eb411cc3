"""From `Finding` to `Release`: hide what is about too few people, and what would give it back.

Three steps. A row is hidden when its base is under the threshold of its scope, or when
everybody in a small group gave the same kind of answer. Where rows are parts of a whole
that may be printed elsewhere, the next-smallest rows are hidden as well, until the hidden
ones are at least two and together reach the threshold: then total minus the rest says
nothing about fewer people than the threshold. Hidden rows lose their base too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tsa_research.findings import SEAL, Finding, Release
from tsa_research.policy import Policy

if TYPE_CHECKING:
    import pandas as pd


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
    empty = base == 0
    hidden = _primary(finding, policy, base) & ~empty
    if finding.parts:
        hidden = _complementary(finding, policy.threshold(finding.scope), base, hidden)
    released = _blank(table, hidden, (*finding.values, finding.base, finding.schools))
    released["state"] = "shown"
    released.loc[empty, "state"] = "none"
    released.loc[hidden, "state"] = "hidden"
    if finding.scope == "public":
        released["state"] = "shown"
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
        facts=dict(finding.facts),
        seal=SEAL,
    )


def _primary(finding: Finding, policy: Policy, base: pd.Series) -> pd.Series:
    hidden = base < policy.threshold(finding.scope)
    if finding.scope == "alliance" and finding.schools is not None:
        hidden |= finding.table[finding.schools].reset_index(drop=True) < policy.schools_in_alliance
    if finding.scope == "group":
        hidden |= _unanimous(finding) & (base < policy.people_in_alliance)
    return hidden


def _unanimous(finding: Finding) -> pd.Series:
    """Rows in which a share is 0 or 1: in a small group that tells what each person said."""
    table = finding.table.reset_index(drop=True)
    shares = [column for column in finding.values if column.startswith("share_favourable")]
    return table[shares].isin([0.0, 1.0]).any(axis=1)


def _complementary(
    finding: Finding, threshold: int, base: pd.Series, hidden: pd.Series
) -> pd.Series:
    """Hide the next-smallest parts until subtraction from the whole gives nothing away."""
    table, hidden = finding.table.reset_index(drop=True), hidden.copy()
    others = [key for key in finding.keys if key not in finding.parts]
    wholes = table.groupby(others, sort=False, dropna=False).groups if others else {0: table.index}
    for rows in wholes.values():
        parts = table.loc[rows].assign(_base=base, _hidden=hidden)
        per_part = parts.groupby(list(finding.parts), sort=True, dropna=False).agg(
            smallest=("_base", "min"), hidden=("_hidden", "max")
        )
        chosen = _parts_to_hide(per_part, threshold)
        key = parts.set_index(list(finding.parts)).index
        hidden.loc[rows] |= key.isin(chosen) & (base.loc[rows] > 0).to_numpy()
    return hidden


def _parts_to_hide(parts: pd.DataFrame, threshold: int) -> list[object]:
    chosen = list(parts.index[parts["hidden"]])
    if not chosen:
        return []
    candidates = parts.loc[~parts["hidden"] & (parts["smallest"] > 0)]
    for name in candidates.sort_values("smallest", kind="stable").index:
        if len(chosen) >= 2 and parts.loc[chosen, "smallest"].sum() >= threshold:
            break
        chosen.append(name)
    return chosen


def _blank(table: pd.DataFrame, hidden: pd.Series, columns: tuple[str | None, ...]) -> pd.DataFrame:
    """Return a copy in which the hidden rows hold no number."""
    released = table.copy()
    for column in filter(None, columns):
        released[column] = released[column].astype(object).where(~hidden, None)
        released[column] = released[column].infer_objects()
    return released
