"""Sentences on the progress of pupils and the grades of trainees."""

from __future__ import annotations

from typing import Any

import pandas as pd

from tsa_research import numbers
from tsa_research.findings import Release
from tsa_research.naming import capital, lowered, name_of, scale_for
from tsa_research.prose.superlatives import among, extreme, told

MOST_MEASURES = 3
"""As many measures as a headline tells of; the table has the others."""


def progress(release: Release, rows: pd.DataFrame) -> str:
    """Say of each measure how many gained and by how much; of groups, who gained most and least.

    Schools and alliances are counted and not named: with so few pupils an order would be chance.
    """
    if release.facts.get("by") in ("school", "alliance"):
        return _each_measure(rows, lambda part: _directions(release, part))
    if rows["group"].astype(bool).any():
        return _each_measure(rows, lambda part: _range(release, part, "median_change"))
    return _each_measure(rows, lambda part: _moved(release, part.iloc[0]))


def progress_means(release: Release, rows: pd.DataFrame) -> str:
    """Say of each measure which group's mean moved most and which least."""
    known = rows.loc[rows["mean_change"].map(numbers.computable)]
    if known.empty:
        return "No group has both a mean before and one after yet."
    return _each_measure(known, lambda part: _range(release, part, "mean_change"))


def against_the_rest(release: Release, rows: pd.DataFrame) -> str:
    """Name the groups whose change stands apart from the rest, by interval and p alike."""
    sure = rows.loc[pd.to_numeric(rows["p_adjusted"]) < SIGNIFICANT]
    ways = (("more", sure.loc[sure["low"] > 0.5]), ("less", sure.loc[sure["high"] < 0.5]))
    texts = [
        f"{row.group} gained {way} than the rest ({row.measure}: "
        f"{numbers.change(row.median_change)} against {numbers.change(row.median_rest)})"
        for way, part in ways
        for row in part.itertuples()
    ]
    if texts:
        return f"{capital('; '.join(texts))}."
    if not rows["low"].map(numbers.computable).any():
        return (
            "There are too few pupils or too few schools to tell whether a group progresses "
            "otherwise than the rest."
        )
    where = among(release, len(rows), "rows")
    return f"{capital(where + 'no group stands clearly apart from the rest')}."


SIGNIFICANT = 0.05


def as_expected(release: Release, rows: pd.DataFrame) -> str:
    """Say how many made at least the progress that was expected."""

    def say(part: pd.DataFrame) -> str:
        row = part.iloc[0]
        of = numbers.counted(row["n"], release.unit)
        return (
            f"{numbers.some(row['count'])} of {of} ({numbers.share(row['share'])}) made at least "
            "the progress that was expected"
        )

    return _each_measure(rows, say)


def without_base(release: Release, rows: pd.DataFrame) -> str:
    """Say how far the means moved that come without a number of pupils."""
    return _each_measure(
        rows,
        lambda part: f"{_range(release, part, 'mean_change')}; how many pupils is not stated",
    )


def trajectories(release: Release, rows: pd.DataFrame) -> str:
    """Say of the longest way that can be shown how many went up, stayed or went down."""
    item = list(dict.fromkeys(rows["item"]))[-1]
    part = rows.loc[rows["item"] == item]
    counts = dict(zip(part["level"], part["count"], strict=True))
    down, same, up = (numbers.some(counts[code]) for code in sorted(counts))
    way = lowered(name_of(release, "item", item))
    people = numbers.counted(part["n"].iloc[0], release.unit)
    return (
        f"{capital(way)}, of {people} with both grades {up} went up, {same} stayed the same and "
        f"{down} went down."
    )


def grades(release: Release, rows: pd.DataFrame) -> str:
    """Say how many had a favourable grade at the first and at the last point that is shown."""
    items = list(dict.fromkeys(rows["item"]))
    said = [_good(release, rows.loc[rows["item"] == item]) for item in items]
    scale = scale_for(release, {})
    names = numbers.listed([lowered(scale.label(code)) for code in sorted(scale.positive)])
    ends = [said[0]] if len(said) == 1 else [said[0], said[-1]]
    return f"Graded {names.replace(' and ', ' or ')}: {numbers.listed(ends)}."


