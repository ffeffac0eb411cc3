"""A column of text that holds each distinct text once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True, eq=False)
class Column:
    """The texts of a column: ``distinct[codes[i]]`` stands in row ``i``.

    A text may be in ``distinct`` though no row holds it (see :meth:`compact`), and one that is
    hardly ever repeated may be there twice.
    """

    distinct: Sequence[str]
    codes: np.ndarray

    @classmethod
    def of(cls, texts: Iterable[str]) -> Column:
        """Return the column that holds these texts."""
        known: dict[str, int] = {}
        codes = [known.setdefault(text, len(known)) for text in texts]
        return cls(list(known), np.array(codes, dtype=np.int32))

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, row: int) -> str:
        return self.distinct[self.codes[row]]

    def texts(self) -> list[str]:
        """Return the text of every row."""
        return self.values(self.distinct).tolist()

    def values(self, results: Sequence[Any]) -> np.ndarray:
        """Return what belongs to the text of every row; ``results`` are in order of ``distinct``.

        >>> Column.of(["a", "b", "a"]).values([1, None]).tolist()
        [1, None, 1]
        """
        found = np.empty(len(results), dtype=object)
        found[:] = results
        return found[self.codes]

    def where(self, test: Callable[[str], bool]) -> np.ndarray:
        """Return of every row whether its text passes a test."""
        passed = np.fromiter(map(test, self.distinct), dtype=bool, count=len(self.distinct))
        return passed[self.codes] if len(passed) else np.zeros(len(self.codes), dtype=bool)

    def take(self, rows: np.ndarray | slice) -> Column:
        """Return the column with some of its rows: positions, a mask or a slice."""
        return Column(self.distinct, self.codes[rows])

    def compact(self) -> Column:
        """Return the same column without texts that no row holds."""
        used = np.bincount(self.codes, minlength=len(self.distinct)) > 0
        if used.all():
            return self
        chosen = [text for text, one in zip(self.distinct, used.tolist(), strict=True) if one]
        return Column(chosen, (np.cumsum(used) - 1)[self.codes].astype(np.int32))
