"""The rows of a chart: one per estimate, under headings for sections, with words at the side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from tsa_research import numbers
from tsa_research.charts import style
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
    """

    labels: dict[str, tuple[str, ...]]
    headings: frozenset[str]
    step: int

    @property
    def height(self) -> int:
        """Height of all rows in pixels."""
        return self.step * len(self.labels)

    @property
    def label_width(self) -> int:
        """Width in pixels that the labels need at the left."""
        widths = [
            style.text_width(line) * (style.BOLD if row in self.headings else 1)
            for row, lines in self.labels.items()
            for line in lines
        ]
        return round(max(widths)) + 20

    @property
    def plot_width(self) -> int:
        """Width in pixels that is left for the marks beside the labels."""
        return style.WIDTH - self.label_width

    def axis(self, *, labelled: bool = True) -> alt.Y:
        """Return the vertical position, with the labels of the rows."""
        axis = alt.Axis(
            title=None,
            ticks=False,
            domain=False,
            grid=False,
            labelLimit=0,
            labelPadding=10,
            minExtent=self.label_width - 10,
            labelLineHeight=style.LINE,
            labelExpr=style.label_expression(self.labels),
            labelFontWeight=style.when(sorted(self.headings), "bold", "normal"),
            labelOffset=style.centred(self.labels),
        )
        scale = alt.Scale(domain=list(self.labels), paddingInner=0.25, paddingOuter=0.15)
        return alt.Y("row:N", scale=scale, axis=axis if labelled else None)


def build_rows(release: Release, table: pd.DataFrame, keys: tuple[str, ...], *, step: int) -> Rows:
    """Arrange the rows of a table; several sections become headings above their rows."""
    visible = _telling(table, keys)
    under = grouping_key(table, visible)
    shown = [key for key in visible if key != under]
    if {"item", "strand"} & set(shown):
        shown = [key for key in shown if key not in SUBSCALES]
    labels: dict[str, tuple[str, ...]] = {}
    headings = []
    for row in table.to_dict("records"):
        heading = f"# {row[under]}" if under else ""
        if heading and heading not in labels:
            labels[heading] = style.wrapped(name_of(release, under, row[under]), CHARACTERS)
            headings.append(heading)
        label = ", ".join(name_of(release, key, row[key], row) for key in shown)
        labels[row_id(row, keys)] = style.wrapped(label, CHARACTERS)
    tall = max(map(len, labels.values()))
    return Rows(labels, frozenset(headings), max(step, tall * style.LINE + 6))


def _telling(table: pd.DataFrame, keys: tuple[str, ...]) -> list[str]:
    """Return the keys that tell rows apart; with one row only, the last that says something."""
    filled = [key for key in keys if key in table and table[key].astype(bool).any()]
    several = [key for key in filled if table[key].nunique() > 1]
    return (
        several
        or [key for key in filled if key != "target"][-1:]
        or [key for key in keys if key in table][:1]
    )


def row_id(row: dict[str, Any], keys: tuple[str, ...]) -> str:
    """Return the id of a row: its keys, joined."""
    return " / ".join(str(row[key]) for key in keys if row.get(key))


def with_rows(table: pd.DataFrame, keys: tuple[str, ...]) -> pd.DataFrame:
    """Return the table with the row ids in a column ``row``."""
    return table.assign(row=[row_id(row, keys) for row in table.to_dict("records")])


def side_column(
    table: pd.DataFrame,
    text: str,
    heading: str,
    rows: Rows,
    *,
    right: float,
    formatter: numbers.Formatter = numbers.count,
    offset: alt.YOffset | None = None,
) -> alt.LayerChart:
    """Return a column of figures whose right edge is at ``right`` pixels, with its heading.

    ``offset`` separates the waves inside a row; the table then needs a column ``wave``.
    """
    shown = table.loc[table["state"] == "shown"]
    figures = _texts(shown, shown[text].map(formatter), rows, offset, align="right")
    data = pd.DataFrame({"heading": [heading]})
    marks = alt.Chart(data).mark_text(align="right", baseline="bottom", color=style.QUIET)
    above = marks.encode(x=alt.value(right), y=alt.value(-4), text="heading:N")
    return figures.encode(x=alt.value(right)) + above


def state_words(
    release: Release,
    table: pd.DataFrame,
    rows: Rows,
    *,
    left: float,
    offset: alt.YOffset | None = None,
) -> alt.Chart:
    """Return the words in place of rows without figures: "hidden", or that nobody answered."""
    silent = table.loc[table["state"] != "shown"]
    look = {"align": "left", "fontStyle": "italic", "color": style.QUIET}
    words = _texts(silent, silent["state"].map(_words(release)), rows, offset, **look)
    return words.encode(x=alt.value(left))


def _words(release: Release) -> dict[str, str]:
    return {"hidden": numbers.HIDDEN, "none": release.nobody}


def _texts(
    table: pd.DataFrame, texts: pd.Series, rows: Rows, offset: alt.YOffset | None, **look: Any
) -> alt.Chart:
    columns = ["row"] if offset is None else ["row", "wave"]
    data = table[columns].assign(text=texts).drop_duplicates(ignore_index=True).astype(str)
    more = {} if offset is None else {"yOffset": offset}
    return alt.Chart(data).mark_text(**look).encode(y=rows.axis(), text="text:N", **more)


def clauses(release: Release, table: pd.DataFrame, keys: tuple[str, ...], say: Any) -> str:
    """Return the text alternative: one clause per row, made by ``say`` where it is shown."""
    parts = []
    for row in table.to_dict("records"):
        names = [name_of(release, key, row[key], row) for key in keys if row.get(key)]
        words = say(row) if row["state"] == "shown" else _words(release)[row["state"]]
        parts.append(f"{', '.join(names)}: {words}")
    return f"{'; '.join(parts)}."
