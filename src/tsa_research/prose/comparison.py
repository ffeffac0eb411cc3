"""How alliances, or groups within them, compare on one section."""

from __future__ import annotations

import pandas as pd

from tsa_research import numbers
from tsa_research.findings import Release
from tsa_research.naming import scale_for
from tsa_research.prose.superlatives import among, extreme, told


def comparison(release: Release, rows: pd.DataFrame) -> str:
    """Name the most and the least favourable row of the last wave."""
    known = rows.dropna(subset=["mean"])
    if known.empty:
        return "No row has enough answers for a mean."
    waves = [wave for wave in release.facts["waves"] if wave in set(known["wave"])]
    last = known.loc[known["wave"] == waves[-1]]
    scale = scale_for(release, last.iloc[0])
    when, own = f"{waves[-1]}: ", release.facts["by"] == "school"
    if len(last) == 1:
        return f"{when}{_named(last, own)}: {_mean(last)}; {scale.direction}."
    printed = last.assign(mean=[numbers.plotted_mean(value) for value in last["mean"]])
    ends = [extreme(printed, printed["mean"], largest=large) for large in (True, False)]
    best, worst = ends if scale.higher_is_better else ends[::-1]
    if len(best) == len(last):
        return f"{when}all {len(last)} that are shown are alike: {_mean(best)}; {scale.direction}."
    of_these = among(release, len(last), "rows")
    return (
        f"{when}{of_these}most favourable: {_named(best, own)} ({_mean(best)}); "
        f"least favourable: {_named(worst, own)} ({_mean(worst)}). {scale.direction.capitalize()}."
    )


def shares(release: Release, rows: pd.DataFrame) -> str:
    """Name the alliances with the highest and the lowest share, in the last wave."""
    known = rows.dropna(subset=["share"])
    if known.empty:
        return f"No alliance has {release.facts['things']}."
    last = [wave for wave in release.facts["waves"] if wave in set(known["wave"])][-1]
    known = known.loc[known["wave"] == last]
    printed = known.assign(share=[numbers.plotted_share(value) for value in known["share"]])
    ends = [extreme(printed, printed["share"], largest=large) for large in (True, False)]
    best, worst = (known.loc[end.index] for end in ends)
    when = f"{last}, of the {release.facts['things']}: "
    if len(best) == len(known):
        names = list(best["alliance"])
        who = names[0] if len(names) == 1 else f"all {len(names)} alliances that are shown"
        return f"{when}{who}, {_share(best)}."
    of_these = among(release, len(known), "alliances")
    ends_told = (
        f"{word}: {told(list(end['alliance']), 'alliances')} ({_share(end)})"
        for word, end in (("highest", best), ("lowest", worst))
    )
    return f"{when}{of_these}{'; '.join(ends_told)}."


def _share(rows: pd.DataFrame) -> str:
    row = rows.iloc[0]
    printed = numbers.share(row["share"])
    if len(rows) > 1:
        return f"{printed} each"
    return f"{printed}, {numbers.count(row['count'])} of {numbers.count(row['whole'])}"


def _named(rows: pd.DataFrame, names_of_their_own: bool) -> str:
    names = []
    for alliance, group in zip(rows["alliance"], rows["group"], strict=True):
        words = group if names_of_their_own else group.lower()
        names.append(f"{alliance}, {words}" if group else alliance)
    return told(names, "rows")


def _mean(rows: pd.DataFrame) -> str:
    each = " each" if len(rows) > 1 else ""
    n = f", {numbers.counted(rows['n'].iloc[0], 'people')}" if len(rows) == 1 else ""
    return f"mean {numbers.mean(rows['mean'].iloc[0])}{each}{n}"
