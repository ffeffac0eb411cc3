"""Reports per minute: the command lines, a plain script over the libraries, and ``tsa batch``.

Run by ``make bench``. All make reports of the same notebooks with the same number of workers,
in one run, each from nothing: (a), (b) and (c) those of the example network, of which (a) and
(b) only every so many, and (d) those of a network made by the same command that is several
times as large, so that the start of the warm processes counts less. Printed are reports per
minute, CPU seconds per report, the peak memory of all processes together, and ratios; and
the limit: the time that the cells, the charts and the page of each report of (d) take as plain
function calls in warm processes, one for each worker.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import psutil

from tsa_research.reports.plan import ReportPlan
from tsa_research.reports.planning import plan_network
from tsa_research.synthetic.example import write_example
from tsa_research.synthetic.network import SIZES
from tsa_research.wave_import import import_network
from tsa_research.workspace import open_workspace

SCRIPTS = Path(sys.executable).parent
HERE = Path(__file__).resolve().parent
ENVIRONMENT = os.environ | {"OPENBLAS_NUM_THREADS": "1"}


@dataclass(frozen=True)
class Measured:
    """What one way of making reports took."""

    name: str
    reports: int
    seconds: float
    cpu: float
    memory: int

    @property
    def per_minute(self) -> float:
        """Reports per minute."""
        return self.reports / self.seconds * 60

    def __str__(self) -> str:
        return (
            f"{self.name:44} {self.reports:4} reports {self.seconds:7.1f} s "
            f"{self.per_minute:7.1f} a minute {self.cpu / self.reports:6.2f} CPU s each "
            f"{self.memory / 2**20:6.0f} MB"
        )


def measure(name: str, reports: int, work: Callable[[], object]) -> Measured:
    """Run ``work`` and measure it together with all processes that it starts."""
    watch = _Watch()
    before = os.times()
    started = time.perf_counter()
    with watch:
        work()
    seconds = time.perf_counter() - started
    after = os.times()
    cpu = sum(after[:4]) - sum(before[:4])
    return Measured(name, reports, seconds, cpu, watch.peak)


class _Watch:
    """The peak of the memory that this process's children hold together (shared pages once)."""

    def __init__(self) -> None:
        self.peak = 0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._done.wait(0.5):
            self.peak = max(self.peak, sum(map(_memory, psutil.Process().children(recursive=True))))


def _memory(process: psutil.Process) -> int:
    try:
        return process.memory_full_info().pss
    except (psutil.Error, AttributeError):
        return 0


def by_command_lines(plans: Sequence[ReportPlan], workers: int, folder: Path) -> None:
    """Make every report with ``papermill`` and then ``jupyter nbconvert``."""

    def one(numbered: tuple[int, ReportPlan]) -> None:
        number, plan = numbered
        executed = folder / f"{number}.ipynb"
        given = [w for name, value in plan.parameters.items() for w in ("-r", name, str(value))]
        papermill = [SCRIPTS / "papermill", "--no-progress-bar", plan.notebook.path, executed]
        nbconvert = [SCRIPTS / "jupyter", "nbconvert", "--to", "html", executed]
        for command in ([*papermill, *given], nbconvert):
            _run_in_the_end(command)

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(one, enumerate(plans)))


def _run_in_the_end(command: Sequence[str | Path]) -> None:
    """Run a command, and again where it fails: kernels that start at once may share a port."""
    for _ in range(3):
        run = subprocess.run(command, capture_output=True, env=ENVIRONMENT)
        if run.returncode == 0:
            return
    run.check_returncode()


def by_script(plans: Sequence[ReportPlan], workers: int, folder: Path) -> None:
    """Make every report with a script that calls both libraries, in ``workers`` processes."""
    shares = [
        [(str(plan.notebook.path), dict(plan.parameters)) for plan in plans[number::workers]]
        for number in range(workers)
    ]
    running = []
    for number, share in enumerate(shares):
        job = folder / f"share-{number}.json"
        job.write_text(json.dumps(share), encoding="utf-8")
        command = [sys.executable, HERE / "plain_script.py", job, folder / f"out-{number}"]
        running.append(subprocess.Popen(command, env=ENVIRONMENT, stderr=subprocess.DEVNULL))
    if any(process.wait() for process in running):
        raise RuntimeError("the plain script failed")


def by_batch(network: str, workers: int, folder: Path) -> None:
    """Make every report with ``tsa batch``."""
    command = [SCRIPTS / "tsa", "batch", "--network", network, "--reports", folder]
    subprocess.run(
        [*command, "--workers", str(workers)], check=True, capture_output=True, env=ENVIRONMENT
    )


