"""Which reports to make: all that the answers allow, a choice of them, or the rows of a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path

from tsa_research.columns import separator_of
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
from tsa_research.roster_parts import RosterParts, read_parts
from tsa_research.store import Slice, list_records
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
    kept = _kept_records(workspace)
    return _placed(
        workspace,
        (
            (notebook, _parameters(notebook, network, values))
            for notebook in notebooks
            for values in _choices(notebook, stored, kept, own, figures)
        ),
    )


def _kept_records(workspace: Workspace) -> list[tuple[str, str, str]]:
    """Return record, cohort and alliance of all records that are stored."""
    places = list(list_records(workspace.store))
    if not places:
        return []
    alliances = read_parts(workspace).alliances
    cohort_of = dict(zip(alliances["alliance_id"], alliances["cohort"], strict=True))
    known = (place for place in places if place.alliance in cohort_of)
    return [(place.record, cohort_of[place.alliance], place.alliance) for place in known]


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
        Of ``cohort``, ``alliance`` and ``instrument``; ``cohort=2024`` keeps to one. All that
        the notebook has must be named: its defaults belong to the network it was written for.

    Raises
    ------
    UsageError
        If the notebook has no such parameter, one is not named, or the network lacks a value.
    """
    found = load_notebook(notebook)
    wanted = {name: value for name, _, value in (entry.partition("=") for entry in each)}
    _check_names(found, wanted)
    there = _there(workspace, roster)
    for name, value in wanted.items():
        if value:
            _check_value(workspace, name, value, there[name])
    values = ([value] if value else there[name] for name, value in wanted.items())
    return _placed(
        workspace,
        (
            (found, _parameters(found, network, dict(zip(wanted, chosen, strict=True))))
            for chosen in product(*values)
        ),
    )


def _check_names(notebook: NotebookFile, wanted: Iterable[str]) -> None:
    """Refuse names that a notebook does not have, and to leave out one that it has."""
    known = [p.name for p in notebook.parameters if p.name in DIMENSIONS]
    for name in wanted:
        if name not in known:
            raise UsageError(
                f"{notebook.id} cannot be made for each {name or 'nothing'}.",
                expected=", ".join(known),
                got=name,
                next_step=nearest(name, DIMENSIONS) or "Write the names with commas, no blanks.",
            )
    missing = [name for name in known if name not in wanted]
    if missing:
        raise UsageError(
            f"{notebook.id} is about one {' and one '.join(missing)} as well.",
            expected=f"--each {','.join(known)}",
            got=f"--each {','.join(wanted)}",
            next_step=f"Name it too; {missing[0]}=… keeps to one.",
        )


def _there(workspace: Workspace, roster: RosterParts) -> dict[str, list[str]]:
    """Return what a network has of each dimension."""
    return {
        "cohort": [cohort.id for cohort in workspace.cohorts],
        "alliance": list(roster.alliances["alliance_id"]),
        "instrument": sorted({wave.instrument for wave in workspace.waves}),
    }


def _check_value(workspace: Workspace, name: str, value: str, known: Sequence[str]) -> None:
    if value not in known:
        raise UsageError(
            f"{workspace.title} has no {name} {value}.",
            expected=", ".join(known) or "an imported wave",
            got=value,
            next_step=nearest(value, known),
        )


def plan_file(
    workspace: Workspace, roster: RosterParts, network: str, path: Path
) -> Sequence[ReportPlan]:
    """Plan the rows of a CSV file: a column ``notebook`` and one per parameter.

    An empty cell leaves a parameter at its default, if the network has it.

    Raises
    ------
    UsageError
        With every row at fault, up to ten: row, column, expected and got.
    """
    rows = _read_rows(path)
    planned, faults = [], []
    header = rows[0][1]
    for number, row in rows[1:]:
        try:
            planned.append(_row_plan(workspace, roster, network, _named(header, row)))
        except TsaError as error:
            hint = f" {error.next_step}" if error.next_step else ""
            faults.append(
                f"row {number}: {error.what} Expected {error.expected}; got {error.got}.{hint}"
            )
    if faults:
        raise UsageError(
            f"{len(faults)} of {len(rows) - 1} rows of the plan cannot be used; nothing was made.",
            where=str(path),
            expected="a notebook and parameters that the network has",
            got="\n       ".join(faults[:FAULTS_LISTED]),
            next_step="Correct the rows and run the same command again.",
        )
    return _placed(workspace, planned)


