"""How do those who have a part in something answer, against the rest?"""

from __future__ import annotations

from typing import Any

import numpy as np

from tsa_research.analyses.rows import as_table, masks
from tsa_research.findings import Finding
from tsa_research.schemas.model import Item
from tsa_research.scoring import scored_codes
from tsa_research.waves import Wave

NO_CONTRAST = "This form names no groups to hold against the rest."
VALUES = ("n_favourable", "share_favourable", "n_rest", "n_rest_favourable", "share_rest")


def contrast(wave: Wave) -> Finding:
    """Hold the groups of the form's ``contrast`` against the rest, question by question.

    Use it for groups such as those who lead enquiries and those who do not. It never holds a
    group against a whole that contains it.

    Parameters
    ----------
    wave : Wave
        Of an instrument that declares a ``contrast``; of any other there is no row.

    Returns
    -------
    Finding
        Kind ``contrast``: ``item``, ``group``, ``n_favourable`` and ``share_favourable`` (0 to 1)
        of the group, ``n_rest``, ``n_rest_favourable`` and ``share_rest`` of all others; base
        ``n``. Who did not say in which group they are is a group as well: all answers minus those
        of the other groups would be theirs.
    """
    by = wave.instrument.contrast
    items = wave.instrument.items if by else ()
    rows = [row for item in items for row in _rows(wave, item, by)]
    return Finding(
        kind="contrast",
        question="Do those who have a part in it answer differently from the rest?",
        title=f"Favourable answers of each group and of the rest, {wave.label}",
        table=as_table(rows, ("item", "group", "n", *VALUES)),
        keys=("item", "group"),
        values=VALUES,
        unit="people",
        scope="group",
        parts=("group",),
        also=("n_rest",),
        unanimous=_of_one_mind,
        n=len(wave),
        method=(
            "Every group is held against all others who answered the same question, never against "
            "a whole that contains it."
        ),
        caveats=("Groups that people chose for themselves differ in more than the part they have.",)
        if rows
        else (),
        sources=(wave.source,),
        instrument=wave.instrument,
        facts={"by": by, "nothing": NO_CONTRAST},
    )


def _rows(wave: Wave, item: Item, by: str) -> list[dict[str, Any]]:
    codes = scored_codes(wave, item).to_numpy()
    known = ~np.isnan(codes)
    good = np.isin(codes, item.scale.positive) & known
    found = []
    for group, inside in masks(wave.responses.loc[:, [by]], by, wave.instrument):
        own, rest = known & inside, known & ~inside
        if not inside.any():
            continue
        found.append(
            {
                "item": item.column,
                "group": group,
                "n": int(own.sum()),
                "n_favourable": int((good & own).sum()),
                "share_favourable": _share(good, own),
                "n_rest": int(rest.sum()),
                "n_rest_favourable": int((good & rest).sum()),
                "share_rest": _share(good, rest),
            }
        )
    return found


def _share(good: np.ndarray, among: np.ndarray) -> float:
    return float(good[among].mean()) if among.any() else float("nan")


def _of_one_mind(table: Any) -> Any:
    own, rest = table["n_favourable"], table["n_rest_favourable"]
    return table[[]].assign(
        all=own == table["n"],
        none=own == 0,
        rest_all=rest == table["n_rest"],
        rest_none=rest == 0,
    )
