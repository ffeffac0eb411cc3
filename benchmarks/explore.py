"""How long a view takes after a change: on the example network and on a fictional nation.

Run by ``make bench``; ``--size 0.1`` takes a tenth of the nation. Printed are, for each network,
the figures that can be explored, the seconds to make them once and to read them again (for the
nation by one process and by two), and the milliseconds from a change to chart, sentence, table
and base: the median and the slowest of many changes, the first of a process left out.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from nation import ALLIANCES, write_nation

from tsa_research.explore.asking import questions
from tsa_research.explore.choosing import ORDERS, choices, first_choice, fitted
from tsa_research.explore.comparing import as_html
from tsa_research.explore.keeping import Cells, open_cells
from tsa_research.explore.making import Pace, make_figures
from tsa_research.explore.view import view
from tsa_research.wave_import import import_network
from tsa_research.workspace import open_workspace

CHANGES, SEED = 60, 2026
AIMS = {"example": 200, "nation": 500}


def latencies(cells: Cells) -> list[float]:
    """Return the milliseconds of views after changes of one control, drawn at random."""
    random_, choice, found = random.Random(SEED), first_choice(cells), []
    asked = questions(cells)
    for _ in range(CHANGES + 1):
        there = choices(cells, choice)
        instrument, section, target = random_.choice(list(asked))
        several = random_.sample(there.alliances, min(len(there.alliances), 6))
        change = random_.choice(
            [
                {"instrument": instrument, "section": section, "target": target},
                {"alliances": tuple(several)},
                {"by": random_.choice(list(there.breakdowns))},
                {"order": random_.choice(list(ORDERS))},
            ]
        )
        started = time.perf_counter()
        choice = fitted(cells, replace(choice, **change))
        as_html(view(cells, choice))
        found.append(1000 * (time.perf_counter() - started))
    return found[1:]


def report(name: str, network: str) -> None:
    """Print what was measured on one network."""
    started = time.perf_counter()
    open_cells(network)
    made = time.perf_counter() - started
    started = time.perf_counter()
    cells = open_cells(network)
    read = time.perf_counter() - started
    each = latencies(cells)
    print(
        f"{name}: {len(cells.table)} figures of {cells.table['alliance'].nunique()} alliances; "
        f"made in {made:.1f} s, read in {read:.1f} s; from a change to its view "
        f"{statistics.median(each):.0f} ms (slowest of {CHANGES}: {max(each):.0f} ms; "
        f"aim {AIMS[name]} ms)",
        flush=True,
    )


def report_processes(network: str) -> None:
    """Print how long one process and two take to make the figures of a network."""
    seconds = {}
    for workers in (1, 2):
        started = time.perf_counter()
        make_figures(open_workspace(network), network, Pace(workers))
        seconds[workers] = time.perf_counter() - started
    print(
        f"nation: figures made by one process in {seconds[1]:.1f} s, by two in {seconds[2]:.1f} s "
        f"({seconds[1] / seconds[2]:.1f} times as fast)",
        flush=True,
    )


def main() -> None:
    """Measure both networks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=float, default=1.0, help="part of the nation")
    size = parser.parse_args().size
    report("example", "example")
    with tempfile.TemporaryDirectory() as folder:
        write_nation(Path(folder), max(6, round(ALLIANCES * size)))
        import_network(open_workspace(folder))
        report_processes(folder)
        report("nation", folder)


if __name__ == "__main__":
    main()
