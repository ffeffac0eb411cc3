"""Printed figures on pupils as rows of the record of outcomes.

Two tables count pupils before and after a lesson. Before, none of them could do the question;
so each pupil's way is known, although no pupil is named: those who could do all of it
afterwards went from nought to one question, all others stayed at nought. Another table prints
only by how many sub-levels the mean of a group rose, and of how many pupils is not stated.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from tsa_research.published.expanding import read_table, refuse
from tsa_research.schemas.reading import load_record_type

Row = dict[str, str]

AET, CENTRAL_BEDFORDSHIRE = "aet-not-stated", "central-bedfordshire-not-stated"
LESSONS = {
    "table_02": "Vectors, first class, next lesson",
    "table_03": "Vectors, second class, same lesson",
}
"""The two tables were counted at different moments: they are different measures."""
OVERLAPPING = "Pupil premium"
"""A group that lies across the others: its pupils are already among them."""
RISE = "Writing, rise since the start"


def write_outcomes(folder: Path) -> None:
    """Rebuild ``records/pupil_outcomes.csv`` from ``tables/``."""
    tables = folder / "tables"
    rows = list(rise_rows(tables / "table_01.csv"))
    for table, measure in LESSONS.items():
        rows += lesson_rows(tables / f"{table}.csv", measure)
    columns = load_record_type("pupil_outcomes").column_ids
    blank = dict.fromkeys(columns, "")
    with (folder / "records" / "pupil_outcomes.csv").open(
        "w", encoding="utf-8", newline=""
    ) as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        for number, row in enumerate(rows, start=1):
            writer.writerow({**blank, columns[0]: f"outcome-{number:03d}", **row})


def rise_rows(path: Path) -> Iterator[Row]:
    """Yield a row for each group of a table of rises: from nought to the printed figure.

    Raises
    ------
    IntakeError
        If a cell is not a number.
    """
    _, *rows = read_table(path)
    for number, row in enumerate(rows, start=2):
        rise = row[1].removesuffix(".")  # one figure is printed with a stop and nothing behind it
        if not re.fullmatch(r"\d+(\.\d+)?", rise):
            raise refuse(path, number, "a number", row)
        measured = {"measure": RISE, "unit": "sub_levels", "before": "0", "after": rise}
        yield {"school_id": AET, "group": row[0], **measured}


def lesson_rows(path: Path, measure: str) -> Iterator[Row]:
    """Yield a row for each pupil of a table of counts, and one for a group that lies across.

    Parameters
    ----------
    path : Path
        After a row with everybody, pairs of a row with the name of a group in its second cell
        and a row with its counts: pupils, able before, whole question after.
    measure : str

    Raises
    ------
    IntakeError
        If somebody could do the question before, or the groups do not add up to everybody.
    """
    _, everybody, *rows = read_table(path)
    counts = {
        name[1]: _counts(path, 4 + 2 * place, cells)
        for place, (name, cells) in enumerate(zip(rows[::2], rows[1::2], strict=True))
    }
    across = counts.pop(OVERLAPPING)
    sums = tuple(map(sum, zip(*counts.values(), strict=True)))
    if sums != _counts(path, 2, everybody):
        raise refuse(path, 2, f"{sums[0]} pupils, {sums[1]} with the whole question", everybody)
    common = {"school_id": CENTRAL_BEDFORDSHIRE, "measure": measure, "unit": "questions"}
    pupil = 0
    for group, (n, whole) in counts.items():
        for place in range(n):
            pupil += 1
            moved = {"before": "0", "after": str(int(place < whole))}
            yield {**common, "pupil": f"{path.stem}-pupil-{pupil:02d}", "group": group, **moved}
    n, whole = across
    means = {"before": "0", "after": f"{whole / n:.4f}"}
    yield {**common, "group": OVERLAPPING, "n_pupils": str(n), **means}


def _counts(path: Path, number: int, cells: list[str]) -> tuple[int, int]:
    """Return how many pupils there are, and how many did the whole question afterwards."""
    found = [re.match(r"\d+", cell) for cell in cells[:3]]
    if not all(found) or found[1] is None or int(found[1].group()):
        raise refuse(path, number, "counts, and nobody able at the start", cells)
    n, _, whole = (int(match.group()) for match in found if match)
    return n, whole
