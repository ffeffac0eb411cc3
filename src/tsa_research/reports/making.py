"""Making one report, wherever the work was sent: run, render, write, and note it down."""

from __future__ import annotations

import contextlib
import hashlib
import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from tsa_research.errors import UsageError
from tsa_research.files import write_atomically
from tsa_research.reports import stock
from tsa_research.reports.failures import (
    Failure,
    NothingError,
    ReportStoppedError,
    failed_write,
)
from tsa_research.reports.limits import Limits
from tsa_research.reports.manifest import Entry, add_entry, read_manifest
from tsa_research.reports.plan import ReportPlan
from tsa_research.reports.warm.lane import Lane, WarmUnavailableError


@dataclass(frozen=True)
class Task:
    """One report to be made: everything that a worker needs to know, and nothing heavy.

    Attributes
    ----------
    plan : ReportPlan
    folder : Path
        The reports folder, the same for every worker.
    inputs : dict
        Digests of what the report is made from, by name.
    made : date
        The day that the page will bear.
    listing : dict
        How the index shows it.
    work_folder : Path
        Where the notebook runs.
    include_code, keep_notebook : bool
    limits : Limits
    """

    plan: ReportPlan
    folder: Path
    inputs: Mapping[str, str]
    made: date
    listing: Mapping[str, str]
    work_folder: Path
    include_code: bool = False
    keep_notebook: bool = False
    limits: Limits = field(default_factory=Limits)
    look_first: bool = False
    """Whether another machine may have made it since it was planned."""

    @property
    def options(self) -> dict[str, Any]:
        """How the page is made, as far as it is not in the plan."""
        return {"include_code": self.include_code, "keep_notebook": self.keep_notebook}


def make_report(task: Task) -> Entry:
    """Make a report and return its entry; never raises for what went wrong with the report.

    If another worker has made it meanwhile, such as before it was lost to a scheduler, nothing
    is done again.
    """
    if task.look_first:
        known = read_manifest(task.folder).get(task.plan.out.as_posix())
        if known is not None and known.is_current(task.inputs, task.folder):
            return known
    files, state = what_comes_of(task)
    try:
        outputs = write_files(task.folder, files)
    except OSError as error:
        failure, outputs = failed_write(error), {}
        state = Outcome("failed", failure)
        with contextlib.suppress(OSError):  # there may be room for a small page
            outputs = write_files(task.folder, _failed(task, failure))
    if _closing.is_set():
        raise InterruptedError("the batch was stopped")
    entry = _entry(task, state, outputs)
    with contextlib.suppress(OSError):  # a full disk: the report is made again next time
        add_entry(task.folder, entry)
    return entry


@dataclass(frozen=True)
class Outcome:
    """What became of a report: ``done``, ``nothing`` (to report) or ``failed``."""

    state: str
    failure: Failure | None = None
    message: str = ""


def what_comes_of(task: Task) -> tuple[dict[str, str], Outcome]:
    """Return the files of a report, or of the page that stands in its place, and which it is."""
    try:
        return make_files(task), Outcome("done")
    except NothingError as error:
        return nothing_page(task, str(error)), Outcome("nothing", message=str(error))
    except ReportStoppedError as error:
        return _failed(task, error.failure), Outcome("failed", error.failure)


def make_files(task: Task) -> dict[str, str]:
    """Run and render a report and return its files: path to text. Nothing is written.

    Raises
    ------
    ReportStoppedError, NothingError
    """
    inside(task.folder, task.plan.out)
    try:
        lane = _lane(task.limits)
        executed = lane.execute(_job(task))
        make_page = lane.page
    except WarmUnavailableError:
        executed = stock.execute(_job(task), task.limits)
        make_page = stock.page
    executed = without_traces(executed, task)
    files = {task.plan.out.as_posix(): make_page(executed, include_code=task.include_code)}
    if task.keep_notebook:
        text = json.dumps(executed, indent=1, ensure_ascii=False, sort_keys=True)
        files[task.plan.out.with_suffix(".ipynb").as_posix()] = text + "\n"
    return files


