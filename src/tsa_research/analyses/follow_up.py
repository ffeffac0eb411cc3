"""Does a group act where its members see a want, or differ?"""

from __future__ import annotations

from datetime import date

import pandas as pd

from tsa_research import numbers
from tsa_research.analyses.action_points import waiting
from tsa_research.analyses.leaning import CAVEAT, METHOD, sides_of
from tsa_research.analyses.rows import as_table
from tsa_research.findings import Finding
from tsa_research.policy import USUAL, Policy
from tsa_research.schemas.records import RecordType
from tsa_research.waves import Wave

SECTIONS = {"models": "membership_model"}
"""Aspects of the record that have another id than their section of the form."""
STATEMENTS = {"good": "n_good", "open": "n_differ", "wanting": "n_wanting"}
"""The columns that count statements, by the side on which members see them."""


def follow_up(
    wave: Wave, table: pd.DataFrame, kind: RecordType, *, as_of: date, policy: Policy = USUAL
) -> Finding:
    """Set what members say of each aspect beside the actions that the group has agreed on.

    Parameters
    ----------
    wave : Wave
        A review of the group.
    table, kind, as_of
        As for :func:`tsa_research.analyses.action_points.action_points`.
    policy : Policy
        Statements that too few answered are left out, since they cannot be shown by themselves.

    Returns
    -------
    Finding
        Kind ``follow_up``: per ``aspect`` (its title) ``n_good``, ``n_differ`` and
        ``n_wanting`` (statements that most see well, on which they differ, that most see
        wanting), ``n_actions`` and ``n_waiting`` (of those, not done), base ``n``: members who
        answered.
    """
    said = sides_of(wave, policy.threshold("members"))
    undone = waiting(table, as_of)
    rows = []
    for code, title in kind.column("aspect").options:
        own = said.loc[said["section"] == SECTIONS.get(code, code)]
        counts = {name: int((own["side"] == side).sum()) for side, name in STATEMENTS.items()}
        actions = table["aspect"] == code
        found = {"n_actions": int(actions.sum()), "n_waiting": int((actions & undone).sum())}
        n = int(own["n"].max()) if len(own) else 0
        rows.append({"aspect": title, "n": n, **counts, **found})
    acted = f"actions as of {numbers.date(as_of)}" if len(table) else "no action so far"
    values = (*STATEMENTS.values(), "n_actions", "n_waiting")
    return Finding(
        kind="follow_up",
        question="Does the group act where it sees a want?",
        title=f"What members say, {wave.label}, and {acted}",
        table=as_table(rows, ("aspect", "n", *values)),
        keys=("aspect",),
        values=values,
        unit="members",
        scope="members",
        n=len(wave),
        method=METHOD,
        caveats=(CAVEAT, "An action can serve an aspect other than the one it is filed under."),
        sources=(wave.source,),
        nobody="nothing that could be shown",
    )
