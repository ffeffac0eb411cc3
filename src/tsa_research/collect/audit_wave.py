"""A self-audit as an ordinary wave: a file in the inbox, declared, checked and imported."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from tsa_research.alphabet import plain_name
from tsa_research.collect.audit import Audit, check_wave_id
from tsa_research.collect.writing import writing
from tsa_research.csv_lines import CsvLines, in_one_line, read_lines, with_headings
from tsa_research.errors import UsageError
from tsa_research.files import neutral_cell, write_atomically
from tsa_research.identity import folded
from tsa_research.intake.model import SetAside
from tsa_research.roster import Roster, read_roster
from tsa_research.schemas.model import Instrument
from tsa_research.settings_text import settings_with
from tsa_research.wave_import import check_usable, import_wave
from tsa_research.workspace import WaveDeclaration, WaveKind, Workspace, open_workspace

NOTES = ("judge", "strand", "note")
SEPARATORS = ",;\t"
"""What a spreadsheet may have put between cells."""


@dataclass(frozen=True)
class AuditWave:
    """The wave that judges answer: its id, label and kind."""

    id: str
    label: str
    kind: WaveKind = "single"


def save_audit(
    workspace: Workspace, instrument: Instrument, audit: Audit, wave: AuditWave, *, today: date
) -> tuple[SetAside, ...]:
    """Write a judge's answers into the wave and import it; a judge who saves again is replaced.

    Parameters
    ----------
    workspace : Workspace
    instrument : Instrument
    audit : Audit
    wave : AuditWave
    today : date

    Returns
    -------
    tuple of SetAside
        Why this judge's answers were set aside, if they were; nothing of what others answered.

    Raises
    ------
    UsageError
        If the network belongs to the package; if judge, school or any stage is missing; or if
        the roster does not have the judge at the school.
    IntakeError
        If no answer of the wave is usable; file and settings are then as they were.
    """
    workspace.require_own()
    _check(audit)
    check_wave_id(wave.id)
    with writing(workspace) as present:
        roster = read_roster(present)
        person = person_behind(audit.judge, roster, instrument)
        _check_judge(roster, instrument, audit, person)
        path, notes = _file(present, instrument, wave), notes_file(present, wave)
        row = _row(instrument, audit, person, today)
        answers, place = _with_answers(path, roster, instrument, row)
        written_down = _with_notes(notes, roster, instrument, audit, person)
        with _restored(path, notes, present.folder / "network.toml"):
            answers.write(path)
            if written_down is not None:
                written_down.write(notes)
            new = _declared(present, instrument, wave, f"inbox/{path.name}", today)
            done = import_wave(open_workspace(present.folder), new)
        own = (path.name, place + 1)
        return tuple(fault for fault in done.set_aside if (fault.file, fault.row) == own)


def as_declared(workspace: Workspace, instrument: Instrument, wave: AuditWave) -> AuditWave:
    """Return a wave with the label that reports will have for it, which no other wave has.

    A wave that is declared keeps its label; a new one whose label is taken gets its id as well.

    Raises
    ------
    UsageError
        If the id cannot be one, or the label is taken all the same.
    """
    check_wave_id(wave.id)
    waves = workspace.waves_of(instrument.id)
    declared = next((one for one in waves if one.id == wave.id), None)
    if declared is not None:
        return replace(wave, label=declared.label, kind=declared.kind)
    taken = {plain_name(one.label) for one in waves}
    wave = replace(wave, label=in_one_line(wave.label) or wave.id)
    if plain_name(wave.label) not in taken:
        return wave
    new = replace(wave, label=f"{wave.label} ({wave.id})")
    if plain_name(new.label) in taken:
        raise UsageError(
            "Another wave of this form has the label already.",
            where="label",
            expected=f"a label other than those of {', '.join(one.id for one in waves)}",
            got=wave.label,
            next_step="Give the wave another label.",
        )
    return new


def person_behind(typed: str, roster: Roster, instrument: Instrument) -> str:
    """Return the id of the person on the roster behind an id or an e-mail address.

    Whoever is not on the roster, or answers under a code, is told apart by the text without
    outer blanks and letter case.
    """
    own = typed.strip()
    for text in () if instrument.code else folded([own, own.removeprefix("'")]):
        if text in roster.identities:
            return str(roster.participants["participant_id"].iloc[roster.identities[text]])
    return folded([own])[0]


def notes_file(workspace: Workspace, wave: AuditWave) -> Path:
    """Return where the notes of evidence are kept: they are for the school, in no report."""
    return workspace.folder / "inbox" / "notes" / f"self_audit_{wave.id}.csv"


def _declared(
    workspace: Workspace, instrument: Instrument, wave: AuditWave, file: str, today: date
) -> WaveDeclaration:
    """Write the wave's settings once its file is of use; return the wave as it is declared."""
    declared = next((w for w in workspace.waves_of(instrument.id) if w.id == wave.id), None)
    labelled = as_declared(workspace, instrument, wave)
    new = _declaration(instrument, labelled, declared, file, today)
    settings = settings_with(workspace, new, declared) if new != declared else ""
    waves = tuple(one for one in workspace.waves if one != declared)
    check_usable(replace(workspace, waves=(*waves, new)), new)
    if settings:
        write_atomically(workspace.folder / "network.toml", settings)
    return new


