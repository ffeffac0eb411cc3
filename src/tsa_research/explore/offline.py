"""The comparison as one page for readers with nothing installed: released figures, no server."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
from markupsafe import Markup

from tsa_research import __version__, numbers
from tsa_research.charts import style
from tsa_research.charts.library import browser_library
from tsa_research.charts.scale_axis import position
from tsa_research.explore.asking import Question, question, questions
from tsa_research.explore.cells import WHOLE
from tsa_research.explore.choosing import MOST_ALLIANCES, ORDERS, first_choice
from tsa_research.explore.keeping import ONE_BY_ONE, Cells, open_cells
from tsa_research.explore.making import Pace
from tsa_research.explore.shares import Share
from tsa_research.files import write_atomically
from tsa_research.findings import NO_ANSWERS
from tsa_research.prose.headlines import NOBODY, reason_of
from tsa_research.reports.index import COMPARISON
from tsa_research.reports.plan import form_of, report_title, slug
from tsa_research.reports.template.page import (
    relative_address,
    render_page,
    source_of,
    template_digest,
)

MOST_ROWS = 60_000
"""With more rows than this the page holds whole alliances only, so that a browser can bear it."""
LEFT_OUT = (
    "This network has so many alliances that this page holds whole alliances only. Splits by "
    "school, phase or role are in the notebook that tsa explore opens."
)
WHOLE_NUMBERS = ("alliance", "group", "wave", "count", "whole", "n", "state")
STATES = ("shown", "hidden", "none")


def write_comparison(network: str, folder: Path, pace: Pace = ONE_BY_ONE) -> Path:
    """Write the page on which a network's alliances are compared, and return where it is.

    It holds what :func:`tsa_research.explore.keeping.open_cells` gives, as it was released, and
    figures as they are printed. A page that is up to date is left as it is.

    Parameters
    ----------
    network : str
    folder : Path
        The reports folder; the page lies in the network's own folder there.
    pace : Pace
        How the figures are made, if they have to be.

    Raises
    ------
    NothingToReportError
        If there is nothing to compare.
    """
    cells = open_cells(network, pace)
    path = folder / slug(cells.workspace.id) / COMPARISON
    rows, policy = cells.table, cells.workspace.policy
    whole_only = len(rows) > MOST_ROWS
    if whole_only:
        rows = rows.loc[rows["by"] == WHOLE]
    figures = json.dumps(_figures(cells, rows), ensure_ascii=False, separators=(",", ":"))
    digest = hashlib.sha256(f"{__version__} {template_digest()} {figures}".encode()).hexdigest()
    if path.is_file() and digest in path.read_text(encoding="utf-8"):
        return path
    page = render_page(
        "compare.html.j2",
        scripts=[browser_library(), source_of("compare_words.js"), source_of("compare.js")],
        contents=[],
        network=cells.workspace.title,
        rules={scope: reason_of(policy.rule(scope)) for scope in ("alliance", "group")},
        left_out=LEFT_OUT if whole_only else "",
        version=__version__,
        digest=digest,
        figures=Markup(figures.replace("<", "\\u003c")),  # noqa: S704
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, page)
    return path


def _figures(cells: Cells, rows: pd.DataFrame) -> dict[str, Any]:
    """Return all that the page knows."""
    first = first_choice(cells)
    places = {name: list(dict.fromkeys(rows[name])) for name in ("alliance", "group", "wave")}
    cohorts = dict.fromkeys(rows["cohort"])
    return {
        "first": "|".join(first.key),
        "questions": [
            _question(cells, question(cells, key), rows, places["wave"])
            for key in questions(cells)
        ],
        "cohorts": {cohort: cells.workspace.cohort_title(cohort) for cohort in cohorts},
        "alliances": places["alliance"],
        "groups": places["group"],
        "waves": places["wave"],
        "rows": dict(_rows(cells, rows, places)),
        "reports": list(_reports(cells, places["alliance"])),
        "orders": ORDERS,
        "most_alliances": MOST_ALLIANCES,
        "states": [NO_ANSWERS if state == "none" else state for state in STATES],
        "not_computable": numbers.NOT_COMPUTABLE,
        "nobody": NOBODY,
        "config": style.CONFIG,
        "paper": style.PAPER,
        "strong": style.STRONG,
        "frame": style.FRAME,
        "quiet": style.QUIET,
        "ink": style.INK,
        "bar": style.FAVOURABLE[2],
    }  # fmt: skip


def _question(
    cells: Cells, asked: Question, rows: pd.DataFrame, waves: list[str]
) -> dict[str, Any]:
    source = asked.key[0]
    own = rows.loc[rows["instrument"] == source]
    declared = [wave.label for wave in cells.workspace.waves_of(source)]
    labels = dict.fromkeys(declared or own["wave"])
    return {
        "key": "|".join(asked.key),
        "source": source,
        "title": asked.title,
        "high_is_best": asked.higher_is_better,
        "cohorts": list(dict.fromkeys(own["cohort"])),
        "by": {by: asked.breakdowns[by] for by in dict.fromkeys(own["by"])},
        "waves": [waves.index(label) for label in labels if label in waves],
        **_said_and_drawn(cells, asked),
    }


def _said_and_drawn(cells: Cells, asked: Question) -> dict[str, Any]:
    rule = cells.workspace.policy.rule
    if isinstance(asked.about, Share):
        return {
            "things": asked.about.things,
            "unit": {"1": numbers.singular(asked.about.unit), "n": asked.about.unit},
            "rules": {"": reason_of(rule(asked.about.scope))},
        }
    scale = asked.about.scale_of(asked.about.subscale(asked.key[1]))
    drawn = position("mean", scale)
    return {
        "direction": scale.direction,
        "unit": {"1": numbers.singular("people"), "n": "people"},
        "rules": {"": reason_of(rule("alliance")), "split": reason_of(rule("group"))},
        "scale": {"axis": drawn["axis"], "domain": drawn["scale"]["domain"]},
    }


def _rows(
    cells: Cells, rows: pd.DataFrame, places: dict[str, list[str]]
) -> Iterator[tuple[str, list[list[Any]]]]:
    """Yield the rows of each question, cohort and breakdown, with figures as they are printed."""
    numbered = rows.assign(
        **{name: rows[name].map({text: at for at, text in enumerate(places[name])})
           for name in places},
        **{name: rows[name].map(numbers.plotted_mean) for name in ("mean", "low", "high")},
        state=rows["state"].map(STATES.index),
        share=rows["mean"].map(numbers.plotted_share),
        printed=rows["mean"].map(numbers.share),
    )  # fmt: skip
    about = ["instrument", "section", "target", "cohort", "by"]
    means = ["alliance", "group", "wave", "mean", "low", "high", "n", "state"]
    shares = ["alliance", "group", "wave", "share", "count", "whole", "n", "state", "printed"]
    for key, part in numbered.groupby(about, sort=False):
        of_share = isinstance(question(cells, key[:3]).about, Share)
        wanted = part[shares if of_share else means]
        found = wanted.astype(object).where(wanted.notna(), None)
        lines = found.itertuples(index=False, name=None)
        yield "|".join(key), [list(map(_number, wanted.columns, line)) for line in lines]


def _number(column: str, cell: Any) -> Any:
    return int(cell) if cell is not None and column in WHOLE_NUMBERS else cell


def _reports(cells: Cells, alliances: list[str]) -> Iterator[dict[str, Any]]:
    """Yield the reports on the forms that can be compared, with the way to them from the page."""
    for plan in cells.plans:
        title = cells.alliances.get(str(plan.parameters.get("alliance")))
        if title in alliances:
            place = plan.out.relative_to(slug(cells.workspace.id)).as_posix()
            yield {
                "sources": [form_of(plan), *plan.notebook.records],
                "cohort": str(plan.parameters.get("cohort")),
                "alliance": alliances.index(title),
                "title": f"{title}: {report_title(cells.workspace, plan)}",
                "href": relative_address(place),
            }
