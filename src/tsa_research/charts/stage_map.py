"""At which stage every school stands in every strand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from tsa_research import numbers
from tsa_research.charts import style
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

    def across(self, release: Release, strands: list[str]) -> alt.X:
        """Return the horizontal position with the titles of the strands, standing upright."""
        titles = {
            strand: style.wrapped(name_of(release, "strand", strand), 20) for strand in strands
        }
        axis = alt.Axis(
            title=None,
            orient="top",
            labelExpr=style.label_expression(titles),
            labelAngle=-90,
            labelBaseline="middle",
            labelAlign="left",
            labelLimit=0,
            labelLineHeight=style.LINE,
            labelOffset=style.centred(titles),
            minExtent=round(max(style.text_width(line) for t in titles.values() for line in t)) + 2,
            domain=False,
            ticks=False,
        )
        return alt.X("strand:N", scale=alt.Scale(domain=strands, padding=0.03), axis=axis)

    def down(self, *, labelled: bool) -> alt.Y:
        """Return the vertical position, with the names of the schools where wanted."""
        axis = alt.Axis(
            title=None,
            labelExpr=style.label_expression(self.schools),
            labelLimit=0,
            labelPadding=8,
            labelLineHeight=style.LINE,
            labelOffset=style.centred(self.schools),
            minExtent=round(self.names),
            domain=False,
            ticks=False,
        )
        scale = alt.Scale(domain=list(self.schools), padding=0.03)
        return alt.Y("school:N", scale=scale, axis=axis if labelled else None)

    def fill(self) -> alt.Fill:
        """Return the colour of a mark, with the legend of all marks from the worst."""
        legend = style.legend(list(self.labels.values()), self.size * self.strands)
        legend.labelExpr = style.label_expression(
            {mark: (label,) for mark, label in self.labels.items()}
        )
        scale = alt.Scale(domain=list(self.colours), range=list(self.colours.values()))
        return alt.Fill("mark:N", scale=scale, legend=legend)

    def characters(self, strands: int) -> int:
        """Return how many characters of a dimension's title fit under its strands."""
        return max(8, round(self.size * strands / (style.CHARACTER + 1)))


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
    panels = [
        _panel(release, cells, frame, dimension, first=not place)
        for place, dimension in enumerate(_ordered(release, cells["dimension"], "subscales"))
    ]
    chart = alt.hconcat(*panels, spacing=GAP).resolve_scale(y="shared")
    description = f"Map of stages. {_describe(cells, scale)}"
    return style.finish(chart, title=title, description=description, caption=CAPTION)


def _cells(table: pd.DataFrame, scale: ResponseScale) -> pd.DataFrame:
    """Return one row per school and strand with the mark and the colours of its square."""
    for key in ("target", "wave"):
        known = list(dict.fromkeys(table[key])) if key in table else []
        if len(known) > 1:
            raise UsageError(
                f"A map of stages shows one {key} at a time.",
                expected=f"{key} = one of {', '.join(known)}",
                got="none chosen",
            )
    shown = (table["state"] == "shown") & table["stage"].map(numbers.computable)
    marks = table["stage"].where(shown)
    marks = marks.map(lambda stage: stage_mark(scale, stage), na_action="ignore")
    words = table["state"].map({"hidden": numbers.HIDDEN_MARK, "none": "none", "shown": "none"})
    cells = table[["school", "dimension", "strand"]].assign(shown=shown, words=words)
    return cells.assign(mark=marks.where(shown, None), stage=table["stage"].where(shown))


def _colours(release: Release, scale: ResponseScale) -> dict[str, str]:
    """Return mark to colour for all stages, those between two included, from the worst."""
    seen = pd.to_numeric(release.table["stage"]).dropna()
    stages = sorted({*map(float, scale.codes), *seen}, reverse=not scale.higher_is_better)
    far = stages[-1] - stages[0]
    shades = style.ramp([(stage - stages[0]) / far for stage in stages])
    return dict(zip((stage_mark(scale, stage) for stage in stages), shades, strict=True))


