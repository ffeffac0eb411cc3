"""What the questions of an instrument are called, and which of them a heading means."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from tsa_research.intake.asked import headings_of
from tsa_research.intake.form import Heading
from tsa_research.intake.wording import plain_question
from tsa_research.schemas.model import ContextQuestion, Instrument, Item


@dataclass(frozen=True)
class Lexicon:
    """The names and wordings of one instrument, ready for looking up.

    ``by_wording`` holds several columns where items share a wording, as those about
    different targets may.
    """

    instrument: Instrument
    by_column: dict[str, str]
    by_wording: dict[str, tuple[str, ...]]
    context: dict[str, str]
    asked: dict[str, str]

    def columns(self, heading: Heading) -> tuple[str, ...]:
        """Return the item columns that a heading may mean: one, several or none."""
        texts = dict.fromkeys((*heading.texts, heading.name))
        by_column = (self.by_column.get(text.strip().casefold()) for text in texts)
        named = next((column for column in by_column if column), None)
        if named:
            return (named,)
        found = [self.by_wording.get(plain_question(text), ()) for text in texts]
        certain = (columns for columns in found if len(columns) == 1)
        return next(certain, None) or next((columns for columns in found if columns), ())

    def role(self, heading: Heading) -> str | None:
        """Return the column of answers that a context question fills, or ``None``."""
        texts = (heading.name, *heading.texts)
        roles = (self.context.get(plain_question(text)) for text in texts)
        return next((role for role in roles if role), None)

    def asked_of(self, heading: Heading) -> str | None:
        """Return the column of a question that is not rated, or ``None``."""
        texts = (heading.name, *heading.texts)
        columns = (self.asked.get(plain_question(text)) for text in texts)
        return next((column for column in columns if column), None)

    def knows(self, heading: Heading) -> bool:
        """Tell whether a heading may be any question of the instrument."""
        return bool(self.columns(heading) or self.role(heading) or self.asked_of(heading))

    def is_literal(self, heading: Heading, target: str) -> bool:
        """Tell whether a heading is exactly the id or the wording of its question."""
        names = {target}
        if target in self.instrument.columns:
            names.add(self.instrument.item(target).wording)
        for question in self.instrument.context:
            if role_of(question) == target:
                names |= {question.id, question.wording}
        return bool(names & {heading.name, *heading.texts})

    def nearest_items(self, heading: Heading, preferred: Iterable[str]) -> list[Item]:
        """Return up to three items whose wording or id is most like a heading.

        Items in ``preferred``, those that no heading has claimed, come first.
        """
        first = set(preferred)
        items = [self.instrument.item(column) for column in self.instrument.columns]
        pool = [item for item in items if item.column in first] or items
        return sorted(pool, key=lambda item: -_likeness(heading, item))[:3]


def build_lexicon(instrument: Instrument) -> Lexicon:
    """Return the lexicon of an instrument."""
    by_wording: dict[str, tuple[str, ...]] = {}
    for item in instrument.items:
        key = plain_question(item.wording)
        by_wording[key] = (*by_wording.get(key, ()), item.column)
    context = {}
    for question in instrument.context:
        for text in (question.id, question.wording):
            context[plain_question(text)] = role_of(question)
    by_column = {column.casefold(): column for column in instrument.columns}
    return Lexicon(instrument, by_column, by_wording, context, headings_of(instrument))


def role_of(question: ContextQuestion) -> str:
    """Return the column of answers that a context question fills."""
    return question.id if question.asks == "group" else question.asks


def _likeness(heading: Heading, item: Item) -> float:
    known = [plain_question(item.wording), item.column.casefold()]
    typed = [plain_question(text) for text in (heading.name, *heading.texts)]
    return max(SequenceMatcher(None, one, other).ratio() for one in known for other in typed)
