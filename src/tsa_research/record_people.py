"""People in a record: pseudonyms for ids and names, and nothing of those who have withdrawn."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from tsa_research.identity import find_people, folded
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


def without_withdrawn(
    kind: RecordType, table: pd.DataFrame, withdrawn: frozenset[str]
) -> pd.DataFrame:
    """Return a record without those who have withdrawn.

    A row is left out if it is about one of them, that is, if a column that must be filled holds
    them; a column that may be empty is emptied.
    """
    gone = {column: table[column].isin(withdrawn) for column in kind.people}
    rows = [gone[column] for column in kind.people if kind.column(column).required]
    emptied = {column: table[column].where(~gone[column], "") for column in kind.people}
    about = pd.concat(rows, axis=1).any(axis=1) if rows else pd.Series(False, table.index)
    return table.assign(**emptied).loc[~about]


def without_names(
    kind: RecordType, table: pd.DataFrame, roster: Roster, made: Mapping[str, str]
) -> pd.DataFrame:
    """Return a record in which everybody on the roster is a pseudonym, in running text as well.

    Columns that are declared to name a person are dropped. Names of people who are not on the
    roster cannot be told from other words.
    """
    people = {column: table[column].map({**made, "": ""}) for column in kind.people}
    free = [c.id for c in kind.columns if c.kind == "text" and not c.refers_to]
    written = _names(roster, made)
    texts = {column: _replaced(table[column], written) for column in free}
    named = [column.id for column in kind.columns if column.names_person]
    return table.assign(**people, **texts).drop(columns=named)


def _names(roster: Roster, made: Mapping[str, str]) -> dict[str, str]:
    """Return what stands for every id, name and address of the roster, folded.

    For those who have withdrawn that is not even a pseudonym.
    """
    people, found = roster.participants, dict[str, str]()
    made = {**made, **dict.fromkeys(roster.withdrawn, "…")}
    ids = people["participant_id"].tolist()
    for column in ("name", "email", "participant_id"):
        pairs = zip(folded(people[column].tolist()), ids, strict=True)
        found.update({text: made[person] for text, person in pairs})
    found.pop("", None)
    return found


def _replaced(texts: pd.Series, names: Mapping[str, str]) -> pd.Series:
    if not names or not texts.any():
        return texts
    longest_first = sorted(names, key=len, reverse=True)
    any_name = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.I)
    return texts.map(lambda text: any_name.sub(lambda m: names.get(m[0].casefold(), "…"), text))
