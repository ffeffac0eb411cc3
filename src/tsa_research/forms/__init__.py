"""The form that people fill in, made from the instrument: as a printed sheet, as a table.

Whatever comes back is read by ``tsa import`` without a mapping, because both sides follow from
the same declaration.
"""

from __future__ import annotations

from collections.abc import Callable

from tsa_research.forms.printable import printable_sheet
from tsa_research.forms.table_template import table_template
from tsa_research.schemas.model import Instrument

MAKERS: dict[str, Callable[[Instrument], str]] = {
    "print": printable_sheet,
    "csv": table_template,
}
"""What a form can be made as: a page to print, a table to type answers into."""


def make_form(instrument: Instrument, kind: str) -> str:
    """Return the text of a form.

    Parameters
    ----------
    instrument : Instrument
    kind : str
        One of :data:`MAKERS`.
    """
    return MAKERS[kind](instrument)
