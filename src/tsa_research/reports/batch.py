"""Every report of a plan: what is finished is skipped, the rest is made side by side."""

from __future__ import annotations

import contextlib
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from tsa_research import numbers
from tsa_research.errors import TsaError, UsageError, nearest
from tsa_research.provenance import made_on
from tsa_research.record_study import open_records
from tsa_research.reports.index import IndexEntry, write_index
from tsa_research.reports.inputs import Network, changed_inputs, forms_of, inputs_of
from tsa_research.reports.limits import Limits
from tsa_research.reports.locking import WHOLE, locked
from tsa_research.reports.making import (
    Task,
    close_lanes,
    make_report,
    record_nothing,
    reopen_lanes,
)
from tsa_research.reports.manifest import Entry, read_manifest, seal
from tsa_research.reports.plan import (
    ReportPlan,
    check_parameters,
    form_of,
    load_notebook,
    report_title,
)
from tsa_research.roster_parts import read_parts
from tsa_research.study import declared_slices, open_study
from tsa_research.wave_import import EVERY_PART, Part
from tsa_research.workspace import Workspace, open_workspace

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Settings:
    """How a batch is run.

    Attributes
    ----------
    workers : int
        Reports made side by side on this machine.
    include_code, keep_notebook : bool
        See :class:`tsa_research.reports.making.Task`.
    limits : Limits
        What each report may take.
    part : str
        Which share of the folder is held; see :func:`tsa_research.reports.locking.locked`.
    executor : Executor or None
        Where reports are made; threads of this process if not given.
    again : bool
        Make every report, up to date or not.
    """

    workers: int = 2
    include_code: bool = False
    keep_notebook: bool = False
    limits: Limits = field(default_factory=Limits)
    part: str = WHOLE
    executor: Executor | None = None
    again: bool = False


@dataclass(frozen=True)
class BatchRecord:
    """What became of a batch: ``made`` in it, and ``unchanged`` from an earlier one."""

    made: tuple[Entry, ...]
    unchanged: tuple[Entry, ...]
    index: Path
    seconds: float

    @property
    def failed(self) -> tuple[Entry, ...]:
        """The reports that could not be made."""
        return tuple(entry for entry in self.made if entry.state == "failed")


def read_network(workspace: Workspace, plan: ReportPlan | None = None) -> Network:
    """Return a network as a batch sees it, or as far as one report is made from it."""
    cohort, alliance = part_of(plan) if plan else EVERY_PART
    stored = declared_slices(workspace, cohort=cohort, alliance=alliance)
    return Network(workspace, read_parts(workspace), stored)


def part_of(plan: ReportPlan) -> Part:
    """Return the cohort and the alliance that a report is on; all where it names none."""
    cohort, alliance = (str(plan.parameters.get(name, "")) for name in ("cohort", "alliance"))
    return (cohort, alliance) if cohort and alliance else EVERY_PART


def build_tasks(
    network: Network, plans: Sequence[ReportPlan], folder: Path, settings: Settings
) -> tuple[Task, ...]:
    """Return what is to be done for each plan, whether it was done before or not."""
    options = {"include_code": settings.include_code, "keep_notebook": settings.keep_notebook}
    return tuple(
        Task(
            plan=plan,
            folder=folder.resolve(),
            inputs=inputs_of(plan, network, options),
            made=made_on(),
            listing=listing_of(plan, network),
            work_folder=Path.cwd(),
            limits=settings.limits,
            look_first=settings.executor is not None,
            **options,
        )
        for plan in plans
    )


def reason_to_make(task: Task, known: Mapping[str, Entry]) -> str:
    """Return why a report has to be made, in words; empty if it need not be."""
    entry = known.get(task.plan.out.as_posix())
    if entry is None:
        return "new"
    if entry.state == "failed":
        return "failed before"
    changed = changed_inputs(entry.inputs, task.inputs)
    if changed:
        return f"changed: {', '.join(changed)}"
    return "" if entry.is_intact(task.folder) else "its file was changed or removed"


