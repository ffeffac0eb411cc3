"""What ``tsa batch``, ``tsa report`` and ``tsa verify`` do, from options to an exit code."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from pathlib import Path

from tsa_research import numbers
from tsa_research.errors import (
    ALL_WELL,
    SOME_FAILED,
    NothingToReportError,
    TsaError,
    UsageError,
)
from tsa_research.network_import import clear_withdrawn, forget_beside, import_beside
from tsa_research.reports.batch import (
    Progress,
    Settings,
    build_tasks,
    part_of,
    read_network,
    reason_to_make,
    require_answers,
    run_batch,
)
from tsa_research.reports.failures import ReportStoppedError
from tsa_research.reports.inputs import Network
from tsa_research.reports.manifest import read_manifest
from tsa_research.reports.plan import ReportPlan, form_of
from tsa_research.reports.planning import plan_each, plan_file, plan_network, shard
from tsa_research.reports.verify import verify_report
from tsa_research.wave_import import import_wave
from tsa_research.workspace import Workspace, open_workspace


@dataclass(frozen=True)
class Choice:
    """Which reports of a network are wanted.

    Attributes
    ----------
    file : Path or None
        A plan, see :func:`tsa_research.reports.planning.plan_file`.
    notebook : str
        With ``each``: this notebook for every combination.
    each : tuple of str
        Of ``cohort``, ``alliance`` and ``instrument``.
    shard : str
        ``i/n``: only this share of the plan.
    """

    file: Path | None = None
    notebook: str = ""
    each: tuple[str, ...] = field(default=())
    shard: str = ""

    @property
    def whole(self) -> bool:
        """Whether all reports of the network are wanted; of several shares, the first tells."""
        return self.file is None and not self.each and self.shard.partition("/")[0] in ("", "1")


def batch_command(
    network: str,
    folder: Path,
    choice: Choice,
    settings: Settings,
    progress: Progress,
    *,
    dry_run: bool = False,
    dask: str = "",
    beside: Callable[[str, Path], Path] | None = None,
) -> int:
    """Import what has changed, make every report that is not up to date, and say where they are.

    A wave that cannot be imported is named; what is stored is reported all the same.

    Parameters
    ----------
    network : str
    folder : Path
        The reports folder.
    choice : Choice
    settings : Settings
    progress : callable
        Called with each line to print.
    dry_run : bool
        Say what would be made and why; make nothing.
    dask : str
        Address of a dask scheduler whose workers make the reports.
    beside : callable or None
        Takes the network and the reports folder, and writes a further page: where all reports
        of the network are made, and not those of a plan.
    """
    workspace = open_workspace(network)
    waves_failed = _import_waves(workspace, progress)
    found = read_network(workspace)
    plans = _planned(found, network, choice)
    if dry_run:
        _say_what_would_be_made(found, plans, folder, settings, progress)
        return SOME_FAILED if waves_failed else ALL_WELL
    if choice.shard:
        settings = replace(settings, part=f"shard-{choice.shard.replace('/', '-of-')}")
    with _executor(dask) as executor:
        record = run_batch(
            found,
            plans,
            folder,
            replace(settings, executor=executor),
            progress,
            beside=lambda: _write_beside(
                beside if choice.whole else None, network, folder, progress
            ),
        )
    for entry in record.failed:
        progress(f"failed: {entry.place}\n  {entry.why_failed}")
    nothing = sum(entry.state == "nothing" for entry in record.made)
    made = len(record.made) - len(record.failed) - nothing
    summary = [f"{numbers.counted(made, 'reports')} made in {record.seconds:.0f} s"]
    summary += [f"{nothing} with nothing to report"] if nothing else []
    summary += [f"{len(record.unchanged)} unchanged"] if record.unchanged else []
    summary += [f"{len(record.failed)} failed"] if record.failed else []
    progress(f"{', '.join(summary)}. Open {record.index.absolute()}")
    return SOME_FAILED if record.failed or waves_failed else ALL_WELL


def _write_beside(
    write: Callable[[str, Path], Path] | None, network: str, folder: Path, progress: Progress
) -> None:
    """Write a further page; where there is nothing to put on it, or it fails, batches go on."""
    if write is None:
        return
    try:
        write(network, folder)
    except NothingToReportError:
        return
    except TsaError as error:
        progress(f"the comparison was not written:\n{error}")


def _planned(network: Network, name: str, choice: Choice) -> Sequence[ReportPlan]:
    if choice.file is not None and choice.each:
        raise UsageError("A plan is either a file or --each.", expected="one of them", got="both")
    if bool(choice.each) != bool(choice.notebook):
        raise UsageError(
            "--each and --notebook go together.",
            expected="such as --each cohort,alliance --notebook trust_survey",
            got="one of them",
        )
    plans: Sequence[ReportPlan]
    if choice.file is not None:
        plans = plan_file(network.workspace, network.roster, name, choice.file)
    elif choice.each:
        plans = plan_each(network.workspace, network.roster, name, choice.notebook, choice.each)
    else:
        plans = plan_network(network.workspace, name)
    if not plans:
        raise NothingToReportError(
            "There is nothing to report yet.",
            where=str(network.workspace.folder),
            expected="imported answers",
            got="none",
            next_step="Import some with: tsa import",
        )
    return shard(plans, choice.shard) if choice.shard else plans


def _say_what_would_be_made(
    network: Network,
    plans: Sequence[ReportPlan],
    folder: Path,
    settings: Settings,
    progress: Progress,
) -> None:
    known, wanted = read_manifest(folder), 0
    for task in build_tasks(network, plans, folder, settings):
        reason = reason_to_make(task, known)
        wanted += bool(reason)
        progress(f"{task.plan.out.as_posix()}: {task.plan.notebook.id} ({reason or 'unchanged'})")
    progress(f"{wanted} of {numbers.counted(len(plans), 'reports')} would be made.")


@contextlib.contextmanager
def _executor(address: str) -> Iterator[Executor | None]:
    """Yield the executor of a dask scheduler, or nothing for this machine alone."""
    if not address:
        yield None
        return
    try:
        from distributed import Client
    except ImportError as error:
        raise UsageError(
            "Reports on several machines need dask.",
            expected="the package distributed",
            got="not installed",
            next_step="pip install 'tsa-research[dask]'",
        ) from error
    try:
        client = Client(address, timeout="30s")
    except OSError as error:
        raise UsageError(
            "The dask scheduler does not answer.",
            expected="the address of a running scheduler, such as tcp://10.0.0.1:8786",
            got=address,
        ) from error
    with client:
        yield client.get_executor(pure=False)


def report_command(
    plan: ReportPlan,
    network: str,
    folder: Path,
    settings: Settings,
    progress: Progress,
    complain: Progress,
) -> int:
    """Make one report, whether it is up to date or not, and list it in the index.

    ``complain`` is called with what went wrong beside it.

    Raises
    ------
    ReportStoppedError
        If it failed; the page in its place says why.
    """
    workspace = open_workspace(network)
    _import_for_report(workspace, plan, complain)
    require_answers(plan, network)
    found = read_network(workspace, plan)
    place = folder / plan.out
    settings = replace(settings, workers=1, again=True)
    record = run_batch(found, [plan], folder, settings, lambda _: None)
    for entry in record.made:
        if entry.failure is not None:
            raise ReportStoppedError(entry.failure, where=f"{plan.notebook.id}, {_given(plan)}")
        if entry.state == "nothing":
            raise NothingToReportError(entry.message, where=str(place))
    progress(f"{place} ({record.seconds:.1f} s)")
    return ALL_WELL


def _given(plan: ReportPlan) -> str:
    return ", ".join(f"{name}={value}" for name, value in plan.parameters.items())


def verify_command(path: Path, progress: Progress) -> int:
    """Say whether a report is what its inputs give."""
    found = verify_report(path)
    for line in found.lines:
        progress(line)
    return ALL_WELL if found.holds else SOME_FAILED


def _import_waves(workspace: Workspace, progress: Progress) -> int:
    """Import wave by wave, name those that fail, and return how many did."""
    failed = 0
    clear_withdrawn(workspace)
    for declaration in workspace.waves:
        try:
            imported = import_wave(workspace, declaration)
        except TsaError as error:
            failed += 1
            progress(f"not imported: {declaration.instrument}, {declaration.label}\n{error}")
        else:
            if imported.fresh:
                balance = imported.record.balance
                progress(f"imported: {declaration.instrument}, {declaration.label}: {balance}")
    return failed + _import_beside(workspace, progress)


def _import_beside(workspace: Workspace, progress: Progress) -> int:
    """Import themes and records one by one, name those that fail, and return how many did."""
    for line in forget_beside(workspace):
        progress(line)
    lost = [outcome for outcome in import_beside(workspace) if outcome.done is None]
    for outcome in lost:
        progress(f"not imported: {outcome.title}\n{outcome.error}")
    return len(lost)


def _import_for_report(workspace: Workspace, plan: ReportPlan, complain: Progress) -> None:
    """Import every wave; one of another form that fails is named and stops nothing."""
    instrument = form_of(plan)
    clear_withdrawn(workspace)
    for declaration in workspace.waves:
        try:
            import_wave(workspace, declaration, only=part_of(plan))
        except TsaError as error:
            if instrument in ("", declaration.instrument):
                raise
            title = f"{declaration.instrument}, {declaration.label}"
            complain(f"tsa: not imported: {title}\n{error}")
    _import_beside(workspace, lambda line: complain(f"tsa: {line}"))
