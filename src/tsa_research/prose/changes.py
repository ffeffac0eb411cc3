"""Headlines about gaps and change."""

from __future__ import annotations

from typing import Any

import pandas as pd

from tsa_research import numbers
from tsa_research.findings import Release
from tsa_research.naming import capital, lowered, name_of, scale_for
from tsa_research.prose.answers import SIGNIFICANT
from tsa_research.prose.superlatives import MOST_NAMES, among, extreme, told
from tsa_research.prose.voice import voice_of


def gap(release: Release, rows: pd.DataFrame) -> str:
    """Say how people are spread over the gap, in the section where the means are furthest apart.

    Means are held against each other as they are printed; rows that tie are all named.
    """
    own, other = release.facts["own"], release.facts["other"]
    where = f"On {_named(release, rows.iloc[0])}, "
    if len(rows) > 1:
        where = among(release, len(rows), "rows", "in")
    if rows["effect"].isna().all():
        return capital(f"{where}everybody rates {own} and {other} alike.")
    apart = rows.apply(_difference, axis=1)
    widest = extreme(rows, apart, largest=True)
    scale = scale_for(release, widest.iloc[0])
    if len(widest) > 1:
        return _tied(release, widest, alike=len(widest) == len(rows), widest=apart.max())
    row = widest.iloc[0]
    if len(rows) > 1:
        of_these = among(release, len(rows), "rows")
        where = f"{of_these}the gap is widest in {_named(release, row)}: "
    return capital(f"{where}{_ratings(row, own, other)} ({_means(row)}; {scale.direction}).")


def _difference(row: Any) -> float:
    """Return how far the means are apart as printed."""
    own, other = (numbers.plotted_mean(row[name]) for name in ("mean_own", "mean_other"))
    return round(abs(own - other), 1)


def _tied(release: Release, tied: pd.DataFrame, *, alike: bool, widest: float) -> str:
    """Say that several rows have the same gap as printed, or that all have."""
    direction = scale_for(release, tied.iloc[0]).direction
    names = [f"{_named(release, row)} ({_means(row)})" for _, row in tied.iterrows()]
    if not alike:
        of_these = among(release, len(release.shown), "rows")
        return capital(
            f"{of_these}the gap is widest in {told(names, 'rows that tie')}; {direction}."
        )
    where = f"in all {numbers.counted(len(tied), 'rows')} that are shown"
    if widest == 0:
        own, other = release.facts["own"], release.facts["other"]
        return f"The means of {own} and {other} are the same as printed {where}."
    each = f": {numbers.listed(names)}" if len(names) <= MOST_NAMES else ""
    return f"The gap is equally wide {where}{each}; {direction}."


def _means(row: Any) -> str:
    return f"means {numbers.mean(row['mean_own'])} and {numbers.mean(row['mean_other'])}"


def _ratings(row: Any, own: str, other: str) -> str:
    """Say how many rate which of two better."""
    everybody = numbers.counted(row["n"], "people")
    if row["n"] > 1 and row["n"] in (row["n_own_better"], row["n_other_better"]):
        better = f"their {own}" if row["n"] == row["n_own_better"] else other
        return f"all {everybody} rate {better} better"
    return (
        f"{numbers.some(row['n_own_better'])} of {everybody} "
        f"{numbers.verb(row['n_own_better'], 'rates', 'rate')} their {own} better, "
        f"{numbers.some(row['n_other_better'])} "
        f"{numbers.verb(row['n_other_better'], 'rates', 'rate')} {other} better and "
        f"{numbers.some(row['n_same'])} {numbers.verb(row['n_same'], 'sees', 'see')} no difference"
    )


def change(release: Release, rows: pd.DataFrame) -> str:
    """Say how many of the same people moved up, stayed and moved down."""
    if len(rows) > 1:
        return _several(release, rows)
    row, voice = rows.iloc[0], voice_of(release)
    kinds = {"n_better": "a more favourable", "n_same": "the same", "n_worse": "a less favourable"}
    who = (
        f"{numbers.counted(row['n'], 'people')} {voice.followed} "
        f"({release.facts['before']}, {release.facts['after']}) {voice.gave}"
    )
    for name, kind in kinds.items():
        if row["n"] == row[name] > 1:
            return (
                f"On {_named(release, row)}, all {who} {kind} {voice.thing} the second time"
                f"{_by_sign_test(row)}."
            )
    return (
        f"On {_named(release, row)}, {numbers.some(row['n_better'])} of the {who} a more "
        f"favourable {voice.thing} the second time, {numbers.some(row['n_same'])} the same and "
        f"{numbers.some(row['n_worse'])} a less favourable one{_by_sign_test(row)}."
    )


def _by_sign_test(row: Any) -> str:
    """Say whether the counts leave the direction open, by the exact test of those counts."""
    if row["n_better"] == row["n_worse"]:
        return "; as many went up as down" if row["n_better"] else ""
    if not numbers.computable(row["p_adjusted"]):
        return "; with so few schools it cannot be said whether this is chance"
    if row["p_adjusted"] < SIGNIFICANT:
        return ""
    return f"; this could be chance (p = {numbers.p_value(row['p_adjusted'])})"


