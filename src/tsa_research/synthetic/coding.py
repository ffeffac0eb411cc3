"""Made-up codebooks, and the sheets of two made-up coders who mostly agree."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from tsa_research.schemas.codebook import NO_THEME, answer_key
from tsa_research.schemas.questions import JOINT
from tsa_research.schemas.reading import load_coding_type
from tsa_research.synthetic.remarks import REMARKS, TECHNIQUES
from tsa_research.synthetic.wave_plan import WavePlan

CODERS = ("ada", "ben")


@dataclass(frozen=True)
class MadeUpTheme:
    """A theme, the places of the texts in which both coders see it, and where Ben alone does."""

    id: str
    title: str
    belongs: str
    example: str
    both: tuple[int, ...]
    ben_alone: tuple[int, ...] = ()


CODEBOOKS: dict[str, dict[str, tuple[MadeUpTheme, ...]]] = {
    "group_review": {
        "frame_challenge": (
            MadeUpTheme("room", "Time and room", "Hours, cover, places", "No cover.", (0, 5), (1,)),
            MadeUpTheme("pace", "Pace", "How fast it began or moves", "At long last.", (1, 2, 3)),
            MadeUpTheme("who", "Who takes part", "Leaders and staff joining", "All came.", (2, 4)),
            MadeUpTheme("pupils", "Pupils", "What pupils need or gain", "They read more.", ()),
        ),
        "frame_ownership": (
            MadeUpTheme("terms", "Working conditions", "Time, rooms, terms", "No hall.", (0, 3, 5)),
            MadeUpTheme(
                "led", "What leaders do", "Leaders joining in", "The head came.", (4,), (2,)
            ),
            MadeUpTheme("doubts", "Doubts", "Not clear, or seen differently", "Who knows?", (1, 6)),
        ),
        "frame_aims": (
            MadeUpTheme("needs", "What is needed", "Wishes of any kind", "A date, please.", (0, 5)),
            MadeUpTheme("moving", "What is moving", "Begun or better", "It runs.", (1, 3, 4), (2,)),
            MadeUpTheme("open", "Still open", "Nobody can say yet", "We shall see.", (1, 6), (5,)),
        ),
    },
    "differentiation_confidence": {
        "techniques": (
            MadeUpTheme("words", "Help with language", "Words, texts", "A glossary.", (1, 5), (0,)),
            MadeUpTheme("tasks", "Different tasks", "Tasks that differ", "Three tasks.", (0, 2, 4)),
            MadeUpTheme("models", "Showing how", "Shown or worked first", "A sample.", (3,), (5,)),
        ),
    },
}
"""The themes of each question, by instrument and question."""
LEFT_BY_BEN = "2025-september"
"""A wave that the second coder has not begun."""


def write_coding(folder: Path, plan: WavePlan, answers: pd.DataFrame) -> None:
    """Write the codebook of a wave's form, and the sheets of both coders, if it has any.

    Nothing is drawn by chance.

    Parameters
    ----------
    folder : Path
        The network's folder.
    plan : WavePlan
    answers : DataFrame
        Of everybody, with a column for each question: a sheet holds each text once.
    """
    questions = CODEBOOKS.get(plan.instrument)
    if questions is None:
        return
    own = folder / "coding" / plan.instrument
    own.mkdir(parents=True, exist_ok=True)
    _write(own / "codebook.csv", load_coding_type("codebook").column_ids, _themes(questions))
    for coder in CODERS:
        if (plan.id, coder) != (LEFT_BY_BEN, CODERS[-1]):
            rows = sorted(_sheet(plan, questions, answers, coder))
            columns = ("question", "answer", "words", "coder", "themes")
            _write(own / f"{plan.id}_{coder}.csv", columns, rows)


def _themes(questions: dict[str, tuple[MadeUpTheme, ...]]) -> Iterator[tuple[str, ...]]:
    for question, themes in questions.items():
        for theme in themes:
            yield theme.id, question, theme.title, theme.belongs, theme.example


def _sheet(
    plan: WavePlan,
    questions: dict[str, tuple[MadeUpTheme, ...]],
    answers: pd.DataFrame,
    coder: str,
) -> Iterator[tuple[str, ...]]:
    for question, themes in questions.items():
        texts = TECHNIQUES if question == "techniques" else REMARKS
        written = {line for answer in answers[question] for line in answer.split("\n")}
        for place, words in enumerate(texts):
            if words in written:
                key = answer_key(plan.instrument, plan.id, question, words)
                yield question, key, words, coder, _ticked(themes, place, coder)


def _ticked(themes: tuple[MadeUpTheme, ...], place: int, coder: str) -> str:
    seen = [
        theme.id
        for theme in themes
        if place in theme.both or (coder == CODERS[-1] and place in theme.ben_alone)
    ]
    return f"{JOINT} ".join(seen) or NO_THEME


def _write(path: Path, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([columns, *rows])
    path.write_bytes(text.getvalue().encode())
