"""Counts that a case study gives in its text, taken from ``claims.csv`` and expanded."""

from __future__ import annotations

import csv
from pathlib import Path

from tsa_research.errors import IntakeError
from tsa_research.published.expanding import expand_counts, write_answers

SCHOOL = "george-spencer"
CASE = "george-spencer"
RETURNED = f"{CASE}-1641-1"
"""The figure that says how many people answered."""
COUNTED = {
    "own_practice": "1643-2",
    "standards": "1645-2",
    "approach": "1646-2",
    "together": "1647-2",
    "groups_help": "1655-3",
    "development": "1651-2",
    "support": "1651-5",
    "research_for_teaching": "1652-2",
    "research_for_focus": "1652-5",
    "lifts_standards": "1653-2",
    "honest": "1657-2",
    "honest_strongly": "1657-4",
    "support_each_other": "1658-2",
    "shared_view": "1658-4",
    "is_development": "1670-5",
}
"""Item of the form ``enquiry_counts`` to the figure that counts its answers."""
NOT_COUNTED, YES = 1, 2
"""The codes of the two answers."""


def read_enquiry_counts(path: Path) -> tuple[dict[str, dict[int, int]], int]:
    """Read how many people chose the answer that was counted, question by question.

    Parameters
    ----------
    path : Path
        ``claims.csv``.

    Returns
    -------
    tuple
        Item id to code to count, and the number of people who answered.

    Raises
    ------
    IntakeError
        If a figure is missing, or counts more people than answered.
    """
    with path.open(encoding="utf-8", newline="") as file:
        figures = {row["id"]: row["count"] for row in csv.DictReader(file, strict=True)}
    n_people = _count(figures, RETURNED, path, most=None)
    counts = {}
    for item, place in COUNTED.items():
        chosen = _count(figures, f"{CASE}-{place}", path, most=n_people)
        counts[item] = {NOT_COUNTED: n_people - chosen, YES: chosen}
    return counts, n_people


def write_enquiry(folder: Path) -> None:
    """Write the wave of the enquiry survey into ``inbox/``, from ``claims.csv``."""
    counts, n_people = read_enquiry_counts(folder / "claims.csv")
    rows = [["", SCHOOL, "", *row] for row in expand_counts(counts, n_people)]
    write_answers(folder / "inbox" / "l1641_enquiry_counts.csv", list(counts), rows)


def _count(figures: dict[str, str], figure: str, path: Path, *, most: int | None) -> int:
    text = figures.get(figure, "")
    if not text.isdecimal() or (most is not None and int(text) > most):
        raise IntakeError(
            "A printed count cannot be expanded.",
            where=f"{path}, {figure}",
            expected="a whole number" + (f" of at most {most}" if most is not None else ""),
            got=text or "nothing",
            next_step="Compare the figure with the source.",
        )
    return int(text)
