"""The roster by alliance: a report reads the schools and people of its own alliance only.

The parts are made from ``records/`` by an import, or when they are first needed, and again
whenever a record, the cohorts or the key has changed. They lie in the store and hold pseudonyms,
no name and no address.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from tsa_research import __version__
from tsa_research.digests import file_digest
from tsa_research.files import write_atomically
from tsa_research.identity import read_key
from tsa_research.roster import Roster, read_roster
from tsa_research.workspace import Workspace

RECORDS = ("alliances", "schools", "participants", "withdrawals")
SCHOOLS = ("school_id", "title", "alliance_id")
PEOPLE = ("respondent", "school_id", "cohort", "role", "joined", "alliance_id")

Table = dict[str, list[str]]


@dataclass(frozen=True, repr=False)
class RosterParts:
    """The alliances of a network, and where the rest of its roster lies.

    Attributes
    ----------
    workspace : Workspace
    alliances : DataFrame
        As in :class:`tsa_research.roster.Roster`.
    digests : tuple of str
        What the parts say of each alliance, in the same order.
    """

    workspace: Workspace
    alliances: pd.DataFrame
    digests: tuple[str, ...]
    folder: Path
    _parts: tuple[dict[str, Table], ...] = field(default=())

    def alliance_title(self, alliance: str) -> str:
        """Return the title of an alliance."""
        titles = dict(zip(self.alliances["alliance_id"], self.alliances["title"], strict=True))
        return str(titles[alliance])

    def digest(self, alliance: str = "") -> str:
        """Return the digest of what the parts say of an alliance, or of all of them."""
        places = self._places(alliance)
        return hashlib.sha256("".join(self.digests[at] for at in places).encode()).hexdigest()

    def roster(self, alliance: str = "") -> Roster:
        """Return the roster of an alliance, or of all of them, without ids and names of people.

        ``participants`` hold ``respondent``, their pseudonym; the titles of schools carry the
        id where another school of the network has the same title. If another process has
        replaced the parts meanwhile, the records are read.
        """
        try:
            parts = [self._part(at) for at in self._places(alliance)]
        except (OSError, ValueError):
            return make_parts(self.workspace).roster(alliance)
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
    return _kept_parts(workspace, _folder(workspace)) or make_parts(workspace)


def keep_parts(workspace: Workspace, roster: Roster, pseudonyms: Mapping[str, str]) -> None:
    """Make the parts of a roster that was just read, so that no report has to.

    Parameters
    ----------
    workspace : Workspace
    roster : Roster
    pseudonyms : mapping of str to str
        Of everybody on the roster, by id.
    """
    folder = _folder(workspace)
    if _kept_parts(workspace, folder) is None:
        _make_parts(workspace, folder, roster, pseudonyms)


def make_parts(workspace: Workspace) -> RosterParts:
    """Make the parts from the records; they are also in memory, where none can vanish."""
    folder, roster = _folder(workspace), read_roster(workspace)
    made = roster.pseudonyms(read_key(workspace.key_file))
    return _make_parts(workspace, folder, roster, made)


def _kept_parts(workspace: Workspace, folder: Path) -> RosterParts | None:
    try:
        kept = json.loads((folder / "index.json").read_text(encoding="utf-8"))
        alliances = pd.DataFrame(kept["alliances"])
        return RosterParts(workspace, alliances, tuple(kept["digests"]), folder)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _folder(workspace: Workspace) -> Path:
    return workspace.store / "roster" / _key(workspace)


def _key(workspace: Workspace) -> str:
    """Return the digest of all that the parts are made from."""
    read_key(workspace.key_file)  # made at first use
    memory = workspace.store / "digests"
    files = [workspace.record_file(name) for name in RECORDS]
    found = [file_digest(path, memory) for path in (*files, workspace.key_file)]
    cohorts = [cohort.id for cohort in workspace.cohorts]
    text = json.dumps([__version__, cohorts, found])
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def _make_parts(
    workspace: Workspace, folder: Path, roster: Roster, pseudonyms: Mapping[str, str]
) -> RosterParts:
    parts = tuple(_parts(roster, pseudonyms))
    texts = list(map(json.dumps, parts))
    made = RosterParts(workspace, roster.alliances, _digests(roster, texts), folder, parts)
    with contextlib.suppress(OSError):  # a folder that may not be written: kept in memory
        for place, text in enumerate(texts):
            write_atomically(_part_file(folder, place), text)
        index = {"alliances": roster.alliances.to_dict("list"), "digests": made.digests}
        write_atomically(folder / "index.json", json.dumps(index))
        for old in set(folder.parent.iterdir()) - {folder}:
            shutil.rmtree(old, ignore_errors=True)
    return made


def _part_file(folder: Path, place: int) -> Path:
    return folder / f"{place}.json"


def _parts(roster: Roster, pseudonyms: Mapping[str, str]) -> Iterator[dict[str, Table]]:
    ids, titles = list(roster.alliances["alliance_id"]), roster.school_titles
    schools = roster.schools.assign(title=roster.schools["school_id"].map(titles))
    respondents = [pseudonyms[person] for person in roster.participants["participant_id"].tolist()]
    named = roster.participants.assign(respondent=pd.Series(respondents, dtype="object"))
    people = named.loc[roster.stays]
    own = zip(_by_alliance(schools, SCHOOLS, ids), _by_alliance(people, PEOPLE, ids), strict=True)
    for schools_part, people_part in own:
        yield {"schools": schools_part, "participants": people_part}


def _by_alliance(table: pd.DataFrame, columns: tuple[str, ...], ids: list[str]) -> Iterator[Table]:
    cells = {name: table[name].to_numpy(dtype=object) for name in columns}
    rows = table.groupby("alliance_id").indices
    for name in ids:
        own = rows.get(name, [])
        yield {column: values[own].tolist() for column, values in cells.items()}


def _digests(roster: Roster, texts: Sequence[str]) -> tuple[str, ...]:
    """Return the digest of the text of every part, and of what its alliance is called."""
    heads = map(json.dumps, roster.alliances.to_numpy(dtype=object).tolist())
    pairs = zip(heads, texts, strict=True)
    return tuple(hashlib.sha256("".join(pair).encode()).hexdigest() for pair in pairs)


def _frame(table: Table, columns: tuple[str, ...]) -> pd.DataFrame:
    cells: dict[str, Any] = {name: table.get(name, []) for name in columns}
    return pd.DataFrame(cells, dtype="str")
