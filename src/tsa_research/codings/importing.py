"""From the sheets of the coders to what is stored for reports."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from tsa_research.books import write_list
from tsa_research.codings.codebooks import (
    coded_instruments,
    coding_folder,
    keep_codebook,
    kept_codebook,
    read_codebook,
)
from tsa_research.codings.sheets import Codings, answers_to_code, read_codings
from tsa_research.intake import SetAside
from tsa_research.schemas.model import Instrument
from tsa_research.store import (
    codebook_file,
    coded_digest,
    list_slices,
    slice_digest,
    write_coded,
)
from tsa_research.unchanged import Kept, inputs_of_import, read_kept, write_kept
from tsa_research.workspace import Workspace

COUNTS = ("rows_in", "rows_open", "rows_set_aside")


@dataclass(frozen=True)
class ImportedCoding:
    """The outcome for the sheets of one instrument."""

    instrument: Instrument
    rows_in: int
    rows_open: int
    rows_set_aside: int
    set_aside: tuple[SetAside, ...] = ()
    fresh: bool = True

    @property
    def title(self) -> str:
        """What it is, in words."""
        return f"Themes of answers, {self.instrument.title}"

    @property
    def balance(self) -> str:
        """The books in one line."""
        aside = self.rows_set_aside
        coded = self.rows_in - self.rows_open - aside
        return f"{self.rows_in} rows in = {coded} coded + {self.rows_open} open + {aside} set aside"


@dataclass(frozen=True)
class Difference:
    """An answer on which coders differ: what each of them has ticked."""

    answer: str
    question: str
    themes: tuple[tuple[str, tuple[str, ...]], ...]


def import_codings(workspace: Workspace) -> tuple[ImportedCoding, ...]:
    """Import the sheets of every instrument that has a codebook, as :func:`import_coding`."""
    return tuple(import_coding(workspace, name) for name in coded_instruments(workspace))


def check_coding(workspace: Workspace, instrument_id: str) -> ImportedCoding:
    """Read and check codebook and sheets of an instrument without storing anything.

    Raises
    ------
    IntakeError
        If the codebook cannot be used, or a sheet cannot be read or lacks a column.
    """
    instrument = workspace.instrument(instrument_id)
    codebook = read_codebook(workspace, instrument)
    answers = answers_to_code(workspace, instrument, codebook)
    return _done(instrument, read_codings(workspace, instrument, codebook, answers))


def import_coding(workspace: Workspace, instrument_id: str) -> ImportedCoding:
    """Check and store what coders have said of the open answers of an instrument.

    The rows at fault are listed in ``set_aside/``. Nothing is done again when neither codebook
    nor sheets nor answers have changed. Errors as in :func:`check_coding`.
    """
    instrument = workspace.instrument(instrument_id)
    inputs, kept = _inputs(workspace, instrument), read_kept(_books(workspace, instrument_id))
    if kept is not None and (kept.inputs, kept.stored) == (inputs, _stored(workspace, instrument)):
        came, still_open, aside = (kept.counts[name] for name in COUNTS)
        return ImportedCoding(instrument, came, still_open, aside, fresh=False)
    codebook = read_codebook(workspace, instrument)
    answers = answers_to_code(workspace, instrument, codebook)
    codings = read_codings(workspace, instrument, codebook, answers)
    write_list(_list_of(workspace, instrument.id), codings.set_aside)
    keep_codebook(workspace, codebook)
    coded = _placed(codings.coded, answers)
    for wave in _stored_waves(workspace, instrument.id):
        write_coded(workspace.store, instrument.id, wave, coded.loc[coded["wave"] == wave])
    done = _done(instrument, codings)
    counts = {name: getattr(done, name) for name in COUNTS}
    write_kept(
        _books(workspace, instrument.id), Kept(inputs, _stored(workspace, instrument), counts)
    )
    return done


def forget_codings(workspace: Workspace) -> tuple[str, ...]:
    """Remove what is stored for codebooks that are no longer there; return their instruments."""
    kept = {path.stem for path in codebook_file(workspace.store, "any").parent.glob("*.json")}
    gone = tuple(sorted(kept - set(coded_instruments(workspace))))
    nothing = pd.DataFrame(columns=["cohort", "alliance"])
    for instrument in gone:
        for wave in _stored_waves(workspace, instrument):
            write_coded(workspace.store, instrument, wave, nothing)
        for path in (
            codebook_file(workspace.store, instrument),
            _books(workspace, instrument),
            _list_of(workspace, instrument),
        ):
            path.unlink(missing_ok=True)
    return gone


def differences(workspace: Workspace, instrument_id: str, wave: str) -> tuple[Difference, ...]:
    """Return the answers of a wave to which coders have given different themes.

    For the coders alone: who ticked what enters no report.
    """
    workspace.wave(instrument_id, wave)
    instrument = workspace.instrument(instrument_id)
    codebook = read_codebook(workspace, instrument)
    answers = answers_to_code(workspace, instrument, codebook)
    own = answers.loc[answers["wave"] == wave]
    coded = read_codings(workspace, instrument, codebook, answers).coded
    titles = {question.id: question.title for question in instrument.questions}
    question_of = dict(zip(own["answer"], own["question"], strict=True))
    found = []
    for answer, part in coded.loc[coded["answer"].isin(question_of)].groupby("answer"):
        pairs = sorted(zip(part["coder"], part["themes"], strict=True))
        if len({frozenset(themes) for _, themes in pairs}) > 1:
            title = titles[question_of[str(answer)]]
            found.append(Difference(str(answer), title, tuple(pairs)))
    return tuple(found)


def _done(instrument: Instrument, codings: Codings) -> ImportedCoding:
    aside = codings.set_aside
    return ImportedCoding(instrument, codings.rows_in, codings.rows_open, len(aside), aside)


def _list_of(workspace: Workspace, instrument: str) -> Path:
    return workspace.set_aside / f"coding_{instrument}.csv"


def _books(workspace: Workspace, instrument: str) -> Path:
    return workspace.store / "imports_of_codings" / f"{instrument}.json"


def _inputs(workspace: Workspace, instrument: Instrument) -> str:
    """Return the digest of codebook, sheets and of the answers they are about."""
    places = list_slices(workspace.store, instrument.id)
    answers = [f"{place} {slice_digest(workspace.store, place)}" for place in places]
    waves = [repr(wave) for wave in workspace.waves_of(instrument.id)]
    files = sorted(coding_folder(workspace, instrument.id).glob("*.csv"))
    memory = workspace.store / "digests"
    return inputs_of_import([repr(instrument), *waves, *answers], files, memory)


def _stored(workspace: Workspace, instrument: Instrument) -> dict[str, str]:
    places = list_slices(workspace.store, instrument.id)
    found = {f"{p.wave}/{p.cohort}/{p.alliance}": coded_digest(workspace.store, p) for p in places}
    return found | {"codebook": repr(kept_codebook(workspace, instrument.id))}


def _stored_waves(workspace: Workspace, instrument: str) -> list[str]:
    return sorted({place.wave for place in list_slices(workspace.store, instrument)})


def _placed(coded: pd.DataFrame, answers: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each theme of each coded answer, in every alliance where it was given.

    Coders are numbered: who they are is nobody's business in a report.
    """
    names = {name: f"{place}" for place, name in enumerate(sorted(set(coded["coder"])), start=1)}
    themes = [list(each) or [""] for each in coded["themes"]]
    each = coded.assign(coder=coded["coder"].map(names), theme=themes).explode("theme")
    where = answers.drop(columns="words").drop_duplicates()
    return each.drop(columns="themes").merge(where, on="answer")
