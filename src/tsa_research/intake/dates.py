"""Reading dates of submission: one order of day and month per file, and it is stated."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

_TIME = (
    r"(?:(?:T|,?\s+)\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?"
    r"(?:\s*[AaPp]\.?[Mm]\.?)?(?:\s*(?:Z|BST|(?:GMT|UTC|EET|CET)?[+-]?[\d:]*))?)?"
)
_YEAR_FIRST = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_TIME}")
_YEAR_LAST = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_TIME}")
_CENTURY = 2000
_SAME_DIGIT = str.maketrans("123456789", "000000000")


@dataclass(frozen=True)
class DatesRead:
    """Dates as ISO texts, or as typed where they could not be read; ``None`` for blank."""

    values: Sequence[str | None]
    actions: tuple[str, ...]


def read_dates(values: Iterable[str], *, day_first: bool, heading: str) -> DatesRead:
    """Read a column of dates; the time of day is dropped.

    Parameters
    ----------
    values : iterable of str
    day_first : bool
        The habit of the form tool, which settles dates such as 03/04/2025 unless a date
        elsewhere in the column can only be read the other way round.
    heading : str
        The column, for the sentence about how it was read.
    """
    column = list(values)
    days = _without_time([text.strip() for text in column])
    distinct = set(days)
    day_first, reason = _order(distinct, day_first)
    read = {day: _read(day, day_first) for day in distinct}
    final = [
        read[day] or (text if text.strip() else None)
        for text, day in zip(column, days, strict=True)
    ]
    order = "day first" if day_first else "month first"
    actions = (f"Dates in {heading} were read {order}: {reason}.",) if reason else ()
    return DatesRead(final, actions)


def _without_time(texts: Sequence[str]) -> list[str]:
    """Return every text with a time that can be read at midnight instead.

    A million moments are written in few ways, and are of few days: each is looked at once.
    """
    shapes = "\n".join(texts).translate(_SAME_DIGIT).split("\n")
    if len(shapes) != len(texts):  # a line feed inside a text
        shapes = [text.translate(_SAME_DIGIT) for text in texts]
    ends = {shape: _end_of_day(shape) for shape in set(shapes)}
    return [
        text[: ends[shape]] + "00:00" if ends[shape] else text
        for text, shape in zip(texts, shapes, strict=True)
    ]


def _end_of_day(shape: str) -> int:
    """Return how far a moment goes without its time; 0 if it has none that can be read."""
    day, sign, time = shape.partition("T" if "T" in shape else " ")
    return len(day) + 1 if sign and _is_time(sign + time) else 0


def _is_time(shape: str) -> bool:
    return _YEAR_FIRST.fullmatch(f"2000-01-01{shape}") is not None


def _order(texts: Iterable[str], habit: bool) -> tuple[bool, str]:
    pairs = [
        (int(found[1]), int(found[3]))
        for found in map(_YEAR_LAST.fullmatch, texts)
        if found is not None
    ]
    if not pairs:
        return habit, ""
    day_first = any(first > 12 for first, _ in pairs)
    month_first = any(second > 12 for _, second in pairs)
    if day_first and month_first:
        return habit, "the file mixes both orders, and this is the habit of the form tool"
    if day_first or month_first:
        return day_first, "a date in the column can be read in no other way"
    return habit, "no date in the column settles it, and this is the habit of the form tool"


def _read(text: str, day_first: bool) -> str | None:
    found = _YEAR_FIRST.fullmatch(text)
    if found:
        return _iso(int(found[1]), int(found[3]), int(found[4]))
    found = _YEAR_LAST.fullmatch(text)
    if not found:
        return None
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    day, month = (first, second) if day_first else (second, first)
    return _iso(year if len(found[4]) == 4 else _CENTURY + year, month, day)


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
