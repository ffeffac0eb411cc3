"""The books of an import: what came, what was kept, what was set aside, and why.

They always balance: responses in = kept + set aside. What was set aside is written to the
network's ``set_aside/`` with file, row, item, expected, got and next step.
"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

import pandas as pd

from tsa_research.errors import nearest
from tsa_research.files import neutral_cell, write_atomically
from tsa_research.intake import Intake, SetAside, nearest_label
from tsa_research.roster import Roster
from tsa_research.schemas.model import Instrument
from tsa_research.validation import Failure, Verdict
from tsa_research.workspace import WaveDeclaration, Workspace

REASONS = {
    "ragged_row": "row with too many or too few cells",
    "no_respondent": "line that does not say who answered",
    "inconsistent_respondent": "respondent whose rows contradict each other",
    "formula": "row with a formula that has no value",
    "preview": "preview of the form, not an answer",
    "unknown_answer": "answer that is not on the scale",
    "unknown_group": "role or group that is not on the form",
    "missing_school": "no school given",
    "unknown_school": "school that is not in the records",
    "other_school": "school that differs from the records",
    "unknown_person": "person who is not in the records",
    "withdrawn": "person who has withdrawn",
    "duplicate_respondent": "person who answered more than once",
    "impossible_date": "date before the opening or in the future",
    "nothing_answered": "form with no answer at all",
}
"""Why a response was set aside, in the words that reports use."""

OTHERS_NAMED = 5
"""Rows that are named beside one of somebody who answered more than once."""
SCHOOLS_LOOKED_UP, LONGEST_NAME = 100, 200
"""Texts for which a school is looked for that may be meant, and how much is read of each."""

_PLACES = {
    "school_given": "school",
    "school_known": "school",
    "school_agrees": "school",
    "person_known": "person",
    "answered_once": "person",
    "submitted_possible": "submitted",
    "something_answered": "all items",
}


@dataclass(frozen=True)
class ImportRecord:
    """The books of one import.

    ``form`` is the instrument's title, ``inputs`` the digest of everything it was made from,
    ``stored`` the digests of what it gave, by cohort and alliance.
    """

    instrument: str
    form: str
    wave: str
    label: str
    inputs: str
    files: tuple[dict[str, str], ...]
    rows_in: int
    rows_kept: int
    rows_set_aside: int
    reasons: dict[str, int]
    late: int
    actions: tuple[str, ...]
    suite: str
    n_expectations: int
    verdict: str
    stored: dict[str, str] = field(default_factory=dict)

    @property
    def balance(self) -> str:
        """The books in one line."""
        noun = "response" if self.rows_in == 1 else "responses"
        return f"{self.rows_in} {noun} in = {self.rows_kept} kept + {self.rows_set_aside} set aside"

    @property
    def reasons_in_words(self) -> str:
        """Why responses were set aside, with counts."""
        return ", ".join(f"{count} × {REASONS[kind]}" for kind, count in self.reasons.items())


def collect_set_aside(
    intakes: Sequence[Intake],
    candidates: pd.DataFrame,
    verdict: Verdict,
    roster: Roster,
    instrument: Instrument,
) -> tuple[SetAside, ...]:
    """Return every fault found, those of reading first, then those of the suite.

    A response that runs over several rows keeps the row of the answer at fault.
    """
    unread = [entry for intake in intakes for entry in intake.set_aside]
    answer_rows = {intake.file: intake.answer_rows for intake in intakes}
    others, schools = _others(candidates, verdict), _schools_meant(candidates, verdict, roster)
    failed = []
    for failure in verdict.failures:
        row = candidates.loc[failure.row]
        response = int(row["row"])
        place = answer_rows[row["file"]].get((response, failure.column), response)
        failed.append(
            SetAside(
                file=row["file"],
                row=place,
                item=_PLACES.get(failure.column, failure.column),
                expected=failure.expected,
                got=_got(failure.kind, failure.column, row, roster) + others.get(failure.row, ""),
                next_step=_next_step(failure, row, instrument, schools),
                kind=failure.kind,
                response=response,
            )
        )
    return (*unread, *failed)


def _others(candidates: pd.DataFrame, verdict: Verdict) -> dict[int, str]:
    """Return, for each answer of somebody who gave several, in which rows the others are."""
    rows = [f.row for f in verdict.failures if f.kind == "duplicate_respondent"]
    repeated = candidates.loc[rows, ["participant", "file", "row"]]
    found: dict[int, str] = {}
    for _, same in repeated.groupby("participant", sort=False):
        first = same.head(OTHERS_NAMED + 1)
        places = [
            (row, f"row {number} of {file}")
            for row, file, number in zip(first.index, first["file"], first["row"], strict=True)
        ]
        for row in same.index:
            near = [place for other, place in places if other != row][:OTHERS_NAMED]
            more = len(same) - 1 - len(near)
            found[row] = f", also in {' and '.join(near)}{f' and {more} more' if more else ''}"
    return found


def _schools_meant(candidates: pd.DataFrame, verdict: Verdict, roster: Roster) -> dict[str, str]:
    """Return, for the first texts that name no school, a sentence on which may be meant."""
    rows = [f.row for f in verdict.failures if f.kind == "unknown_school"]
    known = [*roster.school_titles.values(), *roster.school_titles]
    typed = candidates.loc[rows, "school"].dropna().unique()[:SCHOOLS_LOOKED_UP]
    return {text: nearest(str(text)[:LONGEST_NAME].strip(), known) for text in typed}


def _next_step(
    failure: Failure, row: pd.Series, instrument: Instrument, schools: Mapping[str, str]
) -> str:
    if failure.kind == "unknown_school" and schools.get(row["school"]):
        return f"{schools[row['school']]} {failure.next_step}"
    labels = instrument.labels.get(failure.column, ())
    near = nearest_label(labels, str(row[failure.column])) if labels else ""
    return f"Did you mean “{near}”? {failure.next_step}" if near else failure.next_step


def _got(kind: str, column: str, row: pd.Series, roster: Roster) -> str:
    if kind == "nothing_answered":
        return "no answer to any item"
    if kind == "other_school":
        return f"{row['school']}; the roster says {roster.school_titles[row['school_id']]}"
    if kind == "duplicate_respondent":
        return "several answers from this person"
    if kind == "long_text":
        return "more"
    value = row[_PLACES.get(column, column)]
    return "nothing" if pd.isna(value) else str(value)


def keep_books(
    declaration: WaveDeclaration,
    form: str,
    inputs: str,
    intakes: Sequence[Intake],
    usable: pd.DataFrame,
    set_aside: Sequence[SetAside],
    verdict: Verdict,
) -> ImportRecord:
    """Return the books of an import; a response with several faults counts under its first."""
    by_row: dict[tuple[str, int], str] = {}
    for entry in set_aside:
        by_row.setdefault((entry.file, entry.response or entry.row), entry.kind)
    record = ImportRecord(
        instrument=declaration.instrument,
        form=form,
        wave=declaration.id,
        label=declaration.label,
        inputs=inputs,
        files=tuple(_file_line(intake) for intake in intakes),
        rows_in=sum(intake.rows_in for intake in intakes),
        rows_kept=len(usable),
        rows_set_aside=len(by_row),
        reasons=dict(sorted(Counter(by_row.values()).items())),
        late=int((usable["submitted"] > declaration.closed.isoformat()).sum()),
        actions=tuple(f"{i.file}: {action}" for i in intakes for action in i.actions),
        suite=verdict.suite,
        n_expectations=verdict.n_expectations,
        verdict=verdict.digest,
    )
    if record.rows_in != record.rows_kept + record.rows_set_aside:
        raise RuntimeError(f"{declaration.id}: the books do not balance: {record.balance}")
    return record


def _file_line(intake: Intake) -> dict[str, str]:
    return {
        "file": intake.file,
        "dialect": intake.dialect,
        "encoding": intake.encoding,
        "digest": intake.digest,
        "rows_in": str(intake.rows_in),
    }


def read_import_record(workspace: Workspace, declaration: WaveDeclaration) -> ImportRecord | None:
    """Return the books of an earlier import, or ``None`` if the wave was never imported."""
    path = _record_file(workspace, declaration.instrument, declaration.id)
    if not path.is_file():
        return None
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        if set(values) != {field.name for field in fields(ImportRecord)}:
            return None  # made by another version of the package: import again
        lists = {name: tuple(values[name]) for name in ("files", "actions")}
    except (ValueError, TypeError):
        return None  # damaged: import again
    return ImportRecord(**{**values, **lists})


def write_import_record(workspace: Workspace, record: ImportRecord) -> None:
    """Keep the books in the store."""
    path = _record_file(workspace, record.instrument, record.wave)
    write_atomically(path, json.dumps(asdict(record), indent=1, ensure_ascii=False) + "\n")


def _record_file(workspace: Workspace, instrument: str, wave: str) -> Path:
    return workspace.store / "imports" / instrument / f"{wave}.json"


def set_aside_file(workspace: Workspace, declaration: WaveDeclaration) -> Path:
    """Return where the rows that were set aside in a wave are listed."""
    return workspace.set_aside / f"{declaration.instrument}_{declaration.id}.csv"


def write_set_aside(
    workspace: Workspace, declaration: WaveDeclaration, set_aside: Sequence[SetAside]
) -> None:
    """List what was set aside in a wave, as :func:`write_list`."""
    write_list(set_aside_file(workspace, declaration), set_aside)


def write_list(path: Path, set_aside: Sequence[SetAside]) -> None:
    """List what was set aside in a file that only its owner may read; no file for nothing."""
    if not set_aside:
        path.unlink(missing_ok=True)
        return
    columns = [field.name for field in fields(SetAside) if field.name != "response"]
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    for entry in set_aside:
        writer.writerow([neutral_cell(str(getattr(entry, name))) for name in columns])
    write_atomically(path, text.getvalue(), mode=0o600)
