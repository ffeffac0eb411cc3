"""The controls for one more row of a record, made from its declaration."""

from __future__ import annotations

import ipywidgets as widgets

from tsa_research.collect.practice import open_for_writing
from tsa_research.collect.record_fields import RecordFields, line
from tsa_research.collect.style import STYLE
from tsa_research.errors import TsaError, UsageError, nearest
from tsa_research.explore.controls import COMMON, button
from tsa_research.explore.pages import nothing_yet
from tsa_research.schemas.reading import list_record_types, load_record_type
from tsa_research.schemas.records import ROSTER, RecordType
from tsa_research.workspace import Workspace


def record_entry(network: str = "example", record: str = "coaching_log") -> widgets.VBox:
    """Return the form for one more row of a record, ready to be shown.

    Parameters
    ----------
    network : str
        A network of the package is copied first, and only the copy is written to.
    record : str
        Id, as ``tsa records`` lists them.
    """
    known = (*list_record_types(), *ROSTER)
    try:
        if record not in known:
            raise UsageError(
                "There is no record of this name.",
                where="record",
                expected=", ".join(known),
                got=repr(record),
                next_step=nearest(record, known) or "Open the page again with one of these.",
            )
        workspace, said = open_for_writing(network)
        return RecordEntry(workspace, load_record_type(record), said).box
    except TsaError as error:
        return nothing_yet(error)


class RecordEntry:
    """One row at a time: saved if it breaks no rule, and taken back if it was a mistake.

    Parameters
    ----------
    workspace : Workspace
    kind : RecordType
    said : str
        Which network is written into.
    """

    def __init__(self, workspace: Workspace, kind: RecordType, said: str) -> None:
        self.fields = RecordFields(workspace, kind)
        buttons = [button("Save", self.save), button("Take the last one back", self.undo)]
        self.box = widgets.VBox(
            [
                widgets.HTML(COMMON + STYLE),
                widgets.HTML(line(said)),
                *self.fields.parts(self.fields.controls),
                widgets.HBox(buttons),
                self.fields.announcer,
                self.fields.result,
            ]
        )
        self.box.add_class("tsa-controls")
        self.box.add_class("tsa-collect")
        self.box.add_class("tsa-row")

    def save(self) -> None:
        """Write the row, or say beside each field what is wrong with it."""
        if self.fields.save():
            self.fields.empty()

    def undo(self) -> None:
        """Take the row that was saved last out again."""
        self.fields.take_back()
