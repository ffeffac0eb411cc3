"""What do most members of a group say, on what do they differ, and how has that changed?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from tsa_research.analyses.rows import as_table, only_one_wave
from tsa_research.findings import Finding
from tsa_research.schemas.model import Item
from tsa_research.waves import Wave

SPARED, ONE_IN = 2, 5
"""So many may see it otherwise, or one in so many where that is more, and still "most say so"."""
SIDES = ("wanting", "open", "good")
"""What it means for the group, from the worst: most see a want, they differ, most see it well."""
METHOD = (
    f"Most say so: all but {SPARED} at most, or all but one in {ONE_IN} where that is more, chose "
    f"an answer on that side; few say so: at most {SPARED}, or one in {ONE_IN}, did; else they "
    "differ. No count is given, so that no member can work out from the own answer whether all "
    "others think alike."
)
CAVEAT = "“Most” tells the side that members are on, not how strongly they feel or who they are."


def leaning(*waves: Wave) -> Finding:
    """Say of every statement whether most members say so, few do, or they differ.

    Use it for a group that reads about itself, from six members on: it gives broad words and no
    counts. Counts of larger groups are in :func:`tsa_research.analyses.profile.distribution`.

    Parameters
    ----------
    *waves : Wave
        One or several, the latest last; the same wave given twice counts once.

    Returns
    -------
    Finding
        Kind ``leaning``: ``section``, ``statement`` (its title), ``wave`` (label), ``says``
        (``most``, ``differ`` or ``few``, of the statement as it is worded) and ``side`` (one of
        :data:`SIDES`: a sign of failure that few see is good), base ``n``: members who answered.
    """
    last, each = waves[-1], list({wave.id: wave for wave in waves}.values())
    rows = [
        {"section": section, "statement": item.title, "wave": wave.label}
        | dict(zip(("n", "says", "side"), _lean(wave, item), strict=True))
        for section, item in _statements(last)
        for wave in each
    ]
    return Finding(
        kind="leaning",
        question="Where do most members agree, and on what do they differ?",
        title="What members say",
        table=as_table(rows, ("section", "statement", "wave", "n", "says", "side")),
        keys=("section", "statement", "wave"),
        values=("says", "side"),
        n=max(map(len, each)),
        sources=tuple(wave.source for wave in each),
        facts={"waves": [wave.label for wave in each]},
        **_common(last),
    )


def shifts(before: Wave, after: Wave) -> Finding:
    """Hold what most members said in one wave against what most say in another.

    Members are not followed: whoever answered counts. The same wave twice gives a finding
    without rows that says that change needs two.

    Returns
    -------
    Finding
        Kind ``shifts``: ``section``, ``statement``, ``said_before`` and ``says_now``, the sides
        ``side_before`` and ``side``, ``n_before`` and ``n_after``, base ``n``: the smaller of
        these two.
    """
    if nothing := only_one_wave(before, after, kind="shifts"):
        return nothing
    rows = []
    for section, item in _statements(after):
        (n_before, said, side_before), (n_after, says, side) = (
            _lean(wave, item) for wave in (before, after)
        )
        rows.append(
            {
                "section": section,
                "statement": item.title,
                "said_before": said,
                "says_now": says,
                "side_before": side_before,
                "side": side,
                "n_before": n_before,
                "n_after": n_after,
                "n": min(n_before, n_after),
            }
        )
    values = ("said_before", "says_now", "side_before", "side", "n_before", "n_after")
    return Finding(
        kind="shifts",
        keys=("section", "statement"),
        question=f"What changed from {before.label} to {after.label}?",
        title=f"What members said, {before.label} and {after.label}",
        table=as_table(rows, ("section", "statement", *values, "n")),
        values=values,
        also=("n_before", "n_after"),
        n=min(len(before), len(after)),
        sources=(before.source, after.source),
        facts={"before": before.label, "after": after.label},
        **_common(
            after,
            "Whoever answered counts each time: what changed may be who answered. A group that has "
            "learnt what to look for may rate itself lower than at its launch.",
        ),
    )


def lean(n_yes: int, n: int) -> str:
    """Return whether most of ``n`` members say so, few do, or they differ.

    >>> [lean(yes, 6) for yes in range(7)]
    ['few', 'few', 'few', 'differ', 'most', 'most', 'most']
    >>> lean(12, 15), lean(11, 15)
    ('most', 'differ')
    """
    spared = max(SPARED, n // ONE_IN)
    if n - n_yes <= spared:
        return "most"
    return "few" if n_yes <= spared else "differ"


def _statements(wave: Wave) -> Iterator[tuple[str, Item]]:
    for section in wave.instrument.subscales:
        for item in wave.instrument.items_of(section.id, None):
            yield section.id, item


def _lean(wave: Wave, item: Item) -> tuple[int, str, str]:
    """Return how many answered, what they say, and on which side that is for the group."""
    codes = wave.responses[item.column].to_numpy(dtype=float, na_value=np.nan)
    codes = codes[np.isin(codes, item.scale.codes)]
    n_yes = int(np.isin(codes, item.scale.positive).sum())
    says = lean(n_yes, len(codes))
    good = "few" if item.reversed else "most"
    return len(codes), says, "open" if says == "differ" else SIDES[2 if says == good else 0]


def _common(wave: Wave, *caveats: str) -> dict[str, Any]:
    return {
        "unit": "members",
        "scope": "members",
        "method": METHOD,
        "caveats": (CAVEAT, *caveats),
        "instrument": wave.instrument,
    }


def sides_of(wave: Wave, least: int) -> pd.DataFrame:
    """Return section, side and base of the statements that at least so many members answered."""
    rows = [
        {"section": section, "side": side, "n": n}
        for section, item in _statements(wave)
        for n, _, side in [_lean(wave, item)]
        if n >= least
    ]
    return as_table(rows, ("section", "side", "n"))
