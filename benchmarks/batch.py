"""Reports per minute: the command lines, a plain script over the libraries, and ``tsa batch``.

Run by ``make bench``. All three make the same reports of the example network with the same
number of workers, in one run, each from nothing. Printed are reports per minute, CPU seconds
per report, the peak memory of all processes together, and ratios; and the limit: the time
that the cells, the charts and the page of each report take as plain function calls in one
warm process, divided by the number of workers.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import psutil

from tsa_research.reports.plan import ReportPlan
from tsa_research.reports.planning import plan_network
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
            subprocess.run(command, check=True, capture_output=True, env=ENVIRONMENT)

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(one, enumerate(plans)))


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


def by_function_calls(plans: Sequence[ReportPlan]) -> tuple[float, float]:
    """Return the seconds that all reports take as function calls in one warm process."""
    job = json.dumps([(str(plan.notebook.path), dict(plan.parameters)) for plan in plans])
    command = [sys.executable, HERE / "function_calls.py"]
    run = subprocess.run(
        command, input=job, check=True, capture_output=True, text=True, env=ENVIRONMENT
    )
    seconds, cpu = json.loads(run.stdout.splitlines()[-1])
    return seconds, cpu


def main() -> None:
    """Measure all of them and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 2)
    parser.add_argument("--slow", type=int, default=8, help="reports for the command lines")
    parser.add_argument("--copies", type=int, default=4, help="how often tsa batch makes each")
    options = parser.parse_args()
    workspace = open_workspace("example")
    import_network(workspace)
    plans = plan_network(workspace, "example")
    few = plans[:: max(1, len(plans) // options.slow)]
    print(f"{len(plans)} reports of the example network, {options.workers} workers")
    folder = Path(tempfile.mkdtemp(prefix="tsa-bench-"))
    try:
        for name in ("a", "b"):
            (folder / name).mkdir()
        lines = measure(
            "(a) papermill and nbconvert, command lines",
            len(few),
            lambda: by_command_lines(few, options.workers, folder / "a"),
        )
        print(lines, flush=True)
        script = measure(
            "(b) one script over both libraries",
            len(few),
            lambda: by_script(few, options.workers, folder / "b"),
        )
        print(script, flush=True)
        ours = measure(
            "(c) tsa batch, from nothing",
            len(plans),
            lambda: by_batch("example", options.workers, folder / "c"),
        )
        print(ours, flush=True)
        seconds, _ = by_function_calls(plans)
        _print_limit(seconds, len(plans), options.workers, ours)
        print(f"(c) / (a): {ours.per_minute / lines.per_minute:.1f} x")
        print(f"(c) / (b): {ours.per_minute / script.per_minute:.1f} x")
        _print_cold(few[len(few) // 2], folder)
    finally:
        shutil.rmtree(folder)


def _print_limit(seconds: float, reports: int, workers: int, ours: Measured) -> None:
    limit = reports / (seconds / workers) * 60
    print(
        f"the limit: {seconds / reports:.2f} s a report as function calls, "
        f"{limit:.1f} a minute with {workers} workers; (c) takes {limit / ours.per_minute:.2f} x"
    )


def _print_cold(plan: ReportPlan, folder: Path) -> None:
    """Compare one report from a cold start: ``tsa report`` and the command lines."""
    given = [w for n, v in plan.parameters.items() if n != "network" for w in ("-p", f"{n}={v}")]
    command = [SCRIPTS / "tsa", "report", plan.notebook.id, *given, "--reports", folder / "one"]
    (folder / "cold").mkdir()
    ours = measure(
        "tsa report, cold",
        1,
        lambda: subprocess.run(command, check=True, capture_output=True, env=ENVIRONMENT),
    )
    theirs = measure("command lines, cold", 1, lambda: by_command_lines([plan], 1, folder / "cold"))
    print(f"one report, cold: {ours.seconds:.1f} s against {theirs.seconds:.1f} s of (a)")


if __name__ == "__main__":
    main()