def by_function_calls(plans: Sequence[ReportPlan], workers: int) -> float:
    """Return the seconds that a report takes as function calls in one warm process.

    As many processes as there are workers run at once, each with its share, so that the cores
    are as busy as in a batch.
    """
    jobs = [(str(plan.notebook.path), dict(plan.parameters)) for plan in plans]
    command = [sys.executable, HERE / "function_calls.py"]
    with ThreadPoolExecutor(workers) as pool:
        shares = [json.dumps(jobs[number::workers]) for number in range(workers)]
        runs = list(pool.map(partial(_printed_by, command), shares))
    return max(json.loads(printed.splitlines()[-1])[0] for printed in runs) * workers / len(jobs)


def _printed_by(command: Sequence[str | Path], given: str) -> str:
    run = subprocess.run(
        command, input=given, check=True, capture_output=True, text=True, env=ENVIRONMENT
    )
    return run.stdout


@dataclass(frozen=True)
class Round:
    """One round of everything: what each way took, and the limit in seconds a report."""

    lines: Measured
    script: Measured
    ours: Measured
    larger: Measured
    limit: float
    cold: Measured
    cold_lines: Measured

    def ratios(self, workers: int) -> dict[str, float]:
        """Return what is compared, each as a ratio; the limit is of the larger network."""
        possible = workers / self.limit * 60
        return {
            "(c) / (a)": self.ours.per_minute / self.lines.per_minute,
            "(c) / (b)": self.ours.per_minute / self.script.per_minute,
            "(d) / (a)": self.larger.per_minute / self.lines.per_minute,
            "(d) / (b)": self.larger.per_minute / self.script.per_minute,
            "time of (d) / limit": possible / self.larger.per_minute,
            "one report, cold / (a)": self.cold.seconds / self.cold_lines.seconds,
        }


def main() -> None:
    """Measure everything several times; print each round, and the medians of the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 2)
    parser.add_argument("--slow", type=int, default=8, help="reports for (a) and (b)")
    parser.add_argument(
        "--times", type=int, default=8, help="how much larger is the network of (d)"
    )
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="tsa-bench-"))
    try:
        import_network(open_workspace("example"))
        larger = make_larger(folder / "larger", options.times)
        rounds = [_round(folder / str(n), larger, options) for n in range(options.rounds)]
    finally:
        shutil.rmtree(folder)
    print(f"medians of {len(rounds)} rounds")
    found = [entry.ratios(options.workers) for entry in rounds]
    for name in found[0]:
        print(f"{name:24} {statistics.median(ratios[name] for ratios in found):6.2f} x")


def make_larger(folder: Path, times: int) -> str:
    """Make and import a fictional network that is so many times as large as the example."""
    folder.mkdir()
    write_example(folder, 2015, schools_per_alliance=SIZES * times)
    import_network(open_workspace(str(folder)))
    return str(folder)


def _round(folder: Path, larger: str, options: argparse.Namespace) -> Round:
    """Measure everything once and print it."""
    for name in ("a", "b", "cold"):
        (folder / name).mkdir(parents=True)
    workers = options.workers
    plans = plan_network(open_workspace("example"), "example")
    many = plan_network(open_workspace(larger), larger)
    few = plans[:: max(1, len(plans) // options.slow)]
    one = few[len(few) // 2]
    ways: list[tuple[str, int, Callable[[], object]]] = [
        (
            "(a) papermill and nbconvert",
            len(few),
            partial(by_command_lines, few, workers, folder / "a"),
        ),
        ("(b) one script over both", len(few), partial(by_script, few, workers, folder / "b")),
        (
            "(c) tsa batch, the example",
            len(plans),
            partial(by_batch, "example", workers, folder / "c"),
        ),
        (
            "(d) tsa batch, a larger network",
            len(many),
            partial(by_batch, larger, workers, folder / "d"),
        ),
        ("tsa report, cold", 1, partial(by_report, one, folder / "one")),
        ("(a) for the same report, cold", 1, partial(by_command_lines, [one], 1, folder / "cold")),
    ]
    found = []
    for name, reports, work in ways:
        found.append(measure(name, reports, work))
        print(found[-1], flush=True)
    limit = by_function_calls(many, workers)
    print(f"the limit: {limit:.3f} s a report as function calls in one warm process", flush=True)
    lines, script, ours, more, cold, cold_lines = found
    return Round(lines, script, ours, more, limit, cold, cold_lines)


def by_report(plan: ReportPlan, folder: Path) -> None:
    """Make one report with ``tsa report``."""
    given = [w for n, v in plan.parameters.items() if n != "network" for w in ("-p", f"{n}={v}")]
    command = [SCRIPTS / "tsa", "report", plan.notebook.id, *given, "--reports", folder]
    subprocess.run(command, check=True, capture_output=True, env=ENVIRONMENT)


if __name__ == "__main__":
    main()
