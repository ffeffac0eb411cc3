"""The controls of a self-audit: each change makes a new state, keeps the draft and says so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from html import escape
from pathlib import Path

import ipywidgets as widgets

from tsa_research import numbers
from tsa_research.collect.audit import (
    Audit,
    changed,
    draft_file,
    is_code,
    judged,
    missing,
    new_code,
    noted,
    read_draft,
    undone,
    write_draft,
)
from tsa_research.collect.audit_wave import AuditWave, save_audit
from tsa_research.collect.practice import open_for_writing
from tsa_research.collect.style import ON_LEAVING, STYLE, WIDE
from tsa_research.errors import TsaError
from tsa_research.explore.announcing import Announcer
from tsa_research.explore.controls import COMMON, OneOf, button
from tsa_research.intake.model import SetAside
from tsa_research.roster import read_roster
from tsa_research.schemas.model import Instrument, Item
from tsa_research.workspace import Workspace

WHO = "e-mail address or id"
EARLIER = "only to go on with an earlier draft"
NONE: dict[object, str] = {"": "No stage chosen"}


def self_audit(
    network: str = "example", *, wave: str = "", label: str = "", instrument: str = "maturity_audit"
) -> widgets.VBox:
    """Return the form of a self-audit, ready to be shown.

    Parameters
    ----------
    network : str
        A network of the package is copied first, and only the copy is written to.
    wave, label : str
        Id and label of the wave; one for this month if empty.
    instrument : str
        A form whose answers speak for a school.
    """
    workspace, said = open_for_writing(network)
    month = f"{date.today():%Y-%m}"
    asked = AuditWave(wave or month, label or wave or f"{date.today():%B %Y}")
    return SelfAudit(workspace, workspace.instrument(instrument), asked, said).box


class SelfAudit:
    """One judge's form: the state, its draft, and the controls that show it.

    Parameters
    ----------
    workspace : Workspace
    instrument : Instrument
    wave : AuditWave
    said : str
        Which network is written into.
    """

    def __init__(
        self, workspace: Workspace, instrument: Instrument, wave: AuditWave, said: str
    ) -> None:
        self.workspace, self.instrument, self.wave = workspace, instrument, wave
        self.audit, self.code, self._quiet = Audit(), new_code(), False
        roster = read_roster(workspace)
        self._schools = dict(zip(roster.schools["school_id"], roster.schools["title"], strict=True))
        self.resume = widgets.Text(
            description="Draft code", placeholder=EARLIER, layout=WIDE, **ON_LEAVING
        )
        self.resume.observe(self._resume, names="value")
        self.announcer, self.result, self.own = Announcer(), widgets.HTML(), widgets.HTML()
        self.judge = widgets.Text(description="Judge", placeholder=WHO, layout=WIDE, **ON_LEAVING)
        self.school = OneOf("School", lambda key: self._set(changed(self.audit, school=key)))
        self.role = OneOf("Role", lambda key: self._set(changed(self.audit, role=key)))
        self.judge.observe(self._judge, names="value")
        self.stages: dict[str, OneOf] = {}
        self.notes: dict[str, widgets.Textarea] = {}
        self.saver, self._saved = button("Save answers", self.save), False
        self.box = widgets.VBox([*self._parts(said)])
        self.box.add_class("tsa-controls")
        self.box.add_class("tsa-collect")
        self._show()

    def save(self) -> None:
        """Write the answers into the wave, and say what became of them."""
        if self._saved and self.audit == Audit():  # pressed twice
            return
        self._tell("Saving", ["Please wait."])
        self.saver.disabled = True
        try:
            aside = save_audit(
                self.workspace, self.instrument, self.audit, self.wave, today=date.today()
            )
        except TsaError as error:
            self._tell("Not saved", str(error).splitlines())
        else:
            self._told_of(aside)
        finally:
            self.saver.disabled = False

    def _told_of(self, aside: tuple[SetAside, ...]) -> None:
        """Say that the answers count, or why they do not yet; the draft stays where they do not."""
        if aside:
            lines = [f"{e.item}: expected {e.expected}, got {e.got}. {e.next_step}" for e in aside]
            self._tell("Set aside: your answers do not count yet", lines)
            return
        self.draft.unlink(missing_ok=True)
        self.audit, self.code, self.resume.value = Audit(), new_code(), ""
        self._saved = True
        self._show()
        self._tell("Saved", ["Your answers are in the wave; the next reports will have them."])

    @property
    def draft(self) -> Path:
        """Where the draft is kept: under a code that only this judge has been told."""
        return draft_file(self.workspace.folder, self.wave.id, self.code)

    def undo(self) -> None:
        """Take the last change back."""
        self._set(undone(self.audit), "The last change is taken back.")

    def _parts(self, said: str) -> Iterator[widgets.Widget]:
        left = widgets.HTML(f"<p>{escape(said)}</p><p>Wave: {escape(self.wave.label)}.</p>")
        yield from (
            widgets.HTML(COMMON + STYLE),
            left,
            self.own,
            self.resume,
            self.judge,
            self.school.box,
            self.role.box,
        )
        strands = dict.fromkeys(item.id for item in self.instrument.items)
        for strand in strands:
            items = [item for item in self.instrument.items if item.id == strand]
            yield widgets.HTML(_described(items[0]))
            yield from (self._stage(item) for item in items)
            yield self._note(items[0])
        buttons = [button("Undo", self.undo), self.saver]
        yield from (widgets.HBox(buttons), self.announcer, self.result)

    def _stage(self, item: Item) -> widgets.Dropdown:
        about = self.instrument.target_label(item.target) or "Stage"
        column = item.column
        control = OneOf(
            about.capitalize(), lambda code: self._set(judged(self.audit, column, code or None))
        )
        self.stages[column] = control
        return control.box

    def _note(self, item: Item) -> widgets.Textarea:
        control = widgets.Textarea(description="Evidence", layout=WIDE, **ON_LEAVING)
        control.observe(
            lambda change: self._set(noted(self.audit, item.id, change["new"])), names="value"
        )
        self.notes[item.id] = control
        return control

    def _resume(self, change: dict[str, str]) -> None:
        """Go on with the draft that is kept under a code."""
        code = change["new"].strip().lower()
        if not code or code == self.code:
            return
        found = draft_file(self.workspace.folder, self.wave.id, code) if is_code(code) else None
        if found is None or not found.is_file():
            self._tell("No draft", [f"There is none under the code {code} in this wave."])
            return
        self.code, self.audit = code, read_draft(found, self.instrument)
        self._show()
        self._tell("Your draft is back", [f"Its code is {code}."])

    def _judge(self, change: dict[str, str]) -> None:
        self._set(changed(self.audit, judge=change["new"]))

    def _set(self, audit: Audit, said: str = "") -> None:
        if self._quiet or audit == self.audit:
            return
        self.audit = audit
        write_draft(self.draft, audit)
        self._show()
        left = len(missing(audit, self.instrument))
        kept = f"The draft is kept under the code {self.code}: with it you can go on later."
        self.result.value = f"<p>{kept}</p>"
        self.announcer.text = f"{said or kept} {numbers.counted(left, 'stages')} left to choose."

    def _show(self) -> None:
        self._quiet = True
        titles = {"": "Choose a school"} | self._schools
        roles = {"": "Not stated"}
        for question in self.instrument.groups:
            if question.id == "role":
                roles |= dict(question.options)
        audit = self.audit
        own = f"The code of your draft is <strong>{self.code}</strong>. Note it to go on later."
        self.own.value = f"<p>{own}</p>"
        self.judge.value = audit.judge
        self.school.offer(titles, audit.school if audit.school in titles else "")
        self.role.offer(roles, audit.role if audit.role in roles else "")
        for column, control in self.stages.items():
            options = self.instrument.item(column).scale.options
            words = NONE | {option.code: option.label for option in options}
            control.offer(words, audit.stages.get(column, ""))
        for strand, note in self.notes.items():
            note.value = audit.notes.get(strand, "")
        self._quiet = False

    def _tell(self, head: str, lines: list[str]) -> None:
        text = "<br>".join(escape(line) for line in lines)
        self.result.value = f"<p><strong>{head}.</strong> {text}</p>"
        self.announcer.text = f"{head}. {' '.join(lines)}"


def _described(item: Item) -> str:
    """Return the title of a strand with what its stages look like."""
    levels = "".join(
        f"<li><strong>{escape(item.scale.label(code))}</strong>: {escape(text)}</li>"
        for code, text in item.descriptors
    )
    return f"<h3>{escape(item.title)}</h3><ul>{levels}</ul>"
