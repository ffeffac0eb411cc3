"""Is a report what its inputs give? It is made again, aside, and compared byte by byte."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from tsa_research.errors import UsageError, nearest
from tsa_research.reports.batch import (
    Settings,
    build_tasks,
    date_of,
    nothing_there,
    plan_of,
    read_network,
)
from tsa_research.reports.inputs import Network, changed_inputs
from tsa_research.reports.making import (
    Task,
    close_lanes,
    nothing_page,
    reopen_lanes,
    text_digests,
    what_comes_of,
)
from tsa_research.reports.manifest import Entry, read_manifest
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
        if self.entry.state == "failed":
            return [f"{place} says that the report failed; tsa batch makes it again."]
        if self.intact and self.same and not self.changed:
            return [f"{place} is what its inputs give."]
        found = []
        if not self.intact:
            found.append(f"{place} was changed or removed after it was made: tsa batch mends it.")
        if self.changed:
            found.append(f"Changed since it was made: {', '.join(self.changed)}.")
        if self.same:
            found.append("Made again from its inputs, the page is the one that was first made.")
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

    A page that tells of a failure is not tried again: ``tsa batch`` does that.

    Parameters
    ----------
    path : Path
        The page in its reports folder.

    Raises
    ------
    UsageError
        If it is not known how the page was made.
    """
    folder, entry = _find(path)
    network = read_network(open_workspace(_network(entry)))
    task = _task(folder, entry, network)
    again = {} if entry.state == "failed" else _digests_again(task, network)
    return Verification(
        entry=entry,
        intact=entry.is_intact(folder),
        changed=tuple(changed_inputs(entry.inputs, task.inputs)),
        same=again == entry.outputs,
    )


def _digests_again(task: Task, network: Network) -> dict[str, str]:
    """Return the digests of what is made today, a page that there is nothing to report included."""
    missing = nothing_there(network, task)
    if missing:
        return text_digests(nothing_page(task, missing))
    reopen_lanes()
    try:
        return text_digests(what_comes_of(task)[0])
    finally:
        close_lanes()


def _network(entry: Entry) -> str:
    return str(entry.parameters.get("network", "example"))


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
        "It is not known how this page was made.",
        where=str(path),
        expected="a page that tsa report or tsa batch has made, in its reports folder",
        got=path.name,
        next_step=nearest(path.name, [Path(place).name for place in known])
        or "Name the page where tsa batch or tsa report has put it, with its folder .tsa.",
    )


def _task(folder: Path, entry: Entry, network: Network) -> Task:
    """Return the task that made a report, with its inputs as they are now."""
    (task,) = build_tasks(network, [plan_of(entry)], folder, Settings(**entry.options))
    return replace(task, made=date_of(entry))
