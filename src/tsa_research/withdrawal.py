"""Taking what is stored of people who have withdrawn out of the store, whatever else happens.

An import makes anew what is declared and can be read. What it cannot reach, such as a wave that is
declared no longer or a file that is broken, must not keep anybody either.
"""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from tsa_research.files import write_atomically
from tsa_research.identity import pseudonyms, read_key
from tsa_research.names_in_text import NOBODY, Names, names_in_answers
from tsa_research.roster import Roster, read_roster
from tsa_research.roster_parts import RECORDS, read_parts
from tsa_research.store import (
    drop_people,
    list_records,
    list_slices,
    read_stored_record,
    write_record_place,
)
from tsa_research.unchanged import inputs_of_import
from tsa_research.workspace import Workspace


def forget_withdrawn(workspace: Workspace) -> int:
    """Remove people who have withdrawn from everything the package has written.

    Their answers and the rows of records that hold them go; their names go from answers in words
    and from the lists of what was set aside. Books and digests are left to the import, which
    then finds that something has changed.

    Returns
    -------
    int
        How many files were changed.

    Raises
    ------
    IntakeError
        If the roster cannot be used.
    """
    records = [workspace.record_file(name) for name in RECORDS]
    memory, marker = workspace.store / "digests", workspace.store / "withdrawn"
    state = inputs_of_import((), [*records, workspace.key_file], memory)
    if marker.is_file() and marker.read_text(encoding="ascii", errors="replace") == state:
        return 0  # nothing of them has been stored since
    roster = read_roster(workspace)
    changed = _forget(workspace, roster) if roster.withdrawn else 0
    write_atomically(marker, state)
    return changed


def _forget(workspace: Workspace, roster: Roster) -> int:
    made = pseudonyms(read_key(workspace.key_file), sorted(roster.withdrawn))
    gone, names = frozenset(made.values()), names_in_answers(roster, withdrawn_only=True)
    read_parts(workspace)  # made anew without them; the old parts go
    changed = _from_answers(workspace, gone, names)
    changed += _from_records(workspace, gone)
    lists = workspace.set_aside.glob("*.csv"), (workspace.store / "imports").rglob("*.json")
    return changed + sum(_from_text(path, names) for found in lists for path in sorted(found))


def _from_answers(workspace: Workspace, gone: frozenset[str], names: Names) -> int:
    places = list(list_slices(workspace.store))
    return sum(drop_people(workspace.store, place, gone, names.replaced_in) for place in places)


def _from_records(workspace: Workspace, gone: frozenset[str]) -> int:
    named, changed = re.compile("|".join(sorted(gone))), 0
    for place in list(list_records(workspace.store)):
        table = read_stored_record(workspace.store, [place])
        kept = table.loc[~table.isin(gone).any(axis=1)]
        texts = {
            name: _without(kept[name], named) for name in kept.select_dtypes(["object", "str"])
        }
        cleaned = kept.assign(**texts)
        if not cleaned.equals(table):
            write_record_place(workspace.store, place, cleaned)
            changed += 1
    return changed


def _without(texts: pd.Series, named: re.Pattern[str]) -> pd.Series:
    return texts.map(
        lambda text: named.sub(NOBODY, text) if isinstance(text, str) else text, na_action="ignore"
    )


def _from_text(path: Path, names: Names) -> bool:
    text = path.read_text(encoding="utf-8")
    cleaned = names.replaced(text)
    if cleaned != text:
        write_atomically(path, cleaned, mode=path.stat().st_mode & 0o777)
    return cleaned != text
