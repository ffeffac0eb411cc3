"""Reading the export of a form tool: recognise the dialect, match, recode, account."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tsa_research.errors import IntakeError, UsageError, nearest
from tsa_research.intake import (
    google_forms,
    kobo,
    microsoft_forms,
    plain_long,
    plain_wide,
    qualtrics,
)
from tsa_research.intake.archive import not_a_workbook
from tsa_research.intake.assembly import assemble
from tsa_research.intake.delimited import read_delimited
from tsa_research.intake.files import digest_of, read_bytes
from tsa_research.intake.form import Dialect, Form
from tsa_research.intake.matching import Layout, match_headings
from tsa_research.intake.model import Intake
from tsa_research.intake.table import Table
from tsa_research.intake.wording import listed, quoted
from tsa_research.intake.workbook import read_workbook
from tsa_research.schemas.dialects import DIALECTS
from tsa_research.schemas.model import Instrument

_MOST_SPECIFIC_FIRST = (qualtrics, kobo, microsoft_forms, google_forms, plain_long, plain_wide)
_BY_NAME = {module.DIALECT.name: module.DIALECT for module in _MOST_SPECIFIC_FIRST}
_WORKBOOKS = (".xlsx", ".xlsm")


def read_export(
    path: Path,
    instrument: Instrument,
    *,
    dialect: str = "auto",
    mapping: Mapping[str, str] | None = None,
) -> Intake:
    """Read a file of answers as a form tool exported it.

    Use it for files that came from people; whether answers are valid, known and unique is
    judged afterwards. Only rows that cannot be read at all are set aside here.

    Parameters
    ----------
    path : Path
        A CSV file or a workbook (.xlsx).
    instrument : Instrument
        The questionnaire that the file is said to hold.
    dialect : str
        One of :data:`DIALECTS`, or ``auto`` to recognise it.
    mapping : mapping of str to str, optional
        Question to item, as :func:`tsa_research.intake.mapping.read_mapping` returns it.

    Returns
    -------
    Intake
        ``rows_in`` is ``len(answers) + len(set_aside)``.

    Raises
    ------
    IntakeError
        If the file cannot be read, or its questions are not those of the instrument.
    UsageError
        If there is no such dialect.
    """
    _check_name(dialect)
    table = read_table(path)
    chosen = _recognise(table) if dialect == "auto" else _confirm(table, _BY_NAME[dialect])
    form = chosen.read(table, instrument)
    layout = match_headings(form, instrument, chosen, mapping or {})
    assembled = assemble(form, layout, instrument, day_first=chosen.day_first)
    return Intake(
        file=table.file,
        dialect=chosen.name,
        encoding=table.encoding,
        separator=table.separator,
        digest=table.digest,
        rows_in=form.rows_in,
        coded=assembled.answers,
        set_aside=form.set_aside,
        actions=(*form.actions, *layout.actions, *assembled.actions),
        answer_rows=_answer_rows(form, layout),
    )


def _answer_rows(form: Form, layout: Layout) -> dict[tuple[int, str], int]:
    if not form.answer_rows:
        return {}
    return {
        (number, column): row
        for column, places in layout.positions.items()
        for number, row in zip(form.numbers, form.answer_rows[places[0]], strict=True)
        if row
    }


def read_table(path: Path) -> Table:
    """Return the rows of a CSV file or a workbook as texts.

    Raises
    ------
    IntakeError
        If there is no such file, or its content is not what its ending says.
    """
    payload, ending = read_bytes(path), path.suffix.casefold()
    if ending == ".xls":
        raise not_a_workbook(path.name, "a workbook in the old format .xls")
    read = read_workbook if ending in _WORKBOOKS else read_delimited
    return read(payload, file=path.name, digest=digest_of(payload))


def _check_name(dialect: str) -> None:
    if dialect not in ("auto", *DIALECTS):
        raise UsageError(
            f"There is no dialect called {dialect}.",
            expected=", ".join(("auto", *DIALECTS)),
            got=dialect,
            next_step=nearest(dialect, DIALECTS),
        )


def _recognise(table: Table) -> Dialect:
    for module in _MOST_SPECIFIC_FIRST:
        if module.recognises(table):
            return module.DIALECT
    raise IntakeError(
        "The file comes from no form tool that is known.",
        where=f"{table.file}, row {table.header_row}",
        expected="; or ".join(f"{d.looks_like} ({d.name})" for d in _BY_NAME.values()),
        got="the headings " + listed(map(quoted, filter(None, table.header)), most=8),
        next_step="If it has one row per response, import it again as plain_wide.",
    )


def _confirm(table: Table, dialect: Dialect) -> Dialect:
    # A table made by hand may call everything as the form did: then it is a person's word.
    if dialect is plain_wide.DIALECT or dialect.recognises(table):
        return dialect
    raise IntakeError(
        f"The file is not an export of the kind {dialect.name}.",
        where=f"{table.file}, row {table.header_row}",
        expected=dialect.looks_like,
        got="the headings " + listed(map(quoted, filter(None, table.header)), most=8),
        next_step="Let the kind be recognised (auto), or name another one.",
    )
