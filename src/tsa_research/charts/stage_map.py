"""At which stage every school stands in every strand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from tsa_research import numbers
from tsa_research.charts import style
from tsa_research.charts.assembling import Layers, Panels, Records, marks, named, pick
from tsa_research.charts.nothing import nothing_to_draw
from tsa_research.errors import UsageError
from tsa_research.findings import Release, require_release
from tsa_research.naming import matching, name_of, scale_for, stage_mark
from tsa_research.schemas.model import ResponseScale

CAPTION = (
    "Each square is the stage at which the judges of one school see it in one strand: the darker, "
    f'the further on; "{numbers.HIDDEN_MARK}" means that the stage is hidden to protect a small '
    'group, "none" that nobody judged. The chart does not show how well the '
    "judges of a school agreed, and a stage is a judgement of the school itself, not a measurement."
)
PLACE = ("school", "strand")
CELL_HEIGHT = 30
GAP = 10
LARGEST_CELL = 56


@dataclass(frozen=True)
class _Frame:
    """What all panels share: the schools and the room for their names, squares, and colours."""

    schools: dict[str, tuple[str, ...]]
    names: float
    size: int
    strands: int
    colours: dict[str, str]
    labels: dict[str, str]

    def across(self, release: Release, strands: list[str]) -> dict[str, Any]:
        """Return the horizontal position with the titles of the strands, standing upright."""
        titles = {
            strand: style.wrapped(name_of(release, "strand", strand), 20) for strand in strands
        }
        axis = {
            **_axis(titles, round(_longest(titles)) + 2),
            "orient": "top",
            "labelAngle": -90,
            "labelBaseline": "middle",
            "labelAlign": "left",
        }
        return named("strand", scale={"domain": strands, "padding": 0.03}, axis=axis)

    def down(self, *, labelled: bool) -> dict[str, Any]:
        """Return the vertical position, with the names of the schools where wanted."""
        axis = {**_axis(self.schools, round(self.names)), "labelPadding": 8}
        scale = {"domain": list(self.schools), "padding": 0.03}
        return named("school", scale=scale, axis=axis if labelled else None)

    def fill(self) -> dict[str, Any]:
        """Return the colour of a mark, with the legend of all marks from the worst."""
        labels = {mark: (label,) for mark, label in self.labels.items()}
        legend = style.legend(list(self.labels.values()), self.size * self.strands)
        legend["labelExpr"] = style.label_expression(labels)
        scale = {"domain": list(self.colours), "range": list(self.colours.values())}
        return named("mark", scale=scale, legend=legend)

    def characters(self, strands: int) -> int:
        """Return how many characters of a dimension's title fit under its strands."""
        return max(8, round(self.size * strands / (style.CHARACTER + 1)))


def _axis(labels: dict[str, tuple[str, ...]], extent: int) -> dict[str, Any]:
    return {
        "title": None,
        "labelExpr": style.label_expression(labels),
        "labelLimit": 0,
        "labelLineHeight": style.LINE,
        "labelOffset": style.centred(labels),
        "minExtent": extent,
        "domain": False,
        "ticks": False,
    }


def _longest(labels: dict[str, tuple[str, ...]]) -> float:
    """Return the width of the longest line of labels."""
    return max(style.text_width(line) for lines in labels.values() for line in lines)


def stage_map(
    release: Release, *, title: str, target: str | None = None, wave: str | None = None
) -> alt.HConcatChart | alt.LayerChart:
    """Draw the stage of every school in every strand as a map of shades and marks.

    It shows schools as rows and strands as columns, in panels per dimension; the darker a
    square, the further on, and the mark in it names the stage. Read along a row for one school
    and down a column for one strand. It cannot tell how well the judges of a school agreed.

    Parameters
    ----------
    release : Release
        Of kind ``statements``.
    title : str
        The finding as a sentence.
    target, wave : str, optional
        Whose stages (an id), and from which wave (a label). Needed where there are several.

    Returns
    -------
    HConcatChart or LayerChart

    Raises
    ------
    TypeError
        If anything but a release was passed.
    UsageError
        If the target or wave is unknown.
    """
    release = require_release(release)
    if release.shown.empty:
        return nothing_to_draw(release, title)
    table = matching(release, target=target, wave=wave)
    scale = scale_for(release, {})
    cells = _cells(table, scale)
    frame = _frame(release, cells, scale)
    dimensions = _ordered(release, (cell["dimension"] for cell in cells), "subscales")
    panels = [
        _panel(release, cells, frame, dimension, first=not place)
        for place, dimension in enumerate(dimensions)
    ]
    description = f"Map of stages. {_describe(cells, scale)}"
    return Panels(
        hconcat=panels,
        spacing=GAP,
        resolve={"scale": {"y": "shared"}},
        **style.finish(title=title, description=description, caption=CAPTION),
    )


def _cells(table: pd.DataFrame, scale: ResponseScale) -> Records:
    """Return one row per school and strand with the mark of its square, or the words in it."""
    for key in ("target", "wave"):
        known = list(dict.fromkeys(table[key])) if key in table else []
        if len(known) > 1:
            raise UsageError(
                f"A map of stages shows one {key} at a time.",
                expected=f"{key} = one of {', '.join(known)}",
                got="none chosen",
            )
    return [
        {key: row[key] for key in ("school", "dimension", "strand")} | _square(row, scale)
        for row in table.to_dict("records")
    ]


