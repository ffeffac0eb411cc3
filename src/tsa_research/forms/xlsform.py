"""A form for KoboToolbox and ODK: an XLSForm workbook, a page for every section."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tsa_research.forms.blocks import blocks_of
from tsa_research.forms.cells import bytes_of, write_text
from tsa_research.forms.notices import code_in_one_line, notices
from tsa_research.schemas.codes import CodeElement, example_code
from tsa_research.schemas.collection import Collection
from tsa_research.schemas.model import ContextQuestion, Instrument, Item, ResponseScale
from tsa_research.schemas.questions import Question

Row = dict[str, str]
SURVEY = ("type", "name", "label", "hint", "appearance", "constraint", "constraint_message")
CHOICES = ("list_name", "name", "label")
NOTICE = "form_notice"
"""The name of what is said above the questions: a column that ``tsa import`` leaves out."""
ABOUT_YOU, MORE = "about_you", "further_questions"
_HINTS = {
    "tick_all": "Tick all that apply.",
    "ranking": "Put the most important first.",
    "list": "At most {most}, one on each line, the most important first.",
    "text": "",
}
_TYPES = {"tick_all": "select_multiple", "ranking": "rank"}


def xlsform(instrument: Instrument, collection: Collection) -> bytes:
    """Return a workbook that Kobo and ODK take as a form.

    Its questions are named as the columns of the answers, and its choices by their codes, so
    that ``tsa import`` reads the export without a mapping. No question has to be answered.

    Parameters
    ----------
    instrument : Instrument
    collection : Collection
        What the network says on its forms: it stands on the first page.

    Returns
    -------
    bytes
        An .xlsx file with the sheets ``survey``, ``choices`` and ``settings``.

    References
    ----------
    The XLSForm specification, xlsform.org.
    """
    from openpyxl import Workbook

    book = Workbook()
    survey, choices, settings = book.active, *map(book.create_sheet, ("choices", "settings"))
    survey.title = "survey"
    sheets = {
        survey: (SURVEY, _survey(instrument, collection)),
        choices: (CHOICES, _choices(instrument)),
        settings: (("form_title", "form_id", "version", "style"), [_settings(instrument)]),
    }
    for sheet, (columns, rows) in sheets.items():
        lines = [columns, *([row.get(column, "") for column in columns] for row in rows)]
        for number, line in enumerate(lines, start=1):
            for place, text in enumerate(line, start=1):
                if text:
                    write_text(sheet, number, place, text)
    return bytes_of(book)


def _settings(instrument: Instrument) -> Row:
    return {
        "form_title": instrument.title,
        "form_id": instrument.id,
        "version": str(instrument.version),
        "style": "pages",
    }


def _survey(instrument: Instrument, collection: Collection) -> Iterator[Row]:
    yield {"type": "today", "name": "submitted"}
    said = "\n\n".join(notices(instrument, collection))
    note = {"type": "note", "name": NOTICE, "label": said}
    yield from _page(ABOUT_YOU, instrument.title, [note, *map(_context, instrument.context)])
    for number, block in enumerate(blocks_of(instrument), start=1):
        yield from _page(f"page_{number}", block.title, map(_item, block.items))
    if instrument.questions:
        yield from _page(MORE, "Further questions", map(_question, instrument.questions))


def _page(name: str, title: str, rows: Iterable[Row]) -> Iterator[Row]:
    """Yield the rows of one page; nothing if it would be empty."""
    inside = list(rows)
    if inside:
        yield {"type": "begin_group", "name": name, "label": title, "appearance": "field-list"}
        yield from inside
        yield {"type": "end_group"}


def _context(question: ContextQuestion) -> Row:
    kind = f"select_one {_list_of(question)}" if question.options else "text"
    row = {"type": kind, "name": question.id, "label": question.wording}
    if not question.code:
        return row
    return row | {
        "hint": code_in_one_line(question.code),
        "constraint": f"regex(., '^{''.join(_signs(part) for part in question.code)}$')",
        "constraint_message": f"A code looks like {example_code(question.code)}.",
    }


def _signs(part: CodeElement) -> str:
    return f"[{'A-Za-z' if part.letters else '0-9'}-]{{{part.length}}}"


def _item(item: Item) -> Row:
    levels = (f"{item.scale.label(code)}: {text}" for code, text in item.descriptors)
    return {
        "type": f"select_one {_list_of(item.scale)}",
        "name": item.column,
        "label": item.wording,
        "hint": "\n".join(levels),
    }


def _question(question: Question) -> Row:
    row = {
        "name": question.id,
        "label": question.wording,
        "hint": _HINTS[question.kind].format(most=question.most),
    }
    if question.has_options:
        return row | {"type": f"{_TYPES[question.kind]} {_list_of(question)}"}
    return row | {"type": "text", "appearance": "multiline"}


def _list_of(asked: ContextQuestion | ResponseScale | Question) -> str:
    """Return the name of a list of choices; scales may be named as questions are."""
    return f"scale_{asked.name}" if isinstance(asked, ResponseScale) else f"options_{asked.id}"


def _choices(instrument: Instrument) -> Iterator[Row]:
    for scale in instrument.scales:
        for option in scale.options:
            yield _choice(_list_of(scale), str(option.code), option.label)
    asked: tuple[ContextQuestion | Question, ...] = (*instrument.context, *instrument.questions)
    for question in asked:
        for code, label in question.options:
            yield _choice(_list_of(question), code, label)


def _choice(list_name: str, code: str, label: str) -> Row:
    return {"list_name": list_name, "name": code, "label": label}
