"""Sentences on a group that learns together: where it agrees, and what it will do."""

from __future__ import annotations

import pandas as pd

from tsa_research import numbers
from tsa_research.findings import Release
from tsa_research.naming import capital, lowered, name_of
from tsa_research.prose.superlatives import among, extreme, ranked, told


def consensus(release: Release, rows: pd.DataFrame) -> str:
    """Name where the members agree most, and where they differ most."""
    known = rows.dropna(subset=["within_one"])
    if known.empty:
        return "Nowhere did two members answer the same statement."
    things = "statements" if "item" in release.keys else "aspects"
    if known["within_one"].nunique() == 1:
        alike = numbers.share(known["within_one"].iloc[0])
        return f"The members agree alike on all {things}: {alike} of pairs are close."
    most, least = (extreme(known, known["within_one"], largest=way) for way in (True, False))
    where = among(release, len(rows), things)
    agreed = ranked(_names(release, most), things, "agreed on most")
    return (
        f"{capital(where + agreed)}: {_pairs(most)} of pairs of members are at most one answer "
        f"apart. They differ most on {told(_names(release, least), things)} ({_pairs(least)})."
    )


def contrast(release: Release, rows: pd.DataFrame) -> str:
    """Name the question on which a group is furthest from the rest."""
    apart = (rows["share_favourable"] - rows["share_rest"]).abs()
    if not (apart > 0).any():
        return "No group differs from the rest."
    row = rows.loc[apart.idxmax()]
    own = f"{row['n_favourable']} of {numbers.counted(row['n'], 'people')}"
    rest = f"{row['n_rest_favourable']} of {numbers.count(row['n_rest'])}"
    return (
        f"A group is furthest from the rest on “{name_of(release, 'item', row['item'])}”: of those "
        f"who say “{row['group']}”, {own} gave a favourable answer "
        f"({numbers.share(row['share_favourable'])}); of the rest, {rest} "
        f"({numbers.share(row['share_rest'])})."
    )


def action_points(release: Release, rows: pd.DataFrame) -> str:
    """Say how many actions are done, and how many are overdue."""
    total = int(rows["n"].sum())
    done = int(rows[["n_done_in_time", "n_done_late", "n_done"]].to_numpy().sum())
    overdue = int(rows["n_overdue"].sum())
    said = (
        f"Of {numbers.counted(total, 'actions')} agreed on, {numbers.some(done)} "
        f"{numbers.verb(done, 'is', 'are')} done and {numbers.some(overdue)} "
        f"{numbers.verb(overdue, 'is', 'are')} overdue"
    )
    ownerless = int(rows["n_without_owner"].sum())
    nobody = f"; {numbers.count(ownerless)} {numbers.verb(ownerless, 'has', 'have')} no owner"
    return f"{said}{nobody if ownerless else ''}."


def agenda(release: Release, rows: pd.DataFrame) -> str:
    """Say how many actions wait, and which is due first."""
    first = rows.iloc[0]
    waiting = numbers.counted(len(rows), "actions")
    when = f", on {first['due']}" if first["due"][:1].isdigit() else ""
    return (
        f"{waiting} {numbers.verb(len(rows), 'is', 'are')} still to be done; the first on the list "
        f"is about {lowered(first['aspect'])}{when}."
    )


def _names(release: Release, rows: pd.DataFrame) -> list[str]:
    key = release.keys[-1]
    return [lowered(name_of(release, key, value)) for value in rows[key]]


def _pairs(rows: pd.DataFrame) -> str:
    return numbers.share(rows["within_one"].iloc[0])
