"""A form as one page of HTML that is printed and filled in by hand."""

from __future__ import annotations

from tsa_research.forms.blocks import blocks_of
from tsa_research.forms.notices import code_explained, notices
from tsa_research.forms.pages import template
from tsa_research.schemas.collection import Collection
from tsa_research.schemas.model import Instrument

LINES = {"text": 4, "list": 1}
"""Empty lines for an answer in words: for a text, and for each entry of a list."""


def printable_sheet(instrument: Instrument, collection: Collection) -> str:
    """Return a page without scripts or addresses: it opens offline and prints on A4.

    It does not say which end of a scale is good: that would lead the people who answer.
    """
    return template("sheet.html.j2").render(
        form=instrument,
        blocks=list(blocks_of(instrument)),
        lines=LINES,
        notices=notices(instrument, collection),
        code_explained=code_explained,
    )
