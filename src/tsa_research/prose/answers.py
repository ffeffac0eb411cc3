"""Headlines about who answered, and what."""

from __future__ import annotations

from typing import Any

import pandas as pd

from tsa_research import numbers
from tsa_research.findings import Release
from tsa_research.naming import capital, lowered, name_of, scale_for
from tsa_research.prose.superlatives import MOST_NAMES, among, extreme, ranked, told
from tsa_research.prose.voice import voice_of

STEADY = 0.7
"""From here on, a score or a school's mean is taken to be reliable."""
SIGNIFICANT = 0.05
"""Below this, a test is taken to settle a direction."""


def books(release: Release, rows: pd.DataFrame) -> str:
    """Say how many responses, or rows of records, came, were kept and were set aside."""
    came, kept = int(rows["rows_in"].sum()), int(rows["rows_kept"].sum())
    aside = int(rows["rows_set_aside"].sum())
    text = (
        f"Of {numbers.counted(came, release.unit)} received across the network, "
        f"{numbers.count(kept)} passed every check"
    )
    if not aside:
        return f"{text}; none had to be set aside."
    was, reason = numbers.verb(aside, "was", "were"), numbers.verb(aside, "with its", "each with a")
    return f"{text} and {numbers.count(aside)} {was} set aside, {reason} reason."


def response(release: Release, rows: pd.DataFrame) -> str:
    """Say who answered out of those who were asked."""
    returned, invited = int(rows["returned"].sum()), int(rows["invited"].sum())
    voice = voice_of(release)
    answered = numbers.verb(returned, *voice.answered)
    who = f"{numbers.counted(returned, 'people')} {answered}"
    if len(rows) > 1 and rows["rate"].isna().all():
        return f"{who}; {voice.not_known}."
    if len(rows) > 1:
        low, high = numbers.share(rows["rate"].min()), numbers.share(rows["rate"].max())
        return f"Response rates run from {low} to {high} across the {len(rows)} shown."
    if not invited:
        return f"{who}; {voice.not_known}."
    if not numbers.computable(rows["rate"].iloc[0]):
        return f"{who}, more than the {numbers.count(invited)} on the roster: check it."
    rate = numbers.share(returned / invited)
    asked = numbers.counted(invited, "people")
    return f"{numbers.count(returned)} of {asked} {voice.asked} ({rate}) {answered}."


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
    voice, shares = voice_of(release), rows["share_favourable"]
    good = f"{voice.gave} a favourable {voice.thing}"
    if len(rows) == 1:
        only = rows.iloc[0]
        if _questions(release) == 1:
            return f"{_of(only, start=True)} {good} ({_percent(only)})."
        return f"{_quoted(release, only)}: {_of(only)} {good} ({_percent(only)})."
    best, worst = (extreme(rows, shares, largest=largest) for largest in (True, False))
    where = among(release, len(rows), "questions")
    if len(best) == len(rows):
        every = "both" if len(rows) == 2 else f"all {len(rows)}"
        alike = f"{where}{every} are" if where else f"{every} questions are"
        return f"{capital(alike)} rated alike: {_share_of(best, good)}."
    first = ranked(_each_quoted(release, best), "questions", "seen most favourably")
    last = ranked(_each_quoted(release, worst), "questions", "seen least favourably")
    return f"{capital(where + first)}: {_share_of(best, good)}. {last}: {_share_of(worst)}."


def needs(release: Release, rows: pd.DataFrame) -> str:
    """Name the three items with the fewest favourable answers; a tie is never cut."""
    named: list[str] = []
    n_named = 0
    for _, tied in rows.groupby("share_favourable"):
        if n_named >= MOST_NAMES:
            break
        each = " each" if len(tied) > 1 else ""
        names = told(_each_quoted(release, tied), "questions that tie")
        named.append(f"{names} ({_percent(tied.iloc[0])}{each})")
        n_named += len(tied)
    where = among(release, len(rows), "questions")
    return f"{capital(where + 'fewest')} favourable answers: {numbers.listed(named)}."


def sections(release: Release, rows: pd.DataFrame) -> str:
    """Name the most and the least favourable section in the last wave."""
    last = rows.loc[rows["wave"] == rows["wave"].iloc[-1]].dropna(subset=["mean"])
    if last.empty:
        return "No section has enough answers for a mean."
    scale = scale_for(release, last.iloc[0])
    ranking = last.sort_values("mean", kind="stable", ascending=not scale.higher_is_better)
    best, worst = ranking.iloc[0], ranking.iloc[-1]
    if len(ranking) == 1:
        return f"The mean is {numbers.mean(best['mean'])}; {scale.direction}."
    where = among(release, len(ranking), "sections")
    return (
        f"{capital(where + 'the')} most favourable section is {_place(release, best)} (mean "
        f"{numbers.mean(best['mean'])}), the least favourable {_place(release, worst)} (mean "
        f"{numbers.mean(worst['mean'])}); {scale.direction}."
    )


