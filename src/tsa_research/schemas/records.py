"""Record types: tables that are kept beside the answers, such as schools and participants."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from tsa_research.errors import DeclarationError
from tsa_research.schemas.record_rules import RecordRule

ColumnKind = Literal["text", "date", "integer", "number", "choice"]
COLUMN_KINDS: tuple[str, ...] = get_args(ColumnKind)
ROSTER = ("alliances", "schools", "participants")
"""The record types that say who belongs to what; others refer to them."""


@dataclass(frozen=True)
class RecordColumn:
    """One column of a record.

    ``names_person`` marks columns that leave the data at import. ``refers_to`` names
    the record type whose key the column holds. ``unit`` says what a whole or decimal number
    counts; ``least`` and ``most`` are the smallest and largest that are possible. ``ahead`` marks
    a day by which something is to be done; ``expected`` is the number that was agreed on.
    """

    id: str
    title: str
    kind: ColumnKind = "text"
    required: bool = True
    options: tuple[tuple[str, str], ...] = ()
    refers_to: str | None = None
    names_person: bool = False
    unit: str = ""
    least: int | None = None
    most: int | None = None
    ahead: bool = False
    expected: int | None = None

    def label(self, code: str) -> str:
        """Return the label of a choice, or the code itself where it has none."""
        return dict(self.options).get(code, code)


@dataclass(frozen=True)
class RecordType:
    """A kind of record, declared once in ``data/schemas/records``."""

    id: str
    version: int
    title: str
    about: str
    key: str
    columns: tuple[RecordColumn, ...]
    source: str
    rules: tuple[RecordRule, ...] = ()

    def __post_init__(self) -> None:
        self._check_key()
        self._check_columns()
        self._check_rules()

    def _check_key(self) -> None:
        if self.key not in self.column_ids:
            raise DeclarationError(
                "The key of a record type must be one of its columns.",
                where="key",
                expected=", ".join(self.column_ids),
                got=self.key,
            )

    def _check_columns(self) -> None:
        for column in self.columns:
            counts = column.kind in ("integer", "number")
            if counts != bool(column.unit):
                raise DeclarationError(
                    "A column that counts says its unit, and no other does.",
                    where=f"columns, {column.id}, unit",
                    expected="a unit such as minutes" if counts else "no unit",
                    got=column.unit or "nothing",
                )

    def _check_rules(self) -> None:
        for rule in self.rules:
            unknown = {rule.column, rule.other} - set(self.column_ids)
            if unknown:
                raise DeclarationError(
                    "A rule names a column that the record does not have.",
                    where=f"rules, {rule.name}",
                    expected=", ".join(self.column_ids),
                    got=", ".join(sorted(unknown)),
                )

    @property
    def people(self) -> tuple[str, ...]:
        """The columns that hold participants."""
        return tuple(column.id for column in self.columns if column.refers_to == "participants")

    @property
    def column_ids(self) -> tuple[str, ...]:
        """The names of the columns in order."""
        return tuple(column.id for column in self.columns)

    @property
    def days_done(self) -> tuple[RecordColumn, ...]:
        """The columns that hold a day on which something was done."""
        days = (column for column in self.columns if column.kind == "date")
        return tuple(column for column in days if not column.ahead)

    def column(self, column_id: str) -> RecordColumn:
        """Return a column by name; ``KeyError`` if there is none."""
        return {column.id: column for column in self.columns}[column_id]
