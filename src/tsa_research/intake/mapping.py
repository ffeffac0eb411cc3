"""The mapping file: a person's word on which question is which item."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from tsa_research.errors import IntakeError, nearest
from tsa_research.intake.delimited import read_delimited
from tsa_research.intake.files import digest_of, read_bytes
from tsa_research.intake.form import ROLES, Heading
from tsa_research.intake.table import Table
from tsa_research.intake.wording import plain_question, quoted
from tsa_research.schemas.model import Instrument

IGNORE = "ignore"
_HEADER = ("question", "item")


def read_mapping(path: Path) -> dict[str, str]:
    """Read a mapping file: a CSV with the columns ``question`` and ``item``.

    ``item`` is the column of an item (``trust_1__own_school``), the id of a context
    question, one of ``person``, ``school`` and ``submitted``, or ``ignore``.

    Raises
    ------
    IntakeError
        If the file has other columns, a blank cell, a row of another width or a question
        twice; the message names the row.
    """
    payload = read_bytes(path)
    table = read_delimited(payload, file=path.name, digest=digest_of(payload))
    if tuple(name.casefold() for name in table.header) != _HEADER:
        raise _bad_row(
            table, table.header_row, "the headings question,item", ",".join(table.header)
        )
    if table.set_aside:
        ragged = table.set_aside[0]
        expected = "two fields; a question with a comma stands in quotation marks"
        raise _bad_row(table, ragged.row, expected, ragged.got)
    mapping: dict[str, str] = {}
    for number, (question, item) in zip(table.numbers, table.rows, strict=True):
        if not question.strip() or not item.strip():
            raise _bad_row(table, number, "a question and an item", "a blank cell")
        if question.strip() in mapping:
            raise _bad_row(table, number, "every question once", quoted(question))
        mapping[question.strip()] = item.strip()
    return mapping


def mapping_line(question: str, item: str) -> str:
    """Return the line of a mapping file, with quotation marks where it needs them.

    >>> mapping_line("Trust, overall", "trust_1")
    '"Trust, overall",trust_1'
    """
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow((question, item))
    return line.getvalue()


def checked_mapping(mapping: Mapping[str, str], instrument: Instrument) -> dict[str, str]:
    """Return a mapping in which every item exists in the instrument, spelt as declared.

    Raises
    ------
    IntakeError
        If an item is unknown; the message names the question and the nearest item.
    """
    groups = [question.id for question in instrument.groups]
    groups += [question.id for question in instrument.questions]
    known = {name.casefold(): name for name in (*instrument.columns, *groups, *ROLES, IGNORE)}
    known |= {q.id.casefold(): q.asks for q in instrument.context if q.asks != "group"}
    for question, item in mapping.items():
        if item.casefold() not in known:
            raise IntakeError(
                f"The mapping names an item that {instrument.id} does not have.",
                where=f"mapping, question {quoted(question)}",
                expected=f"one of {', '.join(known.values())}",
                got=item,
                next_step=nearest(item, known.values()) or "Correct the mapping.",
            )
    return {question: known[item.casefold()] for question, item in mapping.items()}


def mapped(heading: Heading, mapping: Mapping[str, str]) -> str | None:
    """Return what a mapping says about a heading, or ``None``; exact spelling goes first."""
    texts = dict.fromkeys((heading.name, *heading.texts))
    exact = next((mapping[text] for text in texts if text in mapping), None)
    if exact or not mapping:
        return exact
    levelled = {plain_question(question): item for question, item in mapping.items()}
    keys = map(plain_question, texts)
    return next((levelled[key] for key in keys if key in levelled), None)


def _bad_row(table: Table, row: int, expected: str, got: str) -> IntakeError:
    return IntakeError(
        "The mapping file has a row that cannot be used.",
        where=f"{table.file}, row {row}",
        expected=expected,
        got=got,
        next_step="Correct the row and run the same command again.",
    )
