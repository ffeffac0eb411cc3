"""Who belongs to what: alliances, schools and participants, read from ``records/``.

The roster is the denominator of every response rate and settles which school, alliance
and cohort an answer belongs to. It is read as text and checked against its record type.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

import pandas as pd

from tsa_research.columns import Column, read_grid
from tsa_research.errors import IntakeError, nearest
from tsa_research.schemas.model import Instrument
from tsa_research.schemas.reading import load_record_type
from tsa_research.schemas.records import RecordColumn, RecordType
from tsa_research.workspace import Workspace


@dataclass(frozen=True)
class Roster:
    """The three records of a network.

    ``participants`` may be empty: then answers are placed by their school and response
    rates cannot be computed.
    """

    alliances: pd.DataFrame = field(repr=False)
    schools: pd.DataFrame = field(repr=False)
    participants: pd.DataFrame = field(repr=False)

    def alliance_title(self, alliance: str) -> str:
        """Return the title of an alliance."""
        return self._alliance_titles[alliance]

    @cached_property
    def _alliance_titles(self) -> dict[str, str]:
        # Once for all: this is asked of every answer, and there may be many alliances.
        return dict(zip(self.alliances["alliance_id"], self.alliances["title"], strict=True))

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
        ids, titles = self.schools["school_id"], self.schools["title"]
        shared = titles.map(plain_name).duplicated(keep=False)
        return dict(zip(ids, titles.where(~shared, titles + " (" + ids + ")"), strict=True))

    def invited(self, instrument: Instrument, by: date) -> pd.DataFrame:
        """Return the participants who were asked: right role, joined on or before ``by``."""
        people = self.participants
        asked = people["role"].isin(instrument.answered_by) & (people["joined"] <= by.isoformat())
        return people.loc[asked]


def plain_name(text: str) -> str:
    """Return a name without what people write differently: letter case and blanks.

    >>> plain_name(" Oak  PRIMARY ")
    'oak primary'
    """
    return " ".join(text.split()).casefold()


def read_roster(workspace: Workspace) -> Roster:
    """Read and check the records of a network.

    Raises
    ------
    IntakeError
        If a record is missing a column, repeats a key or names something unknown; the
        message names file, row, column, expected and got.
    """
    alliances = _read(workspace, "alliances")
    schools = _read(workspace, "schools")
    has_people = workspace.record_file("participants").is_file()
    people = load_record_type("participants")
    participants = (
        _read(workspace, "participants")
        if has_people
        else pd.DataFrame(columns=list(people.column_ids), dtype="str")
    )
    _check_addresses(workspace, participants)
    _check_reference(workspace, "schools", schools, "alliance_id", alliances["alliance_id"])
    _check_reference(workspace, "participants", participants, "school_id", schools["school_id"])
    cohorts = pd.Series([cohort.id for cohort in workspace.cohorts])
    _check_reference(workspace, "alliances", alliances, "cohort", cohorts)
    _check_reference(workspace, "participants", participants, "cohort", cohorts)
    alliance_of = schools.set_index("school_id")["alliance_id"]
    participants = participants.assign(alliance_id=participants["school_id"].map(alliance_of))
    return Roster(alliances, schools, participants)


def _read(workspace: Workspace, record: str) -> pd.DataFrame:
    kind, path = load_record_type(record), workspace.record_file(record)
    columns = _clean_columns(path)
    if columns is None:
        columns = _checked_columns(kind, path)
    _check_header(kind, list(columns), path)
    rows = range(len(next(iter(columns.values()), Column.of([]))))
    table = pd.DataFrame(
        {
            name: _stripped(columns[name]) if name in columns else pd.Series("", rows, dtype="str")
            for name in kind.column_ids
        }
    )
    _check_cells(kind, table, path)
    return table


def _stripped(column: Column) -> pd.Series:
    return pd.Series(column.values([text.strip() for text in column.distinct]), dtype="str")


def _clean_columns(path: Path) -> dict[str, Column] | None:
    """Return the columns of a record by heading; ``None`` if a row or a heading is odd."""
    try:
        payload = path.read_bytes()
        grid = read_grid(payload, "utf-8-sig", ",")
    except (OSError, UnicodeDecodeError, csv.Error):
        return None
    header = grid.header.cells if grid.header else []
    last = int(grid.numbers[-1]) if len(grid.numbers) else 1
    odd = grid.ragged or any(number < last for number in grid.blank)
    if odd or not header or len(set(header)) < len(header):
        return None
    return dict(zip(header, grid.columns, strict=True))


def _checked_columns(kind: RecordType, path: Path) -> dict[str, Column]:
    """Return the columns of a record, or say of the first thing that is odd what it is."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file, strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise IntakeError(
            f"The record {kind.id} cannot be read.",
            where=str(path),
            expected="a CSV file in UTF-8",
            got=str(error),
            next_step=f"Columns: {', '.join(kind.column_ids)}.",
        ) from error
    while rows and not "".join(rows[-1]).strip():
        rows.pop()
    header, body = (rows[0], rows[1:]) if rows else ([], [])
    _check_header(kind, header, path)
    for number, row in enumerate(body, start=2):
        if len(row) != len(header):
            raise _row_error(path, number, "all columns", f"{len(header)} cells", str(len(row)))
    return {name: Column.of(row[place] for row in body) for place, name in enumerate(header)}


