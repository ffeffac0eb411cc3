"""A workbook to type answers into: the table of ``table_template`` with a list for every answer."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tsa_research.forms.cells import bytes_of, writable, write_text
from tsa_research.forms.notices import code_in_one_line, notices
from tsa_research.forms.table_template import KNOWN, table_template
from tsa_research.schemas.codes import example_code
from tsa_research.schemas.collection import Collection
from tsa_research.schemas.model import Instrument

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

ROWS = 500
"""So many rows have lists; further ones can be typed in all the same."""
ANSWERS, CHOICES = "Answers", "Choices"
WIDTH, LONGEST = 24, 60
"""How wide the columns are, in characters, and the longest heading that fits without turning."""


def table_workbook(instrument: Instrument, collection: Collection) -> bytes:
    """Return a workbook that ``tsa import`` reads back without a mapping.

    Each answer that is one of several is chosen from a list of its labels. Questions that take
    several answers are typed: their labels or codes, separated by semicolons.

    Parameters
    ----------
    instrument : Instrument
    collection : Collection
        What the network says on its forms: it stands in a note at the first heading.

    Returns
    -------
    bytes
        One sheet with the headings of :func:`~tsa_research.forms.table_template.table_template`;
        the labels stand on a sheet that spreadsheets do not show and ``tsa import`` leaves out.
    """
    from openpyxl import Workbook

    book = Workbook()
    answers, choices = book.active, book.create_sheet(CHOICES)
    choices.sheet_state = "veryHidden"
    answers.title = ANSWERS
    headings = next(csv.reader(io.StringIO(table_template(instrument))))
    _write_headings(answers, headings)
    _add_note(answers, [*notices(instrument, collection), *_code(instrument)])
    for column, labels in enumerate(_labels(instrument), start=1):
        _add_list(answers, choices, column=column, labels=labels)
    for column, (name, hint) in enumerate(_hints(instrument).items(), start=1):
        _add_hint(answers, column=column, title=name, hint=hint)
    return bytes_of(book)


def _labels(instrument: Instrument) -> Iterator[list[str]]:
    """Yield the labels of every question in the order of the headings; none for open ones."""
    schools = [question.options for question in instrument.context if question.asks == "school"]
    known = {"school": schools[0]} if schools else {}
    yield from ([label for _, label in known.get(name, ())] for name in KNOWN)
    yield from ([label for _, label in question.options] for question in instrument.groups)
    yield from ([option.label for option in item.scale.options] for item in instrument.items)
    yield from ([] for _ in instrument.questions)


def _hints(instrument: Instrument) -> dict[str, str]:
    """Return what is typed into each of the columns that no question of the form explains."""
    who = "E-mail address or id as on the roster."
    if instrument.code:
        who = f"The person's code, such as {example_code(instrument.code)}."
    asked = [question for question in instrument.context if question.asks == "school"]
    chosen = any(question.options for question in asked)
    school = "Choose from the list." if chosen else "Id or title of the school as on the roster."
    return dict(zip(KNOWN, (who, school, "A day such as 2026-03-27."), strict=True))


def _write_headings(sheet: Worksheet, headings: list[str]) -> None:
    """Write the headings as text, never as formulas, and keep them in sight."""
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    for place, heading in enumerate(headings, start=1):
        cell = write_text(sheet, 1, place, heading)
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(place)].width = min(
            max(WIDTH, len(heading) // 3), LONGEST
        )
    sheet.freeze_panes = "B2"


def _code(instrument: Instrument) -> list[str]:
    return [code_in_one_line(instrument.code)] if instrument.code else []


def _add_note(sheet: Worksheet, texts: list[str]) -> None:
    """Say what stands on every form in a note, which is no cell that would be read back."""
    from openpyxl.comments import Comment

    sheet["A1"].comment = Comment(writable("\n\n".join(texts)), "tsa form", height=320, width=420)


def _add_list(answers: Worksheet, choices: Worksheet, *, column: int, labels: list[str]) -> None:
    """Offer the labels in every row of a column."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    if not labels:
        return
    letter = get_column_letter(column)
    for row, label in enumerate(labels, start=1):
        write_text(choices, row, column, label)
    rule = DataValidation(
        type="list",
        formula1=f"{CHOICES}!${letter}$1:${letter}${len(labels)}",
        allow_blank=True,
        showErrorMessage=True,
        errorTitle="Not an answer of this form",
        error="Choose one of the answers from the list, or leave the cell empty.",
    )
    rule.add(_rows_of(letter))
    answers.add_data_validation(rule)


def _add_hint(answers: Worksheet, *, column: int, title: str, hint: str) -> None:
    """Say what is typed into a column beside the cell that is about to be filled."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    area = _rows_of(get_column_letter(column))
    rules = (r for r in answers.data_validations.dataValidation if str(r.sqref) == area)
    rule = next(rules, None)  # a cell has one rule: that of its list, if there is one
    if rule is None:
        rule = DataValidation(allow_blank=True, sqref=area)
        answers.add_data_validation(rule)
    rule.showInputMessage, rule.promptTitle, rule.prompt = True, title, hint


def _rows_of(letter: str) -> str:
    return f"{letter}2:{letter}{ROWS + 1}"
