"""From the sheets of the coders to what is stored for reports."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from tsa_research.books import write_list
from tsa_research.codings.codebooks import coded_instruments, keep_codebook, read_codebook
from tsa_research.codings.sheets import Codings, answers_to_code, read_codings
from tsa_research.intake import SetAside
from tsa_research.schemas.model import Instrument
from tsa_research.store import codebook_file, list_slices, write_coded
from tsa_research.workspace import Workspace


@dataclass(frozen=True)
class ImportedCoding:
    """The outcome for the sheets of one instrument."""

    instrument: Instrument
    rows_in: int
    rows_open: int
    set_aside: tuple[SetAside, ...]

    @property
    def balance(self) -> str:
        """The books in one line."""
        aside = len(self.set_aside)
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

    The rows at fault are listed in ``set_aside/``. Errors as in :func:`check_coding`.
    """
    instrument = workspace.instrument(instrument_id)
    codebook = read_codebook(workspace, instrument)
    answers = answers_to_code(workspace, instrument, codebook)
    codings = read_codings(workspace, instrument, codebook, answers)
    write_list(workspace.set_aside / f"coding_{instrument.id}.csv", codings.set_aside)
    keep_codebook(workspace, codebook)
    coded = _placed(codings.coded, answers)
    for wave in _stored_waves(workspace, instrument.id):
        write_coded(workspace.store, instrument.id, wave, coded.loc[coded["wave"] == wave])
    return _done(instrument, codings)


def forget_codings(workspace: Workspace) -> tuple[str, ...]:
    """Remove what is stored for codebooks that are no longer there; return their instruments."""
    kept = {path.stem for path in codebook_file(workspace.store, "any").parent.glob("*.json")}
    gone = tuple(sorted(kept - set(coded_instruments(workspace))))
    nothing = pd.DataFrame(columns=["cohort", "alliance"])
    for instrument in gone:
        for wave in _stored_waves(workspace, instrument):
            write_coded(workspace.store, instrument, wave, nothing)
        codebook_file(workspace.store, instrument).unlink()
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
    return ImportedCoding(instrument, codings.rows_in, codings.rows_open, codings.set_aside)


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
