"""What is taken away from exploring: a CSV for a spreadsheet, the line that makes a report."""

from __future__ import annotations

import csv
import io
import shlex
from collections.abc import Mapping, Sequence

import pandas as pd

from tsa_research.files import neutral_cell
from tsa_research.numbers import Formatter
from tsa_research.reports.plan import ReportPlan


def as_csv(
    table: pd.DataFrame, columns: Sequence[str], *, printed: Mapping[str, Formatter] | None = None
) -> str:
    """Return columns of a table as CSV: missing cells are empty, none is taken for a formula.

    Parameters
    ----------
    table : DataFrame
        Of a release.
    columns : sequence of str
        In order.
    printed : mapping of str to function, optional
        Columns that are written as a table prints them, with what prints them.
    """
    text, formatters = io.StringIO(newline=""), printed or {}
    rows = csv.writer(text)
    rows.writerow(columns)
    for row in table[list(columns)].itertuples(index=False):
        rows.writerow(
            "" if _blank(cell) else neutral_cell(formatters.get(column, str)(cell))
            for column, cell in zip(columns, row, strict=True)
        )
    return text.getvalue()


def report_line(plan: ReportPlan, network: str) -> str:
    """Return the command that makes a report of a network."""
    given = (f"{name}={value}" for name, value in plan.parameters.items() if name != "network")
    named = [f"-p {shlex.quote(parameter)}" for parameter in given]
    place = f"--network {shlex.quote(network)}"
    return " ".join(["tsa report", plan.notebook.name, *named, place])


def _blank(cell: object) -> bool:
    return cell is None or cell != cell
