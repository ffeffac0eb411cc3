"""What reading an export gives: the answers, the rows set aside, and what was done to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd


@dataclass(frozen=True)
class SetAside:
    """One row that cannot be used, and why.

    Parameters
    ----------
    file : str
        Name of the file, without its folder.
    row : int
        The row number that a person sees in a spreadsheet; header rows count.
    item, expected, got, next_step : str
        Which column is at fault, what would have been right, what was found, what to do.
    kind : str
        One word for the fault, such as ``ragged_row``.
    response : int
        The row in which the response begins, where it runs over several; else 0.
    """

    file: str
    row: int
    item: str
    expected: str
    got: str
    next_step: str
    kind: str
    response: int = 0


@dataclass(frozen=True)
class Intake:
    """An export as it was read: nothing is judged yet, and nothing is lost.

    Parameters
    ----------
    file, dialect, encoding, separator : str
        Name of the file and how it was read. A workbook has the encoding ``xlsx`` and an
        empty separator.
    digest : str
        SHA-256 of the bytes of the file.
    rows_in : int
        Responses in the file: always ``len(answers) + len(set_aside)``.
    coded : DataFrame
        One row per response: ``row`` (int), ``person``, ``school``, ``submitted``, one
        column per group question, one per rated item and, for every other question, one for
        the answer and one (``id::released``) that says whether it may be quoted. Recognised
        answers are codes; anything else stands as it was typed. Answers to groups and items
        are categorical, so that each distinct one is held once.
    set_aside : tuple of SetAside
    actions : tuple of str
        Every repair, and every recognition that was not literal, as a plain sentence.
    answer_rows : mapping of (int, str) to int
        Row of a response and column to the row of that answer, where a response runs over
        several rows.
    """

    file: str
    dialect: str
    encoding: str
    separator: str
    digest: str
    rows_in: int
    coded: pd.DataFrame = field(repr=False)
    set_aside: tuple[SetAside, ...]
    actions: tuple[str, ...]
    answer_rows: Mapping[tuple[int, str], int] = field(default_factory=dict, repr=False)

    @property
    def answers(self) -> pd.DataFrame:
        """The answers as plain texts, ``None`` where nothing was answered, made anew each time."""
        texts = self.coded.drop(columns="row").astype("object")
        return self.coded[["row"]].join(texts.where(texts.notna(), None))
