"""What is checked of every row of a record, in order: one list for the roster and all others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tsa_research.schemas.record_rules import RecordRule
from tsa_research.schemas.records import RecordColumn, RecordType

CheckKind = Literal["cell", "once", "rule", "reference", "past"]


@dataclass(frozen=True)
class RecordCheck:
    """One check of a record: ``name`` tells it apart, ``column`` is the one at fault."""

    kind: CheckKind
    column: RecordColumn
    expected: str
    rule: RecordRule | None = None

    @property
    def name(self) -> str:
        """A name that no column of a record has."""
        return self.rule.name if self.rule else f"{self.column.id} {self.kind}"


def record_checks(kind: RecordType) -> tuple[RecordCheck, ...]:
    """Return the checks of the rows of a record that need no other record."""
    cells = [RecordCheck("cell", column, expected_in(column)) for column in kind.columns]
    once = "every key once, also without regard to capital letters"
    rules = [RecordCheck("rule", kind.column(r.column), r.expected, r) for r in kind.rules]
    return (*cells, RecordCheck("once", kind.column(kind.key), once), *rules)


def reference_checks(kind: RecordType) -> tuple[RecordCheck, ...]:
    """Return the checks of cells that must stand in another record."""
    return tuple(
        RecordCheck("reference", column, f"one that stands in records/{column.refers_to}.csv")
        for column in kind.columns
        if column.refers_to
    )


def day_checks(kind: RecordType) -> tuple[RecordCheck, ...]:
    """Return the checks of days on which something was done: none of them is in the future."""
    return tuple(RecordCheck("past", column, "a day up to today") for column in kind.days_done)


def expected_in(column: RecordColumn) -> str:
    """Return what a cell of a column must be, in words.

    >>> expected_in(RecordColumn("took", "Took", kind="integer", unit="minutes", least=0))
    'a whole number of minutes, at least 0'
    """
    if column.kind == "choice":
        return "one of " + ", ".join(code for code, _ in column.options)
    words = {"date": "a date such as 2025-09-01", "text": "a value"}
    return words.get(column.kind) or _number(column)


def _number(column: RecordColumn) -> str:
    noun = "a whole number" if column.kind == "integer" else "a number such as 2.5"
    unit = f" of {column.unit}" if column.kind == "integer" else ""
    edges = {"at least": column.least, "at most": column.most}
    return noun + unit + "".join(f", {word} {n}" for word, n in edges.items() if n is not None)