def _several(release: Release, rows: pd.DataFrame) -> str:
    """Count the directions that the sign test settles, and name the clearest."""
    steps = (rows["n_better"] - rows["n_worse"]).astype(float)
    if not (rows["n_better"] + rows["n_worse"]).any():
        return f"Nothing moved in the {numbers.counted(len(rows), _things(rows))} shown."
    tested = pd.to_numeric(rows["p_adjusted"])
    if tested.isna().all():
        return _untested(release, rows, steps)
    clear = tested < SIGNIFICANT
    up, down = int((clear & (steps > 0)).sum()), int((clear & (steps < 0)).sum())
    unclear = len(rows) - up - down
    shown = " that can be shown" if release.n_hidden else ""
    counts = f"{numbers.some(up)} moved up and {numbers.some(down)} down"
    rest = f"; {numbers.count(unclear)} {numbers.verb(unclear, 'has', 'have')} no clear direction"
    text = f"Of {numbers.counted(len(rows), _things(rows))}{shown}, {counts}{rest * bool(unclear)}."
    if not up + down:
        return text
    clearest = rows.loc[(steps.abs() / rows["n"].astype(float)).where(clear).idxmax()]
    better = clearest["n_better"] > clearest["n_worse"]
    found = clearest["n_better" if better else "n_worse"]
    answered = numbers.verb(found, *voice_of(release).answered)
    return (
        f"{text} The clearest change is in {_named(release, clearest)}: {numbers.count(found)} of "
        f"{numbers.counted(clearest['n'], 'people')} {answered} {'more' if better else 'less'} "
        "favourably than before."
    )


def _untested(release: Release, rows: pd.DataFrame, steps: pd.Series) -> str:
    """Count the directions where there are too few schools for any test."""
    shown = " that can be shown" if release.n_hidden else ""
    level = int((steps == 0).sum())
    alike = f", and in {numbers.count(level)} as many up as down" if level else ""
    return (
        f"In {numbers.some((steps > 0).sum())} of {numbers.counted(len(rows), _things(rows))}"
        f"{shown} more people moved up than down, in {numbers.some((steps < 0).sum())} more down "
        f"than up{alike}; with so few schools it cannot be said whether this is chance."
    )


def _things(rows: pd.DataFrame) -> str:
    """Return what the rows of a change are: sections, unless a section has several rows."""
    return "sections" if rows["section"].is_unique else "comparisons"


def change_unmatched(release: Release, rows: pd.DataFrame) -> str:
    """Say what two waves of different people allow to be said."""
    known = rows.dropna(subset=["superiority"])
    if known.empty:
        return "Too few people answered for the waves to be compared."
    row = known.loc[(known["superiority"] - 0.5).abs().idxmax()]
    verdict = _verdict(row["low"], row["high"], 0.5)
    where = ""
    if len(rows) > 1:
        most = capital(among(release, len(rows), _things(rows)) + "the largest difference is in")
        where = f"{most} {_named(release, row)}. "
    pairs = numbers.share(row["superiority"]).removesuffix("%")
    return (
        f"The waves cannot be matched person by person. {where}Take one person from each survey "
        f"({release.facts['before']}, {release.facts['after']}): in {pairs} of 100 such pairs the "
        "later answer is more favourable, equal answers counted half (50 would mean no "
        f"difference){verdict}."
    )


def movement(release: Release, rows: pd.DataFrame) -> str:
    """Count who moved up, stayed and moved down in a before-and-after matrix.

    The question is named where the form has others.
    """
    scale = scale_for(release, {"item": release.facts.get("item")})
    step = rows["after"].astype(int) - rows["before"].astype(int)
    better = step > 0 if scale.higher_is_better else step < 0
    worse = step < 0 if scale.higher_is_better else step > 0
    total = numbers.counted(int(rows["count"].sum()), release.unit)
    about = _about(release)
    return (
        f"{f'{about}: of' if about else 'Of'} {total} seen in both waves, "
        f"{_sum(rows, better)} moved up, "
        f"{_sum(rows, step == 0)} stayed and {_sum(rows, worse)} moved down."
    )


def _about(release: Release) -> str:
    """Return the question that a result is about, if its form has several."""
    item, instrument = release.facts.get("item"), release.instrument
    if not item or instrument is None or len(instrument.items) == 1:
        return ""
    declared = instrument.item(item)
    target = f" ({instrument.target_label(declared.target)})" if declared.target else ""
    return f"“{name_of(release, 'item', declared.id)}”{target}"


def _sum(rows: pd.DataFrame, chosen: pd.Series) -> str:
    return numbers.some(int(rows.loc[chosen, "count"].sum()))


def _verdict(low: Any, high: Any, nothing: float) -> str:
    """Say in words whether an interval leaves the direction open."""
    if not (numbers.computable(low) and numbers.computable(high)):
        return "; too few answered for the direction to be certain"
    if low <= nothing <= high:
        return "; the direction is not certain"
    return ""


def _named(release: Release, row: Any) -> str:
    """Name a row: section, whom it is about, and the group where there is one."""
    words = [lowered(name_of(release, "section", row["section"]))]
    if row.get("target") and release.instrument is not None:
        words.append(f"({release.instrument.target_label(row['target'])})")
    if row.get("group"):
        words.append(f"({_group(release, row['group'])})")
    return " ".join(words)


def _group(release: Release, group: str) -> str:
    """Return a group's name: an answer on the form is no name and loses its capital."""
    names = release.facts.get("by") in ("school", "alliance")
    return group if names else lowered(group)
