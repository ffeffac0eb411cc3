"""Pupils measured before and after: each once for every measure, and units never mixed."""

from __future__ import annotations

import pandas as pd

from tsa_research.alphabet import alphabetical
from tsa_research.analyses.rows import NOT_STATED
from tsa_research.schemas.records import RecordType

STEADY = 9
"""Decimals to which changes are compared: 3.1 - 2.9 and 2.3 - 2.1 are the same change."""


def with_measures(table: pd.DataFrame, kind: RecordType) -> pd.DataFrame:
    """Return the record with ``measured``: the measure with its unit, so that none are mixed.

    Parameters
    ----------
    table : DataFrame
        As in the record ``pupil_outcomes``.
    kind : RecordType
        Its declaration: the labels of the units.
    """
    units = dict(kind.column("unit").options)
    named = [
        f"{measure} ({units.get(unit, unit).lower()})"
        for measure, unit in zip(table["measure"], table["unit"], strict=True)
    ]
    return table.assign(measured=pd.Series(named, table.index, dtype=object))


def pupils_of(table: pd.DataFrame, kind: RecordType, *keys: str) -> pd.DataFrame:
    """Return one row for each pupil and measure, from the rows that are about single pupils.

    A pupil who was measured several times has the earliest figure before and the latest after;
    what was expected between them adds up.

    Parameters
    ----------
    table, kind
        As for :func:`with_measures`, with ``alliance`` and ``school``.
    *keys : str
        Further columns by which pupils are told apart, such as ``group``: who is in two groups
        has a row in each.

    Returns
    -------
    DataFrame
        ``measured``, ``pupil``, ``school``, ``alliance``, ``group``, ``before``, ``after``,
        ``expected`` and ``change`` (missing where one of both is).
    """
    named = with_measures(table, kind)
    single = named.loc[named["pupil"] != ""]
    by = ["measured", "pupil", *keys]
    first = single.sort_values("measured_before", kind="stable").groupby(by)["before"].first()
    last = single.sort_values("measured_after", kind="stable").groupby(by)
    found = last[["after", "school", "alliance", "group"]].last().drop(columns=list(keys))
    wanted = single.assign(lacking=single["expected"].isna()).groupby(by)
    expected = wanted["expected"].sum().mask(wanted["lacking"].any())
    joined = found.assign(before=first, expected=expected).reset_index()
    change = (joined["after"] - joined["before"]).astype(float).round(STEADY)
    return joined.assign(change=change, group=_stated(joined["group"]))


def groups_of(table: pd.DataFrame, kind: RecordType) -> pd.DataFrame:
    """Return the rows that are about a group of pupils, with ``measured``."""
    named = with_measures(table, kind)
    found = named.loc[named["pupil"] == ""]
    return found.assign(group=_stated(found["group"]))


def in_order(names: pd.Series) -> list[str]:
    """Return groups or schools in the order of the alphabet, those not stated at the end."""
    return sorted(alphabetical(names), key=lambda name: name == NOT_STATED)


def _stated(groups: pd.Series) -> pd.Series:
    return groups.where(groups != "", NOT_STATED)
