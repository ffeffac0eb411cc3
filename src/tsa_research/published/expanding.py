"""Printed tables of counts, expanded to answers.

A count is turned into that many
answers, question by question. Who gave which answers is not printed, so a row of an
expanded wave is not a person unless the table itself lists people.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from tsa_research.errors import IntakeError
from tsa_research.schemas.model import Instrument
from tsa_research.schemas.reading import load_instrument

SHUFFLE_SEED = 2015
GEORGE_ABBOT, SUTTON = "george-abbot-not-stated", "sutton-not-stated"
SCHOOL_D = "portswood-school-d"
IMPACT_ROWS = {
    "Coaching": "coaching",
    "Peer planning": "peer_planning",
    "Peer observation": "peer_observation",
    "Teaching and wider professional practice": "teaching_practice",
    "Cross-phase": "cross_phase",
}
FEEDBACK_ROWS = {
    "Programme overall": "programme_overall",
    "Learning walks": "learning_walks",
    "Literature provided": "literature",
    "Post session learning": "post_session_learning",
    "Questioning session": "questioning_session",
    "Engagement session": "engagement_session",
    "Assessment session": "assessment_session",
}
GRADING_ROWS = {
    "Coaching culture": "has_culture",
    "Staff reflect": "staff_reflect",
    "Staff at ease with coaching": "comfortable_in_class",
    "Systems to check coaching": "monitoring_works",
    "Lead coach skills": "lead_coach_skilled",
}


def read_table(path: Path) -> list[list[str]]:
    """Read a printed table as strings, heading first."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, strict=True))


def read_counts(
    path: Path, instrument: Instrument, row_of: dict[str, str]
) -> dict[str, dict[int, int]]:
    """Read how many people gave each answer.

    Parameters
    ----------
    path : Path
        A table with one row for each question and one column for each code of the
        instrument's scale, in the order of the codes.
    instrument : Instrument
    row_of : dict
        Printed name of a row to the id of the item.

    Returns
    -------
    dict
        Item id to code to count; a blank cell counts as nobody.

    Raises
    ------
    IntakeError
        If a row or a cell is not what was expected.
    """
    _, *rows = read_table(path)
    codes = instrument.scales[0].codes
    counts = {}
    for number, row in enumerate(rows, start=2):
        name, cells = row[0], row[1:]
        if name not in row_of or len(cells) != len(codes):
            raise refuse(path, number, f"one of {', '.join(row_of)} and {len(codes)} cells", row)
        if not all(cell == "" or cell.isdecimal() for cell in cells):
            raise refuse(path, number, "whole numbers or blanks", cells)
        counts[row_of[name]] = {
            code: int(cell or 0) for code, cell in zip(codes, cells, strict=True)
        }
    return counts


def expand_counts(
    counts: dict[str, dict[int, int]], n_respondents: int, seed: int = SHUFFLE_SEED
) -> list[list[int | None]]:
    """Turn counts into rows of answers, each question on its own and in shuffled order.

    Parameters
    ----------
    counts : dict
        As from :func:`read_counts`.
    n_respondents : int
        Number of rows. Where fewer people answered a question, the rest is ``None``.
    seed : int
        Of the shuffling, so that the rows are the same every time.

    Examples
    --------
    >>> sorted(row[0] or 0 for row in expand_counts({"a": {1: 1, 2: 1}}, 3))
    [0, 1, 2]
    """
    rng, columns = np.random.default_rng(seed), []
    for item, by_code in counts.items():
        answers: list[int | None] = [code for code, n in by_code.items() for _ in range(n)]
        if len(answers) > n_respondents:
            raise ValueError(f"{item} has {len(answers)} answers from {n_respondents} people")
        answers += [None] * (n_respondents - len(answers))
        columns.append([answers[position] for position in rng.permutation(n_respondents)])
    return [list(row) for row in zip(*columns, strict=True)]


def write_inbox(folder: Path) -> None:
    """Rebuild ``inbox/`` from ``tables/``."""
    tables, inbox = folder / "tables", folder / "inbox"
    inbox.mkdir(exist_ok=True)
    for table, instrument_id, row_of, school, n_respondents in (
        ("table_05", "strand_impact", IMPACT_ROWS, GEORGE_ABBOT, 18),
        ("table_08", "programme_feedback", FEEDBACK_ROWS, SUTTON, 12),
    ):
        counts = read_counts(tables / f"{table}.csv", load_instrument(instrument_id), row_of)
        rows = [["", school, "", *row] for row in expand_counts(counts, n_respondents)]
        write_answers(inbox / f"{table}_{instrument_id}.csv", list(counts), rows)
    _, *people = read_table(tables / "table_07.csv")
    for column, moment in ((1, "before"), (2, "after")):
        rows = [[f"sutton-{int(p[0]):02d}", SUTTON, "", p[column]] for p in people]
        write_answers(inbox / f"table_07_lesson_grade_{moment}.csv", ["observed_grade"], rows)
    graded = read_marks(tables / "l2251_head_gradings.csv", load_instrument("coaching_culture"))
    row = ["", SCHOOL_D, "", *graded.values()]
    write_answers(inbox / "l2251_coaching_culture.csv", list(graded), [row])


def read_marks(path: Path, instrument: Instrument) -> dict[str, int]:
    """Read the form of one person: the code of each item that is marked with a cross.

    Raises
    ------
    IntakeError
        If a row is unknown or not marked exactly once.
    """
    codes, marks = instrument.scales[0].codes, {}
    for number, (name, *cells) in enumerate(read_table(path)[1:], start=2):
        chosen = [code for code, cell in zip(codes, cells, strict=False) if cell]
        if name not in GRADING_ROWS or len(cells) != len(codes) or len(chosen) != 1:
            raise refuse(path, number, "a known statement with one cross", [name, *cells])
        marks[GRADING_ROWS[name]] = chosen[0]
    return marks


def write_answers(path: Path, items: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a wave as a plain table: one row for each respondent, items by id."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["participant", "school", "submitted", *items])
        writer.writerows(rows)


def refuse(path: Path, row: int, expected: str, got: Sequence[str]) -> IntakeError:
    """Return the error for a row of a printed table that is not what was expected."""
    return IntakeError(
        "A printed table has a row that cannot be expanded.",
        where=f"{path}, row {row}",
        expected=expected,
        got=", ".join(got),
        next_step="Compare the row with the source.",
    )
