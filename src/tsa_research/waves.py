"""A wave: the validated answers to one instrument at one time, for the part being studied."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from tsa_research.schemas.codebook import Codebook, answer_key
from tsa_research.schemas.model import Instrument

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Wave:
    """One time an instrument was answered.

    Parameters
    ----------
    instrument : Instrument
    id, label, kind : str
        ``kind`` is ``before``, ``after``, ``then`` (a retrospective view of before) or
        ``single``.
    opened, closed : date
    responses : DataFrame
        One row per response: ``respondent`` (pseudonym), ``linked`` (False where the
        answer was anonymous), ``cohort``, ``alliance``, ``school``, a column per group
        question and a nullable whole number per item column.
    asked : DataFrame, optional
        Answers to the questions that are not rated, one row for each answer, option or line:
        ``respondent``, ``question``, ``place``, ``answer``, ``released``.
    codebook : Codebook, optional
        The themes that open answers are coded by.
    coded : DataFrame, optional
        What coders have said, one row for each answer, coder and theme: ``question``, ``answer``
        (its key), ``coder``, ``theme`` (empty where a coder found none).
    left_out : tuple of str
        Titles of the alliances whose answers were taken out of ``responses``, because too few
        answered for them to be shown.
    """

    instrument: Instrument
    id: str
    label: str
    kind: str
    opened: date
    closed: date
    responses: pd.DataFrame = field(repr=False)
    asked: pd.DataFrame | None = field(default=None, repr=False)
    codebook: Codebook | None = None
    coded: pd.DataFrame | None = field(default=None, repr=False)
    left_out: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.responses)

    @cached_property
    def schools(self) -> NDArray[np.object_]:
        """The school of each response."""
        return self.responses["school"].to_numpy(dtype=object)

    def only(self, **groups: str | bool) -> Wave:
        """Return the wave with the responses that have these values, such as a school."""
        chosen = self.responses
        for column, value in groups.items():
            chosen = chosen.loc[chosen[column] == value]
        return replace(self, responses=chosen)

    def answers_to(self, question: str) -> pd.DataFrame:
        """Return what the people of this wave answered to a question that is not rated.

        With their ``school``; those who left it blank have no row.
        """
        people = self.responses[["respondent", "school"]]
        if self.asked is None:
            return people.iloc[:0].assign(question="", place=0, answer="", released=False)
        chosen = self.asked.loc[self.asked["question"] == question]
        return chosen.merge(people, on="respondent", validate="many_to_one")

    def key_of(self, question: str, words: str) -> str:
        """Return the key by which coders name an answer to an open question."""
        return answer_key(self.instrument.id, self.id, question, words)

    @property
    def matchable(self) -> bool:
        """Whether every response can be linked to a person."""
        return bool(self.responses["linked"].all())

    @property
    def source(self) -> str:
        """The wave in words, for provenance."""
        return f"{self.instrument.title}, {self.label}"