def reliability(release: Release, rows: pd.DataFrame) -> str:
    """Name the sections whose items hang together too little."""
    known = rows.dropna(subset=["alpha"])
    if known.empty:
        return "Reliability cannot be computed: too few people answered every question."
    lowest = numbers.coefficient(known["alpha"].min())
    every = (
        "every section that can be shown" if len(known) < len(release.table) else "every section"
    )
    return (
        weak_sections(release)
        or f"The questions of {every} belong together (lowest alpha {lowest})."
    )


def weak_sections(release: Release) -> str:
    """Name the sections that are no score, or nothing where there is none."""
    known = release.shown.dropna(subset=["alpha"])
    weak = known.loc[known["alpha"] < STEADY]
    if weak.empty:
        return ""
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
    good = known.loc[known["icc2"] >= STEADY]
    if good.empty:
        return "School means are not reliable enough to rank schools on any section."
    named = numbers.listed([_place(release, row) for _, row in good.iterrows()])
    but = ", not on the others" if len(good) < len(known) else ""
    return f"School means are reliable enough to compare on {named}{but}."


def compare(release: Release, rows: pd.DataFrame) -> str:
    """Name those that stand apart from the rest, by their interval and their adjusted p alike."""
    sure = rows.loc[pd.to_numeric(rows["p_adjusted"]) < SIGNIFICANT]
    above, below = sure.loc[sure["low"] > 0.5], sure.loc[sure["high"] < 0.5]
    texts = [
        f"{numbers.listed(list(part['group']))} {numbers.verb(len(part), 'answers', 'answer')} "
        f"{way} favourably than the rest"
        for part, way in ((above, "more"), (below, "less"))
        if not part.empty
    ]
    return f"{capital('; '.join(texts) or 'none stands clearly apart from the rest')}."


def rest(release: Release, rows: pd.DataFrame) -> str:
    """Name the groups that answer apart from the rest, section by section, where it is settled.

    Of two groups each is the rest of the other: the more favourable one is named.
    """
    tested = pd.to_numeric(rows["p_adjusted"])
    if tested.isna().all():
        return (
            "There are too few people or too few schools to tell whether a group answers "
            "otherwise than the rest."
        )
    sure = rows.loc[tested < SIGNIFICANT]
    groups = rows.groupby("question")["group"].transform("nunique")
    less = (sure["high"] < 0.5) & (groups.loc[sure.index] > 2)
    texts = []
    for way, part in (("more", sure.loc[sure["low"] > 0.5]), ("less", sure.loc[less])):
        for group, own in part.groupby("group", sort=False):
            titles = [lowered(name_of(release, "section", name)) for name in own["section"]]
            about = told(list(dict.fromkeys(titles)), "sections")
            texts.append(f"“{group}” answered {way} favourably than the rest on {about}")
    return f"{'; '.join(texts) or 'No group stands clearly apart from the rest'}."


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


def _share_of(tied: pd.DataFrame, said: str = "") -> str:
    """Give the answers to one item, or to each of several that tie, and their share."""
    row = tied.iloc[0]
    words = " ".join(filter(None, [said, "to each" if said and len(tied) > 1 else ""]))
    if len(tied[["n_favourable", "n"]].drop_duplicates()) > 1:
        return " ".join(filter(None, [_percent(row), words]))
    return " ".join(filter(None, [_of(row), words, f"({_percent(row)})"]))


def _questions(release: Release) -> int:
    return len(release.table[["item", "target"]].drop_duplicates())


def _each_quoted(release: Release, rows: pd.DataFrame) -> list[str]:
    return [_quoted(release, row) for _, row in rows.iterrows()]


def _percent(row: Any) -> str:
    return numbers.share(row["share_favourable"])


def _quoted(release: Release, row: Any) -> str:
    about = _about(release, row)
    return f"“{name_of(release, 'item', row['item'])}”" + (f" ({about})" if about else "")


def _place(release: Release, row: Any) -> str:
    about = _about(release, row)
    return lowered(name_of(release, "section", row["section"])) + (f" ({about})" if about else "")


def _about(release: Release, row: Any) -> str:
    return release.instrument.target_label(row["target"]) if release.instrument else ""
