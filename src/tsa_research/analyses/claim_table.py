"""A table of printed figures, read from CSV: one figure a row, and what it must follow from."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from tsa_research.errors import IntakeError, nearest

KINDS = (
    "percent", "count", "mean", "difference", "total", "grade", "share_in_words",
    "comparison_in_words", "arrow", "rank", "ratio", "range", "duration", "money", "other",
)  # fmt: skip
WORDS = {
    "share": (0, 0), "sum": (1, None), "whole": (1, None), "difference": (2, 2),
    "mean": (1, None), "equals": (1, 1), "highest": (2, None), "lowest": (2, None),
    "more": (2, 2), "less": (2, 2), "at-least": (2, 2), "at-most": (2, 2), "same": (2, 2),
    "arrow": (2, 2), "part-of": (1, 1),
}  # fmt: skip
"""The words of a relation, with the least and the most ids that follow."""
NEEDED = ("id", "printed", "kind")
MOST_DIGITS, SHOWN = 9, 60
BESTS = ("", "high", "low")


@dataclass(frozen=True, slots=True)
class Relation:
    """What a figure must follow from: a word and the ids of other figures."""

    word: str
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """One printed figure: the columns of the table, numbers read and relations taken apart."""

    id: str
    printed: str
    kind: str
    case: str = ""
    line: str = ""
    locator: str = ""
    item: str = ""
    group: str = ""
    wave: str = ""
    unit: str = ""
    count: int | None = None
    base: int | None = None
    scale_low: int | None = None
    scale_high: int | None = None
    best: str = ""
    n_items: int | None = None
    survey: str = ""
    relation: tuple[Relation, ...] = ()
    note: str = ""

    @property
    def place(self) -> str:
        """Where the figure stands, in words."""
        line = f"line {self.line}" if self.line else ""
        return ", ".join(filter(None, (line, self.locator)))


COLUMNS = tuple(field.name for field in fields(Claim))
WHOLE_NUMBERS = ("count", "base", "scale_low", "scale_high", "n_items")


def read_claims(path: Path) -> tuple[Claim, ...]:
    """Read a table of figures.

    Parameters
    ----------
    path : Path
        A CSV file in UTF-8 with a heading, separated by commas or semicolons; ``id``, ``printed``
        and ``kind`` are needed.

    Returns
    -------
    tuple of Claim
        In the order of the file.

    Raises
    ------
    IntakeError
        If the file, a heading or a cell is not what was expected; the message names row and
        column.
    """
    rows = list(_rows(path))
    if not rows:
        raise _refuse(path, "row 1", "a heading and at least one figure", "an empty table")
    claims = tuple(_claim(path, number, row) for number, row in rows)
    _check_ids(path, [(number, claim) for (number, _), claim in zip(rows, claims, strict=True)])
    return claims


def _rows(path: Path) -> Iterable[tuple[int, dict[str, str]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
        heading, *lines = _cells(text)
    except UnicodeDecodeError as error:
        raise _refuse(path, f"byte {error.start + 1}", "text in UTF-8", "other bytes") from error
    except csv.Error as error:
        raise _refuse(
            path, "the file", "a table separated by commas or semicolons", str(error)
        ) from error
    heading = [name.strip() for name in heading]
    _check_heading(path, heading)
    for number, line in enumerate(lines, start=2):
        if not any(cell.strip() for cell in line):
            continue
        if len(line) != len(heading):
            raise _refuse(path, f"row {number}", f"{len(heading)} cells", f"{len(line)} cells")
        yield number, dict(zip(heading, (cell.strip() for cell in line), strict=True))


def _cells(text: str) -> list[list[str]]:
    """Take a table apart: spreadsheets write semicolons in half of Europe."""
    heading = text.partition("\n")[0]
    separator = ";" if heading.count(";") > heading.count(",") else ","
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)) or [[]]


def _check_heading(path: Path, heading: list[str]) -> None:
    for name in heading:
        if name not in COLUMNS:
            hint = nearest(name, COLUMNS) or f"The columns are {', '.join(COLUMNS)}."
            raise _refuse(path, "row 1", "a known column", name or "a column without a name", hint)
        if heading.count(name) > 1:
            raise _refuse(path, "row 1", "each column once", f"{name} twice")
    missing = [name for name in NEEDED if name not in heading]
    if missing:
        raise _refuse(path, "row 1", f"the columns {', '.join(NEEDED)}", f"no {missing[0]}")


def _claim(path: Path, number: int, row: Mapping[str, str]) -> Claim:
    for column, known in (("kind", KINDS), ("best", BESTS)):
        value = row.get(column, "")
        if value not in known:
            expected = ", ".join(name for name in known if name)
            raise _refuse(path, _cell(number, column), expected, value, nearest(value, known))
    for column in ("id", "printed"):
        if not row[column]:
            raise _refuse(path, _cell(number, column), "a text", "nothing")
    numbers = {name: _whole(path, number, name, row.get(name, "")) for name in WHOLE_NUMBERS}
    texts = {name: text for name, text in row.items() if name not in (*numbers, "relation")}
    relation = _relations(path, number, row.get("relation", ""))
    claim = Claim(**texts, **numbers, relation=relation)  # type: ignore[arg-type]
    _check_scale(path, number, claim)
    return claim


def _whole(path: Path, number: int, column: str, text: str) -> int | None:
    digits = text.removeprefix("-") if column.startswith("scale") else text
    if text and not (digits.isascii() and digits.isdecimal() and len(digits) <= MOST_DIGITS):
        expected = f"a whole number of at most {MOST_DIGITS} digits, or nothing"
        raise _refuse(path, _cell(number, column), expected, text[:SHOWN])
    if column == "n_items" and text and not int(text):
        raise _refuse(path, _cell(number, column), "1 or more questions", text)
    return int(text) if text else None


def _check_scale(path: Path, number: int, claim: Claim) -> None:
    low, high = claim.scale_low, claim.scale_high
    if (low is None) != (high is None):
        raise _refuse(path, f"row {number}", "both ends of the scale, or none", "one of them")
    if low is not None and high is not None and low >= high:
        raise _refuse(path, _cell(number, "scale_high"), f"more than {low}", str(high))


def _relations(path: Path, number: int, text: str) -> tuple[Relation, ...]:
    parts = [part.split() for part in text.split(";") if part.strip()]
    for word, *ids in parts:
        if word not in WORDS:
            hint = nearest(word, WORDS)
            raise _refuse(path, _cell(number, "relation"), ", ".join(WORDS), word, hint)
        least, most = WORDS[word]
        if len(ids) < least or (most is not None and len(ids) > most):
            expected = f"{word} with {least if most == least else f'{least} or more'} ids"
            raise _refuse(path, _cell(number, "relation"), expected, f"{len(ids)} ids")
    return tuple(Relation(word, tuple(ids)) for word, *ids in parts)


def _check_ids(path: Path, claims: list[tuple[int, Claim]]) -> None:
    seen: dict[str, int] = {}
    for number, claim in claims:
        if claim.id in seen:
            got = f"{claim.id}, as in row {seen[claim.id]}"
            raise _refuse(path, _cell(number, "id"), "each id once", got)
        seen[claim.id] = number
    for number, claim in claims:
        for name in (name for relation in claim.relation for name in relation.ids):
            if name not in seen:
                expected, hint = "the id of a row of this table", nearest(name, seen)
                raise _refuse(path, _cell(number, "relation"), expected, name, hint)


def _cell(number: int, column: str) -> str:
    return f"row {number}, column {column}"


def _refuse(path: Path, where: str, expected: str, got: str, hint: str = "") -> IntakeError:
    return IntakeError(
        "A table of figures cannot be read.",
        where=f"{path}, {where}",
        expected=expected,
        got=got,
        next_step=hint or "Correct the table; tsa check-figures --template prints an example.",
    )
