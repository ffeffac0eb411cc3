"""The rows of a chart: one per estimate, under headings for sections, with words at the side."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import altair as alt
import pandas as pd

from tsa_research import numbers
from tsa_research.charts import style
from tsa_research.charts.assembling import Layers, Records, fixed, marks, measured, named
from tsa_research.findings import Release
from tsa_research.naming import SUBSCALES, grouping_key, name_of

CHARACTERS = 30


@dataclass(frozen=True)
class Rows:
    """Rows of a chart from top to bottom.

    Parameters
    ----------
    labels : dict of str to tuple of str
        Row id to the lines of its label, in order.
    headings : frozenset of str
        Ids of the rows that only name a section.
    step : int
        Height of a row in pixels.
    least : int
        Width in pixels that the labels get at least, so that charts can stand in line.
    """

    labels: dict[str, tuple[str, ...]]
    headings: frozenset[str]
    step: int
    least: int = 0

    @property
    def height(self) -> int:
        """Height of all rows in pixels."""
        return self.step * len(self.labels)

    @cached_property
    def label_width(self) -> int:
        """Width in pixels that the labels need at the left."""
        widths = [
            style.text_width(line) * (style.BOLD if row in self.headings else 1)
            for row, lines in self.labels.items()
            for line in lines
        ]
        return max(round(max(widths)) + 20, self.least)

    @property
    def plot_width(self) -> int:
        """Width in pixels that is left for the marks beside the labels."""
        return style.WIDTH - self.label_width

    @cached_property
    def position(self) -> dict[str, Any]:
        """The vertical position, with the labels of the rows."""
        axis = {
            "title": None,
            "ticks": False,
            "domain": False,
            "grid": False,
            "labelLimit": 0,
            "labelPadding": 10,
            "minExtent": self.label_width - 10,
            "labelLineHeight": style.LINE,
            "labelExpr": style.label_expression(self.labels),
            "labelFontWeight": style.when(sorted(self.headings), "bold", "normal"),
            "labelOffset": style.centred(self.labels),
        }
        scale = {"domain": tuple(self.labels), "paddingInner": 0.25, "paddingOuter": 0.15}
        return named("row", scale=scale, axis=axis)


def build_rows(release: Release, table: Records, keys: tuple[str, ...], *, step: int) -> Rows:
    """Arrange the rows of a table; several sections become headings above their rows."""
    visible = _telling(table, keys)
    under = grouping_key(table, visible)
    shown = [key for key in visible if key != under]
    if {"item", "strand"} & set(shown):
        shown = [key for key in shown if key not in SUBSCALES]
    labels: dict[str, tuple[str, ...]] = {}
    headings = []
    for row in table:
        heading = f"# {row[under]}" if under else ""
        if heading and heading not in labels:
            labels[heading] = style.wrapped(name_of(release, under, row[under]), CHARACTERS)
            headings.append(heading)
        label = ", ".join(name_of(release, key, row[key], row) for key in shown)
        labels[row_id(row, keys)] = style.wrapped(label, CHARACTERS)
    tall = max(map(len, labels.values()))
    return Rows(labels, frozenset(headings), max(step, tall * style.LINE + 6))


def in_line(several: list[Rows]) -> list[Rows]:
    """Give the labels of charts below each other the same width."""
    least = max(rows.label_width for rows in several)
    return [replace(rows, least=least) for rows in several]


def _telling(table: Records, keys: tuple[str, ...]) -> list[str]:
    """Return the keys that tell rows apart; with one row only, the last that says something."""
    known = [key for key in keys if key in table[0]]
    filled = [key for key in known if any(row[key] for row in table)]
    several = [key for key in filled if len({row[key] for row in table}) > 1]
    return several or [key for key in filled if key != "target"][-1:] or known[:1]


def row_id(row: dict[str, Any], keys: tuple[str, ...]) -> str:
    """Return the id of a row: its keys, joined."""
    return " / ".join(str(row[key]) for key in keys if row.get(key))


def with_rows(table: pd.DataFrame, keys: tuple[str, ...]) -> Records:
    """Return the rows of a table, each with its id as ``row``."""
    return [{**row, "row": row_id(row, keys)} for row in table.to_dict("records")]


def shown(table: Records) -> Records:
    """Return the rows whose figures may be shown."""
    return [row for row in table if row["state"] == "shown"]


def side_column(
    table: Records,
    text: str,
    heading: str,
    rows: Rows,
    *,
    right: float,
    formatter: numbers.Formatter = numbers.count,
    offset: dict[str, Any] | None = None,
) -> alt.LayerChart:
    """Return a column of figures whose right edge is at ``right`` pixels, with its heading.

    ``offset`` separates the waves inside a row; the table then needs a column ``wave``.
    """
    texts = [(row, formatter(row[text])) for row in shown(table)]
    figures = _texts(texts, rows, right, offset, align="right")
    where = {"x": fixed(right), "y": fixed(-4), "text": named("heading")}
    look = {"align": "right", "baseline": "bottom", "color": style.QUIET}
    above = marks("text", [{"heading": heading}], where, **look)
    return Layers(layer=[figures, above])


def state_words(
    release: Release,
    table: Records,
    rows: Rows,
    *,
    left: float,
    offset: dict[str, Any] | None = None,
) -> alt.Chart:
    """Return the words in place of rows without figures: "hidden", or that nobody answered."""
    words = _words(release)
    texts = [(row, words[row["state"]]) for row in table if row["state"] in words]
    look = {"align": "left", "fontStyle": "italic", "color": style.QUIET}
    return _texts(texts, rows, left, offset, **look)


def _words(release: Release) -> dict[str, str]:
    return {"hidden": numbers.HIDDEN, "none": release.nobody}


def _texts(
    texts: list[tuple[dict[str, Any], str]],
    rows: Rows,
    x: float,
    offset: dict[str, Any] | None,
    **look: Any,
) -> alt.Chart:
    """Return texts beside their rows, each once, however many rows of the table say it."""
    columns = ["row"] if offset is None else ["row", "wave"]
    said = dict.fromkeys((*(str(row[column]) for column in columns), text) for row, text in texts)
    data = [dict(zip((*columns, "text"), values, strict=True)) for values in said]
    more = {} if offset is None else {"yOffset": offset}
    where = {"x": fixed(x), "y": rows.position, "text": named("text"), **more}
    return marks("text", data, where, **look)


def zero_line() -> alt.Chart:
    """Return the line from which bars run to both sides."""
    return marks("rule", [{"zero": 0}], {"x": measured("zero")}, color=style.INK, strokeWidth=2)


def clauses(release: Release, table: Records, keys: tuple[str, ...], say: Any) -> str:
    """Return the text alternative: one clause per row, made by ``say`` where it is shown."""
    parts = []
    for row in table:
        names = [name_of(release, key, row[key], row) for key in keys if row.get(key)]
        words = say(row) if row["state"] == "shown" else _words(release)[row["state"]]
        parts.append(f"{', '.join(names)}: {words}")
    return f"{'; '.join(parts)}."
