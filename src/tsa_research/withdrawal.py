"""Taking what is stored of people who have withdrawn out of the store, whatever else happens.

An import makes anew what is declared and can be read. What it cannot reach, such as a wave that is
declared no longer or a file that is broken, must not keep anybody either.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd

from tsa_research.csv_lines import read_lines
from tsa_research.errors import UsageError
from tsa_research.files import write_atomically
from tsa_research.identity import folded, pseudonyms, read_key
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

COLLECTED = ("drafts/self_audit_*.json", "inbox/notes/self_audit_*.csv", "inbox/self_audit_*.csv")
"""What the page of a self-audit has written: drafts, notes of evidence, answers."""


def forget_withdrawn(workspace: Workspace) -> int:
    """Remove people who have withdrawn from everything the package has written.

    Their answers, drafts and notes of evidence and the rows of records that hold them go; their
    names go from answers in words, from what others have noted and from the lists of what was set
    aside. Files that came from elsewhere stay as they are. Books and digests are left to the
    import, which then finds that something has changed.

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
    written = [path.stat() for path in _collected(workspace)]
    texts = [f"{one.st_ino} {one.st_size} {one.st_mtime_ns}" for one in written]
    state = inputs_of_import(texts, [*records, workspace.key_file], memory)
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
    changed += _from_collected(workspace, roster, names)
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


def _collected(workspace: Workspace) -> Iterator[Path]:
    for pattern in COLLECTED:
        yield from sorted(workspace.folder.glob(pattern))


def _from_collected(workspace: Workspace, roster: Roster, names: Names) -> int:
    """Remove drafts, notes and answers of a self-audit; return how many files were changed."""
    people = roster.participants.loc[~roster.stays]
    gone = frozenset(folded([*people["participant_id"], *people["email"]])) - {""}
    changed = 0
    for path in _collected(workspace):
        cut = _from_draft(path, gone) if path.suffix == ".json" else _from_rows(path, gone)
        said = path.is_file() and path.parent.name != "inbox" and _from_text(path, names)
        changed += cut or said
    return changed


def _from_draft(path: Path, gone: frozenset[str]) -> bool:
    """Remove a draft of somebody; from that of somebody else, earlier states under the name."""
    try:
        draft = json.loads(path.read_text(encoding="utf-8"))
        if _is_of(draft["judge"], gone):
            path.unlink()
            return True
        stays = [state for state in draft["before"] if not _is_of(state["judge"], gone)]
    except (ValueError, TypeError, KeyError, AttributeError):  # damaged: only names are replaced
        return False
    if len(stays) < len(draft["before"]):
        text = json.dumps(draft | {"before": stays}, ensure_ascii=False)
        write_atomically(path, text, mode=path.stat().st_mode & 0o777)
        return True
    return False


def _from_rows(path: Path, gone: frozenset[str]) -> bool:
    """Cut the rows of somebody out of a file; the last one leaves a day on which nobody answered.

    A file with headings alone would keep the other files of its wave from being imported.
    """
    try:
        lines = read_lines(path, ",;\t")
    except UsageError:  # nothing that the page has written: the import names what is wrong with it
        return False
    rows = dict(lines.rows())
    cut = [place for place, cells in rows.items() if _is_of(_who(cells), gone)]
    if not cut:
        return False
    left = lines.without(cut)
    if len(cut) == len(rows) and (day := rows[cut[-1]].get("submitted")):
        left, _ = left.with_row({"submitted": day})
    left.write(path)
    return True


def _who(cells: Mapping[str, str]) -> str:
    return cells.get("participant", cells.get("judge", ""))


def _is_of(identity: str, gone: frozenset[str]) -> bool:
    return not gone.isdisjoint(folded([identity, identity.strip().removeprefix("'")]))


def _without(texts: pd.Series, named: re.Pattern[str]) -> pd.Series:
    return texts.map(
        lambda text: named.sub(NOBODY, text) if isinstance(text, str) else text, na_action="ignore"
    )


def _from_text(path: Path, names: Names) -> bool:
    text = path.read_bytes().decode("utf-8", errors="surrogateescape")
    cleaned = names.replaced(text)
    if cleaned != text:
        content = cleaned.encode("utf-8", errors="surrogateescape")
        write_atomically(path, content, mode=path.stat().st_mode & 0o777)
    return cleaned != text