def _check(audit: Audit) -> None:
    for name, value in {"judge": audit.judge.strip(), "school": audit.school}.items():
        if not value:
            raise UsageError(
                f"The {name} is missing; nothing was saved.",
                where=name,
                expected="who judges" if name == "judge" else "the school that is judged",
                got="nothing",
                next_step="Fill it in at the top, and save again.",
            )
    if not audit.stages:
        raise UsageError(
            "No strand has a stage yet; nothing was saved.",
            expected="a stage for one strand at least",
            got="none",
        )


def _check_judge(roster: Roster, instrument: Instrument, audit: Audit, person: str) -> None:
    """Refuse a judge whom the roster does not have, or has at another school."""
    if roster.participants.empty or instrument.code:
        return
    people = roster.participants.loc[roster.stays]
    if person not in set(people["participant_id"]):
        raise UsageError(
            "The roster does not have this judge; nothing was saved.",
            where="judge",
            expected="an e-mail address or id as in records/participants.csv",
            got=audit.judge,
            next_step="Correct it at the top, or ask the network lead to add you to the roster.",
        )
    if audit.school not in set(people.loc[people["participant_id"] == person, "school_id"]):
        raise UsageError(
            "The roster has this judge at another school; nothing was saved.",
            where="school",
            expected="the judge's own school",
            got=roster.school_titles.get(audit.school, audit.school),
            next_step="Choose it at the top, or ask the network lead to correct the roster.",
        )


def _file(workspace: Workspace, instrument: Instrument, wave: AuditWave) -> Path:
    return workspace.folder / "inbox" / f"self_audit_{instrument.id}_{wave.id}.csv"


def _declaration(
    instrument: Instrument,
    wave: AuditWave,
    declared: WaveDeclaration | None,
    file: str,
    today: date,
) -> WaveDeclaration:
    """Return the wave with this file, open on this day."""
    if declared is None:
        kind = wave.kind
        return WaveDeclaration(wave.id, instrument.id, wave.label, kind, today, today, (file,))
    files = declared.files if file in declared.files else (*declared.files, file)
    opened, closed = min(declared.opened, today), max(declared.closed, today)
    return replace(declared, files=files, opened=opened, closed=closed)


def _row(instrument: Instrument, audit: Audit, person: str, today: date) -> dict[str, str]:
    who = {"participant": audit.judge.strip() if instrument.code else person}
    groups = {question.id: "" for question in instrument.groups} | {"role": audit.role}
    stages = {column: str(audit.stages.get(column, "")) for column in instrument.columns}
    row = {**who, "school": audit.school, "submitted": today.isoformat(), **groups, **stages}
    return {name: neutral_cell(in_one_line(text)) for name, text in row.items()}


def _with_answers(
    path: Path, roster: Roster, instrument: Instrument, row: dict[str, str]
) -> tuple[CsvLines, int]:
    """Return the file with the judge's row in place of an earlier one, and the row's place."""
    lines = read_lines(path, SEPARATORS)
    if not lines.header:
        lines = with_headings(list(row))
    person = person_behind(row["participant"], roster, instrument)
    earlier = [
        place
        for place, cells in lines.rows()
        if person_behind(cells.get("participant", ""), roster, instrument) == person
        or {name for name, cell in cells.items() if cell} <= {"submitted"}
    ]
    return lines.without(earlier).with_row(row)


def _with_notes(
    path: Path, roster: Roster, instrument: Instrument, audit: Audit, person: str
) -> CsvLines | None:
    """Return the file with the judge's notes in place of earlier ones; None if there is nothing."""
    lines, strands = read_lines(path, SEPARATORS), {item.id for item in instrument.items}
    if not lines.header:
        lines = with_headings(NOTES)
    earlier = [
        place
        for place, cells in lines.rows()
        if person_behind(cells.get("judge", ""), roster, instrument) == person
        and cells.get("strand", "") in strands
    ]
    lines = lines.without(earlier)
    for strand, note in audit.notes.items():
        said = "\n".join(map(in_one_line, note.splitlines()))
        row = {"judge": neutral_cell(person), "strand": strand, "note": neutral_cell(said)}
        lines, _ = lines.with_row(row)
    return lines if path.is_file() or len(lines.cells) > 1 else None


@contextmanager
def _restored(*paths: Path) -> Iterator[None]:
    """Put files back as they were if what follows does not succeed."""
    before = {path: path.read_bytes() if path.is_file() else None for path in paths}
    try:
        yield
    except BaseException:
        for path, content in before.items():
            if content is None:
                path.unlink(missing_ok=True)
            elif path.read_bytes() != content:
                write_atomically(path, content, mode=path.stat().st_mode & 0o777)
        raise
