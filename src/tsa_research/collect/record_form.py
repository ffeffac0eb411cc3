"""The controls for one more row of a record, made from its declaration."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import Any

import ipywidgets as widgets

from tsa_research.collect.practice import open_for_writing
from tsa_research.collect.record_entry import add_row, take_back
from tsa_research.collect.style import ON_LEAVING, STYLE, WIDE
from tsa_research.errors import TsaError
from tsa_research.explore.announcing import Announcer
from tsa_research.explore.controls import COMMON, LABEL, button
from tsa_research.roster import Roster, read_roster
from tsa_research.schemas.reading import load_record_type
from tsa_research.schemas.records import RecordColumn, RecordType
from tsa_research.workspace import Workspace

KEPT = ("school_id", "coach", "observed", "held")
"""What stays filled in for the next row."""


def record_entry(network: str = "example", record: str = "coaching_log") -> widgets.VBox:
    """Return the form for one more row of a record, ready to be shown.

    Parameters
    ----------
    network : str
        A network of the package is copied first, and only the copy is written to.
    record : str
        Id, as ``tsa records`` lists them.
    """
    workspace, said = open_for_writing(network)
    return RecordEntry(workspace, load_record_type(record), said).box


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
        self.workspace, self.kind = workspace, kind
        self.keys: list[str] = []
        self.controls: dict[str, Any] = {}
        self.faults: dict[str, widgets.HTML] = {}
        self.announcer, self.result = Announcer(), widgets.HTML()
        roster, parts = (
            read_roster(workspace),
            [widgets.HTML(COMMON + STYLE), widgets.HTML(_line(said))],
        )
        for column in kind.columns:
            if column.id != kind.key:
                self.controls[column.id] = _control(column, roster)
                self.faults[column.id] = widgets.HTML()
                parts += [self.controls[column.id], self.faults[column.id]]
        buttons = [button("Save", self.save), button("Take the last one back", self.undo)]
        self.box = widgets.VBox([*parts, widgets.HBox(buttons), self.announcer, self.result])
        self.box.add_class("tsa-controls")
        self.box.add_class("tsa-collect")

    def save(self) -> None:
        """Write the row, or say beside each field what is wrong with it."""
        self._tell("Checking.")
        for shown in self.faults.values():
            shown.value = ""
        given = {name: _text(control.value) for name, control in self.controls.items()}
        try:
            key, faults = add_row(self.workspace, self.kind, given)
        except TsaError as error:
            self._tell(f"Not saved. {error}")
            return
        for fault in faults:
            words = f"Expected {fault.expected}; got {fault.got}."
            self.faults[fault.item].value = f"<p><strong>{escape(words)}</strong></p>"
        if faults:
            named = [self.kind.column(fault.item).title for fault in faults]
            self._tell(f"Not saved yet. Please look at: {', '.join(dict.fromkeys(named))}.")
            return
        self.keys.append(key)
        for name, control in self.controls.items():
            if name not in KEPT:
                control.value = None if isinstance(control, widgets.DatePicker) else ""
        self._tell(f"Saved as {key}. The reports have it after the next tsa import.")

    def undo(self) -> None:
        """Take the row that was saved last out again."""
        if not self.keys:
            self._tell("Nothing has been saved here that could be taken back.")
            return
        key = self.keys.pop()
        take_back(self.workspace, self.kind, key)
        self._tell(f"{key} is taken back.")

    def _tell(self, text: str) -> None:
        self.result.value = _line(text)
        self.announcer.text = text


def _control(column: RecordColumn, roster: Roster) -> Any:
    """Return the control for a cell; what must be filled in is marked in its label."""
    label = column.title if column.required else f"{column.title} (if any)"
    look = {"description": label, "style": LABEL, "layout": WIDE}
    if column.kind == "date":
        today = date.today() if column.id in KEPT else None
        return widgets.DatePicker(value=today, **look)
    options = _options(column, roster)
    if options:
        return widgets.Dropdown(options=[("", ""), *options], value="", **look)
    return widgets.Text(**look, **ON_LEAVING)


def _options(column: RecordColumn, roster: Roster) -> list[tuple[str, str]]:
    if column.refers_to == "schools":
        return list(zip(roster.schools["title"], roster.schools["school_id"], strict=True))
    if column.refers_to == "participants":
        there = ~roster.participants["participant_id"].isin(roster.withdrawn)
        people = roster.participants.loc[there]
        words = people["name"].where(people["name"] != "", people["participant_id"])
        return list(zip(words, people["participant_id"], strict=True))
    return [(label, code) for code, label in column.options]


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")


def _line(text: str) -> str:
    return f"<p>{escape(text)}</p>".replace("\n", "<br>")
