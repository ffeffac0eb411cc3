"""The state of one judge's self-audit: answers, notes, a way back, and a draft on disk."""

from __future__ import annotations

import json
import re
import secrets
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from tsa_research.errors import UnreadableError, UsageError
from tsa_research.files import write_atomically
from tsa_research.schemas.model import Instrument
from tsa_research.workspace import LONGEST_ID, WAVE_ID

MOST_STEPS_BACK = 200


@dataclass(frozen=True)
class Audit:
    """What one judge has filled in so far.

    Parameters
    ----------
    judge, school, role : str
        Who judges, for which school (an id), in which role (a code).
    stages : dict of str to int
        Column of the answers to the code of the stage.
    notes : dict of str to str
        Id of a strand to the evidence that the judge has written down.
    before : tuple of Audit
        Earlier states, the latest last.
    """

    judge: str = ""
    school: str = ""
    role: str = ""
    stages: dict[str, int] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    before: tuple[Audit, ...] = field(default=(), repr=False, compare=False)


def changed(
    audit: Audit, *, judge: str | None = None, school: str | None = None, role: str | None = None
) -> Audit:
    """Return the audit with another judge, school or role; ``None`` leaves one as it is."""
    given = {"judge": judge, "school": school, "role": role}
    kept = {name: getattr(audit, name) if text is None else text for name, text in given.items()}
    new = Audit(**kept, stages=audit.stages, notes=audit.notes, before=audit.before)
    return _next(audit, new)


def judged(audit: Audit, column: str, stage: int | None) -> Audit:
    """Return the audit with a stage for a strand, or without one."""
    stages = {name: code for name, code in audit.stages.items() if name != column}
    return _next(
        audit, replace(audit, stages=stages if stage is None else stages | {column: stage})
    )


def noted(audit: Audit, strand: str, text: str) -> Audit:
    """Return the audit with a note of evidence for a strand; an empty one goes."""
    notes = {name: note for name, note in audit.notes.items() if name != strand}
    return _next(audit, replace(audit, notes=notes | {strand: text} if text.strip() else notes))


def undone(audit: Audit) -> Audit:
    """Return the audit as it was before the last change; as it is if there was none."""
    if not audit.before:
        return audit
    return replace(audit.before[-1], before=audit.before[:-1])


def last_change(audit: Audit) -> tuple[str, str]:
    """Return what the last change was about, as two words.

    They are ``stage`` and its column, ``note`` and its strand, or ``judge``, ``school`` or
    ``role`` and nothing; nothing at all if there was no change.

    >>> last_change(judged(Audit(), "trust_own_school", 3))
    ('stage', 'trust_own_school')
    """
    earlier = undone(audit)
    for name in ("judge", "school", "role"):
        if getattr(audit, name) != getattr(earlier, name):
            return name, ""
    stages, notes = audit.stages | earlier.stages, audit.notes | earlier.notes
    for name in stages:
        if audit.stages.get(name) != earlier.stages.get(name):
            return "stage", name
    for name in notes:
        if audit.notes.get(name) != earlier.notes.get(name):
            return "note", name
    return "", ""


def _next(audit: Audit, new: Audit) -> Audit:
    if new == audit:
        return audit
    before = (*audit.before, replace(audit, before=()))
    return replace(new, before=before[-MOST_STEPS_BACK:])


def missing(audit: Audit, instrument: Instrument) -> tuple[str, ...]:
    """Return the columns of the strands that have no stage yet, in the order of the form."""
    return tuple(column for column in instrument.columns if column not in audit.stages)


def new_code() -> str:
    """Return a code under which a draft is kept; nobody but its judge is told."""
    return secrets.token_hex(5)


def is_code(text: str) -> bool:
    """Tell whether a text can be the code of a draft.

    >>> is_code("0123456789"), is_code("../draft")
    (True, False)
    """
    return re.fullmatch(r"[0-9a-f]{10}", text) is not None


def check_wave_id(text: str) -> None:
    """Refuse what cannot be the id of a wave: it is part of the names of files.

    Raises
    ------
    UsageError
        If it has other characters than ids have, none, or too many.
    """
    if WAVE_ID.fullmatch(text) is None:
        raise UsageError(
            "This cannot be the id of a wave.",
            where="wave",
            expected=f"small letters, digits, - and _, at most {LONGEST_ID}, as in 2026-autumn",
            got=repr(text),
            next_step="Open the page again with another id, or without one for this month.",
        )


def draft_file(folder: Path, wave: str, code: str) -> Path:
    """Return where the draft with a code is kept, in the folder of a network."""
    return folder / "drafts" / f"self_audit_{wave}_{code}.json"


def write_draft(path: Path, audit: Audit) -> None:
    """Keep a draft that only its owner may read; the way back is kept with it."""
    write_atomically(path, json.dumps(asdict(audit), ensure_ascii=False), mode=0o600)


def read_draft(path: Path, instrument: Instrument) -> Audit:
    """Return a draft; the file stays as it is.

    Stages of strands or options that the form does not have any more are left out.

    Raises
    ------
    UnreadableError
        If there is none, or none that can be read.
    """
    try:
        return _audit(json.loads(path.read_text(encoding="utf-8")), instrument)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise UnreadableError(
            "This draft cannot be read.",
            where=str(path),
            expected="a draft as this page keeps it",
            got=type(error).__name__,
            next_step="It is left as it is. Restore it from a copy, or fill in the form anew.",
        ) from error


def _audit(values: dict[str, Any], instrument: Instrument) -> Audit:
    known = {column: instrument.item(column).scale.codes for column in instrument.columns}
    stages = {name: code for name, code in values["stages"].items() if code in known.get(name, ())}
    notes = {str(name): str(note) for name, note in values["notes"].items()}
    texts = {name: str(values[name]) for name in ("judge", "school", "role")}
    before = tuple(_audit(earlier, instrument) for earlier in values["before"])
    return Audit(**texts, stages=stages, notes=notes, before=before)
