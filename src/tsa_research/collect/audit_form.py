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
    judged,
    last_change,
    missing,
    noted,
    undone,
)
from tsa_research.collect.audit_draft import AuditDraft
from tsa_research.collect.audit_wave import AuditWave, as_declared, save_audit
from tsa_research.collect.practice import open_for_writing
from tsa_research.collect.style import ON_LEAVING, STYLE, WIDE
from tsa_research.collect.writing import reason
from tsa_research.errors import TsaError
from tsa_research.explore.announcing import Announcer
from tsa_research.explore.controls import COMMON, OneOf, button
from tsa_research.explore.pages import nothing_yet
from tsa_research.intake.model import SetAside
from tsa_research.roster import read_roster
from tsa_research.schemas.model import Instrument, Item
from tsa_research.workspace import Workspace

WHO = "e-mail address or id"
EARLIER = "only to go on with an earlier draft"
SAVED_BEFORE = "What was saved here before stays in the wave; the form is empty for the next judge."
AGAIN = "Whoever saves again replaces the answers given before: fill in all of them then."
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
    month = f"{date.today():%Y-%m}"
    asked = AuditWave(wave or month, label or wave or f"{date.today():%B %Y}")
    try:
        workspace, said = open_for_writing(network)
        return SelfAudit(workspace, workspace.instrument(instrument), asked, said).box
    except TsaError as error:
        return nothing_yet(error)


