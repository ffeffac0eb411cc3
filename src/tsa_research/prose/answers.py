"""Headlines about who answered, and what."""

from __future__ import annotations

from typing import Any

import pandas as pd

from tsa_research import numbers
from tsa_research.findings import Release
from tsa_research.naming import name_of, scale_for


def books(release: Release, rows: pd.DataFrame) -> str:
    """Say how many responses came, were kept and were set aside."""
    came, kept = int(rows["rows_in"].sum()), int(rows["rows_kept"].sum())
    aside = int(rows["rows_set_aside"].sum())
    text = (
        f"Of {numbers.counted(came, 'responses')} received across the network, "
        f"{numbers.count(kept)} passed every check"
    )
    if not aside:
        return f"{text}; none had to be set aside."
    return f"{text} and {numbers.count(aside)} {_was(aside)} set aside, each with a reason."


def response(release: Release, rows: pd.DataFrame) -> str:
    """Say who answered out of those who were asked."""
    returned, invited = int(rows["returned"].sum()), int(rows["invited"].sum())
    who = numbers.counted(returned, "people")
    if len(rows) > 1 and rows["rate"].isna().all():
        return f"{who} answered; how many were asked is not known."
    if len(rows) > 1:
        low, high = numbers.share(rows["rate"].min()), numbers.share(rows["rate"].max())
        return f"Response rates run from {low} to {high} across the {len(rows)} shown."
    if not invited:
        return f"{who} answered; how many were asked is not known."
    if not numbers.computable(rows["rate"].iloc[0]):
        return f"{who} answered, more than the {numbers.count(invited)} on the roster: check it."
    rate = numbers.share(returned / invited)
    asked = numbers.counted(invited, "people")
    return f"{numbers.count(returned)} of {asked} asked ({rate}) answered."


def bounds(release: Release, rows: pd.DataFrame) -> str:
    """Say how far the silent could change the least certain share."""
    known = rows.dropna(subset=["worst", "best"])
    if known.empty:
        return "How far the silent could change the picture is not known."
    widest = known.loc[(known["best"] - known["worst"]).idxmax()]
    worst, best = numbers.share(widest["worst"]), numbers.share(widest["best"])
    return (
        f"Among those who answered, {numbers.share(widest['share_favourable'])} are favourable on "
        f"{_place(release, widest)}; had everyone answered, it would lie between {worst} and "
        f"{best}."
    )


def distribution(release: Release, rows: pd.DataFrame) -> str:
    """Name the items with the most and the least favourable answers."""
    return favourable(release, _shares(release, rows))


def favourable(release: Release, rows: pd.DataFrame) -> str:
    """Name the items with the most and the least favourable answers."""
    ranked = rows.sort_values("share_favourable", kind="stable", ascending=False)
    best = ranked.iloc[0]
    text = f"{_quoted(release, best)} is rated best: {_of(best)} gave a favourable answer"
    if len(ranked) == 1:
        return f"{_of(best, start=True)} gave a favourable answer ({_percent(best)})."
    worst = ranked.iloc[-1]
    if best["share_favourable"] == worst["share_favourable"]:
        every = "Both" if len(ranked) == 2 else f"All {len(ranked)}"
        return f"{every} questions are rated alike: {_of(best)} gave a favourable answer."
    return (
        f"{text} ({_percent(best)}). {_quoted(release, worst)} is rated lowest: {_of(worst)} "
        f"({_percent(worst)})."
    )


def needs(release: Release, rows: pd.DataFrame) -> str:
    """Name the three items with the fewest favourable answers."""
    lowest = rows.sort_values("share_favourable", kind="stable").head(3)
    named = [f"{_quoted(release, row)} ({_percent(row)})" for _, row in lowest.iterrows()]
    return f"Fewest favourable answers: {numbers.listed(named)}."


