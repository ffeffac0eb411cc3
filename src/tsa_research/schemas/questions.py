"""Questions beside the rated ones: open text, lists, tick-all and rankings."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from tsa_research.errors import DeclarationError

QuestionKind = Literal["text", "list", "tick_all", "ranking"]
KINDS: tuple[QuestionKind, ...] = ("text", "list", "tick_all", "ranking")
JOINT = ";"
"""Stands between the codes of an answer with several options."""


@dataclass(frozen=True)
class Question:
    """A question whose answer is no point on a scale.

    Parameters
    ----------
    id, title, wording : str
    kind : "text", "list", "tick_all" or "ranking"
        One answer in people's own words; several short ones, the most important first; any
        number of options; all or some of the options, the most important first.
    options : tuple of pairs of str
        Code and label, for ``tick_all`` and ``ranking``.
    most : int
        How many short answers a ``list`` takes.
    """

    id: str
    title: str
    wording: str
    kind: QuestionKind
    options: tuple[tuple[str, str], ...] = ()
    most: int = 1

    def __post_init__(self) -> None:
        repeated = [text for text, times in Counter(self._names).items() if times > 1]
        if repeated:
            self._refuse("options", "every code and label once", repeated[0])
        if (len(self.options) < 2) == self.has_options:
            self._refuse("options", "two or more options, or none for open answers", self.options)
        if any(JOINT in text or "\n" in text for text in self._names):
            self._refuse("options", f"codes and labels without {JOINT}", self._names)
        if (self.most > 1) != (self.kind == "list"):
            self._refuse("most", "2 or more for a list, and nothing for other kinds", self.most)

    @property
    def has_options(self) -> bool:
        """Whether people choose from options, and do not write."""
        return self.kind in ("tick_all", "ranking")

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the options in their declared order."""
        return tuple(code for code, _ in self.options)

    def label(self, code: str) -> str:
        """Return the label of an option."""
        return dict(self.options)[code]

    @property
    def _names(self) -> list[str]:
        pairs = [{code.casefold(), label.casefold()} for code, label in self.options]
        return [name for names in pairs for name in names]

    def _refuse(self, key: str, expected: str, got: object) -> None:
        raise DeclarationError(
            "A question cannot be asked as it is declared.",
            where=f"questions, {self.id}, {key}",
            expected=expected,
            got=str(got),
        )