def _check_header(kind: RecordType, header: list[str], path: object) -> None:
    missing = [c.id for c in kind.columns if c.required and c.id not in header]
    if missing:
        raise IntakeError(
            f"The record {kind.id} lacks a column.",
            where=f"{path}, row 1",
            expected=", ".join(kind.column_ids),
            got=", ".join(header) or "an empty file",
            next_step=f"Add the column {missing[0]}.",
        )
    repeated = [name for name in kind.column_ids if header.count(name) > 1]
    if repeated:
        raise IntakeError(
            f"The record {kind.id} has a column twice.",
            where=f"{path}, row 1",
            expected="every heading once",
            got=", ".join(header),
            next_step=f"Remove or rename one of the columns {repeated[0]}.",
        )


def _check_addresses(workspace: Workspace, participants: pd.DataFrame) -> None:
    """Refuse an e-mail that two people share: an answer could not be traced to either."""
    addresses, ids = (_folded(participants[name]) for name in ("email", "participant_id"))
    taken = addresses.isin(ids) & (addresses != ids)
    if taken.any():
        row = int(taken.idxmax())
        raise _row_error(
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
        raise _row_error(
            workspace.record_file("participants"),
            row + 2,
            "email",
            f"an address of this person's own; row {first + 2} has the same",
            participants["email"][row],
        )


def _folded(values: pd.Series) -> pd.Series:
    return pd.Series([text.casefold() for text in values.tolist()], dtype="object")


def _check_cells(kind: RecordType, table: pd.DataFrame, path: object) -> None:
    for column in kind.columns:
        values = table[column.id]
        wrong = _wrong(column, values)
        if wrong.any():
            row = int(wrong.idxmax())
            raise _row_error(path, row + 2, column.id, _expected(column), values[row])
    repeated = _folded(table[kind.key]).duplicated()
    if repeated.any():
        row = int(repeated.idxmax())
        expected = "every key once, also without regard to capital letters"
        raise _row_error(path, row + 2, kind.key, expected, table[kind.key][row])


def _wrong(column: RecordColumn, values: pd.Series) -> pd.Series:
    blank = values == ""
    wrong = blank & column.required
    if column.kind == "date":
        dates = pd.Series(values.unique())
        read = pd.to_datetime(dates, format="%Y-%m-%d", errors="coerce")
        wrong |= values.isin(dates[read.isna()]) & ~blank
    if column.kind == "choice":
        wrong |= ~values.isin([code for code, _ in column.options]) & ~blank
    if column.kind == "integer":
        wrong |= ~values.str.fullmatch(r"-?\d+") & ~blank
    return wrong


def _expected(column: RecordColumn) -> str:
    return {
        "date": "a date such as 2025-09-01",
        "choice": "one of " + ", ".join(code for code, _ in column.options),
        "integer": "a whole number",
        "text": "a value",
    }[column.kind]


def _check_reference(
    workspace: Workspace, record: str, table: pd.DataFrame, column: str, known: pd.Series
) -> None:
    unknown = ~table[column].isin(known)
    if unknown.any():
        row = int(unknown.idxmax())
        value = table[column][row]
        raise _row_error(
            workspace.record_file(record),
            row + 2,
            column,
            "one that is declared. " + nearest(value, known),
            value,
        )


def _row_error(path: object, row: int, column: str, expected: str, got: str) -> IntakeError:
    return IntakeError(
        "A record has a row that cannot be used.",
        where=f"{path}, row {row}, {column}",
        expected=expected.strip(),
        got=got or "nothing",
        next_step="Correct the row and run the same command again.",
    )
