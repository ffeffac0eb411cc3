"""The form that people fill in, made from the instrument: to print, to type into, to send out.

Whatever comes back is read by ``tsa import`` without a mapping, because both sides follow from
the same declaration.
"""

from __future__ import annotations

from collections.abc import Callable

from tsa_research.forms.fillable import fillable_page
from tsa_research.forms.printable import printable_sheet
from tsa_research.forms.table_template import table_template
from tsa_research.forms.table_workbook import table_workbook
from tsa_research.forms.xlsform import xlsform
from tsa_research.schemas.collection import Collection
from tsa_research.schemas.model import Instrument

MAKERS: dict[str, Callable[[Instrument, Collection], str | bytes]] = {
    "print": printable_sheet,
    "html": fillable_page,
    "csv": table_template,
    "xlsx": table_workbook,
    "xlsform": xlsform,
}
"""What a form can be made as: a page to print or to fill in, a table to type answers into, as text
or as a workbook with lists, and a form for KoboToolbox and ODK."""


def make_form(
    instrument: Instrument, kind: str, collection: Collection | None = None
) -> str | bytes:
    """Return a form: text, or the bytes of a workbook.

    Parameters
    ----------
    instrument : Instrument
    kind : str
        One of :data:`MAKERS`.
    collection : Collection, optional
        What the network says on its forms; the words of the package if not given.
    """
    return MAKERS[kind](instrument, collection or Collection())
