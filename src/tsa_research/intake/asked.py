"""Answers to questions that are not rated: found in a form, and read into one text each.

Form tools join several options with a comma, a semicolon or a line break, or give every option
a column of its own. Either way the answer becomes codes joined with a semicolon: in the order
of the form for tick-all, by rank for rankings. What cannot be read stays as it was typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from tsa_research.intake.coding import Options, recognise
from tsa_research.intake.form import Form
from tsa_research.intake.wording import plain_question
from tsa_research.schemas.model import Instrument
from tsa_research.schemas.questions import JOINT, Question

OF_OPTION = "::"
"""Stands between the id of a question and the option whose column is meant."""
RELEASED = "released"
YES = {"yes", "y", "true", "1", "x"}
NOT_TICKED = {"", "0", "no", "false"}
_PARTS = re.compile(r"[;\n|]")


def headings_of(instrument: Instrument) -> dict[str, str]:
    """Return what a heading may say of such a question, and which column it then is."""
    found: dict[str, str] = {}
    for question in instrument.questions:
        found |= {question.id: question.id, question.wording: question.id}
        found[f"{question.id}__{RELEASED}"] = f"{question.id}{OF_OPTION}{RELEASED}"
        for code, label in question.options:
            names = [f"{q}{sign}" for q in (question.wording, question.id) for sign in _of(label)]
            found |= dict.fromkeys(
                [*names, f"{question.id}__{code}"], f"{question.id}{OF_OPTION}{code}"
            )
    return {plain_question(text): column for text, column in found.items()}


def _of(label: str) -> tuple[str, ...]:
    return f" [{label}]", f" - {label}"


def asked_values(
    form: Form, positions: dict[str, tuple[int, ...]], instrument: Instrument
) -> dict[str, list[str | None]]:
    """Return the answers to every question, and which of them may be quoted."""
    columns = {}
    for question in instrument.questions:
        whole = _texts(form, positions, question.id)
        spread = {
            code: texts
            for code in question.codes
            if (texts := _texts(form, positions, f"{question.id}{OF_OPTION}{code}"))
        }
        columns[question.id] = _values(question, whole, spread, len(form.numbers))
        flags = _texts(form, positions, f"{question.id}{OF_OPTION}{RELEASED}")
        columns[f"{question.id}{OF_OPTION}{RELEASED}"] = [
            "yes" if flag.strip().casefold() in YES else None
            for flag in flags or [""] * len(form.numbers)
        ]
    return columns


def _texts(form: Form, positions: dict[str, tuple[int, ...]], name: str) -> list[str]:
    places = positions.get(name, ())
    return list(form.columns[places[0]].texts()) if places else []


def _values(
    question: Question, whole: list[str], spread: dict[str, list[str]], n_rows: int
) -> list[str | None]:
    if whole:
        return [read_answer(question, text) for text in whole]
    if spread:
        rows = zip(*spread.values(), strict=True)
        return [_joined(question, dict(zip(spread, row, strict=True))) for row in rows]
    return [None] * n_rows


def read_answer(question: Question, text: str) -> str | None:
    """Return an answer as it is kept: codes, lines, or the words; ``None`` for nothing.

    >>> tools = Question("t", "T", "Which?", "tick_all", (("a", "Walks, short"), ("b", "Books")))
    >>> read_answer(tools, "Books, Walks, short"), read_answer(tools, "Films")
    ('a;b', 'Films')
    """
    if not text.strip():
        return None
    if question.kind == "text":
        return text.strip()
    if question.kind == "list":
        parts = [part.strip() for part in _PARTS.split(text)]
        return "\n".join(part for part in parts if part)
    codes = _codes(_PARTS.split(text), question) or _codes(_by_label(text, question), question)
    return _in_order(question, codes) if codes else text.strip()


def _codes(parts: Iterable[str], question: Question) -> list[str]:
    """Return the code of each part, or nothing if one of them is no option."""
    options = _with_numbers(question.options)
    codes = [recognise(part, options) for part in parts if part.strip()]
    known = [code for code in codes if code is not None]
    return known if len(known) == len(codes) else []


@lru_cache(maxsize=64)
def _with_numbers(options: Options) -> Options:
    """Add the number of each option, by which some tools export it."""
    numbered = tuple((code, str(place)) for place, (code, _) in enumerate(options, start=1))
    return (*numbered, *options)


def _by_label(text: str, question: Question) -> list[str]:
    """Cut a text at the commas that stand between options, not at those inside a label."""
    names = {name for pair in _with_numbers(question.options) for name in pair}
    longest_first = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    option = re.compile(rf"\s*({longest_first})\s*(?:,|$)", re.IGNORECASE)
    parts, place = [], 0
    while place < len(text):
        found = option.match(text, place)
        if not found:
            return [text]
        parts.append(found[1])
        place = found.end()
    return parts


def _in_order(question: Question, codes: Sequence[str]) -> str:
    once = list(dict.fromkeys(codes))
    if question.kind == "tick_all":
        once.sort(key=question.codes.index)
    return JOINT.join(once)


def _joined(question: Question, cells: dict[str, str]) -> str | None:
    """Return one answer from a column for each option: ticks, or ranks such as 2 or 2nd."""
    filled = {
        c: cell.strip() for c, cell in cells.items() if cell.strip().casefold() not in NOT_TICKED
    }
    if not filled:
        return None
    if question.kind == "tick_all":
        return _in_order(question, list(filled))
    ranks = {code: re.match(r"\d+", cell) for code, cell in filled.items()}
    places = {code: int(rank[0]) for code, rank in ranks.items() if rank}
    if len(set(places.values())) < len(filled):
        return ", ".join(f"{code} {cell}" for code, cell in filled.items())
    return JOINT.join(sorted(places, key=lambda code: places[code]))
