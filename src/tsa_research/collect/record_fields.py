"""The fields for one row of a record: made from its declaration, checked, written, taken back."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from html import escape
from typing import Any

import ipywidgets as widgets
import pandas as pd

from tsa_research.alphabet import alphabetical, plain_name
from tsa_research.collect.record_entry import WrittenRow, add_row, take_back
from tsa_research.collect.style import ON_LEAVING, WIDE
from tsa_research.errors import TsaError
from tsa_research.explore.announcing import Announcer
from tsa_research.explore.controls import LABEL
from tsa_research.intake.model import SetAside
from tsa_research.roster import Roster, read_roster
from tsa_research.schemas.records import RecordColumn, RecordType
from tsa_research.workspace import Workspace

SCHOOL, NOBODY = "school_id", ("", "")
KEPT = ("school_id", "coach", "observed", "held")
"""What stays filled in for the next row."""


class RecordFields:
    """A control for every column but the key, each with room beneath for what is wrong with it.

    Parameters
    ----------
    workspace : Workspace
    kind : RecordType
    """

    def __init__(self, workspace: Workspace, kind: RecordType) -> None:
        self.workspace, self.kind = workspace, kind
        self.rows: list[WrittenRow] = []
        self.announcer, self.result = Announcer(), widgets.HTML()
        self._roster = read_roster(workspace)
        columns = [column for column in kind.columns if column.id != kind.key]
        self.controls = {column.id: control_for(column, self._roster) for column in columns}
        self.faults = {column.id: widgets.HTML() for column in columns}
        if SCHOOL in self.controls:
            self.controls[SCHOOL].observe(self._begin_with_its_people, names="value")

    def parts(self, columns: Iterable[str]) -> list[widgets.Widget]:
        """Return the controls of some columns, each with the room for its faults."""
        return [part for name in columns for part in (self.controls[name], self.faults[name])]

    def save(self) -> bool:
        """Write the row, or say beside each field what is wrong; tell whether it was written."""
        self.tell("Checking.")
        for shown in self.faults.values():
            shown.value = ""
        given = {name: _text(control.value) for name, control in self.controls.items()}
        try:
            row, faults = add_row(self.workspace, self.kind, given)
        except TsaError as error:
            self.tell(f"Not saved. {error}")
            return False
        if faults:
            self._show(faults)
            return False
        self.rows.append(row)
        self.tell(f"Saved as {row.key}. The reports have it after the next tsa import.")
        return True

    def take_back(self) -> bool:
        """Take the row that was saved last out again; tell whether it is out."""
        if not self.rows:
            self.tell("Nothing has been saved here that could be taken back.")
            return False
        row = self.rows[-1]
        try:
            found = take_back(self.workspace, self.kind, row)
        except TsaError as error:
            self.tell(f"{row.key} is not taken back. {error}")
            return False
        self.rows.pop()
        if not found:
            self.tell(
                f"{row.key} is not taken back: the record does not have it any more as it was "
                "saved here. Somebody has changed or removed it; look in "
                f"{self.workspace.record_file(self.kind.id)}."
            )
            return False
        self.tell(f"{row.key} is taken back.")
        return True

    def empty(self, kept: Collection[str] = KEPT) -> None:
        """Empty the fields for the next row, but for those that are kept."""
        for name, control in self.controls.items():
            self.faults[name].value = ""
            if name not in kept:
                control.value = None if isinstance(control, widgets.DatePicker) else ""

    def tell(self, text: str) -> None:
        """Show a text, and have it read out."""
        self.result.value = line(text)
        self.announcer.text = text

    def _begin_with_its_people(self, change: dict[str, Any]) -> None:
        """Offer the people of the school that was chosen before all others."""
        people = [NOBODY, *people_of(self._roster, change["new"])]
        for column in self.kind.columns:
            if column.refers_to == "participants":
                control = self.controls[column.id]
                chosen = control.value
                control.options, control.value = people, chosen

    def _show(self, faults: tuple[SetAside, ...]) -> None:
        titles = {column.id: f"“{column.title}”" for column in self.kind.columns}
        said = {rule.expected: rule.said(titles) for rule in self.kind.rules}
        for fault in faults:
            words = f"Expected {said.get(fault.expected, fault.expected)}; got {fault.got}."
            if fault.got == "nothing":
                words = "Please fill this in."
            self.faults[fault.item].value = f"<p><strong>{escape(words)}</strong></p>"
        wrong = {fault.item for fault in faults}
        named = [column.title for column in self.kind.columns if column.id in wrong]
        self.tell(f"Not saved yet. Please look at: {', '.join(named)}.")


def control_for(column: RecordColumn, roster: Roster) -> Any:
    """Return the control for a cell; what may be left empty is marked in its label."""
    label = column.title if column.required else f"{column.title} (optional)"
    look = {"description": label, "style": LABEL, "layout": WIDE}
    if column.kind == "date":
        today = date.today() if column.id in KEPT else None
        return widgets.DatePicker(value=today, **look)
    options = _options(column, roster)
    if options:
        return widgets.Dropdown(options=[NOBODY, *options], value="", **look)
    return widgets.Text(**look, **ON_LEAVING)


def people_of(roster: Roster, school: str = "") -> list[tuple[str, str]]:
    """Return name and id of all who have not withdrawn, those of a school before the others.

    Others are offered with their school: a coach may come from elsewhere. People who would be the
    same entry are told apart by their ids.
    """
    people = roster.participants.loc[roster.stays]
    names = people["name"].where(people["name"] != "", people["participant_id"])
    own = people["school_id"] == school
    schools = people["school_id"].map(roster.school_titles)
    names = names.where(own, names + ", " + schools)
    ids = people["participant_id"]
    names = names.where(~names.map(plain_name).duplicated(keep=False), names + " (" + ids + ")")
    both = pd.DataFrame({"name": names, "id": ids, "far": ~own})
    order = {name: place for place, name in enumerate(alphabetical(names))}
    both = both.assign(place=names.map(order)).sort_values(["far", "place"], kind="stable")
    return list(both[["name", "id"]].itertuples(index=False, name=None))


def line(text: str) -> str:
    """Return a text as a paragraph of a page."""
    return f"<p>{escape(text)}</p>".replace("\n", "<br>")


def _options(column: RecordColumn, roster: Roster) -> list[tuple[str, str]]:
    if column.refers_to == "schools":
        ids = {title: school for school, title in roster.school_titles.items()}
        return [(title, ids[title]) for title in alphabetical(ids)]
    if column.refers_to == "participants":
        return people_of(roster)
    return [(label, code) for code, label in column.options]


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")
