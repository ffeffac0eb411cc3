"""What ``tsa check-figures`` does and prints."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path

from tsa_research.analyses.claim_table import Claim, read_claims
from tsa_research.analyses.claim_verdicts import CONSISTENT, FAULTS, NOT_CHECKABLE, VERDICTS
from tsa_research.analyses.claims import claims
from tsa_research.disclosure import release
from tsa_research.errors import ALL_WELL, SOME_FAILED, UsageError
from tsa_research.files import neutral_cell, write_atomically
from tsa_research.findings import Release
from tsa_research.naming import capital
from tsa_research.policy import USUAL
from tsa_research.prose.headlines import headline

Say = Callable[[str], None]
QUIET = (CONSISTENT, NOT_CHECKABLE)
TEMPLATE = """\
id,case,locator,printed,kind,count,base,scale_low,scale_high,n_items,survey,relation,note
pupils,Example,page 3,18,total,18,,,,,,sum boys girls,
boys,Example,page 3,10,count,10,18,,,,,part-of pupils,
girls,Example,page 3,8,count,8,18,,,,,part-of pupils,
girls-share,Example,page 3,44%,percent,8,18,,,,form,share,
boys-share,Example,page 3,56%,percent,10,18,,,,form,share; whole girls-share,
before,Example,page 4,3.67,mean,,12,1,5,1,,,
after,Example,page 4,4.0,mean,,12,1,5,1,,,
change,Example,page 4,+0.33,difference,,,,,,,difference after before,
better,Example,page 4,more confident,comparison_in_words,,,,,,,more after before,
"""


def check_command(path: Path, out: Path | None, say: Say, *, everything: bool = False) -> int:
    """Judge a table of figures, print the verdicts and return the exit code.

    Parameters
    ----------
    path : Path
        The table, as :func:`tsa_research.analyses.claim_table.read_claims` reads it.
    out : Path or None
        Where every verdict is written as CSV.
    say : callable
        Prints one line or more.
    everything : bool
        Also list the figures that are consistent or cannot be checked.

    Returns
    -------
    int
        0 if nothing is impossible or contradicted, else 1.

    Raises
    ------
    IntakeError
        If the table cannot be read.
    UsageError
        If the verdicts would overwrite the table.
    """
    if out is not None and out.resolve() == path.resolve():
        raise UsageError(
            "The verdicts would overwrite the table.",
            expected="another file after --csv",
            got=str(out),
        )
    table = read_claims(path)
    judged = release(claims(table, source=path.name), USUAL)
    for lines in _report(judged, table, everything=everything):
        say(lines)
    if out is not None:
        write_atomically(out, as_csv(judged))
        say(f"\nEvery verdict: {out}")
    return SOME_FAILED if judged.shown["verdict"].isin(FAULTS).any() else ALL_WELL


def _report(judged: Release, table: tuple[Claim, ...], *, everything: bool) -> Iterator[str]:
    yield str(headline(judged))
    items = {claim.id: claim.item for claim in table}
    for verdict in VERDICTS:
        rows = judged.shown.loc[judged.shown["verdict"] == verdict].to_dict("records")
        if rows:
            yield f"\n{capital(verdict)}: {len(rows)}"
        if everything or verdict not in QUIET:
            yield from (_line({str(key): row[key] for key in row}, items) for row in rows)
    if not everything:
        yield "\nWith --all, the figures that are consistent or not checkable are listed as well."


def _line(row: dict[str, str], items: dict[str, str]) -> str:
    about = ", ".join(filter(None, (row["case"], row["locator"], items[row["id"]])))
    return f"  {row['id']}: {row['printed']}{f' ({about})' if about else ''}\n    {row['reason']}"


def as_csv(judged: Release) -> str:
    """Return every verdict as CSV text, one row for each figure in the order of the table.

    A figure such as "+0.33" has an apostrophe before it, so that a spreadsheet shows it as it
    is printed.
    """
    columns = [column for column in judged.shown if column != judged.base]
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    rows = judged.shown[columns].itertuples(index=False, name=None)
    writer.writerows([neutral_cell(str(cell)) for cell in row] for row in rows)
    return text.getvalue()
