"""``tsa missing``: who was asked and has not answered, for the owner of the roster only.

The list names people, so it is printed where it was asked for and never enters a report.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from tsa_research.errors import UsageError
from tsa_research.identity import pseudonym, read_key
from tsa_research.roster import read_roster
from tsa_research.store import list_slices, read_slices
from tsa_research.workspace import Workspace


@dataclass(frozen=True)
class Missing:
    """Who was asked in a wave and has not answered, as far as names tell.

    Attributes
    ----------
    people : DataFrame
        ``participant_id``, ``name``, ``email``, ``school``, sorted by school and name.
    n_unnamed : int
        Answers without a name in their alliances: so many of them may have answered.
    """

    people: pd.DataFrame = field(repr=False)
    n_unnamed: int


def missing_people(workspace: Workspace, instrument_id: str, wave_id: str) -> Missing:
    """Return the people on the roster who were asked in a wave and have not answered.

    Alliances in which all answers came without a name are left out: nobody can tell.

    Raises
    ------
    UsageError
        If the wave is not declared, or holds anonymous answers only.
    """
    instrument = workspace.instrument(instrument_id)
    declaration = workspace.wave(instrument_id, wave_id)
    roster, key = read_roster(workspace), read_key(workspace.key_file)
    own = [s for s in list_slices(workspace.store, instrument_id) if s.wave == wave_id]
    answers = read_slices(workspace.store, own) if own else None
    invited = roster.invited(instrument, declaration.closed)
    n_unnamed = 0
    if answers is not None:
        named = (answers["linked"] & (not instrument.code)).groupby(answers["alliance"]).any()
        invited = invited.loc[~invited["alliance_id"].isin(named.index[~named])]
        in_them = answers["alliance"].isin(invited["alliance_id"])
        n_unnamed = int((in_them & ~answers["linked"]).sum())
        if invited.empty:
            raise UsageError(
                "The answers of this wave are anonymous: nobody can tell who is missing.",
                where=f"{instrument_id}, {wave_id}",
            )
    answered = set() if answers is None else set(answers["respondent"])
    silent = [pseudonym(key, person) not in answered for person in invited["participant_id"]]
    chosen = invited.loc[silent]
    chosen = chosen.assign(school=chosen["school_id"].map(roster.school_titles))
    columns = ["participant_id", "name", "email", "school"]
    return Missing(chosen[columns].sort_values(["school", "name"], ignore_index=True), n_unnamed)
