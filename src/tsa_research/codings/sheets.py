"""The sheets of coders: written with the answers to be coded, read back and checked."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from tsa_research.codings.codebooks import CODEBOOK, coding_folder, read_codebook
from tsa_research.errors import NothingToReportError, UsageError, nearest
from tsa_research.files import neutral_cell, write_atomically
from tsa_research.intake import SetAside
from tsa_research.records import read_cells
from tsa_research.schemas.codebook import NO_THEME, Codebook, answer_key
from tsa_research.schemas.model import Instrument
from tsa_research.schemas.questions import JOINT
from tsa_research.schemas.reading import load_coding_type
from tsa_research.store import list_slices, read_asked
from tsa_research.workspace import Workspace

HEADINGS = ("answer", "question", "words", "coder", "themes", "themes_to_choose_from")
_CODER = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")
_ANSWERS = ("wave", "cohort", "alliance", "question", "answer", "words")


@dataclass(frozen=True)
class Codings:
    """What coders have written: ``coded`` has ``answer``, ``coder`` and ``themes`` (a tuple).

    ``rows_open`` are rows without a theme: answers that are still to be coded.
    """

    rows_in: int
    rows_open: int
    set_aside: tuple[SetAside, ...]
    coded: pd.DataFrame = field(repr=False)


@dataclass(frozen=True)
class WrittenSheet:
    """A sheet that was written: how many answers, how many coded, new, and gone from it."""

    path: Path
    n_answers: int
    n_coded: int
    n_new: int
    n_gone: int


def answers_to_code(
    workspace: Workspace, instrument: Instrument, codebook: Codebook
) -> pd.DataFrame:
    """Return the stored answers to the questions of a codebook, in all declared waves.

    Returns
    -------
    DataFrame
        ``wave``, ``cohort``, ``alliance``, ``question``, ``answer`` (its key) and ``words``.
    """
    waves = {wave.id for wave in workspace.waves_of(instrument.id)}
    rows = []
    for place in list_slices(workspace.store, instrument.id):
        if place.wave not in waves:
            continue
        asked = read_asked(workspace.store, [place])
        for question, words in asked[["question", "answer"]].itertuples(index=False, name=None):
            if question in codebook.questions:
                key = answer_key(instrument.id, place.wave, question, words)
                rows.append((place.wave, place.cohort, place.alliance, question, key, words))
    return pd.DataFrame(rows, columns=list(_ANSWERS))


def write_sheet(
    workspace: Workspace, instrument: Instrument, wave: str, coder: str
) -> WrittenSheet:
    """Write the answers of a wave for one coder; themes that were filled in before stay.

    Each text stands once, however many people wrote it, and in the order of its key, which has
    nothing to do with who wrote it. Answers that are stored no longer leave the sheet.

    Raises
    ------
    UsageError
        If the wave does not exist or the coder's name cannot name a file.
    IntakeError
        If the codebook or the sheet as it is cannot be read.
    NothingToReportError
        If nobody has answered any of the questions.
    """
    workspace.wave(instrument.id, wave)
    if not _CODER.fullmatch(coder):
        raise UsageError(
            "The name of the coder cannot be used.",
            where="--coder",
            expected="letters, digits and -, such as initials",
            got=coder,
        )
    codebook = read_codebook(workspace, instrument)
    answers = answers_to_code(workspace, instrument, codebook)
    own = answers.loc[answers["wave"] == wave].drop_duplicates("answer")
    if own.empty:
        raise NothingToReportError(
            "There is no answer to be coded.",
            where=f"{instrument.id}, {wave}",
            expected=f"answers to {', '.join(codebook.questions)}",
            got="none in the store",
            next_step="Import the answers with: tsa import",
        )
    path = coding_folder(workspace, instrument.id) / f"{wave}_{coder}.csv"
    filled = _filled(path)
    write_atomically(path, _sheet(own, codebook, coder, filled), mode=0o600)
    known = set(own["answer"])
    return WrittenSheet(
        path,
        n_answers=len(own),
        n_coded=sum(bool(filled.get(key)) for key in known),
        n_new=len(known - set(filled)),
        n_gone=len(set(filled) - known),
    )


def _filled(path: Path) -> dict[str, str]:
    """Return the themes that a sheet holds, by answer; nothing if there is no sheet yet."""
    if not path.is_file():
        return {}
    table = read_cells(load_coding_type("coding"), path)
    return dict(zip(table["answer"], table["themes"], strict=True))


def _sheet(answers: pd.DataFrame, codebook: Codebook, coder: str, filled: Mapping[str, str]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADINGS)
    for question in codebook.questions:
        choice = f"{JOINT} ".join([*(t.id for t in codebook.of(question)), NO_THEME])
        own = answers.loc[answers["question"] == question].sort_values("answer")
        for key, words in own[["answer", "words"]].itertuples(index=False, name=None):
            writer.writerow(
                [key, question, neutral_cell(words), coder, filled.get(key, ""), choice]
            )
    return text.getvalue()


def read_codings(
    workspace: Workspace, instrument: Instrument, codebook: Codebook, answers: pd.DataFrame
) -> Codings:
    """Read all sheets of an instrument; rows at fault are set aside with their reason.

    Raises
    ------
    IntakeError
        If a sheet cannot be read or lacks a column.
    """
    rows = list(_rows(coding_folder(workspace, instrument.id)))
    question_of = dict(zip(answers["answer"], answers["question"], strict=True))
    times = Counter(map(_who_coded_what, rows))
    faults, coded, rows_open = [], [], 0
    for row in rows:
        fault = _fault(row, question_of, codebook, times[_who_coded_what(row)])
        if fault:
            faults.append(SetAside(row["file"], int(row["row"]), *fault))
        elif not row["themes"]:
            rows_open += 1
        else:
            themes = tuple(theme for theme in split_themes(row["themes"]) if theme != NO_THEME)
            coded.append((*_who_coded_what(row), themes))
    table = pd.DataFrame(coded, columns=["answer", "coder", "themes"])
    return Codings(len(rows), rows_open, tuple(faults), table)


def split_themes(text: str) -> list[str]:
    """Return the themes of a cell, each once.

    >>> split_themes("time; start;time")
    ['time', 'start']
    """
    parts = (part.strip().casefold() for part in text.split(JOINT))
    return list(dict.fromkeys(part for part in parts if part))


def _rows(folder: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of all sheets in a folder, with file and row."""
    kind = load_coding_type("coding")
    for path in sorted(folder.glob("*.csv")):
        if path.name != CODEBOOK:
            for row, cells in enumerate(read_cells(kind, path).to_dict("records"), start=2):
                yield {
                    **{str(k): str(v) for k, v in cells.items()},
                    "file": path.name,
                    "row": str(row),
                }


