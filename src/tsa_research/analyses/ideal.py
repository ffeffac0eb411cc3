"""How near does a group come to what a strong group is said to have?"""

from __future__ import annotations

import pandas as pd

from tsa_research import numbers
from tsa_research.analyses.leaning import CAVEAT, METHOD, leaning
from tsa_research.analyses.rows import as_table
from tsa_research.findings import Finding
from tsa_research.schemas.ideal import Mark
from tsa_research.waves import Wave

NOT_STATED = "This form is not held against a stated ideal."


def ideal(wave: Wave, invited: pd.DataFrame) -> Finding:
    """Hold a group against the ideal that its form states.

    Parameters
    ----------
    wave : Wave
    invited : DataFrame
        The members by the list, one row each: the size of the group.

    Returns
    -------
    Finding
        Kind ``ideal``: ``mark`` (as the source states it), ``counted`` (in words, what
        the list says of the size; empty for other marks), ``says`` and ``side`` as in
        :func:`tsa_research.analyses.leaning.leaning`, base ``n``: members who answered.
    """
    stated, instrument = wave.instrument.ideal, wave.instrument
    said = leaning(wave).table.set_index("statement")
    titles = {item.id: item.title for item in instrument.items}
    rows = []
    for mark in stated.marks if stated else ():
        found = said.loc[titles[mark.item]]
        counted = _counted(mark, len(invited))
        keys = {"mark": mark.stated, "counted": counted}
        rows.append(keys | {name: found[name] for name in ("n", "says", "side")})
    return Finding(
        kind="ideal",
        question="What does a strong group have that this one lacks?",
        title=f"The group against the stated ideal, {wave.label}",
        table=as_table(rows, ("mark", "counted", "n", "says", "side")),
        keys=("mark",),
        values=("counted", "says", "side"),
        unit="members",
        scope="members",
        n=len(wave),
        method=f"{METHOD} What is partly in place is not in place.",
        caveats=(CAVEAT, *([f"The ideal is that of {stated.source}."] if stated else [])),
        sources=(wave.source,),
        instrument=instrument,
        facts={"wave": wave.label, "nothing": NOT_STATED},
    )


def _counted(mark: Mark, members: int) -> str:
    """Say how the size of the group by the list compares with the sizes that are stated."""
    if mark.least_members is None or mark.most_members is None or not members:
        return ""
    fewer, more = members < mark.least_members, members > mark.most_members
    fits = (
        "fewer than the ideal" if fewer else "more than the ideal" if more else "within the ideal"
    )
    return f"{numbers.counted(members, 'members')}, {fits}"