def sections(release: Release, rows: pd.DataFrame) -> str:
    """Name the most and the least favourable section in the last wave."""
    last = rows.loc[rows["wave"] == rows["wave"].iloc[-1]].dropna(subset=["mean"])
    if last.empty:
        return "No section has enough answers for a mean."
    scale = scale_for(release, last.iloc[0])
    ranked = last.sort_values("mean", kind="stable", ascending=not scale.higher_is_better)
    best, worst = ranked.iloc[0], ranked.iloc[-1]
    if len(ranked) == 1:
        return f"The mean is {numbers.mean(best['mean'])}; {scale.direction}."
    return (
        f"The most favourable section is {_place(release, best)} (mean "
        f"{numbers.mean(best['mean'])}), the least favourable {_place(release, worst)} (mean "
        f"{numbers.mean(worst['mean'])}); {scale.direction}."
    )


def reliability(release: Release, rows: pd.DataFrame) -> str:
    """Name the sections whose items hang together too little."""
    known = rows.dropna(subset=["alpha"])
    if known.empty:
        return "Reliability cannot be computed: too few people answered every question."
    weak = known.loc[known["alpha"] < 0.7]
    if weak.empty:
        lowest = numbers.coefficient(known["alpha"].min())
        return f"The questions of every section belong together (lowest alpha {lowest})."
    named = numbers.listed([_place(release, row) for _, row in weak.iterrows()])
    return f"Read these sections question by question, not as one score: {named}."


def items(release: Release, rows: pd.DataFrame) -> str:
    """Name the item that fits least."""
    known = rows.dropna(subset=["item_rest"])
    if known.empty:
        return "How the questions fit together cannot be computed: too few complete answers."
    worst = known.loc[known["item_rest"].idxmin()]
    return (
        f"The question that fits its section least is {_quoted(release, worst)} "
        f"– its correlation with the rest is {numbers.coefficient(worst['item_rest'])}."
    )


def clustering(release: Release, rows: pd.DataFrame) -> str:
    """Say whether school means are reliable enough to compare."""
    known = rows.dropna(subset=["icc2"])
    if known.empty:
        return "Whether schools can be told apart cannot be computed from these answers."
    good = known.loc[known["icc2"] >= 0.7]
    if good.empty:
        return "School means are not reliable enough to rank schools on any section."
    named = numbers.listed([_place(release, row) for _, row in good.iterrows()])
    but = ", not on the others" if len(good) < len(known) else ""
    return f"School means are reliable enough to compare on {named}{but}."


def compare(release: Release, rows: pd.DataFrame) -> str:
    """Name those that stand apart from the rest."""
    known = rows.dropna(subset=["low", "high"])
    above, below = known.loc[known["low"] > 0.5], known.loc[known["high"] < 0.5]
    if above.empty and below.empty:
        return f"None of the {len(rows)} compared stands clearly apart from the rest."
    texts = [
        f"{numbers.listed(list(part['group']))} {_answers(len(part))} {way} favourably "
        "than the rest"
        for part, way in ((above, "more"), (below, "less"))
        if not part.empty
    ]
    return _sentence("; ".join(texts))


def _shares(release: Release, rows: pd.DataFrame) -> pd.DataFrame:
    """Sum the counts of a distribution over the favourable levels of each item."""
    keys = ["section", "item", "target"]
    good = [row["level"] in scale_for(release, row).positive for _, row in rows.iterrows()]
    found = rows.assign(n_favourable=rows["count"].where(good, 0)).groupby(keys, sort=False)
    table = found.agg(n_favourable=("n_favourable", "sum"), n=("n", "first")).reset_index()
    return table.assign(share_favourable=table["n_favourable"] / table["n"])


def _of(row: Any, *, start: bool = False) -> str:
    found = int(row["n_favourable"])
    part = "None" if start and not found else numbers.count(found) if found else "none"
    return f"{part} of {numbers.counted(int(row['n']), 'people')}"


def _percent(row: Any) -> str:
    return numbers.share(row["share_favourable"])


def _quoted(release: Release, row: Any) -> str:
    about = _about(release, row)
    return f"“{name_of(release, 'item', row['item'])}”" + (f" ({about})" if about else "")


def _place(release: Release, row: Any) -> str:
    about = _about(release, row)
    return name_of(release, "section", row["section"]).lower() + (f" ({about})" if about else "")


def _about(release: Release, row: Any) -> str:
    return release.instrument.target_label(row["target"]) if release.instrument else ""


def _was(n: int) -> str:
    return "was" if n == 1 else "were"


def _answers(n: int) -> str:
    return "answers" if n == 1 else "answer"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."
