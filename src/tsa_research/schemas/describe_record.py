"""The records of a network in plain words, and empty ones to fill in, for the command line."""

from __future__ import annotations

from tsa_research.errors import UsageError, nearest
from tsa_research.schemas.reading import list_record_types, load_record_type
from tsa_research.schemas.record_checks import expected_in
from tsa_research.schemas.records import ROSTER, RecordColumn, RecordType


def list_records_in_words() -> list[str]:
    """Return a line for each record: the roster first, then what may stand beside it."""
    kinds = [load_record_type(name) for name in (*ROSTER, *list_record_types())]
    width = max(len(kind.id) for kind in kinds)
    return [f"{kind.id:<{width}}  {kind.title}: {_first_sentence(kind)}" for kind in kinds]


def find_record_type(record: str) -> RecordType:
    """Return a record type by id, the roster's included.

    Raises
    ------
    UsageError
        If there is none; the message lists those that exist.
    """
    known = (*ROSTER, *list_record_types())
    if record not in known:
        raise UsageError(
            f"There is no record called {record}.",
            expected=", ".join(known),
            got=record,
            next_step=nearest(record, known),
        )
    return load_record_type(record)


def describe_record(kind: RecordType) -> list[str]:
    """Return everything that a record type declares, line by line."""
    lines = [
        f"{kind.title} (records/{kind.id}.csv, version {kind.version})",
        kind.about,
        f"Source: {kind.source}",
        f"Every row has a {kind.key} of its own.",
    ]
    lines += [f"  {column.id}: {_column_in_words(column)}" for column in kind.columns]
    return lines + [f"Rule: {rule.column} is {rule.expected}" for rule in kind.rules]


def record_template(kind: RecordType) -> str:
    """Return an empty record: its headings.

    >>> record_template(load_record_type("withdrawals")).strip()
    'withdrawal_id,participant,withdrawn'
    """
    return ",".join(kind.column_ids) + "\n"


def _column_in_words(column: RecordColumn) -> str:
    refers = f", one that stands in records/{column.refers_to}.csv" if column.refers_to else ""
    empty = "" if column.required else "; may be empty"
    leaves = "; leaves the data at import" if column.names_person else ""
    return f"{column.title} ({expected_in(column)}{refers}{empty}{leaves})"


def _first_sentence(kind: RecordType) -> str:
    return kind.about.partition(". ")[0].rstrip(".").strip() + "."
