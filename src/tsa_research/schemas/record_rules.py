"""Rules across two columns of a record, such as "met only if due"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

RuleKind = Literal["not_before", "only_if", "not_both", "either", "differs"]
RULE_KINDS: tuple[str, ...] = get_args(RuleKind)

_WORDS = {
    "not_before": "a day that is not before {other}",
    "only_if": "nothing, unless {other} is filled in",
    "not_both": "nothing, because {other} is filled in",
    "either": "either {column} or {other}, and not both",
    "differs": "not the same as {other}",
}


@dataclass(frozen=True)
class RecordRule:
    """What a cell of ``column`` must be, given the cell of ``other`` in the same row.

    An empty cell breaks no rule but ``either``, which wants exactly one of the two.
    """

    kind: RuleKind
    column: str
    other: str

    @property
    def name(self) -> str:
        """A name that is told apart from all columns and other rules of a record."""
        return f"{self.column} {self.kind} {self.other}"

    @property
    def expected(self) -> str:
        """What the rule expects, in words that can follow "expected"."""
        return self.said({})

    def said(self, titles: Mapping[str, str]) -> str:
        """Return what the rule expects, with columns by their titles where they are given.

        >>> RecordRule("not_before", "due", "observed").said({"observed": "“Observed on”"})
        'a day that is not before “Observed on”'
        """
        names = {name: titles.get(name, name) for name in (self.column, self.other)}
        return _WORDS[self.kind].format(column=names[self.column], other=names[self.other])

    def holds(self, cell: str, other: str) -> bool:
        """Return whether a row keeps the rule; days are texts such as 2025-09-01.

        >>> RecordRule("not_before", "done", "agreed").holds("2025-09-01", "2025-09-02")
        False
        """
        if self.kind == "either":
            return bool(cell) != bool(other)
        if not cell:
            return True
        if self.kind in ("only_if", "not_both"):
            return bool(other) == (self.kind == "only_if")
        folded = cell.casefold(), other.casefold()
        return folded[0] != folded[1] if self.kind == "differs" else cell >= other