def _square(row: dict[str, Any], scale: ResponseScale) -> dict[str, Any]:
    """Return the mark of a stage that may be shown, or the words in place of it."""
    if row["state"] == "shown" and numbers.computable(row["stage"]):
        return {"mark": stage_mark(scale, row["stage"])}
    return {"words": numbers.HIDDEN_MARK if row["state"] == "hidden" else "none"}


def _colours(release: Release, scale: ResponseScale) -> dict[str, str]:
    """Return mark to colour for all stages, those between two included, from the worst."""
    seen = pd.to_numeric(release.table["stage"]).dropna()
    stages = sorted({*map(float, scale.codes), *seen}, reverse=not scale.higher_is_better)
    far = stages[-1] - stages[0]
    shades = style.ramp([(stage - stages[0]) / far for stage in stages])
    return dict(zip((stage_mark(scale, stage) for stage in stages), shades, strict=True))


def _frame(release: Release, cells: Records, scale: ResponseScale) -> _Frame:
    """Fit the names of the schools and the squares into the width of the chart."""
    schools = {cell["school"]: style.wrapped(cell["school"], 24) for cell in cells}
    names = _longest(schools) + 16
    panels, strands = (len({cell[key] for cell in cells}) for key in ("dimension", "strand"))
    size = int((style.WIDTH - names - GAP * panels) / strands)
    colours = _colours(release, scale)
    if any(cell.get("words") == numbers.HIDDEN_MARK for cell in cells):
        colours[numbers.HIDDEN_MARK] = style.MUTED
    full = {scale.option(code).mark: scale.label(code) for code in scale.codes}
    full[numbers.HIDDEN_MARK] = numbers.HIDDEN
    labels = {
        mark: f"{mark}: {full[mark]}" if len(full.get(mark, mark * 9)) < 16 else mark
        for mark in colours
    }
    return _Frame(schools, names, min(size, LARGEST_CELL), strands, colours, labels)


def _ordered(release: Release, present: Iterable[str], things: str) -> list[str]:
    """Return the ids that are present, in the order of the instrument."""
    known = dict.fromkeys(present)
    declared = [thing.id for thing in getattr(release.instrument, things)]
    return [name for name in dict.fromkeys([*declared, *known]) if name in known]


def _panel(
    release: Release, cells: Records, frame: _Frame, dimension: str, *, first: bool
) -> alt.LayerChart:
    """Return the squares of one dimension; the first panel carries the names of the schools."""
    mine = [cell for cell in cells if cell["dimension"] == dimension]
    strands = _ordered(release, (cell["strand"] for cell in mine), "items")
    title = style.wrapped(name_of(release, "dimension", dimension), frame.characters(len(strands)))
    return Layers(
        layer=_squares(mine, frame, frame.across(release, strands), frame.down(labelled=first)),
        title={"text": list(title), "orient": "bottom", "fontSize": 13, "lineHeight": 17},
        width=frame.size * len(strands),
        height=CELL_HEIGHT * len(frame.schools),
    )


def _squares(
    cells: Records, frame: _Frame, across: dict[str, Any], down: dict[str, Any]
) -> list[alt.Chart]:
    """Return the squares with their marks, and the blank ones with the words in them."""
    where = {"x": across, "y": down}
    known = pick([cell for cell in cells if "mark" in cell], *PLACE, "mark")
    silent = pick([cell for cell in cells if "words" in cell], *PLACE, "words")
    inked = [{**cell, "ink": style.ink_on(frame.colours[cell["mark"]])} for cell in known]
    blank = {"fill": style.MUTED, "stroke": style.FRAME, "strokeDash": [3, 2]}
    quiet = {"fontStyle": "italic", "color": style.QUIET, "fontSize": 11}
    return [
        marks("rect", known, {**where, "fill": frame.fill()}, stroke=style.FRAME),
        marks("rect", pick(silent, *PLACE), where, **blank),
        marks("text", inked, {**where, "text": named("mark"), "color": style.AS_GIVEN}),
        marks("text", silent, {**where, "text": named("words")}, **quiet),
    ]


def _describe(cells: Records, scale: ResponseScale) -> str:
    """Count the squares of every kind; a table says each of them, in a form that can be read."""
    schools, strands = (len({cell[key] for cell in cells}) for key in PLACE)
    size = f"{numbers.counted(schools, 'schools')} by {numbers.counted(strands, 'strands')}"
    found = Counter(cell.get("mark") or cell["words"] for cell in cells)
    names = {scale.option(code).mark: scale.label(code) for code in scale.worst_first}
    between = Counter(cell["mark"] for cell in cells if "mark" in cell).most_common()
    names |= {mark: mark for mark, _ in between if mark not in names}
    names |= {numbers.HIDDEN_MARK: numbers.HIDDEN, "none": "nobody judged"}
    kinds = [(name, found[mark]) for mark, name in names.items() if mark in found]
    said = "; ".join(f"{name}: {numbers.counted(number, 'squares')}" for name, number in kinds)
    return f"{size}. {said}. The table of the same stages has every square in words."
