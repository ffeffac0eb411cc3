"""What is taken away from exploring: a CSV for a spreadsheet, the line that makes a report."""

from __future__ import annotations

import csv
import io
import shlex
from collections.abc import Sequence

import pandas as pd

from tsa_research import numbers
from tsa_research.files import neutral_cell
from tsa_research.reports.plan import ReportPlan

MEANS = ("mean", "low", "high", "mean_own", "mean_other")
SHARES = ("share",)


def as_csv(table: pd.DataFrame, columns: Sequence[str]) -> str:
    """Return columns of a table as CSV: missing cells are empty, none is taken for a formula.

    A file tells no more than a page: means and shares stand as they are printed, shares as
    numbers from 0 to 1. Counts have no decimals.

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
    for row in table[list(columns)].itertuples(index=False):
        rows.writerow(
            "" if _blank(cell) else neutral_cell(_written(column, cell))
            for column, cell in zip(columns, row, strict=True)
        )
    return text.getvalue()


def report_line(plan: ReportPlan, network: str) -> str:
    """Return the command that makes a report of a network."""
    given = (f"{name}={value}" for name, value in plan.parameters.items() if name != "network")
    named = [f"-p {shlex.quote(parameter)}" for parameter in given]
    place = f"--network {shlex.quote(network)}"
    return " ".join(["tsa report", plan.notebook.name, *named, place])


def _written(column: str, cell: object) -> str:
    if column in MEANS:
        return str(numbers.plotted_mean(cell))
    if column in SHARES:
        return str(numbers.plotted_share(cell))
    return f"{cell:.0f}" if isinstance(cell, float) else str(cell)


def _blank(cell: object) -> bool:
    return cell is None or cell != cell
