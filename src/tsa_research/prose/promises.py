"""Sentences on what was promised and held, and on consent."""

from __future__ import annotations

import pandas as pd

from tsa_research import numbers
from tsa_research.findings import Release
from tsa_research.naming import lowered


def promises(release: Release, rows: pd.DataFrame) -> str:
    """Say how many schools have held what they promised, and how many still have time."""
    schools, kept, running = (int(rows[name].sum()) for name in ("n", "count", "n_running"))
    promised, held = int(rows["n_promised"].sum()), int(rows["n_held"].sum())
    where = f" in the {numbers.counted(len(rows), 'alliances')} shown" if len(rows) > 1 else ""
    left = f"; {numbers.some(running)} {numbers.verb(running, 'has', 'have')} time left"
    return (
        f"Of {numbers.counted(schools, 'schools')}{where} that promised cycles, "
        f"{numbers.some(kept)} {numbers.verb(kept, 'has', 'have')} held as many "
        f"({numbers.share(kept / schools)}){left if running else ''}. "
        f"{numbers.counted(promised, 'cycles')} {numbers.verb(promised, 'was', 'were')} promised "
        f"and {numbers.some(held)} held."
    )


def consents(release: Release, rows: pd.DataFrame) -> str:
    """Say, purpose by purpose, how many have consented, refused and not answered."""
    found = []
    for purpose, part in rows.groupby("purpose", sort=False):
        asked, given, refused, silent = (
            int(part[name].sum()) for name in ("n", "count", "n_refused", "n_unanswered")
        )
        found.append(
            f"{numbers.count(given)} of {numbers.counted(asked, 'people')} "
            f"({numbers.share(given / asked)}) have consented to {lowered(str(purpose))}, "
            f"{numbers.some(refused)} {numbers.verb(refused, 'has', 'have')} refused and "
            f"{numbers.some(silent)} {numbers.verb(silent, 'has', 'have')} not answered."
        )
    return " ".join(found)
