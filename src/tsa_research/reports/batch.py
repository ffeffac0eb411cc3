"""Every report of a network: plan from what is stored, run side by side, list what was made."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from pathlib import Path

from tsa_research import numbers
from tsa_research.errors import (
    ALL_WELL,
    SOME_FAILED,
    NothingToReportError,
    TsaError,
    UsageError,
    nearest,
)
from tsa_research.provenance import made_on
from tsa_research.reports.index import IndexEntry
from tsa_research.reports.made import add_made
from tsa_research.reports.plan import (
    NotebookFile,
    ReportPlan,
    Value,
    list_notebooks,
    report_place,
    short_hash,
)
from tsa_research.reports.run import RunRecord, run_report
from tsa_research.roster import Roster, read_roster
from tsa_research.store import Slice, list_slices
from tsa_research.study import open_study
from tsa_research.wave_import import import_wave
from tsa_research.workspace import Workspace, open_workspace

Progress = Callable[[str], None]


@dataclass(frozen=True)
class BatchRecord:
    """What became of a batch."""

    runs: tuple[RunRecord, ...]
    index: Path
    seconds: float

    @property
    def failed(self) -> tuple[RunRecord, ...]:
        """The reports that could not be made."""
        return tuple(run for run in self.runs if run.state == "failed")


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
    stored = tuple(list_slices(workspace.store))
    plans: dict[Path, ReportPlan] = {}
    for notebook in notebooks:
        for values in _choices(notebook, stored, own):
            defaults = {parameter.name: parameter.default for parameter in notebook.parameters}
            parameters = {**defaults, **values, "network": network}
            plan = ReportPlan(
                notebook, parameters, report_place(notebook, workspace.id, parameters)
            )
            if plan.out in plans and plans[plan.out] != plan:
                plan = _moved(plan)
            plans[plan.out] = plan
    return tuple(plans.values())


def _moved(plan: ReportPlan) -> ReportPlan:
    """Return a plan with a place of its own, where another has the same: ids may read alike."""
    names = ("cohort", "alliance", "instrument")
    ids = "\n".join(str(plan.parameters.get(name, "")) for name in names)
    return replace(plan, out=plan.out.with_stem(f"{plan.out.stem}-{short_hash(ids)}"))


def _choices(
    notebook: NotebookFile, stored: Sequence[Slice], own: set[str]
) -> Iterator[dict[str, Value]]:
    """Yield the parameters with which a notebook has something to report."""
    if notebook.per == "cohort":
        for cohort in sorted({place.cohort for place in stored if place.instrument in own}):
            yield {"cohort": cohort}
        return
    for place in sorted(stored):
        plain = notebook.instrument == "*" and place.instrument not in own
        if plain:
            yield {
                "cohort": place.cohort,
                "alliance": place.alliance,
                "instrument": place.instrument,
            }
        elif place.instrument == notebook.instrument:
            yield {"cohort": place.cohort, "alliance": place.alliance}


def run_batch(
    workspace: Workspace,
    plans: Sequence[ReportPlan],
    folder: Path,
    *,
    workers: int,
    progress: Progress,
) -> BatchRecord:
    """Make reports side by side; a failure is recorded and does not stop the others.

    Parameters
    ----------
    workspace : Workspace
    plans : sequence of ReportPlan
    folder : Path
        The reports folder.
    workers : int
        Number of processes.
    progress : callable
        Called with a line after every report.
    """
    started, runs = time.monotonic(), []
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(max_workers=max(1, min(workers, len(plans))), mp_context=context)
    try:
        futures = {pool.submit(run_report, plan, folder): plan for plan in plans}
        for future in as_completed(futures):
            runs.append(_settle(future, futures[future]))
            progress(_line(runs, len(plans), time.monotonic() - started))
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
        index = add_made(folder, entries_for(workspace, runs))
    return BatchRecord(tuple(runs), index, time.monotonic() - started)


def _settle(future: Future[RunRecord], plan: ReportPlan) -> RunRecord:
    try:
        return future.result()
    except TsaError as error:
        return RunRecord(plan, "failed", None, 0.0, str(error))
    except Exception as error:  # the worker itself died: the others go on
        return RunRecord(plan, "failed", None, 0.0, f"{type(error).__name__}: {error}")


def _line(runs: Sequence[RunRecord], total: int, seconds: float) -> str:
    failed = sum(run.state == "failed" for run in runs)
    left = total - len(runs)
    minutes = left * seconds / len(runs) / 60
    return (
        f"{len(runs)} of {total} done, {failed} failed, {left} left, "
        f"about {numbers.mean(minutes)} min to go: {runs[-1].plan.out}"
    )


def entries_for(workspace: Workspace, runs: Sequence[RunRecord]) -> list[IndexEntry]:
    """Return how reports are listed in the index."""
    roster = read_roster(workspace)
    return [_entry(workspace, roster, run) for run in runs]


def _entry(workspace: Workspace, roster: Roster, run: RunRecord) -> IndexEntry:
    parameters = run.plan.parameters
    alliance, form = str(parameters.get("alliance", "")), form_of(run.plan)
    title = workspace.instrument(form).title if form else "Cohort report"
    return IndexEntry(
        href=run.plan.out.as_posix(),
        title=title,
        question=run.plan.notebook.title,
        network=workspace.title,
        alliance=roster.alliance_title(alliance) if alliance else "All alliances",
        cohort=workspace.cohort_title(str(parameters.get("cohort", ""))),
        notebook=run.plan.notebook.id,
        made=numbers.date(made_on()),
        state=run.state,
    )


def require_answers(plan: ReportPlan, network: str) -> None:
    """Check the parameters against the network before a kernel is started.

    A notebook of one's own may do without the parameters that the package's have.

    Raises
    ------
    UsageError, NothingToReportError
        As :func:`tsa_research.study.open_study`.
    """
    if "cohort" not in plan.parameters:
        return
    cohort, instrument = str(plan.parameters["cohort"]), form_of(plan)
    if instrument:
        alliance = str(plan.parameters.get("alliance", ""))
        open_study(network, instrument, cohort=cohort, alliance=alliance)
    elif plan.notebook.per == "cohort":
        _require_cohort(open_workspace(network), cohort)


def form_of(plan: ReportPlan) -> str:
    """Return the id of the form that a report is about; empty for all of them."""
    return str(plan.parameters.get("instrument", plan.notebook.instrument))


def _require_cohort(workspace: Workspace, cohort: str) -> None:
    known = [entry.id for entry in workspace.cohorts]
    if cohort not in known:
        raise UsageError(
            f"{workspace.title} has no cohort {cohort}.",
            expected=", ".join(known),
            got=cohort,
            next_step=nearest(cohort, known),
        )


def batch_command(
    network: str, folder: Path, *, workers: int, dry_run: bool, progress: Progress
) -> int:
    """Import what has changed, make every report and say where the index is.

    A wave that cannot be imported is named; what is stored is reported all the same.
    """
    workspace = open_workspace(network)
    read_roster(workspace)  # without it nothing can be reported
    waves_failed = _import_waves(workspace, progress)
    plans = plan_network(workspace, network)
    if not plans:
        raise NothingToReportError(
            "There is nothing to report yet.",
            where=str(workspace.folder),
            expected="imported answers",
            got="none",
            next_step="Import some with: tsa import",
        )
    if dry_run:
        for plan in plans:
            progress(f"{plan.out}: {plan.notebook.id}")
        return SOME_FAILED if waves_failed else ALL_WELL
    record = run_batch(workspace, plans, folder, workers=workers, progress=progress)
    for run in record.failed:
        progress(f"failed: {run.plan.out}\n{run.message}")
    made = len(record.runs) - len(record.failed)
    progress(f"{numbers.counted(made, 'reports')} in {record.seconds:.0f} s. Open {record.index}")
    return SOME_FAILED if record.failed or waves_failed else ALL_WELL


def _import_waves(workspace: Workspace, progress: Progress) -> int:
    """Import wave by wave, name those that fail, and return how many did."""
    failed = 0
    for declaration in workspace.waves:
        try:
            import_wave(workspace, declaration)
        except TsaError as error:
            failed += 1
            progress(f"not imported: {declaration.instrument}, {declaration.label}\n{error}")
    return failed
