"""With whom does one school work, on what, and who says so?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tsa_research import numbers
from tsa_research.analyses.action_points import NOT_RELEASED, PSEUDONYM
from tsa_research.analyses.rows import as_table
from tsa_research.analyses.tie_waves import TieWave
from tsa_research.analyses.ties import CAVEATS, METHOD
from tsa_research.findings import Finding
from tsa_research.stats.network import Pair

BOTH = "both"
"""Who says so of a tie that both schools name; of any other it is the title of the one."""
KEYS = ("other", "topic", "status", "says")
HEADINGS = {"topic": "What they work on", "says": "Who says so"}


def partners(wave: TieWave, school: str, titles: Mapping[str, str]) -> Finding:
    """List the ties of one school of a wave.

    Use :func:`tsa_research.analyses.ties.pairs` for the ties of all schools.

    Parameters
    ----------
    wave : TieWave
    school : str
        Its id.
    titles : mapping of str to str
        Id of every school to its title.

    Returns
    -------
    Finding
        Kind ``tie_partners``: per ``other`` (the title of the other school), ``topic`` (what both
        say that they work on, empty if nothing; never words that name a person), ``status`` (one
        of :data:`tsa_research.analyses.tie_waves.STATUSES`) and ``says`` (:data:`BOTH`, or the
        title of the school that says so) the base ``n``, which is 1.
    """
    rows = [
        {"status": wave.ties[pair], **_tie(wave, pair, school, titles), "n": 1}
        for pair in wave.ties
        if school in pair
    ]
    return Finding(
        kind="tie_partners",
        question="With whom does this school work, and who says so?",
        title=f"Ties of {titles[school]}, {wave.label}",
        table=as_table(rows, (*KEYS, "n")),
        keys=KEYS,
        values=(),
        unit="ties",
        scope="public",
        n=len(rows),
        method=METHOD,
        caveats=CAVEATS,
        facts={
            "nothing": _nobody(wave, school, titles[school]),
            "headings": HEADINGS,
            "school": titles[school],
            "wave": wave.label,
        },
    )


def _tie(wave: TieWave, pair: Pair, school: str, titles: Mapping[str, str]) -> dict[str, Any]:
    other = pair[0] if pair[1] == school else pair[1]
    said = [one for one in ((school, other), (other, school)) if one in wave.said]
    topics = dict.fromkeys(topic for one in said for topic in wave.topics.get(one, ()))
    return {
        "other": titles[other],
        "topic": numbers.listed(list(dict.fromkeys(map(_words, topics)))),
        "says": BOTH if len(said) > 1 else titles[said[0][0]],
    }


def _words(topic: str) -> str:
    return NOT_RELEASED if PSEUDONYM.search(topic) else topic


def _nobody(wave: TieWave, school: str, title: str) -> str:
    if school in wave.answered:
        return f"{title} says that it works with no other school of the alliance."
    return f"Nothing is known of {title}: it did not answer, and no other school names it."
