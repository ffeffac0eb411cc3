"""What is taken away from exploring: a CSV for a spreadsheet, the line that makes a report."""

from __future__ import annotations

import csv
import io
import shlex
from collections.abc import Sequence
from numbers import Integral, Real

import pandas as pd

from tsa_research import numbers
from tsa_research.files import neutral_cell
from tsa_research.naming import CODES
from tsa_research.numbers import Formatter
from tsa_research.reports.plan import ReportPlan

ENDS = ("low", "high")
"""Both ends of the interval of the statistic before them."""


def as_csv(table: pd.DataFrame, columns: Sequence[str]) -> str:
    """Return columns of a table as CSV: missing cells are empty, none is taken for a formula.

    A file tells no more than a page: every figure stands as it is printed there, with a plain
    minus; shares are numbers from 0 to 1, and counts have no comma between the thousands.

    Parameters
    ----------
    table : DataFrame
        Of a release.
    columns : sequence of str
        In order.
    """
    text = io.StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow(columns)
    printed = _printed(columns)
    for row in table[list(columns)].itertuples(index=False):
        rows.writerow(
            "" if _blank(cell) else _written(cell, formatter)
            for cell, formatter in zip(row, printed, strict=True)
        )
    return text.getvalue()


def report_line(plan: ReportPlan, network: str) -> str:
    """Return the command that makes a report of a network."""
    given = (f"{name}={value}" for name, value in plan.parameters.items() if name != "network")
    named = [f"-p {shlex.quote(parameter)}" for parameter in given]
    place = f"--network {shlex.quote(network)}"
    return " ".join(["tsa report", plan.notebook.name, *named, place])


def _printed(columns: Sequence[str]) -> list[Formatter]:
    """Return how each column is printed, an end of an interval as the statistic it belongs to."""
    found: list[Formatter] = []
    statistic: Formatter = numbers.coefficient
    for column in columns:
        own = column.removesuffix("_low").removesuffix("_high")
        if column in CODES:
            statistic = numbers.count
        elif column not in ENDS:
            statistic = numbers.figure(own).formatter
        found.append(statistic)
    return found


def _written(cell: object, formatter: Formatter) -> str:
    if not isinstance(cell, Real):
        return neutral_cell(str(cell))
    if isinstance(cell, Integral):
        return str(cell)
    if formatter is numbers.share:
        return str(numbers.plotted_share(cell))
    figure = formatter(cell)
    return figure.replace(numbers.MINUS, "-").replace(",", "").removeprefix("+")


def _blank(cell: object) -> bool:
    return cell is None or cell != cell
