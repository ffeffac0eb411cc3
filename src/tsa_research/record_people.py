"""People in a record: pseudonyms for ids and names, and nothing of those who have withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from tsa_research.identity import find_people
from tsa_research.names_in_text import names_in_records
from tsa_research.roster import Roster
from tsa_research.schemas.records import RecordType


def with_ids(kind: RecordType, table: pd.DataFrame, roster: Roster) -> pd.DataFrame:
    """Return a record in which people are given by their id, whether id or e-mail was typed.

    What is neither stays as it was typed, so that a check can find it.
    """
    ids = roster.participants["participant_id"].to_numpy(dtype=object)
    changed = {}
    for column in kind.people:
        rows = find_people(table[column], roster.identities)
        pairs = zip(rows.tolist(), table[column].tolist(), strict=True)
        changed[column] = [ids[row] if row >= 0 else typed for row, typed in pairs]
    return table.assign(**changed)


def with_strangers(kind: RecordType, table: pd.DataFrame, roster: Roster) -> Roster:
    """Return the roster; of a network that lists nobody, with the people of a record as typed.

    As with answers, such a network takes people as they are written down, and they are stored
    under pseudonyms like all others. Rows must say where they belong without them.
    """
    placed = {"school_id", "alliance_id"} & set(kind.column_ids)
    if len(roster.participants) or not kind.people or not placed:
        return roster
    typed = pd.unique(table[list(kind.people)].to_numpy(dtype=object).ravel())
    ids = sorted({*typed} - {""})
    blank = dict.fromkeys(roster.participants.columns, "")
    people = pd.DataFrame({**blank, "participant_id": ids}, dtype="str")
    return replace(roster, participants=people)


def about_withdrawn(kind: RecordType, table: pd.DataFrame, withdrawn: frozenset[str]) -> pd.Series:
    """Return of each row whether it is about somebody who has withdrawn.

    It is if a column holds them that must be filled, or that stands in place of another: a row
    about a pupil, without the pupil, would look like one about a group.
    """
    instead = {rule.column for rule in kind.rules if rule.kind in ("not_both", "either")}
    subjects = [name for name in kind.people if kind.column(name).required or name in instead]
    return table[subjects].isin(withdrawn).any(axis=1)


def without_withdrawn(
    kind: RecordType, table: pd.DataFrame, withdrawn: frozenset[str]
) -> pd.DataFrame:
    """Return a record in which a cell that may be empty is so where it held a withdrawn person."""
    emptied = {name: table[name].where(~table[name].isin(withdrawn), "") for name in kind.people}
    return table.assign(**emptied)


def without_names(
    kind: RecordType, table: pd.DataFrame, roster: Roster, made: Mapping[str, str]
) -> pd.DataFrame:
    """Return a record in which everybody on the roster is a pseudonym, in running text as well.

    Columns that are declared to name a person are dropped. Names of people who are not on the
    roster cannot be told from other words.
    """
    people = {column: table[column].map({**made, "": ""}) for column in kind.people}
    free = [c.id for c in kind.columns if c.kind == "text" and not c.refers_to]
    names = names_in_records(roster, made)
    texts = {column: names.replaced_in(table[column]) for column in free}
    named = [column.id for column in kind.columns if column.names_person]
    return table.assign(**people, **texts).drop(columns=named)