def _who_coded_what(row: Mapping[str, str]) -> tuple[str, str]:
    return row["answer"], row["coder"].casefold()


def _fault(
    row: Mapping[str, str], question_of: Mapping[str, str], codebook: Codebook, times: int
) -> tuple[str, str, str, str, str] | None:
    """Return column, expected, got, next step and kind of the first fault of a row."""
    if row["answer"] not in question_of:
        # The key is not repeated: it is made from words that may have been withdrawn.
        return (
            "answer",
            "the key of an answer in the store",
            "another one",
            _GONE,
            "unknown_answer",
        )
    if not row["coder"]:
        return ("coder", "who has coded the answer", "nothing", "Fill in the coder.", "no_coder")
    if times > 1:
        return (
            *("coder", "every answer once from each coder", f"{times} rows by {row['coder']}"),
            "Decide which of these rows counts and delete the others.",
            "coder_twice",
        )
    known = [theme.id for theme in codebook.of(question_of[row["answer"]])]
    given = split_themes(row["themes"])
    unknown = next((theme for theme in given if theme not in (*known, NO_THEME)), None)
    if unknown is not None:
        step = nearest(unknown, known) or "Correct it, or add the theme to the codebook."
        return (
            "themes",
            f"any of {', '.join(known)}, or {NO_THEME}",
            unknown,
            step,
            "unknown_theme",
        )
    if NO_THEME in given and len(given) > 1:
        expected = f"themes, or {NO_THEME} by itself"
        return ("themes", expected, row["themes"], "Keep one of the two.", "none_and_themes")
    return None


_GONE = (
    "It was corrected or withdrawn, or its wave is to be imported first. To take such rows out of "
    "the sheet: tsa comments, with the coder of the sheet."
)