def _read_rows(path: Path) -> list[tuple[int, list[str]]]:
    """Return heading and rows of a plan with their numbers in the file."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        lines = io.StringIO(text, newline="")
        rows = list(csv.reader(lines, delimiter=separator_of(text), strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(
            "The plan cannot be read.",
            where=str(path),
            expected="a CSV file in UTF-8 with the column notebook",
            got=(error.strerror or "") if isinstance(error, OSError) else str(error),
            next_step="Check the name; in a spreadsheet save it as “CSV UTF-8”.",
        ) from error
    header = [cell.strip() for cell in rows[0]] if rows else []
    if "notebook" not in header or len(set(header)) < len(header):
        raise UsageError(
            "The plan has no heading that can be used.",
            where=f"{path}, row 1",
            expected="notebook, and a column for each parameter, each once, in small letters",
            got=", ".join(header) or "an empty file",
            next_step="Write a heading such as notebook,cohort,alliance.",
        )
    body = [(number, row) for number, row in enumerate(rows[1:], start=2) if any(row)]
    if not body:
        raise UsageError(
            "The plan asks for nothing.",
            where=str(path),
            expected="a row for each report below the heading",
            got="the heading only",
            next_step="Add rows, or use --all for every report.",
        )
    return [(1, header), *body]


def _named(header: Sequence[str], row: Sequence[str]) -> dict[str, str]:
    """Return the cells of a row by the names of their columns."""
    if len(row) != len(header):
        raise UsageError(
            "The row has too many or too few cells.",
            expected=f"{len(header)} cells",
            got=f"{len(row)}",
        )
    return dict(zip(header, map(str.strip, row), strict=True))


def _row_plan(
    workspace: Workspace, roster: RosterParts, network: str, row: dict[str, str]
) -> tuple[NotebookFile, dict[str, Value]]:
    if "network" in row:
        raise UsageError(
            "A plan is about one network.",
            expected="no column network; name the network with --network",
            got=row["network"] or "an empty column",
        )
    if not row["notebook"]:
        raise UsageError("The row names no notebook.", expected="a notebook", got="an empty cell")
    notebook = load_notebook(row["notebook"])
    given = {name: value for name, value in row.items() if name != "notebook" and value}
    if "network" in [parameter.name for parameter in notebook.parameters]:
        given["network"] = network
    parameters = check_parameters(notebook, given)
    for name, known in _there(workspace, roster).items():
        value = str(parameters.get(name, ""))
        if value and name == "instrument":
            workspace.instrument(value)
        elif value:
            _check_value(workspace, name, value, known)
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
    notebook: NotebookFile,
    stored: Sequence[Slice],
    kept: Sequence[tuple[str, str, str]],
    own: set[str],
    figures: bool,
) -> Iterator[dict[str, Value]]:
    """Yield the parameters with which a notebook has something to report."""
    if notebook.per == "network":
        if figures:
            yield {}
        return
    if notebook.per == "cohort":
        forms = set(notebook.instruments) or own
        for cohort in sorted({place.cohort for place in stored if place.instrument in forms}):
            yield {"cohort": cohort}
        return
    if notebook.records:
        pairs = {place[1:] for place in kept if place[0] in notebook.records}
        pairs |= {(s.cohort, s.alliance) for s in stored if s.instrument == notebook.instrument}
        for cohort, alliance in sorted(pairs):
            yield {"cohort": cohort, "alliance": alliance}
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