def points_graded(release: Release, rows: pd.DataFrame) -> str:
    """Name the points at which somebody has no grade."""
    missing = rows.loc[rows["n_ungraded"] > 0]
    people = numbers.counted(rows["n"].iloc[0], release.unit)
    if missing.empty:
        return f"All {people} have a grade at every point."
    texts = [f"{row.n_ungraded} at {lowered(row.point)}" for row in missing.itertuples()]
    return f"Of {people}, without a grade: {numbers.listed(texts)}."


def _each_measure(rows: pd.DataFrame, say: Any) -> str:
    parts = list(rows.groupby("measure", sort=False))
    texts = [f"{measure}: {say(part)}." for measure, part in parts[:MOST_MEASURES]]
    more = len(parts) - MOST_MEASURES
    rest = [f"The table has {numbers.counted(more, 'further measures')}."] if more > 0 else []
    return " ".join([*texts, *rest])


def _moved(release: Release, row: Any) -> str:
    """Say how many pupils gained, and the median change as surely as it is known."""
    counts = [numbers.some(row[column]) for column in ("n_gained", "n_same", "n_lost")]
    of = numbers.counted(row["n"], release.unit)
    said = (
        f"of {of}, {counts[0]} gained, {counts[1]} stayed the same and {counts[2]} lost; the "
        f"median change is {numbers.change(row['median_change'])}"
    )
    ends = (row["change_low"], row["change_high"])
    if all(map(numbers.computable, ends)):
        return f"{said} (95% interval {numbers.interval(*ends, numbers.change)})"
    better, worse = row["n_schools_better"], row["n_schools_worse"]
    if not numbers.computable(better) or better + worse == 0:
        return said
    return (
        f"{said}; more gained than lost in {numbers.counted(better, 'schools')}, more lost than "
        f"gained in {numbers.some(worse)}"
    )


def _directions(release: Release, part: pd.DataFrame) -> str:
    """Say in how many schools the median is above no change, of those that are shown."""
    above = int((part["median_change"] > 0).sum())
    places = f"{release.facts['by']}s"
    shown = " that can be shown" if (release.table["state"] == "hidden").any() else ""
    of = numbers.counted(len(part), places)
    return f"the median change is above zero in {numbers.some(above)} of {of}{shown}"


def _range(release: Release, part: pd.DataFrame, value: str) -> str:
    """Name the groups with the largest and the smallest change, as they are printed."""
    what = "median change" if value == "median_change" else "change of the mean"
    printed = part[value].map(numbers.plotted_mean)
    known = part.loc[printed.map(numbers.computable)]
    printed = printed.loc[known.index]
    if known.empty:
        return f"no {what} can be given"
    if len(known) == 1:
        return f"{known['group'].iloc[0]}, {what} {numbers.change(printed.iloc[0])}"
    hidden = (release.table["state"] == "hidden").any()
    groups = "groups that can be shown" if hidden else "groups"
    if printed.nunique() == 1:
        return f"the {what} is the same in all {groups}, {numbers.change(printed.iloc[0])}"
    ends = [extreme(known, printed, largest=largest) for largest in (True, False)]
    most, least = (told(list(end["group"]), "groups") for end in ends)
    figures = [numbers.change(printed.loc[end.index[0]]) for end in ends]
    which = f"largest {what} of the {groups}" if hidden else f"largest {what}"
    return f"{which}: {most} ({figures[0]}), smallest: {least} ({figures[1]})"


def _good(release: Release, part: pd.DataFrame) -> str:
    good = part.loc[part["level"].isin(scale_for(release, part.iloc[0]).positive), "count"].sum()
    of = numbers.counted(part["n"].iloc[0], release.unit)
    name = lowered(name_of(release, "item", part["item"].iloc[0]))
    return f"{numbers.some(int(good))} of {of} at {name}"
