"""Is a report what its inputs give? It is made again, aside, and compared byte by byte."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from tsa_research.errors import UsageError, nearest
from tsa_research.reports.batch import Settings, build_tasks, date_of, read_network
from tsa_research.reports.failures import NothingError, ReportStoppedError
from tsa_research.reports.inputs import changed_inputs
from tsa_research.reports.making import (
    Task,
    close_lanes,
    make_files,
    reopen_lanes,
    text_digests,
)
from tsa_research.reports.manifest import Entry, read_manifest
from tsa_research.reports.plan import ReportPlan, check_parameters, load_notebook
from tsa_research.workspace import open_workspace


@dataclass(frozen=True)
class Verification:
    """What was found about one report.

    Attributes
    ----------
    entry : Entry
        What the manifest says of it.
    intact : bool
        Its files are still as they were written.
    changed : tuple of str
        Names of the inputs that are no longer as they were.
    same : bool
        Made again from today's inputs, on the recorded day, it has the same bytes.
    """

    entry: Entry
    intact: bool
    changed: tuple[str, ...]
    same: bool

    @property
    def lines(self) -> list[str]:
        """The verdict in words."""
        place = self.entry.place
        if self.intact and self.same and not self.changed:
            return [f"{place} is what its inputs give."]
        found = [] if self.intact else [f"{place} was changed or removed after it was made."]
        if self.changed:
            found.append(f"Changed since it was made: {', '.join(self.changed)}.")
        if self.same:
            found.append("Made again from its inputs as they are now, the page is the same.")
        elif self.changed:
            found.append("Made again from its inputs as they are now, the page differs.")
        else:
            found.append("Made again from the same inputs, the page differs from the one made.")
        return found

    @property
    def holds(self) -> bool:
        """Whether the report is what its inputs give."""
        return self.intact and self.same


def verify_report(path: Path) -> Verification:
    """Make a report again without writing it, and compare.

    Parameters
    ----------
    path : Path
        The page in its reports folder.

    Raises
    ------
    UsageError
        If no manifest knows the report.
    """
    folder, entry = _find(path)
    task = _task(folder, entry)
    reopen_lanes()
    try:
        again = text_digests(make_files(task))
    except (ReportStoppedError, NothingError):
        again = {}
    finally:
        close_lanes()
    return Verification(
        entry=entry,
        intact=entry.is_intact(folder),
        changed=tuple(changed_inputs(entry.inputs, task.inputs)),
        same=again == entry.outputs,
    )


def _find(path: Path) -> tuple[Path, Entry]:
    """Return the reports folder that a page lies in, and what its manifest says of the page."""
    full = path.resolve()
    known: dict[str, Entry] = {}
    for folder in full.parents:
        entries = read_manifest(folder)
        place = full.relative_to(folder).as_posix()
        if place in entries:
            return folder, entries[place]
        known |= entries
    raise UsageError(
        "No manifest knows this report.",
        where=str(path),
        expected="a page that tsa report or tsa batch has made, in its reports folder",
        got=path.name,
        next_step=nearest(path.name, [Path(place).name for place in known]),
    )


def _task(folder: Path, entry: Entry) -> Task:
    """Return the task that made a report, with its inputs as they are now."""
    notebook = load_notebook(entry.notebook)
    given = {name: str(value) for name, value in entry.parameters.items()}
    plan = ReportPlan(notebook, check_parameters(notebook, given), Path(entry.place))
    network = read_network(open_workspace(given.get("network", "example")))
    settings = Settings(**entry.options)
    (task,) = build_tasks(network, [plan], folder, settings)
    return replace(task, made=date_of(entry))
