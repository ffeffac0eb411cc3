"""How import and report grow with the network, up to a nation of a million questionnaires.

Run by ``make bench``; a small size runs within a minute: ``--sizes 0.01``. Every measurement is
made in a fresh process, in seconds of the CPU, which others on the machine hardly disturb. Printed
are, for each size:

- the import (read, validate, pseudonymise, store) beside ``pandas.read_csv`` and ``to_parquet``
  of the same file: seconds, peak memory, and their ratio;
- one report on one alliance beside the same report in a network of six alliances: as the
  command ``tsa report``, and as function calls in a warm process.
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
import time
from dataclasses import dataclass
from pathlib import Path

from nation import ALLIANCES, COHORTS, alliance_id, write_nation

HERE = Path(__file__).resolve().parent
SIX = 6
IMPORT_LIMIT, MEMORY_LIMIT, REPORT_LIMIT = 4.0, 3.0, 1.2
COLD_RUNS, WARM_RUNS, WARM_REPORTS = 3, 2, 5
TSA = [str(Path(sys.executable).parent / "tsa")]
PEER = """
import sys, pandas
pandas.read_csv(sys.argv[1], on_bad_lines="skip").to_parquet(sys.argv[2])
"""


@dataclass(frozen=True)
class Run:
    """One command: wall-clock seconds, CPU seconds and peak memory in GB."""

    seconds: float
    cpu: float
    memory: float
    printed: str


def run(command: list[str], given: str = "") -> Run:
    """Run a command in a fresh process; one that fails ends the benchmark with its output."""
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as into:
        into.write(given)
        into.seek(0)
        started = time.perf_counter()
        process = subprocess.Popen(command, stdin=into, stdout=out, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        printed = out.read()
    if process.returncode:
        raise SystemExit(f"{' '.join(command)}\n{printed}")
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1e6, printed)


def measure_import(folder: Path) -> tuple[Run, Run]:
    """Import a nation, and let the peer read and write the same file."""
    source, target = folder / "inbox" / "trust_survey.csv", folder / "peer.parquet"
    peer = run([sys.executable, "-c", PEER, str(source), str(target)])
    target.unlink()
    return run([*TSA, "import", "--network", str(folder)]), peer


def cold_report(folder: Path) -> float:
    """Return the CPU seconds of the command ``tsa report`` for the first alliance."""
    parameters = {"network": str(folder), "cohort": COHORTS[0], "alliance": alliance_id(0)}
    given = [part for name, value in parameters.items() for part in ("-p", f"{name}={value}")]
    command = [*TSA, "report", "trust_survey", *given, "--reports", str(folder / "reports")]
    return run(command).cpu


def warm_report(folder: Path) -> float:
    """Return the CPU seconds of one report of the first alliance as plain function calls."""
    notebook = str(HERE.parent / "notebooks" / "02_trust_survey.ipynb")
    parameters = {"network": str(folder), "cohort": COHORTS[0], "alliance": alliance_id(0)}
    jobs = json.dumps([(notebook, parameters)] * WARM_REPORTS)
    found = run([sys.executable, str(HERE / "function_calls.py")], jobs)
    return json.loads(found.printed.splitlines()[-1])[1] / WARM_REPORTS


def side_by_side(measure, folder: Path, small: Path, runs: int) -> tuple[float, float]:
    """Return the medians of a measurement in two networks, taken in turn."""
    pairs = [(measure(folder), measure(small)) for _ in range(runs)]
    return tuple(statistics.median(times) for times in zip(*pairs, strict=True))


def measure(share: float, work: Path, small: Path) -> dict[str, float]:
    """Measure a nation of some share of the whole size and print its rows of the table."""
    folder = work / f"nation-{share:g}"
    nation = write_nation(folder, max(SIX, round(ALLIANCES * share)))
    print(
        f"\n{nation.responses:,} questionnaires, {nation.alliances} alliances, "
        f"{nation.schools:,} schools, {nation.people:,} people on the roster"
    )
    own, peer = measure_import(folder)
    balance = next(line for line in own.printed.splitlines() if "kept +" in line).strip()
    print(f"  {balance}")
    started = time.perf_counter()
    cold_report(folder)
    first = time.perf_counter() - started
    cold, cold_six = side_by_side(cold_report, folder, small, COLD_RUNS)
    warm, warm_six = side_by_side(warm_report, folder, small, WARM_RUNS)
    print(f"  by the clock: import {own.seconds:.1f} s, peer {peer.seconds:.1f} s")
    print(f"  first report after a change of the roster: {first:.1f} s by the clock")
    _row("tsa import", own.cpu, "read_csv + to_parquet", peer.cpu, IMPORT_LIMIT)
    print(f"  {'peak memory':24} {own.memory:8.2f} GB  {'':24} {peer.memory:8.2f} GB")
    _row("tsa report", cold, "among six alliances", cold_six, REPORT_LIMIT)
    _row("report, warm", warm, "among six alliances", warm_six, REPORT_LIMIT)
    shutil.rmtree(folder)
    return {
        "questionnaires": nation.responses,
        "import": own.cpu,
        "memory": own.memory,
        "import / peer": own.cpu / peer.cpu,
        "report": cold / cold_six,
        "warm report": warm / warm_six,
    }


def _row(name: str, own: float, other: str, seconds: float, limit: float) -> None:
    ratio = own / seconds
    verdict = "within" if ratio <= limit else "OVER"
    print(
        f"  {name:24} {own:8.2f} s   {other:24} {seconds:8.2f} s   "
        f"{ratio:5.2f} x, {verdict} {limit:g} x"
    )


def _summary(found: list[dict[str, float]]) -> None:
    print("\nquestionnaires  import s  memory GB  import / peer  report / six  warm report / six")
    for one in found:
        print(
            f"{one['questionnaires']:14,.0f}  {one['import']:8.1f}  {one['memory']:9.2f}"
            f"  {one['import / peer']:13.2f}  {one['report']:12.2f}  {one['warm report']:17.2f}"
        )
    last = found[-1]
    verdict = "within" if last["memory"] <= MEMORY_LIMIT else "OVER"
    print(f"the largest import is {verdict} the limit of {MEMORY_LIMIT:g} GB")
    if len(found) > 1:
        first = found[0]
        grown = last["questionnaires"] / first["questionnaires"]
        longer = last["import"] / first["import"]
        print(f"{grown:.0f} times the questionnaires take {longer:.0f} times as long to import")


def main() -> None:
    """Measure each size and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--sizes", type=float, nargs="+", default=[0.01, 0.1, 1.0])
    parser.add_argument("--folder", type=Path, help="where to work; a temporary one if not given")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        small = Path(folder) / "six"
        write_nation(small, SIX)
        run([*TSA, "import", "--network", str(small)])
        _summary([measure(share, Path(folder), small) for share in sorted(options.sizes)])


if __name__ == "__main__":
    main()
