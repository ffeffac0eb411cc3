"""Releases as accessible tables: how the rows of each kind of result are laid out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from tsa_research import numbers
from tsa_research.errors import UsageError, nearest
from tsa_research.findings import NO_ANSWERS, Release, require_release
from tsa_research.html_table import BASE, EMPTY, HEADER, HIDDEN, NUMBER, Cell, Group, Table, Tables
from tsa_research.naming import (
    CODES,
    capital,
    grouping_key,
    heading_of,
    matching,
    name_of,
    scale_for,
    stage_mark,
)

if TYPE_CHECKING:
    from tsa_research.schemas.model import ResponseScale

WIDE = {
    "distribution": ("level", "count"),
    "stage_spread": ("level", "count"),
    "movement": ("after", "count"),
    "grades": ("level", "count"),
    "trajectories": ("level", "count"),
    "statements": ("strand", "stage"),
    "verdicts": ("verdict", "count"),
    "leaning": ("wave", "says"),
    "who_found": ("level", "entries"),
}
"""Kinds that are shown wide: the key that runs across, and the figure in the cells."""


TURNED_NOTE = (
    "Turned round: this question is put the other way about, so its answers are counted from the "
    "other end of the scale. The favourable side is favourable here, too."
)
Line = tuple[dict[str, Any], tuple[Cell, ...]]
"""A row of the release, for its names, and the cells of its figures."""


SHARED = ("form", "target", "wave")
"""Keys that go into the caption where all rows have the same."""
CROWDED = 8
"""Tables with more columns of figures have no room for words in their cells."""
MARKS = {numbers.HIDDEN: numbers.HIDDEN_MARK, NO_ANSWERS: "–"}
"""What stands for a word in a crowded table; the note beneath says what it means."""
TARGETS = {"own": "own", "other": "other"}
NOBODY_YET = "nobody has answered"
NOTHING = "There is nothing to show here yet."


def display(
    release: Release,
    *,
    columns: Sequence[str] | None = None,
    target: str | None = None,
    wave: str | None = None,
) -> Table:
    """Show a release as a table.

    Answers (``distribution``) and stages (``statements``) are shown wide: one row per question
    or school, one column per answer or strand. The base stands in every row. Rows of small
    groups say "hidden", rows without answers "no answers". Where a figure needs it, a note says
    how it was computed.

    Parameters
    ----------
    release : Release
    columns : sequence of str, optional
        Which of the release's values to show, such as ``("share",)``; all by default, and in
        wide tables the count or the stage.
    target, wave : str, optional
        Show only the rows about this target (an id) or from this wave (a label).

    Returns
    -------
    Table
        It shows itself in a notebook; ``str()`` gives plain text.

    Raises
    ------
    TypeError
        If anything but a release was passed.
    UsageError
        If a column, target or wave does not exist in the release.
    """
    release = require_release(release)
    if release.table.empty:
        nothing = (release.facts.get("nothing", NOTHING),)
        return Table(release.title, (), (), nothing, absent=True)
    unknown = [column for column in columns or () if column not in release.values]
    if unknown:
        raise UsageError(
            f"This table has no column {unknown[0]}.",
            expected=", ".join(release.values),
            got=unknown[0],
            next_step=nearest(unknown[0], release.values),
        )
    rows = matching(release, target=target, wave=wave)
    about = _about(release, rows)
    across = WIDE[release.kind][0] if release.kind in WIDE else ""
    left_out = {*about, across, *(["dimension"] if across == "strand" else [])}
    said = [name for name in about.values() if name.lower() not in release.title.lower()]
    caption = ": ".join([release.title, *([", ".join(said)] if said else [])])
    if not rows["state"].eq("shown").any():
        return Table(caption, (), (), (_nothing_shown(release, rows, caption),))
    keys = [key for key in _shown_keys(release, rows) if key not in left_out]
    lay_out = _wide if across else _long
    headings, lines = lay_out(release, rows, keys, columns or ())
    names, groups = _grouped(release, keys, lines)
    notes = (*_marks_used(lines), *_notes(release, rows, columns or ()))
    return Table(caption, (*names, *headings), tuple(groups), notes)


def together(*releases: Release, sentence: str = "") -> Tables:
    """Show several releases on one matter: those that have rows, or one line if none has.

    Parameters
    ----------
    *releases : Release
    sentence : str
        What the tables show in words; left out where there is no table.
    """
    filled = [release for release in releases if not require_release(release).table.empty]
    shown = tuple(display(release) for release in filled or releases[:1])
    return Tables(shown, sentence if filled else "")


def _long(
    release: Release, rows: pd.DataFrame, keys: list[str], columns: Sequence[str]
) -> tuple[list[str], list[Line]]:
    """Lay out one row per row of the release."""
    figures = list(_figures(release, columns))
    headings = [*(heading for heading, _, _ in figures), _base(release)]
    lines = []
    for row in rows.to_dict("records"):
        cells = [_figure_cell(release, row, parts, formatter) for _, parts, formatter in figures]
        base_row = {**row, "state": _base_state(row)}
        base = _figure_cell(release, base_row, (release.base,), numbers.count)
        lines.append((row, (*cells, _as_base(base))))
    return headings, lines


def _wide(
    release: Release, rows: pd.DataFrame, keys: list[str], columns: Sequence[str]
) -> tuple[list[str], list[Line]]:
    """Lay out one row per question or school, with a column per answer or strand."""
    across, value = WIDE[release.kind]
    value = columns[0] if columns else value
    if "before" in keys:
        ranks = scale_for(release, {}).worst_first.index
        rows = rows.sort_values("before", key=lambda codes: codes.map(ranks), kind="stable")
    order = _across(release, rows, across)
    lines: dict[tuple[Any, ...], dict[str, dict[str, Any]]] = {}
    for row in rows.to_dict("records"):
        line = lines.setdefault(tuple(row[key] for key in keys), {})
        line[_across_id(release, row, across)] = row
    body: list[Line] = []
    for line in lines.values():
        cells = [_wide_cell(release, line.get(column), value) for column in order]
        base = _wide_base(release, line)
        if len(order) > CROWDED:
            cells, base = [_shortened(cell) for cell in cells], _shortened(base)
        body.append((next(iter(line.values())), (*cells, base)))
    return [*order.values(), _base(release)], body


def _grouped(release: Release, keys: list[str], lines: list[Line]) -> tuple[list[str], list[Group]]:
    """Put the names before the figures, and lines of one section under its heading."""
    under = grouping_key([row for row, _ in lines], keys)
    keys = [key for key in keys if key != under]
    groups: dict[str, list[tuple[Cell, ...]]] = {}
    for row, cells in lines:
        title = name_of(release, under, row[under]) if under else ""
        names = [Cell(name_of(release, key, row[key], row), HEADER) for key in keys]
        groups.setdefault(title, []).append((*names, *cells))
    headings = [heading_of(release, key) for key in keys]
    return headings, [(title, tuple(rows)) for title, rows in groups.items()]


def _across(release: Release, rows: pd.DataFrame, across: str) -> dict[str, str]:
    """Return the ids that run across, in the order of the instrument, with their headings."""
    if across in CODES:
        scales = (scale_for(release, row) for row in rows.to_dict("records"))
        present = set(rows[across])
        levels = [
            scale.label(code)
            for scale in dict.fromkeys(scales)
            for code in (*scale.worst_first, *_unscored(scale))
            if code in present
        ]
        before = "After: " if across == "after" else ""
        return {label: f"{before}{label}" for label in levels}
    strands = dict.fromkeys(rows[across])
    if across == "strand" and release.instrument is not None:
        strands = {item.id: None for item in release.instrument.items if item.id in strands}
    return {strand: name_of(release, across, strand) for strand in strands}


def _unscored(scale: ResponseScale) -> list[int]:
    return [option.code for option in scale.options if not option.scored]


def _across_id(release: Release, row: dict[str, Any], across: str) -> str:
    return name_of(release, across, row[across], row) if across in CODES else row[across]


def _wide_cell(release: Release, row: dict[str, Any] | None, value: str) -> Cell:
    if row is None:
        return Cell("–", EMPTY)
    if value == "stage" and row["state"] == "shown" and numbers.computable(row[value]):
        return Cell(stage_mark(scale_for(release, row), row[value]))
    return _figure_cell(release, row, (value,), numbers.figure(value).formatter)


def _wide_base(release: Release, line: dict[str, dict[str, Any]]) -> Cell:
    """Return the base of a wide row: its cells added up where they count parts of it.

    Elsewhere it runs from the least to the most where the cells differ. One hidden cell hides
    it: a 0, or the other cells, would tell of whom there are few.
    """
    if any(row["state"] == "hidden" for row in line.values()):
        return _as_base(Cell(numbers.HIDDEN, HIDDEN))
    if "count" in release.values:
        counts = [row["count"] for row in line.values() if row["state"] == "shown"]
        return _as_base(Cell(numbers.count(sum(counts))))
    shown = [row[release.base] for row in line.values()]
    ends = dict.fromkeys(map(numbers.count, (min(shown), max(shown))))
    return _as_base(Cell(" to ".join(ends)))


def _as_base(cell: Cell) -> Cell:
    """Return the cell as one that stays in sight where a table scrolls."""
    return replace(cell, role=cell.role + BASE)


def _shortened(cell: Cell) -> Cell:
    """Return a cell of a crowded table, with a mark in place of words."""
    return replace(cell, mark=MARKS.get(cell.text, ""))


def _figure_cell(
    release: Release, row: dict[str, Any], parts: tuple[str, ...], formatter: Any
) -> Cell:
    if row["state"] == "hidden":
        return Cell(numbers.HIDDEN, HIDDEN)
    if row["state"] == "none":
        return Cell(release.nobody, EMPTY)
    first, last = row[parts[0]], row[parts[-1]]
    text = numbers.interval(first, last, formatter) if len(parts) == 2 else formatter(first)
    return Cell(text, EMPTY if text == numbers.NOT_COMPUTABLE else NUMBER)


def _base_state(row: dict[str, Any]) -> str:
    """Return the state of a base: it is printed as 0, not in words, where nobody answered."""
    return "hidden" if row["state"] == "hidden" else "shown"


def _figures(
    release: Release, columns: Sequence[str]
) -> Iterator[tuple[str, tuple[str, ...], Any]]:
    """Yield heading, columns and formatter; both ends of an interval become one column."""
    formatter: Any = numbers.coefficient
    for value in release.values:
        known, parts = numbers.figure(value), [value]
        if value.endswith("low") and value[:-3] + "high" in release.values:
            own, parts = value[:-4], [value, value[:-3] + "high"]
            known = numbers.figure(own) if own else numbers.Figure("95% interval", formatter)
        elif value.endswith("high") and value[:-4] + "low" in release.values:
            continue
        formatter = known.formatter
        if not columns or set(parts) & set(columns):
            yield (
                capital(known.heading.format_map(TARGETS | release.facts)),
                tuple(parts),
                formatter,
            )


def _about(release: Release, rows: pd.DataFrame) -> dict[str, str]:
    """Return the target and the wave that all rows share: they go into the caption."""
    shared = [key for key in SHARED if key in rows and rows[key].nunique() == 1]
    names = {key: name_of(release, key, rows[key].iloc[0]) for key in shared}
    return {key: name for key, name in names.items() if name}


def _shown_keys(release: Release, rows: pd.DataFrame) -> list[str]:
    """Leave out groups and targets where there are none."""
    return [key for key in release.keys if rows[key].astype(bool).any()] or list(release.keys[:1])


def _base(release: Release) -> str:
    return capital(release.unit) if release.base == "n" else numbers.figure(release.base).heading


def _has_turned(release: Release, rows: pd.DataFrame) -> bool:
    items = release.instrument.items if release.instrument is not None else ()
    turned = {item.id for item in items if item.reversed}
    return "item" in rows and bool(turned & set(rows["item"]))


def _nothing_shown(release: Release, rows: pd.DataFrame, caption: str) -> str:
    """Say in one line why a table would have no figure in it."""
    if rows["state"].eq("hidden").any():
        return f"{caption}: every figure is hidden. {release.rule}"
    return f"{caption}: {NOBODY_YET if release.nobody == NO_ANSWERS else release.nobody}."


def _marks_used(lines: list[Line]) -> Iterator[str]:
    """Say what the marks in place of words mean."""
    words = {cell.mark: cell.text for _, cells in lines for cell in cells if cell.mark}
    if words:
        yield f"{'; '.join(f'{mark}: {words[mark]}' for mark in sorted(words))}."


def _notes(release: Release, rows: pd.DataFrame, columns: Sequence[str]) -> Iterator[str]:
    if (rows["state"] == "hidden").any() and release.rule:
        yield release.rule
    in_words = release.nobody != NO_ANSWERS and release.unit == "people"
    if in_words and (rows["state"] == "none").any():
        yield f"“{capital(release.nobody)}” does not tell how many answered."
    if any(numbers.figure(value).statistic for value in columns or release.values):
        yield release.method
    if _has_turned(release, rows):
        yield TURNED_NOTE
    yield f"{_base(release)}: the number of {release.unit} behind each row."
    if release.kind == "statements":
        scale = scale_for(release, {})
        marks = (f"{scale.option(code).mark}: {scale.label(code)}" for code in scale.worst_first)
        yield f"{'; '.join(marks)}."