def run_batch(
    network: Network,
    plans: Sequence[ReportPlan],
    folder: Path,
    settings: Settings,
    progress: Progress,
    *,
    beside: Callable[[], None] = lambda: None,
) -> BatchRecord:
    """Make the reports that are not up to date and write the index.

    A failure is recorded and does not stop the others. Killed at any moment, the same batch
    run again repeats nothing that was finished and ends with the same files.

    Parameters
    ----------
    network : Network
    plans : sequence of ReportPlan
    folder : Path
        The reports folder.
    settings : Settings
    progress : callable
        Called with a line after every report.
    beside : callable
        Called when the reports are made, before they are listed: writes what the index links to.

    Raises
    ------
    UsageError
        If another batch holds the folder.
    KeyboardInterrupt
        If it was stopped; everything finished is kept and listed.
    """
    started = time.monotonic()
    with locked(folder, settings.part), _stopping_on_terminate():
        if settings.part == WHOLE:
            _remove_partial(folder)
        known = read_manifest(folder)
        tasks = build_tasks(network, plans, folder, settings)
        wanted = [task for task in tasks if settings.again or reason_to_make(task, known)]
        places = {task.plan.out for task in wanted}
        unchanged = [known[t.plan.out.as_posix()] for t in tasks if t.plan.out not in places]
        made: list[Entry] = []
        try:
            for entry in _make(network, wanted, settings):
                made.append(entry)
                progress(_line(made, len(wanted), time.monotonic() - started))
            beside()
        finally:
            known = {} if settings.again else known  # a single report looks at no other
            index = finish(folder, _inputs_now(network, known, tasks, folder), settings.part)
    return BatchRecord(tuple(made), tuple(unchanged), index, time.monotonic() - started)


def _inputs_now(
    network: Network, known: Mapping[str, Entry], tasks: Sequence[Task], folder: Path
) -> dict[str, Mapping[str, str]]:
    """Return what each report of this network should be made from now; by the page's place.

    Reports that are not in the plan are not made, only held against their inputs, so that the
    index can say which of them are out of date; of one that could not be made now there are none.
    """
    now: dict[str, Mapping[str, str]] = {task.plan.out.as_posix(): task.inputs for task in tasks}
    names = {str(task.plan.parameters.get("network", "")) for task in tasks}
    for place, entry in known.items():
        if place not in now and str(entry.parameters.get("network", "")) in names:
            now[place] = {}
            with contextlib.suppress(TsaError, KeyError):  # such as an alliance that has gone
                settings = Settings(**entry.options)
                (task,) = build_tasks(network, [plan_of(entry)], folder, settings)
                now[place] = task.inputs
    return now


def plan_of(entry: Entry) -> ReportPlan:
    """Return the plan by which a report was made.

    Raises
    ------
    UsageError
        If its notebook is gone or has other parameters now.
    """
    notebook = load_notebook(entry.notebook)
    given = {name: str(value) for name, value in entry.parameters.items()}
    return ReportPlan(notebook, check_parameters(notebook, given), Path(entry.place))


def finish(folder: Path, now: Mapping[str, Mapping[str, str]], part: str = WHOLE) -> Path:
    """Fold the journals into the manifest, write the index and return its path.

    ``now`` has, by the places of pages, the inputs that they should be made from.
    """
    entries = {
        place: entry
        for place, entry in read_manifest(folder).items()
        if entry.state == "failed" or (folder / place).is_file()
    }
    if part == WHOLE:
        seal(folder, entries.values())
    listed = [index_entry(entry, now.get(entry.place)) for entry in entries.values()]
    return write_index(listed, folder)


def _make(network: Network, tasks: Sequence[Task], settings: Settings) -> Iterator[Entry]:
    """Yield the entry of each report as it is finished."""
    to_run = []
    for task in tasks:
        missing = nothing_there(network, task)
        if missing:
            yield record_nothing(task, missing)
        else:
            to_run.append(task)
    if not to_run:
        return
    reopen_lanes()
    executor = settings.executor or ThreadPoolExecutor(max(1, min(settings.workers, len(to_run))))
    futures: list[Future[Entry]] = []
    try:
        futures += [executor.submit(make_report, task) for task in to_run]
        for future in as_completed(futures):
            yield future.result()
    except BaseException:
        close_lanes(stopping=True)
        raise
    finally:
        for future in futures:
            future.cancel()
        if settings.executor is None:
            executor.shutdown(wait=True, cancel_futures=True)
        close_lanes()


