"""How long ``tsa --help`` takes, beside a bare Python and a peer's command line.

Run by ``make bench``. Prints medians of nine runs and ratios; the house's own limit for
``tsa --help`` is 0.3 seconds on a small machine.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

RUNS = 9
LIMIT = 0.3
SCRIPTS = Path(sys.executable).parent
COMMANDS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "tsa --help": [str(SCRIPTS / "tsa"), "--help"],
    "papermill --help": [str(SCRIPTS / "papermill"), "--help"],
    "jupyter nbconvert --help": [str(SCRIPTS / "jupyter"), "nbconvert", "--help"],
}


def median_seconds(command: list[str]) -> float:
    """Return the median wall-clock time of a command."""
    times = []
    for _ in range(RUNS):
        started = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def main() -> None:
    """Print a line per command: seconds, and how many times the bare interpreter."""
    found = {name: median_seconds(command) for name, command in COMMANDS.items()}
    bare = found["python -c pass"]
    for name, seconds in found.items():
        print(f"{name:26} {seconds:6.3f} s  {seconds / bare:5.1f} x bare python")
    verdict = "within" if found["tsa --help"] < LIMIT else "OVER"
    print(f"tsa --help is {verdict} the limit of {LIMIT} s")


if __name__ == "__main__":
    main()
