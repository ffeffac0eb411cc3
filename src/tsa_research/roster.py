"""Who belongs to what: alliances, schools and participants, read from ``records/``.

The roster is the denominator of every response rate and settles which school, alliance
and cohort an answer belongs to. It is read as text and checked against its record type.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

import pandas as pd

from tsa_research.alphabet import plain_name
from tsa_research.errors import IntakeError
from tsa_research.identity import find_people, folded, pseudonyms, rows_by_identity
from tsa_research.records import Reference, read_record, row_error, rows_error, unknown_cells
from tsa_research.schemas.model import Instrument
from tsa_research.schemas.reading import load_record_type
from tsa_research.workspace import Workspace


@dataclass(frozen=True)
class Roster:
    """The three records of a network.

    Titles that several alliances share carry the id as well, so that they stay two.
    ``participants`` may be empty: then answers are placed by their school and response
    rates cannot be computed. ``withdrawn`` holds the ids of people who have withdrawn: they
    stay on the roster only so that what comes of them is known and kept out.
    """

    alliances: pd.DataFrame = field(repr=False)
    schools: pd.DataFrame = field(repr=False)
    participants: pd.DataFrame = field(repr=False)
    withdrawn: frozenset[str] = field(default=frozenset(), repr=False)

    def alliance_title(self, alliance: str) -> str:
        """Return the title of an alliance."""
        return self._alliance_titles[alliance]

    @cached_property
    def _alliance_titles(self) -> dict[str, str]:
        # Once for all: this is asked of every answer, and there may be many alliances.
        return dict(zip(self.alliances["alliance_id"], self.alliances["title"], strict=True))

    @cached_property
    def identities(self) -> dict[str, int]:
        """The row in ``participants`` of every id and e-mail, as people may type them."""
        return rows_by_identity(self.participants)

    def pseudonyms(self, key: bytes) -> dict[str, str]:
        """Return the pseudonym of everybody, by id."""
        return pseudonyms(key, self.participants["participant_id"].tolist())

    @property
    def schools_by_name(self) -> dict[str, str]:
        """What people write for a school, as :func:`plain_name` gives it, to its id.

        A name that could mean two schools is not among them: an answer must not go to the wrong
        one.
        """
        meant: dict[str, set[str]] = {}
        for school, title in self.school_titles.items():
            for name in (school, title):
                meant.setdefault(plain_name(name), set()).add(school)
        return {name: schools.pop() for name, schools in meant.items() if len(schools) == 1}

    @property
    def school_titles(self) -> dict[str, str]:
        """School id to title; titles that several schools share carry the id as well."""
        ids = self.schools["school_id"]
        return dict(zip(ids, _told_apart(self.schools["title"], ids), strict=True))

    def invited(self, instrument: Instrument, by: date) -> pd.DataFrame:
        """Return the participants who were asked: right role, joined on or before ``by``."""
        people = self.participants
        asked = people["role"].isin(instrument.answered_by) & (people["joined"] <= by.isoformat())
        return people.loc[asked & self.stays]

    @property
    def stays(self) -> pd.Series:
        """Of each participant, whether the person has not withdrawn."""
        if not self.withdrawn:
            return pd.Series(True, self.participants.index)
        return ~self.participants["participant_id"].isin(self.withdrawn)


def read_roster(workspace: Workspace) -> Roster:
    """Read and check the records of a network.

    Raises
    ------
    IntakeError
        If a record is missing a column, repeats a key or names something unknown; the
        message names file, row, column, expected and got of all rows of the file, up to ten.
    """
    known = pd.Series([cohort.id for cohort in workspace.cohorts])
    cohorts = Reference("cohort", known, "the cohorts in network.toml")
    alliances = _read(workspace, "alliances", cohorts)
    titles = _told_apart(alliances["title"], alliances["alliance_id"])
    alliances = alliances.assign(title=titles)
    schools = _read(
        workspace,
        "schools",
        Reference("alliance_id", alliances["alliance_id"], "records/alliances.csv"),
    )
    has_people = workspace.record_file("participants").is_file()
    people = load_record_type("participants")
    participants = (
        _read(
            workspace,
            "participants",
            Reference("school_id", schools["school_id"], "records/schools.csv"),
            cohorts,
        )
        if has_people
        else pd.DataFrame(columns=list(people.column_ids), dtype="str")
    )
    alliance_of = schools.set_index("school_id")["alliance_id"]
    participants = participants.assign(alliance_id=participants["school_id"].map(alliance_of))
    roster = Roster(alliances, schools, participants)
    _check_addresses(workspace, roster)
    return replace(roster, withdrawn=_withdrawn(workspace, roster))


def _told_apart(titles: pd.Series, ids: pd.Series) -> pd.Series:
    """Return titles, those that several share with the id as well."""
    shared = titles.map(plain_name).duplicated(keep=False)
    return titles.where(~shared, titles + " (" + ids + ")")


def _withdrawn(workspace: Workspace, roster: Roster) -> frozenset[str]:
    """Return who has withdrawn; a row that names nobody is refused, never passed over."""
    if not workspace.record_file("withdrawals").is_file():
        return frozenset()
    table = _read(workspace, "withdrawals")
    if not len(table):
        return frozenset()
    if roster.participants.empty:
        raise IntakeError(
            "Nobody can be found who has withdrawn: there are no participants.",
            where=str(workspace.record_file("withdrawals")),
            expected=f"people who stand in {workspace.record_file('participants')}",
            got="no such file, or nobody in it",
            next_step=(
                "Put those who have withdrawn into records/participants.csv, with the id or "
                "e-mail address that they answer under; or delete the rows if answers come "
                "without names."
            ),
        )
    rows = find_people(table["participant"], roster.identities)
    ids = pd.Series(rows).map(roster.participants["participant_id"])
    found = table.assign(participant=table["participant"].where(rows < 0, ids))
    known = roster.participants["participant_id"]
    people = Reference("participant", known, "records/participants.csv")
    _check_reference(workspace, "withdrawals", found, people)
    return frozenset(found["participant"])


def _read(workspace: Workspace, record: str, *references: Reference) -> pd.DataFrame:
    kind, path = load_record_type(record), workspace.record_file(record)
    return read_record(kind, path, references=references)


def _check_addresses(workspace: Workspace, roster: Roster) -> None:
    """Refuse an e-mail that two people share: an answer could not be traced to either."""
    participants = roster.participants
    if len(roster.identities) == len(participants) + (participants["email"] != "").sum():
        return
    addresses, ids = (
        pd.Series(folded(participants[name].tolist()), dtype="object")
        for name in ("email", "participant_id")
    )
    taken = addresses.isin(ids) & (addresses != ids)
    if taken.any():
        row = int(taken.idxmax())
        raise row_error(
            workspace.record_file("participants"),
            row + 2,
            "email",
            "an address that is nobody else's participant_id",
            participants["email"][row],
        )
    repeated = addresses.duplicated() & (addresses != "")
    if repeated.any():
        row = int(repeated.idxmax())
        first = int(addresses.eq(addresses[row]).idxmax())
        raise row_error(
            workspace.record_file("participants"),
            row + 2,
            "email",
            f"an address of this person's own; row {first + 2} has the same",
            participants["email"][row],
        )


def _check_reference(
    workspace: Workspace, record: str, table: pd.DataFrame, reference: Reference
) -> None:
    if faults := unknown_cells(table, reference):
        raise rows_error(workspace.record_file(record), faults)
