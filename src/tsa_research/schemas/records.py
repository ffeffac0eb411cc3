"""Record types: tables that are kept beside the answers, such as schools and participants."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tsa_research.errors import DeclarationError

ColumnKind = Literal["text", "date", "integer", "choice"]


@dataclass(frozen=True)
class RecordColumn:
    """One column of a record.

    ``names_person`` marks columns that leave the data at import. ``refers_to`` names
    the record type whose key the column holds.
    """

    id: str
    title: str
    kind: ColumnKind = "text"
    required: bool = True
    options: tuple[tuple[str, str], ...] = ()
    refers_to: str | None = None
    names_person: bool = False

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

    def __post_init__(self) -> None:
        if self.key not in self.column_ids:
            raise DeclarationError(
                "The key of a record type must be one of its columns.",
                where="key",
                expected=", ".join(self.column_ids),
                got=self.key,
            )

    @property
    def column_ids(self) -> tuple[str, ...]:
        """The names of the columns in order."""
        return tuple(column.id for column in self.columns)

    def column(self, column_id: str) -> RecordColumn:
        """Return a column by name; ``KeyError`` if there is none."""
        return {column.id: column for column in self.columns}[column_id]
