"""A self-audit as an ordinary wave: a file in the inbox, declared, checked and imported."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd

from tsa_research.collect.audit import Audit
from tsa_research.collect.writing import writing
from tsa_research.errors import UsageError
from tsa_research.files import neutral_cell, write_atomically
from tsa_research.identity import link_people
from tsa_research.intake.model import SetAside
from tsa_research.roster import Roster, read_roster
from tsa_research.schemas.model import Instrument
from tsa_research.settings_text import settings_with
from tsa_research.wave_import import check_usable, import_wave
from tsa_research.workspace import WaveDeclaration, WaveKind, Workspace, open_workspace

FIXED = ("participant", "school", "submitted")


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
    with writing(workspace) as present:
        _check_judge(read_roster(present), instrument, audit)
        new = _write(present, instrument, audit, wave, today)
        _write_notes(present, audit, wave)
        done = import_wave(open_workspace(present.folder), new)
        path = _file(present, instrument, wave)
        own = (path.name, len(_read(path)) + 1)  # the judge's row is the last
        return tuple(fault for fault in done.set_aside if (fault.file, fault.row) == own)


def _write(
    workspace: Workspace, instrument: Instrument, audit: Audit, wave: AuditWave, today: date
) -> WaveDeclaration:
    """Write the judge's row and the wave's settings, and return the wave as it is declared."""
    path = _file(workspace, instrument, wave)
    declared = next((w for w in workspace.waves_of(instrument.id) if w.id == wave.id), None)
    new = _declaration(instrument, wave, declared, f"inbox/{path.name}", today)
    settings = settings_with(workspace, new, declared) if new != declared else ""
    row = _row(instrument, audit, today)
    others = [one for one in _read(path) if one["participant"] != row["participant"]]
    with _restored(path):
        write_atomically(path, _text(instrument, [*others, row]), mode=0o600)
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


def _check_judge(roster: Roster, instrument: Instrument, audit: Audit) -> None:
    """Refuse a judge whom the roster does not have, or has at another school."""
    if roster.participants.empty or instrument.code:
        return
    found = link_people(pd.Series([audit.judge.strip()]), roster.participants).iloc[0]
    if pd.isna(found):
        raise UsageError(
            "The roster does not have this judge; nothing was saved.",
            where="judge",
            expected="an e-mail address or id as in records/participants.csv",
            got=audit.judge,
            next_step="Correct it at the top, or ask the network lead to add you to the roster.",
        )
    people = roster.participants
    if audit.school not in set(people.loc[people["participant_id"] == found, "school_id"]):
        raise UsageError(
            "The roster has this judge at another school; nothing was saved.",
            where="school",
            expected="the judge's own school",
            got=audit.school,
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


def _row(instrument: Instrument, audit: Audit, today: date) -> dict[str, str]:
    who = {"participant": audit.judge.strip(), "school": audit.school}
    groups = {question.id: "" for question in instrument.groups} | {"role": audit.role}
    stages = {column: str(audit.stages.get(column, "")) for column in instrument.columns}
    row = {**who, "submitted": today.isoformat(), **groups, **stages}
    return {name: neutral_cell(text) for name, text in row.items()}


def _read(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _text(instrument: Instrument, rows: list[dict[str, str]]) -> str:
    columns = [*FIXED, *(question.id for question in instrument.groups), *instrument.columns]
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, extrasaction="ignore", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _write_notes(workspace: Workspace, audit: Audit, wave: AuditWave) -> None:
    """Keep the notes of evidence beside the answers: they are for the school, in no report."""
    path = workspace.folder / "inbox" / "notes" / f"self_audit_{wave.id}.csv"
    rows = [row for row in _read(path) if row["judge"] != neutral_cell(audit.judge)]
    rows += [
        {"judge": neutral_cell(audit.judge), "strand": strand, "note": neutral_cell(note)}
        for strand, note in audit.notes.items()
    ]
    if not rows:
        return
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, ["judge", "strand", "note"])
    writer.writeheader()
    writer.writerows(rows)
    write_atomically(path, text.getvalue(), mode=0o600)


@contextmanager
def _restored(path: Path) -> Iterator[None]:
    """Put a file back as it was if what follows does not succeed."""
    before = path.read_bytes() if path.is_file() else None
    try:
        yield
    except BaseException:
        if before is None:
            path.unlink(missing_ok=True)
        else:
            write_atomically(path, before, mode=0o600)
        raise
