"""Which reports to make: all that the answers allow, a choice of them, or the rows of a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path

from tsa_research.errors import TsaError, UsageError, nearest
from tsa_research.printed_figures import figures_file
from tsa_research.reports.plan import (
    NotebookFile,
    ReportPlan,
    Value,
    check_parameters,
    list_notebooks,
    load_notebook,
    report_place,
    short_hash,
)
from tsa_research.roster_parts import RosterParts
from tsa_research.store import Slice
from tsa_research.study import declared_slices
from tsa_research.workspace import Workspace

DIMENSIONS = ("cohort", "alliance", "instrument")
FAULTS_LISTED = 10


def plan_network(workspace: Workspace, network: str) -> tuple[ReportPlan, ...]:
    """Plan every report that the stored answers allow.

    Parameters
    ----------
    workspace : Workspace
    network : str
        The network's name or folder, as the notebooks are to open it.
    """
    notebooks = list_notebooks()
    own = {notebook.instrument for notebook in notebooks}
    stored, figures = declared_slices(workspace), figures_file(workspace).is_file()
    return _placed(
        workspace,
        (
            (notebook, _parameters(notebook, network, values))
            for notebook in notebooks
            for values in _choices(notebook, stored, own, figures)
        ),
    )


def plan_each(
    workspace: Workspace, roster: RosterParts, network: str, notebook: str, each: Sequence[str]
) -> tuple[ReportPlan, ...]:
    """Plan one notebook for every combination of what the network has, answered or not.

    Parameters
    ----------
    workspace : Workspace
    roster : RosterParts
    network, notebook : str
    each : sequence of str
        Of ``cohort``, ``alliance`` and ``instrument``.

    Raises
    ------
    UsageError
        If the notebook has no such parameter.
    """
    found = load_notebook(notebook)
    known = [parameter.name for parameter in found.parameters]
    for name in each:
        if name not in DIMENSIONS or name not in known:
            raise UsageError(
                f"{found.id} cannot be made for each {name}.",
                expected=", ".join(n for n in DIMENSIONS if n in known),
                got=name,
                next_step=nearest(name, DIMENSIONS),
            )
    there = {
        "cohort": [cohort.id for cohort in workspace.cohorts],
        "alliance": list(roster.alliances["alliance_id"]),
        "instrument": sorted({wave.instrument for wave in workspace.waves}),
    }
    combinations = product(*(there[name] for name in each))
    return _placed(
        workspace,
        (
            (found, _parameters(found, network, dict(zip(each, values, strict=True))))
            for values in combinations
        ),
    )


def plan_file(
    workspace: Workspace, roster: RosterParts, network: str, path: Path
) -> Sequence[ReportPlan]:
    """Plan the rows of a CSV file: a column ``notebook`` and one per parameter.

    An empty cell leaves a parameter at its default.

    Raises
    ------
    UsageError
        With every row at fault, up to ten: row, column, expected and got.
    """
    rows = _read_rows(path)
    planned, faults = [], []
    for number, row in rows:
        try:
            planned.append(_row_plan(workspace, roster, network, row))
        except TsaError as error:
            faults.append(f"row {number}: {error.what} Expected {error.expected}; got {error.got}.")
    if faults:
        raise UsageError(
            f"{len(faults)} of {len(rows)} rows of the plan cannot be used; nothing was made.",
            where=str(path),
            expected="a notebook and parameters that the network has",
            got="\n       ".join(faults[:FAULTS_LISTED]),
            next_step="Correct the rows and run the same command again.",
        )
    return _placed(workspace, planned)


def _read_rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Return the rows of a plan with their numbers in the file."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(
            "The plan cannot be read.",
            where=str(path),
            expected="a CSV file in UTF-8 with the column notebook",
            got=str(error),
        ) from error
    header = [cell.strip() for cell in rows[0]] if rows else []
    if "notebook" not in header or len(set(header)) < len(header):
        raise UsageError(
            "The plan has no heading that can be used.",
            where=f"{path}, row 1",
            expected="notebook, and a column for each parameter, each once",
            got=", ".join(header) or "an empty file",
        )
    body = [(number, row) for number, row in enumerate(rows[1:], start=2) if any(row)]
    for number, row in body:
        if len(row) != len(header):
            raise UsageError(
                "A row of the plan has too many or too few cells.",
                where=f"{path}, row {number}",
                expected=f"{len(header)} cells",
                got=f"{len(row)}",
            )
    return [(number, dict(zip(header, map(str.strip, row), strict=True))) for number, row in body]


def _row_plan(
    workspace: Workspace, roster: RosterParts, network: str, row: dict[str, str]
) -> tuple[NotebookFile, dict[str, Value]]:
    notebook = load_notebook(row["notebook"])
    given = {name: value for name, value in row.items() if name != "notebook" and value}
    if "network" in [parameter.name for parameter in notebook.parameters]:
        given.setdefault("network", network)
    parameters = check_parameters(notebook, given)
    there = {
        "cohort": [cohort.id for cohort in workspace.cohorts],
        "alliance": list(roster.alliances["alliance_id"]),
    }
    for name, known in there.items():
        if name in given and given[name] not in known:
            raise UsageError(
                f"{workspace.title} has no {name} {given[name]}.",
                expected=", ".join(known),
                got=given[name],
            )
    return notebook, parameters


def _parameters(notebook: NotebookFile, network: str, values: dict[str, Value]) -> dict[str, Value]:
    defaults = {parameter.name: parameter.default for parameter in notebook.parameters}
    return {**defaults, **values, **({"network": network} if "network" in defaults else {})}


def _placed(
    workspace: Workspace, chosen: Iterator[tuple[NotebookFile, dict[str, Value]]] | Sequence
) -> tuple[ReportPlan, ...]:
    """Give every report a place of its own; the same report asked for twice is one."""
    plans: dict[Path, ReportPlan] = {}
    for notebook, parameters in chosen:
        plan = ReportPlan(notebook, parameters, report_place(notebook, workspace.id, parameters))
        if plan.out in plans and plans[plan.out] != plan:
            plan = _moved(plan)
        plans[plan.out] = plan
    return tuple(plans.values())


def _moved(plan: ReportPlan) -> ReportPlan:
    """Return a plan with a place of its own, where another has the same: ids may read alike."""
    ids = "\n".join(f"{name}={plan.parameters[name]}" for name in sorted(plan.parameters))
    return replace(plan, out=plan.out.with_stem(f"{plan.out.stem}-{short_hash(ids)}"))


def _choices(
    notebook: NotebookFile, stored: Sequence[Slice], own: set[str], figures: bool
) -> Iterator[dict[str, Value]]:
    """Yield the parameters with which a notebook has something to report."""
    if notebook.per == "network":
        if figures:
            yield {}
        return
    if notebook.per == "cohort":
        for cohort in sorted({place.cohort for place in stored if place.instrument in own}):
            yield {"cohort": cohort}
        return
    for place in sorted(set(replace(place, wave="") for place in stored)):
        plain = notebook.instrument == "*" and place.instrument not in own
        if plain or place.instrument == notebook.instrument:
            chosen = {"cohort": place.cohort, "alliance": place.alliance}
            yield {**chosen, "instrument": place.instrument} if plain else dict(chosen)


def shard(plans: Sequence[ReportPlan], text: str) -> tuple[ReportPlan, ...]:
    """Return every n-th plan, beginning with the i-th, for ``i/n``.

    >>> shard(["a", "b", "c"], "2/2")
    ('b',)
    """
    number, _, of = text.partition("/")
    if not (number.isdecimal() and of.isdecimal() and 1 <= int(number) <= int(of)):
        raise UsageError(
            "A shard is a number of so many.",
            expected="i/n with i from 1 to n, such as 2/4",
            got=text,
        )
    return tuple(plans[int(number) - 1 :: int(of)])