def _frame(release: Release, cells: pd.DataFrame, scale: ResponseScale) -> _Frame:
    """Fit the names of the schools and the squares into the width of the chart."""
    schools = {school: style.wrapped(school, 24) for school in dict.fromkeys(cells["school"])}
    names = max(style.text_width(line) for lines in schools.values() for line in lines) + 16
    panels, strands = cells["dimension"].nunique(), cells["strand"].nunique()
    size = int((style.WIDTH - names - GAP * panels) / strands)
    colours = _colours(release, scale)
    if (cells["words"] == numbers.HIDDEN_MARK).any():
        colours[numbers.HIDDEN_MARK] = style.MUTED
    full = {scale.option(code).mark: scale.label(code) for code in scale.codes}
    full[numbers.HIDDEN_MARK] = numbers.HIDDEN
    labels = {
        mark: f"{mark}: {full[mark]}" if len(full.get(mark, mark * 9)) < 16 else mark
        for mark in colours
    }
    return _Frame(schools, names, min(size, LARGEST_CELL), strands, colours, labels)


def _ordered(release: Release, present: pd.Series, things: str) -> list[str]:
    """Return the ids that are present, in the order of the instrument."""
    known = dict.fromkeys(present)
    declared = [thing.id for thing in getattr(release.instrument, things)]
    return [name for name in dict.fromkeys([*declared, *known]) if name in known]


def _panel(
    release: Release, cells: pd.DataFrame, frame: _Frame, dimension: str, *, first: bool
) -> Any:
    """Return the squares of one dimension; the first panel carries the names of the schools."""
    mine = cells.loc[cells["dimension"] == dimension]
    strands = _ordered(release, mine["strand"], "items")
    where = {"x": frame.across(release, strands), "y": frame.down(labelled=first)}
    known, silent = mine.loc[mine["shown"]], mine.loc[~mine["shown"]]
    inks = known["mark"].map(frame.colours).map(style.ink_on)
    squares = alt.Chart(known[["school", "strand", "mark"]]).mark_rect(stroke=style.FRAME)
    texts = alt.Chart(known[["school", "strand", "mark"]].assign(ink=inks)).mark_text()
    blanks = alt.Chart(silent[["school", "strand"]])
    blanks = blanks.mark_rect(fill=style.MUTED, stroke=style.FRAME, strokeDash=[3, 2])
    words = alt.Chart(silent[["school", "strand", "words"]])
    words = words.mark_text(fontStyle="italic", color=style.QUIET, fontSize=11)
    title = style.wrapped(name_of(release, "dimension", dimension), frame.characters(len(strands)))
    heading = alt.TitleParams(text=list(title), orient="bottom", fontSize=13, lineHeight=17)
    return alt.layer(
        squares.encode(**where, fill=frame.fill()),
        blanks.encode(**where),
        texts.encode(**where, text="mark:N", color=alt.Color("ink:N", scale=None, legend=None)),
        words.encode(**where, text="words:N"),
    ).properties(
        title=heading, width=frame.size * len(strands), height=CELL_HEIGHT * len(frame.schools)
    )


def _describe(cells: pd.DataFrame, scale: ResponseScale) -> str:
    """Count the squares of every kind; a table says each of them, in a form that can be read."""
    schools, strands = cells["school"].nunique(), cells["strand"].nunique()
    size = f"{numbers.counted(schools, 'schools')} by {numbers.counted(strands, 'strands')}"
    marks = cells.loc[cells["shown"], "mark"].value_counts()
    names = {scale.option(code).mark: scale.label(code) for code in scale.worst_first}
    names |= {mark: mark for mark in marks.index if mark not in names}
    kinds = [(name, marks[mark]) for mark, name in names.items() if mark in marks]
    silent = cells.loc[~cells["shown"], "words"].value_counts()
    words = {numbers.HIDDEN_MARK: numbers.HIDDEN, "none": "nobody judged"}
    kinds += [(word, silent[mark]) for mark, word in words.items() if mark in silent]
    said = "; ".join(f"{name}: {numbers.counted(number, 'squares')}" for name, number in kinds)
    return f"{size}. {said}. The table of the same stages has every square in words."
