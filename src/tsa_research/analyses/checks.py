"""What came in, what was kept, and what was set aside for which reason, in forms and records?"""

from __future__ import annotations

from collections.abc import Sequence

from tsa_research.analyses.rows import as_table
from tsa_research.books import REASONS, ImportRecord
from tsa_research.findings import Finding
from tsa_research.record_books import ImportedRecord

QUESTION = "Can the answers be trusted to be what was sent?"


def books(records: Sequence[ImportRecord]) -> Finding:
    """Give the books of every wave.

    Returns
    -------
    Finding
        Kind ``books``: ``form``, ``wave``, ``rows_in``, ``rows_kept``, ``rows_set_aside``,
        ``late`` (answered after the announced last day), ``n_expectations``. The rows are
        about forms, not about what anybody answered, so nothing is hidden.
    """
    columns = ("form", "wave", "rows_in", "rows_kept", "rows_set_aside", "late", "n_expectations")
    rows = [
        {
            "form": record.form,
            "wave": record.label,
            "rows_in": record.rows_in,
            "rows_kept": record.rows_kept,
            "rows_set_aside": record.rows_set_aside,
            "late": record.late,
            "n_expectations": record.n_expectations,
        }
        for record in records
    ]
    return Finding(
        kind="books",
        question=QUESTION,
        title="Responses received, kept and set aside, across the network",
        table=as_table(rows, columns),
        keys=("form", "wave"),
        values=columns[3:],
        base="rows_in",
        unit="responses",
        scope="public",
        n=sum(record.rows_in for record in records),
        method=(
            "Every response is held against rules made from the form itself: known people and "
            "schools, one answer each, answers that are on the scale, possible dates. What "
            "breaks a rule is set aside with its reason and never changed."
        ),
    )


def reasons(records: Sequence[ImportRecord]) -> Finding:
    """Count the responses that were set aside by reason.

    Returns
    -------
    Finding
        Kind ``reasons``: ``form``, ``wave``, ``reason``, base ``n``: responses.
    """
    rows = [
        {
            "form": record.form,
            "wave": record.label,
            "reason": REASONS[kind].capitalize(),
            "n": count,
        }
        for record in records
        for kind, count in record.reasons.items()
    ]
    return Finding(
        kind="reasons",
        question=QUESTION,
        title="Why responses were set aside, across the network",
        table=as_table(rows, ("form", "wave", "reason", "n")),
        keys=("form", "wave", "reason"),
        values=(),
        unit="responses",
        scope="public",
        n=sum(count for record in records for count in record.reasons.values()),
        method="A response with several faults is counted under its first.",
        facts={"nothing": "Nothing was set aside."},
    )


def record_books(records: Sequence[ImportedRecord]) -> Finding:
    """Give the books of every record.

    Parameters
    ----------
    records : sequence of ImportedRecord
        As :attr:`tsa_research.record_study.RecordStudy.books` has them.

    Returns
    -------
    Finding
        Kind ``record_books``: ``record``, ``rows_in``, ``rows_kept``, ``rows_set_aside`` (those
        of people who have withdrawn among them: how many they are is nobody's business). The rows
        are about tables, not about what anybody did, so nothing is hidden.
    """
    columns = ("record", "rows_in", "rows_kept", "rows_set_aside")
    rows = [
        {
            "record": record.title,
            "rows_in": record.rows_in,
            "rows_kept": record.rows_kept,
            "rows_set_aside": record.rows_set_aside + record.rows_withdrawn,
        }
        for record in records
    ]
    return Finding(
        kind="record_books",
        question=QUESTION,
        title="Rows of records received, kept and set aside, across the network",
        table=as_table(rows, columns),
        keys=("record",),
        values=columns[2:],
        base="rows_in",
        unit="rows",
        scope="public",
        n=sum(record.rows_in for record in records),
        method=(
            "Every row is held against the rules of its record: known people and schools, days and "
            "numbers that are possible, columns that agree with each other. What breaks a rule is "
            "set aside with its reason and never changed; so are rows on people who have withdrawn."
        ),
        facts={"nothing": "No record has been imported."},
    )