def without_traces(executed: dict[str, Any], task: Task) -> dict[str, Any]:
    """Return a notebook without what differs from run to run: times, places, random ids."""
    about = executed["metadata"]
    about["tsa"] = {**about.get("tsa", {}), "index": index_address(task.plan.out)}
    kept = ("default_parameters", "environment_variables", "exception", "parameters", "version")
    about["papermill"] = {name: about["papermill"][name] for name in kept}
    for cell in executed["cells"]:
        run = cell["metadata"].pop("papermill", {})
        cell["metadata"].pop("execution", None)
        cell["metadata"]["papermill"] = {k: run[k] for k in ("exception", "status") if k in run}
        if "injected-parameters" in cell["metadata"].get("tags", []):
            cell["id"] = "injected-parameters"
    return executed


def index_address(out: Path) -> str:
    """Return the address of the index as a report links to it."""
    return "../" * (len(out.parts) - 1) + "index.html"


def inside(folder: Path, out: Path) -> Path:
    """Return the path of a file of the reports folder, and refuse one outside it."""
    path = (folder / out).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise UsageError(
            "A report must stay inside the reports folder.",
            expected=f"a place in {folder}",
            got=str(out),
        )
    return path


def write_files(folder: Path, files: Mapping[str, str]) -> dict[str, str]:
    """Write files in one step each and return their digests."""
    for name, text in files.items():
        write_atomically(inside(folder, Path(name)), text)
    return text_digests(files)


def text_digests(files: Mapping[str, str]) -> dict[str, str]:
    """Return the SHA-256 of each text as it is written to disk."""
    return {name: hashlib.sha256(text.encode("utf-8")).hexdigest() for name, text in files.items()}


def record_nothing(task: Task, message: str) -> Entry:
    """Write the page that says there is nothing to report, without running a notebook."""
    outputs = write_files(task.folder, nothing_page(task, message))
    entry = _entry(task, Outcome("nothing", message=message), outputs)
    add_entry(task.folder, entry)
    return entry


def _entry(task: Task, outcome: Outcome, outputs: dict[str, str]) -> Entry:
    return Entry(
        place=task.plan.out.as_posix(),
        inputs=dict(task.inputs),
        state=outcome.state,
        made=task.made.isoformat(),
        outputs=outputs,
        notebook=task.plan.notebook.name,
        parameters=dict(task.plan.parameters),
        options=task.options,
        listing=dict(task.listing),
        failure=outcome.failure,
        message=outcome.message,
    )


def nothing_page(task: Task, message: str) -> dict[str, str]:
    """Return the page that says there is nothing to report, as a file."""
    return _notice(task, "nothing", message)


def _failed(task: Task, failure: Failure) -> dict[str, str]:
    return _notice(task, "failed", f"{failure.title}.", failure)


def _notice(task: Task, state: str, text: str, failure: Failure | None = None) -> dict[str, str]:
    """Return the page that stands where a report would be, as a file."""
    from tsa_research import numbers
    from tsa_research.reports.template.page import render_page

    given = {name: str(value) for name, value in task.plan.parameters.items() if name != "network"}
    page = render_page(
        "notice.html.j2",
        contents=[],
        state=state,
        text=text,
        failure=failure,
        listing=task.listing,
        parameters=given,
        made=numbers.date(task.made),
        index=index_address(task.plan.out),
    )
    return {task.plan.out.as_posix(): page}


def _job(task: Task) -> dict[str, Any]:
    midnight = datetime(task.made.year, task.made.month, task.made.day, tzinfo=UTC)
    return {
        "notebook": str(task.plan.notebook.path),
        "parameters": dict(task.plan.parameters),
        "folder": str(task.work_folder),
        "environment": {"SOURCE_DATE_EPOCH": str(int(midnight.timestamp()))},
    }


_own = threading.local()
_lanes: list[Lane] = []
_closing = threading.Event()


def _lane(limits: Limits) -> Lane:
    """Return the lane of this thread, warmed up at its first use."""
    if _closing.is_set():
        raise InterruptedError("the batch was stopped")
    lane: Lane | None = getattr(_own, "lane", None)
    if lane is None or lane not in _lanes:
        lane = Lane(limits)
        _own.lane = lane
        _lanes.append(lane)
    lane.limits = limits
    return lane


def close_lanes(*, stopping: bool = False) -> None:
    """End the warm processes of this process; ``stopping`` also ends the reports in them."""
    if stopping:
        _closing.set()
    while _lanes:
        _lanes.pop().close()


def reopen_lanes() -> None:
    """Allow reports again after a batch was stopped."""
    _closing.clear()
