"""A form as one page of HTML that is filled in offline and saves its answers as a table."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from tsa_research.forms.blocks import blocks_of
from tsa_research.forms.notices import code_explained, notices
from tsa_research.forms.pages import template
from tsa_research.schemas.collection import Collection
from tsa_research.schemas.model import Instrument


def fillable_page(instrument: Instrument, collection: Collection) -> str:
    """Return a page that opens from a disk, fetches nothing and sends nothing.

    Saving writes a CSV file with one row, which ``tsa import`` reads without a mapping: its
    headings are the columns of the answers, its cells their codes. A draft stays in the browser
    only if the person asks for it. Nothing but the page's own script runs: it is named by its
    digest.

    Parameters
    ----------
    instrument : Instrument
    collection : Collection
        What the network says on its forms.
    """
    script = (Path(__file__).resolve().parent / "fillable.js").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return template("fillable.html.j2").render(
        form=instrument,
        blocks=list(blocks_of(instrument)),
        notices=notices(instrument, collection),
        code_explained=code_explained,
        script=script,
        script_hash=f"sha256-{digest}",
    )