class SelfAudit:
    """One judge's form: the state, its draft, and the controls that show it.

    Parameters
    ----------
    workspace : Workspace
    instrument : Instrument
    wave : AuditWave
    said : str
        Which network is written into.

    Raises
    ------
    UsageError
        If the wave has an id or a label that it cannot have.
    """

    def __init__(
        self, workspace: Workspace, instrument: Instrument, wave: AuditWave, said: str
    ) -> None:
        self.workspace, self.instrument = workspace, instrument
        self.wave = as_declared(workspace, instrument, wave)
        self.kept, self.audit = AuditDraft(workspace.folder, self.wave.id), Audit()
        self._quiet, self._not_kept, self._saved = False, "", False
        self._schools = read_roster(workspace).school_titles
        self.resume = widgets.Text(
            description="Draft code", placeholder=EARLIER, layout=WIDE, **ON_LEAVING
        )
        self.resume.observe(self._resume, names="value")
        self.resumed = widgets.HTML()
        self.announcer, self.result, self.own = Announcer(), widgets.HTML(), widgets.HTML()
        self.judge = widgets.Text(description="Judge", placeholder=WHO, layout=WIDE, **ON_LEAVING)
        self.school = OneOf("School", lambda key: self._set(changed(self.audit, school=key)))
        self.role = OneOf("Role", lambda key: self._set(changed(self.audit, role=key)))
        self.judge.observe(self._judge, names="value")
        self.stages: dict[str, OneOf] = {}
        self.notes: dict[str, widgets.Textarea] = {}
        self.saver = button("Save answers", self.save)
        self.box = widgets.VBox([*self._parts(said)])
        self.box.add_class("tsa-controls")
        self.box.add_class("tsa-collect")
        self._show()

    def save(self) -> None:
        """Write the answers into the wave, and say what became of them."""
        if self._saved and self.audit == Audit():  # pressed twice
            self._tell("Nothing more to save", [SAVED_BEFORE])
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
        total, left = len(self.instrument.columns), len(missing(self.audit, self.instrument))
        head = f"Saved: {total - left} of {numbers.counted(total, 'stages')} chosen"
        lines = ["Your answers are in the wave; the next reports will have them."]
        if left:
            lines.append(f"{left} left open. {AGAIN}")
        code = self.kept.code
        try:
            self.kept.remove()
        except OSError as error:
            lines.append(f"The draft {code} could not be removed: {reason(error)}.")
        self.audit, self.resume.value, self.resumed.value = Audit(), "", ""
        self._saved, self._not_kept = True, ""
        self._show()
        self._tell(head, lines)

    @property
    def code(self) -> str:
        """The code under which the draft is kept."""
        return self.kept.code

    @property
    def draft(self) -> Path:
        """Where the draft is kept: under a code that only this judge has been told."""
        return self.kept.path

    def undo(self) -> None:
        """Take the last change back, and say which it was."""
        if not self.audit.before:
            before = SAVED_BEFORE if self._saved else "Nothing has been changed here yet."
            self._tell("Nothing to take back", [before])
            return
        what = self._last_change()
        self._set(undone(self.audit), f"Taken back: {what}.")

    def _last_change(self) -> str:
        """Return the last change in words."""
        kind, name = last_change(self.audit)
        if kind == "stage":
            item = self.instrument.item(name)
            about = self.instrument.target_label(item.target)
            return f"the stage of “{item.title}”{f', {about}' if about else ''}"
        if kind == "note":
            titles = {item.id: item.title for item in self.instrument.items}
            return f"the note of evidence for “{titles.get(name, name)}”"
        return f"the {kind or 'last change'}"

    def _parts(self, said: str) -> Iterator[widgets.Widget]:
        left = widgets.HTML(f"<p>{escape(said)}</p><p>Wave: {escape(self.wave.label)}.</p>")
        yield from (
            widgets.HTML(COMMON + STYLE),
            left,
            self.own,
            self.resume,
            self.resumed,
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
        if not code or (code == self.code and not self.kept.changed_elsewhere):
            return
        if not self.kept.has(code):
            self._tell_of_draft("No draft", [f"There is none under the code {code} in this wave."])
            return
        own = self.code
        try:
            found = self.kept.go_on_with(code, self.instrument)
        except TsaError as error:
            self._tell_of_draft("Your draft is not back", str(error).splitlines())
            return
        lines = [f"Its code is {code}."]
        if self.audit != Audit() and own != code and not self._not_kept:
            lines.append(f"What stood here before is kept under the code {own}.")
        self.audit, self._not_kept = found, ""
        self._show()
        self.result.value = ""
        self._tell_of_draft("Your draft is back", lines)

    def _judge(self, change: dict[str, str]) -> None:
        self._set(changed(self.audit, judge=change["new"]))

    def _set(self, audit: Audit, said: str = "") -> None:
        if self._quiet or audit == self.audit:
            return
        self.audit = audit
        kept, as_ever = self._keep()
        self._show()
        left = len(missing(audit, self.instrument))
        self.resumed.value = ""
        self.result.value = "".join(f"<p>{escape(text)}</p>" for text in (said, kept) if text)
        spoken = said if said and as_ever else f"{said} {kept}".strip()
        self.announcer.text = f"{spoken} {numbers.counted(left, 'stages')} left to choose."

    def _keep(self) -> tuple[str, bool]:
        """Keep the draft; return in words what became of it, and whether all is as ever."""
        before = self.code
        try:
            stays = self.kept.keep(self.audit)
        except OSError as error:
            self._not_kept = (
                f"What stands here is not kept as a draft: {reason(error)}. "
                "Leave this page open and save your answers, or ask the network lead."
            )
            return self._not_kept, False
        self._not_kept = ""
        if stays:
            kept = f"The draft is kept under the code {self.code}: with it you can go on later."
            return kept, True
        return (
            f"The draft {before} has been changed, saved or removed in another window and is left "
            f"as it is there. What stands here is kept under a new code: {self.code}."
        ), False

    def _show(self) -> None:
        self._quiet = True
        titles = {"": "Choose a school"} | self._schools
        roles = {"": "Not stated"}
        for question in self.instrument.groups:
            if question.id == "role":
                roles |= dict(question.options)
        audit = self.audit
        own = f"The code of your draft is <strong>{self.code}</strong>. Note it to go on later."
        self.own.value = f"<p>{escape(self._not_kept) or own}</p>"
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

    def _tell_of_draft(self, head: str, lines: list[str]) -> None:
        """Say beside the field for a code what became of it."""
        self.resumed.value = _told(head, lines)
        self.announcer.text = f"{head}. {' '.join(lines)}"

    def _tell(self, head: str, lines: list[str]) -> None:
        self.result.value = _told(head, lines)
        self.announcer.text = f"{head}. {' '.join(lines)}"


def _told(head: str, lines: list[str]) -> str:
    """Return a page's paragraph with what happened and what there is to say of it."""
    text = "<br>".join(escape(line) for line in lines)
    return f"<p><strong>{head}.</strong> {text}</p>"


def _described(item: Item) -> str:
    """Return the title of a strand with what its stages look like."""
    levels = "".join(
        f"<li><strong>{escape(item.scale.label(code))}</strong>: {escape(text)}</li>"
        for code, text in item.descriptors
    )
    return f"<h3>{escape(item.title)}</h3><ul>{levels}</ul>"
