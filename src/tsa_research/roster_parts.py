"""The roster by alliance: a report reads the schools and people of its own alliance only.

The parts are made from ``records/`` when they are first needed and again whenever a record, the
cohorts or the key has changed. They lie in the store and hold pseudonyms, no name and no address.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from tsa_research import __version__
from tsa_research.digests import file_digest
from tsa_research.files import write_atomically
from tsa_research.identity import pseudonym, read_key
from tsa_research.roster import Roster, read_roster
from tsa_research.workspace import Workspace

RECORDS = ("alliances", "schools", "participants")
SCHOOLS = ("school_id", "title", "alliance_id")
PEOPLE = ("respondent", "school_id", "cohort", "role", "joined", "alliance_id")

Table = dict[str, list[str]]


@dataclass(frozen=True, repr=False)
class RosterParts:
    """The alliances of a network, and where the rest of its roster lies.

    Attributes
    ----------
    alliances : DataFrame
        As in :class:`tsa_research.roster.Roster`.
    digests : tuple of str
        What the records say of each alliance, in the same order.
    """

    alliances: pd.DataFrame
    digests: tuple[str, ...]
    folder: Path
    _parts: tuple[dict[str, Table], ...] = field(default=())

    def alliance_title(self, alliance: str) -> str:
        """Return the title of an alliance."""
        titles = dict(zip(self.alliances["alliance_id"], self.alliances["title"], strict=True))
        return str(titles[alliance])

    def digest(self, alliance: str = "") -> str:
        """Return the digest of what the records say of an alliance, or of all of them."""
        places = self._places(alliance)
        return hashlib.sha256("".join(self.digests[at] for at in places).encode()).hexdigest()

    def roster(self, alliance: str = "") -> Roster:
        """Return the roster of an alliance, or of all of them, without ids and names of people.

        ``participants`` hold ``respondent``, their pseudonym; the titles of schools carry the
        id where another school of the network has the same title.
        """
        parts = [self._part(at) for at in self._places(alliance)]
        schools = [_frame(part["schools"], SCHOOLS) for part in parts]
        people = [_frame(part["participants"], PEOPLE) for part in parts]
        empty = _frame({}, SCHOOLS), _frame({}, PEOPLE)
        return Roster(
            self.alliances,
            pd.concat(schools, ignore_index=True) if schools else empty[0],
            pd.concat(people, ignore_index=True) if people else empty[1],
        )

    def _places(self, alliance: str) -> list[int]:
        ids = self.alliances["alliance_id"]
        return [at for at, name in enumerate(ids) if alliance in ("", name)]

    def _part(self, place: int) -> dict[str, Table]:
        if self._parts:
            return self._parts[place]
        return dict(json.loads(_part_file(self.folder, place).read_text(encoding="utf-8")))


def read_parts(workspace: Workspace) -> RosterParts:
    """Return the roster of a network by alliance; made anew if anything has changed.

    Raises
    ------
    IntakeError
        As :func:`tsa_research.roster.read_roster`, if a record cannot be used.
    """
    folder = workspace.store / "roster" / _key(workspace)
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        kept = json.loads((folder / "index.json").read_text(encoding="utf-8"))
        return RosterParts(pd.DataFrame(kept["alliances"]), tuple(kept["digests"]), folder)
    return _make_parts(workspace, folder)


def _key(workspace: Workspace) -> str:
    """Return the digest of all that the parts are made from."""
    read_key(workspace.key_file)  # made at first use
    memory = workspace.store / "digests"
    files = [workspace.record_file(name) for name in RECORDS]
    found = [file_digest(path, memory) for path in (*files, workspace.key_file)]
    cohorts = [cohort.id for cohort in workspace.cohorts]
    text = json.dumps([__version__, cohorts, found])
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def _make_parts(workspace: Workspace, folder: Path) -> RosterParts:
    roster = read_roster(workspace)
    ids = list(roster.alliances["alliance_id"])
    parts = tuple(_parts(roster, ids, read_key(workspace.key_file)))
    made = RosterParts(roster.alliances, _digests(roster, ids), folder, parts)
    with contextlib.suppress(OSError):  # a folder that may not be written: kept in memory
        for place, part in enumerate(parts):
            write_atomically(_part_file(folder, place), json.dumps(part))
        index = {"alliances": roster.alliances.to_dict("list"), "digests": made.digests}
        write_atomically(folder / "index.json", json.dumps(index))
        for old in set(folder.parent.iterdir()) - {folder}:
            shutil.rmtree(old, ignore_errors=True)
    return made


def _part_file(folder: Path, place: int) -> Path:
    return folder / f"{place}.json"


def _parts(roster: Roster, ids: list[str], key: bytes) -> Iterator[dict[str, Table]]:
    titles = roster.school_titles
    schools = roster.schools.assign(title=roster.schools["school_id"].map(titles))
    people = roster.participants
    people = people.assign(respondent=[pseudonym(key, one) for one in people["participant_id"]])
    own = zip(_by_alliance(schools, SCHOOLS, ids), _by_alliance(people, PEOPLE, ids), strict=True)
    for schools_part, people_part in own:
        yield {"schools": schools_part, "participants": people_part}


def _by_alliance(table: pd.DataFrame, columns: tuple[str, ...], ids: list[str]) -> Iterator[Table]:
    cells = {name: table[name].to_numpy(dtype=object) for name in columns}
    rows = table.groupby("alliance_id").indices
    for name in ids:
        own = rows.get(name, [])
        yield {column: values[own].tolist() for column, values in cells.items()}


def _digests(roster: Roster, ids: list[str]) -> tuple[str, ...]:
    found = {name: hashlib.sha256() for name in ids}
    for table in (roster.alliances, roster.schools, roster.participants):
        columns = [table[name].to_numpy(dtype=object).tolist() for name in table.columns]
        lines = pd.Series(list(map(json.dumps, zip(*columns, strict=True))), dtype="object")
        for name, rows in table.groupby("alliance_id").indices.items():
            found[name].update("\n".join(lines.to_numpy()[rows]).encode())
    return tuple(digest.hexdigest() for digest in found.values())


def _frame(table: Table, columns: tuple[str, ...]) -> pd.DataFrame:
    cells: dict[str, Any] = {name: table.get(name, []) for name in columns}
    return pd.DataFrame(cells, dtype="str")
