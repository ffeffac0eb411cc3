"""Releases as accessible tables, and the words that the ids in them stand for.

:func:`display` shows a release in a notebook; :func:`name_of` and :func:`scale_for` turn the
ids in key columns into the titles and labels of the instrument, for charts too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

import pandas as pd

from tsa_research import numbers
from tsa_research.errors import UsageError, nearest
from tsa_research.findings import Release, require_release

if TYPE_CHECKING:
    from tsa_research.schemas.model import ResponseScale

KEY_HEADINGS = {
    "section": "Section",
    "item": "Question",
    "target": "About",
    "level": "Answer",
    "dimension": "Dimension",
    "strand": "Strand",
    "wave": "When",
}
WIDE = {
    "distribution": ("level", "count"),
    "stage_spread": ("level", "count"),
    "movement": ("after", "count"),
    "statements": ("strand", "stage"),
}
"""Kinds that are shown wide: the key that runs across, and the figure in the cells."""
CODES = ("level", "before", "after")
SUBSCALES = ("section", "dimension")
EVERYBODY = "All together"
HEADER, NUMBER, HIDDEN, EMPTY = "header", "number", "hidden-value", "no-value"


@dataclass(frozen=True)
class Cell:
    """One cell: its text, and its class (``header`` for the names at the left)."""

    text: str
    role: str = NUMBER

    @property
    def html(self) -> str:
        """The cell as HTML, escaped."""
        if self.role == HEADER:
            return f'<th scope="row">{escape(self.text)}</th>'
        return f'<td class="{self.role}">{escape(self.text)}</td>'


Line = tuple[dict[str, Any], tuple[Cell, ...]]
"""A row of the release, for its names, and the cells of its figures."""
Group = tuple[str, tuple[tuple[Cell, ...], ...]]
"""The heading of a group of rows, empty where there is none, and the rows."""


@dataclass(frozen=True)
class Table:
    """A table as it is printed: nothing but text, ready for a page or a terminal."""

    caption: str
    headings: tuple[str, ...]
    groups: tuple[Group, ...]
    notes: tuple[str, ...]

    def _repr_html_(self) -> str:
        caption = escape(self.caption)
        head = "".join(f'<th scope="col">{escape(heading)}</th>' for heading in self.headings)
        notes = "".join(f'<p class="note">{escape(note)}</p>' for note in self.notes)
        return (
            f'<div class="table-scroll" role="region" aria-label="{caption}" tabindex="0">'
            f'<table class="tsa"><caption>{caption}</caption>'
            f"<thead><tr>{head}</tr></thead>{''.join(self._bodies())}</table></div>{notes}"
        )

    def _bodies(self) -> Iterator[str]:
        for title, rows in self.groups:
            lines = ["".join(cell.html for cell in row) for row in rows]
            if title:
                columns = len(self.headings)
                lines.insert(0, f'<th scope="rowgroup" colspan="{columns}">{escape(title)}</th>')
            yield f"<tbody>{''.join(f'<tr>{line}</tr>' for line in lines)}</tbody>"

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/html": self._repr_html_(), "text/plain": str(self)}

    def __str__(self) -> str:
        rows = [[cell.text for cell in row] for _, group in self.groups for row in group]
        columns = zip(self.headings, *rows, strict=True)
        widths = [max(map(len, column)) for column in columns]
        lines = [self.caption, _line(self.headings, widths)]
        for title, group in self.groups:
            lines += [title] * bool(title)
            lines += [_line([cell.text for cell in row], widths) for row in group]
        return "\n".join([*lines, *self.notes])


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
    groups say "hidden", rows without answers "no answers".

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
    keys = [key for key in _shown_keys(release, rows) if key not in left_out]
    lay_out = _wide if across else _long
    headings, lines = lay_out(release, rows, keys, columns or ())
    names, groups = _grouped(release, keys, lines)
    said = [name for name in about.values() if name.lower() not in release.title.lower()]
    caption = ": ".join([release.title, *([", ".join(said)] if said else [])])
    return Table(caption, (*names, *headings), tuple(groups), tuple(_notes(release, rows)))


def matching(release: Release, **wanted: str | None) -> pd.DataFrame:
    """Return the rows of a release, state included, whose keys have the wanted values.

    ``None`` asks for nothing: the key may have any value.

    Raises
    ------
    UsageError
        If the release has no such key, or no row with the value.
    """
    rows = release.table
    asked = {key: value for key, value in wanted.items() if value is not None}
    for key, value in asked.items():
        known = list(dict.fromkeys(rows[key])) if key in release.keys else []
        if value not in known:
            raise UsageError(
                f"There is nothing here for {key} {value}.",
                expected=", ".join(map(str, known)) or f"no {key}: these rows are not split by it",
                got=str(value),
                next_step=nearest(str(value), map(str, known)),
            )
        rows = rows.loc[rows[key] == value]
    return rows


def name_of(release: Release, column: str, value: Any, row: Any = None) -> str:
    """Return the words for a key: a title or label of the instrument, or the value itself.

    ``row`` (anything with the other keys by name) tells which scale a code belongs to.
    """
    instrument = release.instrument
    if column == "group" and not value:
        return EVERYBODY
    if instrument is None or column not in {*KEY_HEADINGS, *CODES}:
        return str(value)
    if column in CODES:
        return scale_for(release, {} if row is None else row).label(int(value))
    if column == "target":
        return _capital(instrument.target_label(value))
    titled = instrument.subscales if column in SUBSCALES else instrument.items
    return next((thing.title for thing in titled if thing.id == value), str(value))


def scale_for(release: Release, row: Any) -> ResponseScale:
    """Return the scale of a row: its item's, its section's, or the only one there is.

    Raises
    ------
    UsageError
        If the instrument has several scales and neither the row nor the facts of the release
        (``item`` or ``section``) say which.
    """
    if release.instrument is None:
        raise UsageError(f"{release.title}: this result belongs to no instrument with a scale.")
    known = {**release.facts, **dict(row)}
    for item in release.instrument.items:
        if item.id in (known.get("item"), known.get("strand")):
            return item.scale
    for subscale in release.instrument.subscales:
        if subscale.id in (known.get("section"), known.get("dimension")):
            return release.instrument.scale_of(subscale)
    if len(release.instrument.scales) > 1:
        raise UsageError(
            f"{release.title}: the instrument has several scales.",
            expected="an item or a section in the keys or the facts of the result",
            got=", ".join(scale.name for scale in release.instrument.scales),
        )
    return release.instrument.scales[0]


def stage_mark(scale: ResponseScale, stage: float) -> str:
    """Return the short mark of a stage, or the marks on both sides of one that lies between."""
    below = max(code for code in scale.codes if code <= stage)
    above = min(code for code in scale.codes if code >= stage)
    return "/".join(dict.fromkeys((scale.option(below).mark, scale.option(above).mark)))


def _long(
    release: Release, rows: pd.DataFrame, keys: list[str], columns: Sequence[str]
) -> tuple[list[str], list[Line]]:
    """Lay out one row per row of the release."""
    figures = list(_figures(release, columns))
    headings = [*(heading for heading, _, _ in figures), _base(release)]
    lines = []
    for row in rows.to_dict("records"):
        cells = [_figure_cell(row, parts, formatter) for _, parts, formatter in figures]
        base = _figure_cell({**row, "state": _base_state(row)}, (release.base,), numbers.count)
        lines.append((row, (*cells, base)))
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
        body.append((next(iter(line.values())), (*cells, _wide_base(release, line))))
    return [*order.values(), _base(release)], body


def _grouped(release: Release, keys: list[str], lines: list[Line]) -> tuple[list[str], list[Group]]:
    """Put the names before the figures, and lines of one section under its heading."""
    under = grouping_key(pd.DataFrame([row for row, _ in lines]), keys)
    keys = [key for key in keys if key != under]
    groups: dict[str, list[tuple[Cell, ...]]] = {}
    for row, cells in lines:
        title = name_of(release, under, row[under]) if under else ""
        names = [Cell(name_of(release, key, row[key], row), HEADER) for key in keys]
        groups.setdefault(title, []).append((*names, *cells))
    headings = [_heading(key) for key in keys]
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
    if release.instrument is not None:
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
    return _figure_cell(row, (value,), numbers.figure(value).formatter)


def _wide_base(release: Release, line: dict[str, dict[str, Any]]) -> Cell:
    """Return the base of a wide row, from the least to the most where its cells differ."""
    shown = [row[release.base] for row in line.values() if _base_state(row) == "shown"]
    if not shown:
        return Cell(numbers.HIDDEN, HIDDEN)
    ends = dict.fromkeys(map(numbers.count, (min(shown), max(shown))))
    return Cell(" to ".join(ends))


def _figure_cell(row: dict[str, Any], parts: tuple[str, ...], formatter: Any) -> Cell:
    if row["state"] == "hidden":
        return Cell(numbers.HIDDEN, HIDDEN)
    if row["state"] == "none":
        return Cell(numbers.NONE, EMPTY)
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
            yield known.heading, tuple(parts), formatter


def _about(release: Release, rows: pd.DataFrame) -> dict[str, str]:
    """Return the target and the wave that all rows share: they go into the caption."""
    shared = [key for key in ("target", "wave") if key in rows and rows[key].nunique() == 1]
    names = {key: name_of(release, key, rows[key].iloc[0]) for key in shared}
    return {key: name for key, name in names.items() if name}


def _shown_keys(release: Release, rows: pd.DataFrame) -> list[str]:
    """Leave out groups and targets where there are none."""
    return [key for key in release.keys if rows[key].astype(bool).any()] or list(release.keys[:1])


def grouping_key(rows: pd.DataFrame, keys: Sequence[str]) -> str:
    """Return the first key if its rows stand together and can share one heading, or nothing."""
    if len(keys) < 2 or keys[0] not in ("group", *SUBSCALES):
        return ""
    runs = int((rows[keys[0]] != rows[keys[0]].shift()).sum())
    return keys[0] if runs == rows[keys[0]].nunique() < len(rows) else ""


def _heading(key: str) -> str:
    return KEY_HEADINGS.get(key, _capital(key.replace("_", " ")))


def _base(release: Release) -> str:
    return _capital(release.unit) if release.base == "n" else numbers.figure(release.base).heading


def _notes(release: Release, rows: pd.DataFrame) -> Iterator[str]:
    if (rows["state"] == "hidden").any() and release.rule:
        yield release.rule
    yield f"{_base(release)}: the number of {release.unit} behind each row."
    if release.kind == "statements":
        scale = scale_for(release, {})
        marks = (f"{scale.option(code).mark}: {scale.label(code)}" for code in scale.worst_first)
        yield f"{'; '.join(marks)}."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _line(texts: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(text.ljust(width) for text, width in zip(texts, widths, strict=True)).rstrip()
