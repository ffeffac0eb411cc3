"""Items in a table with one answer per row, where the target stands in a column of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tsa_research.intake.form import Heading
from tsa_research.intake.lexicon import Lexicon, build_lexicon
from tsa_research.intake.wording import plain, quoted
from tsa_research.schemas.model import Instrument

Question = tuple[str, str]
"""Item and target as they were typed."""


@dataclass(frozen=True)
class LongItems:
    """Which column each typed item and target belongs to.

    ``names`` maps every question to the name of its column: that of an item where it was
    recognised, else both texts, for the mapping to settle.
    """

    names: Mapping[Question, str]
    actions: tuple[str, ...]

    def heading(self, name: str, row: int) -> Heading:
        """Return the heading of a column, which first occurs in ``row``."""
        typed = (_joined(question) for question, own in self.names.items() if own == name)
        return Heading(name, (name, *typed), f"column item (first in row {row})")


def name_items(questions: Iterable[Question], instrument: Instrument) -> LongItems:
    """Return the columns for all questions that occur in a table."""
    lexicon = build_lexicon(instrument)
    names, actions = {}, []
    for question in questions:
        column = _column(question, lexicon)
        names[question] = column or _joined(question)
        if column and not _is_literal(question, column, lexicon):
            actions.append(f"{quoted(_joined(question))} was read as {column}.")
    return LongItems(names, tuple(actions))


def _column(question: Question, lexicon: Lexicon) -> str | None:
    item, target = question
    about = {
        one.id
        for one in lexicon.instrument.targets
        if plain(target) in (plain(one.id), plain(one.label))
    }
    columns = (*lexicon.columns(Heading(item, (item,), "")), *_of_id(item, lexicon))
    fitting = {
        column
        for column in columns
        if not target or lexicon.instrument.item(column).target in about
    }
    return fitting.pop() if len(fitting) == 1 else None


def _of_id(item: str, lexicon: Lexicon) -> tuple[str, ...]:
    items = lexicon.instrument.items
    return tuple(one.column for one in items if one.id.casefold() == item.casefold())


def _is_literal(question: Question, column: str, lexicon: Lexicon) -> bool:
    (text, target), item = question, lexicon.instrument.item(column)
    label = lexicon.instrument.target_label(item.target)
    return text in (item.id, item.column, item.wording) and target in ("", item.target, label)


def _joined(question: Question) -> str:
    item, target = question
    return f"{item} [{target}]" if target else item