def nothing_there(network: Network, task: Task) -> str:
    """Return what is missing where nobody has answered; empty if there is something to report."""
    named = forms_of(task.plan) or task.plan.notebook.records
    of_an_alliance = named and "cohort" in task.plan.parameters
    if not of_an_alliance or network.slices_of(task.plan) or network.records_of(task.plan):
        return ""  # a notebook of one's own may be about anything
    about = [task.listing["title"], task.listing["alliance"], task.listing["cohort"]]
    what = "Nobody has answered yet" if forms_of(task.plan) else "Nothing has been written yet"
    return f"{what}: {', '.join(filter(None, about))}."


def listing_of(plan: ReportPlan, network: Network) -> dict[str, str]:
    """Return how the index and the notices name a report."""
    workspace, roster = network.workspace, network.roster
    alliance = str(plan.parameters.get("alliance", ""))
    return {
        "title": report_title(workspace, plan),
        "question": plan.notebook.title,
        "network": workspace.title,
        "alliance": roster.alliance_title(alliance) if alliance else "All alliances",
        "cohort": workspace.cohort_title(str(plan.parameters.get("cohort", ""))),
        "notebook": plan.notebook.id,
    }


def index_entry(entry: Entry, inputs: Mapping[str, str] | None) -> IndexEntry:
    """Return how a report is listed; ``inputs`` are those that it should be made from now."""
    stale = inputs is not None and inputs != entry.inputs and entry.state != "failed"
    return IndexEntry(
        href=entry.place,
        made=numbers.date(date_of(entry)),
        state="stale" if stale else entry.state,
        note=_note(entry, stale),
        **entry.listing,
    )


def _note(entry: Entry, stale: bool) -> str:
    if stale:
        return "what it was made from has changed"
    return entry.failure.title if entry.failure is not None else ""


def date_of(entry: Entry) -> date:
    """Return the day on which a report was made."""
    return date.fromisoformat(entry.made)


def _line(made: Sequence[Entry], total: int, seconds: float) -> str:
    failed = sum(entry.state == "failed" for entry in made)
    left = total - len(made)
    rate = len(made) / seconds * 60
    return (
        f"{len(made)} of {total} done, {failed} failed, {left} left, {rate:.0f} a minute, "
        f"{_time_left(left / rate * 60)}: {made[-1].place}"
    )


def _time_left(seconds: float) -> str:
    if seconds < 90:
        return f"about {seconds:.0f} s to go"
    return f"about {seconds / 60:.0f} min to go"


def _remove_partial(folder: Path) -> None:
    """Remove what a killed batch had half written."""
    for path in folder.rglob(".*.partial"):
        path.unlink(missing_ok=True)


@contextlib.contextmanager
def _stopping_on_terminate() -> Iterator[None]:
    """Treat a request to end the process as Ctrl-C: stop cleanly, say how to go on."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def require_answers(plan: ReportPlan, network: str) -> None:
    """Check the parameters against the network before a notebook is started.

    A notebook of one's own may do without the parameters that the package's have.

    Raises
    ------
    UsageError, NothingToReportError
        As :func:`tsa_research.study.open_study`.
    """
    if "cohort" not in plan.parameters:
        return
    cohort, instrument = str(plan.parameters["cohort"]), form_of(plan)
    alliance = str(plan.parameters.get("alliance", ""))
    if plan.notebook.records and plan.notebook.per == "alliance":
        names, may_be_empty = plan.notebook.records, bool(instrument)
        open_records(network, *names, cohort=cohort, alliance=alliance, allow_empty=may_be_empty)
    elif instrument:
        open_study(network, instrument, cohort=cohort, alliance=alliance)
    elif plan.notebook.per == "cohort":
        _require_cohort(open_workspace(network), cohort)


def _require_cohort(workspace: Workspace, cohort: str) -> None:
    known = [entry.id for entry in workspace.cohorts]
    if cohort not in known:
        raise UsageError(
            f"{workspace.title} has no cohort {cohort}.",
            expected=", ".join(known),
            got=cohort,
            next_step=nearest(cohort, known),
        )
