"""What was promised, was it held, and who has consented to what?"""

from __future__ import annotations

from collections import Counter
from datetime import date

import pandas as pd

from tsa_research import numbers
from tsa_research.alphabet import alphabetical
from tsa_research.analyses.rows import all_in, as_table
from tsa_research.findings import Finding
from tsa_research.schemas.records import RecordType

STATES = ("kept", "part", "none", "running")
"""Each school with a promise is in one of these, so that their counts add up."""
HELD_METHOD = (
    "A cycle counts as held if it was reviewed on or after the day the school signed. A school has "
    "kept its promise once it has held as many cycles as it promised; until the agreement ends, "
    "one that has not is still running. Agreements that name no number of cycles are not counted. "
    "Meetings are counted as promised only: whether they were held is written down nowhere."
)
CONSENT_METHOD = (
    "The base of a purpose is everybody who was asked. Where somebody was asked twice, the later "
    "answer counts. People who have withdrawn are not among them."
)


def promises(agreements: pd.DataFrame, cycles: pd.DataFrame, *, as_of: date) -> Finding:
    """Hold the cycles that schools have promised against those that they have held.

    Use it where agreements name a number of cycles; not to rank schools.

    Parameters
    ----------
    agreements : DataFrame
        As in the record ``agreements``, with ``alliance``; missing where no number was agreed.
    cycles : DataFrame
        As in the record ``lesson_study_cycles``.
    as_of : date
        A school whose agreement ends on this day or later still has time.

    Returns
    -------
    Finding
        Kind ``promises``: per ``alliance`` the base ``n`` (schools that promised cycles);
        ``count`` (those that have held as many) and ``share`` (0 to 1, of the base), ``n_part``
        and ``n_none`` (whose time is over, and who held some or none), ``n_running`` (who still
        have time), and in cycles and meetings ``n_promised``, ``n_held``, ``n_meetings``.

    Notes
    -----
    Several agreements of a school are one promise: their numbers are added, and it runs from the
    first day signed to the last day of any. Checked by hand.
    """
    stated = agreements.loc[agreements["n_cycles"].fillna(0) > 0]
    each = [_promise(part, cycles, as_of) for _, part in stated.groupby("school_id")]
    schools = pd.DataFrame(each, columns=["alliance", "state", "n_promised", "n_held"])
    rows = [
        {"alliance": name, **_promised(schools, name), "n_meetings": _meetings(stated, name)}
        for name in alphabetical(agreements["alliance"])
    ]
    return Finding(
        kind="promises",
        question="Was what schools promised held?",
        title=f"Cycles promised and held, as of {numbers.date(as_of)}",
        table=as_table(rows, ("alliance", "n", *_VALUES)),
        keys=("alliance",),
        values=_VALUES,
        unit="schools",
        scope="schools",
        parts=("alliance",),
        unanimous=all_in("count", "n_part", "n_none"),
        n=len(schools),
        method=HELD_METHOD,
        caveats=("A school may hold more cycles than it promised; these make up for no other's.",),
        nobody="no promises",
    )


def consents(table: pd.DataFrame, people: pd.DataFrame, kind: RecordType) -> Finding:
    """Say how many of those who were asked have consented, purpose by purpose.

    Parameters
    ----------
    table : DataFrame
        As in the record ``consents``, with ``alliance``; an empty text where nothing was answered.
    people : DataFrame
        The roster: ``respondent`` and ``school_id``.
    kind : RecordType
        The declaration of the record, for the purposes in words.

    Returns
    -------
    Finding
        Kind ``consents``: per ``alliance`` and ``purpose`` (in words) the base ``n`` (people who
        were asked) and ``n_schools``; ``count`` (consented), ``share`` (0 to 1, of those asked),
        ``n_refused``, ``n_unanswered``.
    """
    latest = table.sort_values(["answered", "asked"], kind="stable")
    latest = latest.drop_duplicates(["participant", "purpose"], keep="last")
    school_of = people.set_index("respondent")["school_id"]
    latest = latest.assign(school_id=latest["participant"].map(school_of))
    purposes = kind.column("purpose").options
    rows = [
        {"alliance": name, "purpose": label, **_consented(latest, name, code)}
        for name in alphabetical(table["alliance"])
        for code, label in purposes
    ]
    values = ("count", "share", "n_refused", "n_unanswered")
    return Finding(
        kind="consents",
        question="Who has consented?",
        title="Consent, of those who were asked",
        table=as_table(rows, ("alliance", "purpose", "n", *values, "n_schools")),
        keys=("alliance", "purpose"),
        values=values,
        schools="n_schools",
        unit="people",
        scope="alliance",
        parts=("alliance",),
        unanimous=all_in("count", "n_refused", "n_unanswered"),
        n=latest["participant"].nunique(),
        method=CONSENT_METHOD,
        caveats=("An open question is no consent: who has not answered may not be quoted.",),
        nobody="nobody was asked",
    )


_VALUES = (
    *("count", "share", "n_part", "n_none", "n_running"),
    *("n_promised", "n_held", "n_meetings"),
)


def _promise(part: pd.DataFrame, cycles: pd.DataFrame, as_of: date) -> tuple[str, str, int, int]:
    """Return alliance, state, cycles promised and cycles held of one school."""
    school, first = part["school_id"].iloc[0], part["signed"].min()
    own = cycles.loc[(cycles["school_id"] == school) & (cycles["cancelled"] == "")]
    held = int(own["reviewed"].between(first, as_of.isoformat()).sum())
    promised = int(part["n_cycles"].sum())
    over = (part["ends"] != "").all() and part["ends"].max() < as_of.isoformat()
    missed = "running" if not over else "part" if held else "none"
    return part["alliance"].iloc[0], "kept" if held >= promised else missed, promised, held


def _promised(schools: pd.DataFrame, alliance: str) -> dict[str, float]:
    own = schools.loc[schools["alliance"] == alliance]
    states, n = Counter(own["state"]), len(own)
    return {
        "n": n,
        "count": states["kept"],
        "share": states["kept"] / n if n else float("nan"),
        **{f"n_{state}": states[state] for state in STATES[1:]},
        "n_promised": int(own["n_promised"].sum()),
        "n_held": int(own["n_held"].sum()),
    }


def _meetings(stated: pd.DataFrame, alliance: str) -> int:
    return int(stated.loc[stated["alliance"] == alliance, "n_meetings"].sum())


def _consented(latest: pd.DataFrame, alliance: str, purpose: str) -> dict[str, float]:
    own = latest.loc[(latest["alliance"] == alliance) & (latest["purpose"] == purpose)]
    answers, n = Counter(own["answer"]), len(own)
    return {
        "n": n,
        "count": answers["yes"],
        "share": answers["yes"] / n if n else float("nan"),
        "n_refused": answers["no"],
        "n_unanswered": n - answers["yes"] - answers["no"],
        "n_schools": own["school_id"].nunique(),
    }
