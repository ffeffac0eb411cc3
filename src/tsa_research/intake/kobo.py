"""Exports of KoboToolbox and ODK Central: names or labels of questions, groups in front."""

from __future__ import annotations

from dataclasses import replace

from tsa_research.columns import Column
from tsa_research.intake.form import Dialect, Form, wide_form
from tsa_research.intake.headings import aliases, technical
from tsa_research.intake.lexicon import Lexicon, build_lexicon
from tsa_research.intake.table import Table
from tsa_research.intake.wording import plain
from tsa_research.schemas.model import Instrument
from tsa_research.schemas.questions import JOINT, Question

_KOBO, _ODK = {"_uuid", "_submission_time"}, {"submissiondate", "key"}
_INSTANCE = ("instanceid", "meta/instanceid", "meta-instanceid", "meta/rootuuid", "formhub/uuid")
_ADDED = {
    *("end", "today", "deviceid", "username", "simserial", "subscriberid", "phonenumber", "key"),
    *("instancename", "meta-instancename", "meta/instancename", "formversion", "status"),
    *("submitterid", "submittername", "attachmentspresent", "attachmentsexpected", "edits"),
    *("reviewstate", "submissiondate", *_INSTANCE),
}
_GROUP = ("/", "-")
"""What stands between the name of a group and that of a question: in Kobo, in ODK Central."""


def recognises(table: Table) -> bool:
    """Tell whether the columns that one of the two tools adds to every export are there."""
    names = {plain(name) for name in table.header}
    return names >= _KOBO or names >= _ODK


def read(table: Table, instrument: Instrument) -> Form:
    """Return the table; several options in one cell, which stand apart by blanks, are joined.

    What is only said on the form has a column too: one that is blank and asks nothing goes.
    """
    form = _without_said(wide_form(table, texts=question_texts), build_lexicon(instrument))
    several = {question.id: question for question in instrument.questions if question.has_options}
    asked = (
        next((several[text] for text in heading.texts if text in several), None)
        for heading in form.headings
    )
    pairs = zip(form.columns, asked, strict=True)
    return replace(form, columns=tuple(_joined(c, q) if q else c for c, q in pairs))


def _without_said(form: Form, lexicon: Lexicon) -> Form:
    pairs = list(zip(form.headings, form.columns, strict=True))
    kept = [(h, c) for h, c in pairs if lexicon.knows(h) or c.where(_is_filled).any()]
    headings, columns = zip(*kept, strict=True)
    return replace(form, headings=headings, columns=columns)


def _is_filled(cell: str) -> bool:
    return bool(cell.strip())


def question_texts(name: str) -> tuple[str, ...]:
    """Return what may be the name of a question, or of an option of it, without its groups.

    >>> question_texts("page_1/keeps_trying")
    ('page_1/keeps_trying', 'keeps_trying', 'page_1__keeps_trying')
    """
    found = [name]
    for sign in _GROUP:
        *groups, last = name.split(sign)
        if groups:
            found += [last, f"{groups[-1]}__{last}"]
    return tuple(dict.fromkeys(found))


def _joined(column: Column, question: Question) -> Column:
    return Column([_codes(text, question) for text in column.distinct], column.codes)


def _codes(text: str, question: Question) -> str:
    parts = text.split()
    return JOINT.join(parts) if set(parts) <= set(question.codes) else text


DIALECT = Dialect(
    name="kobo",
    looks_like="the headings _uuid and _submission_time, or SubmissionDate and KEY",
    recognises=recognises,
    read=read,
    aliases=aliases(submitted=("submitted", "_submission_time", "submissiondate", "end")),
    technical=technical(_ADDED, starts=("_",)),
)
