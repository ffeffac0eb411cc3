"""From raw exports to stored waves: read, place, validate, pseudonymise, store."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date

import pandas as pd

from tsa_research import __version__
from tsa_research.asked_answers import asked_answers
from tsa_research.books import (
    ImportRecord,
    collect_set_aside,
    keep_books,
    read_import_record,
    set_aside_file,
    write_import_record,
    write_set_aside,
)
from tsa_research.candidates import build_candidates
from tsa_research.digests import file_digest
from tsa_research.errors import IntakeError
from tsa_research.identity import pseudonyms, read_key
from tsa_research.intake import Intake, SetAside, read_export, read_mapping
from tsa_research.names_in_text import Names, names_in_answers
from tsa_research.roster import Roster, read_roster
from tsa_research.roster_parts import RECORDS, keep_parts
from tsa_research.schemas.model import Instrument
from tsa_research.store import list_slices, slice_digest, write_asked, write_wave
from tsa_research.suites import suite_document
from tsa_research.validation import validate
from tsa_research.workspace import WaveDeclaration, Workspace

Part = tuple[str, str]
EVERY_PART: Part = ("*", "*")
"""A cohort and an alliance; all of them."""


@dataclass(frozen=True)
class CheckedWave:
    """A wave that was read and validated, but not stored.

    ``usable`` holds the responses that passed, still with the identities as typed; ``roster``
    is what they were placed by.
    """

    record: ImportRecord
    set_aside: tuple[SetAside, ...]
    usable: pd.DataFrame = field(repr=False)
    roster: Roster = field(repr=False)


@dataclass(frozen=True)
class ImportedWave:
    """The outcome of an import; ``fresh`` is False when no input had changed."""

    record: ImportRecord
    set_aside: tuple[SetAside, ...]
    fresh: bool


def check_wave(
    workspace: Workspace, declaration: WaveDeclaration, *, today: date | None = None
) -> CheckedWave:
    """Read and validate a wave without storing anything of it.

    Parameters
    ----------
    workspace : Workspace
    declaration : WaveDeclaration
        Which files hold the wave and when it was open.
    today : date, optional
        The last possible day of an answer; the current day if not given.

    Raises
    ------
    IntakeError
        If a file is missing or cannot be read as the instrument.
    """
    instrument = workspace.instrument(declaration.instrument)
    roster = read_roster(workspace)
    intakes = _read_files(workspace, declaration, instrument)
    answers = pd.concat(
        [intake.coded.assign(file=intake.file) for intake in intakes], ignore_index=True
    )
    placed = build_candidates(
        answers, instrument, roster, opened=declaration.opened, today=today or date.today()
    )
    stays, withdrawn = _without_withdrawn(placed, roster)
    candidates, n_named = _without_named(stays, roster, instrument)
    verdict = validate(candidates, instrument, workspace.store / "validation")
    failed = collect_set_aside(intakes, candidates, verdict, roster, instrument)
    names = names_in_answers(roster, withdrawn_only=True)
    set_aside = (*withdrawn, *(_without_names_in(entry, names) for entry in failed))
    usable = candidates.loc[~candidates.index.isin(verdict.rows)]
    inputs = inputs_digest(workspace, declaration)
    record = keep_books(declaration, instrument.title, inputs, intakes, usable, set_aside, verdict)
    actions = (*map(names.replaced, record.actions), *_told(n_named))
    return CheckedWave(replace(record, actions=actions), set_aside, usable, roster)


def _without_named(
    placed: pd.DataFrame, roster: Roster, instrument: Instrument
) -> tuple[pd.DataFrame, int]:
    """Return the candidates without names of people in what was written, and how many had any.

    Answers in words may be quoted, and must not change when somebody they name withdraws.
    """
    columns = [question.id for question in instrument.questions]
    if not columns:
        return placed, 0
    names = names_in_answers(roster)
    cleaned = placed.assign(**{name: names.replaced_in(placed[name]) for name in columns})
    changed = (cleaned[columns] != placed[columns]) & placed[columns].notna()
    return cleaned, int(changed.to_numpy().sum())


def _told(n_named: int) -> tuple[str, ...]:
    answers = "answer" if n_named == 1 else "answers"
    said = f"People of the roster were named in {n_named} {answers} in words; … stands for them."
    return (said,) if n_named else ()


def _without_names_in(entry: SetAside, names: Names) -> SetAside:
    got, step = names.replaced(entry.got), names.replaced(entry.next_step)
    return replace(entry, got=got, next_step=step)


def _without_withdrawn(
    placed: pd.DataFrame, roster: Roster
) -> tuple[pd.DataFrame, tuple[SetAside, ...]]:
    """Return the candidates of those who have not withdrawn, and an entry for each other one."""
    gone = placed["participant"].isin(roster.withdrawn)
    if not gone.any():
        return placed, ()
    told = ("person", "somebody who has not withdrawn", "somebody who has")
    step = "Nothing to do: the answer is kept out. Delete it from the file if you can."
    rows = placed.loc[gone, ["file", "row"]].itertuples(index=False)
    entries = [SetAside(row.file, int(row.row), *told, step, "withdrawn") for row in rows]
    return placed.loc[~gone].reset_index(drop=True), tuple(entries)


def check_usable(
    workspace: Workspace, declaration: WaveDeclaration, *, today: date | None = None
) -> CheckedWave:
    """Check a wave and list what was set aside; parameters as in :func:`check_wave`.

    Raises
    ------
    IntakeError
        Also if no response is usable; what was set aside is written down first.
    """
    checked = check_wave(workspace, declaration, today=today)
    write_set_aside(workspace, declaration, checked.set_aside)
    if checked.usable.empty:
        raise IntakeError(
            f"No response of {declaration.label} can be used: {checked.record.balance}.",
            where=", ".join(declaration.files),
            expected="at least one usable response",
            got=checked.record.reasons_in_words,
            next_step=f"See {set_aside_file(workspace, declaration)}.",
        )
    return checked


def import_wave(
    workspace: Workspace,
    declaration: WaveDeclaration,
    *,
    today: date | None = None,
    only: Part = EVERY_PART,
) -> ImportedWave:
    """Import one wave; nothing is done again when no input has changed.

    Parameters and errors as in :func:`check_wave`. Whether what is stored is still as it was
    written is looked at for the cohort and alliance in ``only``.

    Raises
    ------
    IntakeError
        Also if no response is usable; what was set aside is written down first.
    """
    read_key(workspace.key_file)  # made at first use, so that the digest below covers it
    kept = read_import_record(workspace, declaration)
    unchanged = kept is not None and kept.inputs == inputs_digest(workspace, declaration)
    if kept is not None and unchanged and _is_intact(workspace, declaration, kept, only):
        return ImportedWave(kept, (), fresh=False)
    checked = check_usable(workspace, declaration, today=today)
    instrument = workspace.instrument(declaration.instrument)
    made = _pseudonyms(checked, instrument, read_key(workspace.key_file))
    keep_parts(workspace, checked.roster, made)
    stored = _without_names(checked.usable, instrument, made)
    write_wave(workspace.store, instrument, declaration.id, stored)
    asked = asked_answers(checked.usable, stored["respondent"], instrument)
    write_asked(workspace.store, instrument, declaration.id, asked)
    record = replace(checked.record, stored=_stored(workspace, declaration))
    write_import_record(workspace, record)
    return ImportedWave(record, checked.set_aside, fresh=True)


def _is_intact(
    workspace: Workspace, declaration: WaveDeclaration, kept: ImportRecord, only: Part
) -> bool:
    stored = _stored(workspace, declaration, only)
    if only == EVERY_PART:
        return stored == kept.stored
    place = "/".join(only)
    return stored == {name: kept.stored[name] for name in (place,) if name in kept.stored}


def _stored(
    workspace: Workspace, declaration: WaveDeclaration, only: Part = EVERY_PART
) -> dict[str, str]:
    """Return the digests of what the store holds of a wave, by cohort and alliance."""
    places = list_slices(workspace.store, declaration.instrument, *only)
    return {
        f"{place.cohort}/{place.alliance}": slice_digest(workspace.store, place)
        for place in places
        if place.wave == declaration.id
    }


def import_network(workspace: Workspace) -> tuple[ImportedWave, ...]:
    """Import every wave that the network declares, in the order of ``network.toml``."""
    return tuple(import_wave(workspace, declaration) for declaration in workspace.waves)


def undeclared_waves(workspace: Workspace) -> tuple[tuple[str, str], ...]:
    """Return instrument and id of waves that are stored, but in ``network.toml`` no longer.

    No report shows them (see :func:`tsa_research.study.declared_slices`); they stay until the
    wave is declared again or a person deletes them.
    """
    stored = {(place.instrument, place.wave) for place in list_slices(workspace.store)}
    return tuple(sorted(stored - {(wave.instrument, wave.id) for wave in workspace.waves}))


def inputs_digest(workspace: Workspace, declaration: WaveDeclaration) -> str:
    """Return the SHA-256 of all that a stored wave is made from."""
    instrument = workspace.instrument(declaration.instrument)
    digest = hashlib.sha256(__version__.encode())
    digest.update(json.dumps(suite_document(instrument), sort_keys=True).encode())
    digest.update(repr(instrument).encode())
    digest.update(json.dumps(asdict(declaration), sort_keys=True, default=str).encode())
    files = [workspace.folder / name for name in (*declaration.files, declaration.mapping) if name]
    files += [workspace.record_file(name) for name in RECORDS]
    for path in (*files, workspace.key_file):
        digest.update(file_digest(path, workspace.store / "digests").encode())
    return digest.hexdigest()


def _read_files(
    workspace: Workspace, declaration: WaveDeclaration, instrument: Instrument
) -> Sequence[Intake]:
    mapping = read_mapping(workspace.folder / declaration.mapping) if declaration.mapping else None
    paths = [workspace.folder / name for name in declaration.files]
    for path in paths:
        if not path.is_file():
            raise IntakeError(
                f"A file of {declaration.label} is missing.",
                where=str(path),
                expected="the export named in network.toml",
                got="no such file",
                next_step="Put the file there, or correct files = […] of the wave.",
            )
    return [
        read_export(path, instrument, dialect=declaration.dialect, mapping=mapping)
        for path in paths
    ]


def _as_integers(codes: pd.Series) -> pd.Series:
    """Return codes written as texts as nullable whole numbers; each text is read once."""
    places, texts = pd.factorize(codes)
    return pd.array([*texts, None], dtype="Int16")[places]


def _pseudonyms(checked: CheckedWave, instrument: Instrument, key: bytes) -> dict[str, str]:
    """Return the pseudonyms of everybody on the roster, and of those who answered without it."""
    roster = checked.roster
    listed = {} if roster.participants.empty else roster.pseudonyms(key)
    if listed and not instrument.code:
        return dict(listed)
    return {**listed, **pseudonyms(key, checked.usable["participant"].dropna().tolist())}


def _without_names(
    usable: pd.DataFrame, instrument: Instrument, made: Mapping[str, str]
) -> pd.DataFrame:
    """Return what is stored: pseudonyms for people, codes for answers, no name, no time."""
    linked = usable["participant"].notna()
    respondents = [
        made[person] if known else f"a{number:06d}"
        for number, (person, known) in enumerate(
            zip(usable["participant"].tolist(), linked.tolist(), strict=True), start=1
        )
    ]
    codes = usable[list(instrument.columns)].apply(_as_integers)
    groups = usable[[question.id for question in instrument.groups]].astype("object")
    return pd.concat([groups, codes], axis=1).assign(
        respondent=pd.Series(respondents, usable.index, dtype="object"),
        linked=linked,
        school=usable["school_id"],
        cohort=usable["cohort"],
        alliance=usable["alliance"],
    )
