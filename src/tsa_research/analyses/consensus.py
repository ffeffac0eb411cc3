"""Where do the members of a group agree, and where do they differ?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import numpy as np
import pandas as pd

from tsa_research.analyses.rows import as_table, fields, mean, reasons
from tsa_research.findings import Finding
from tsa_research.policy import USUAL, Policy
from tsa_research.schemas.model import Item
from tsa_research.scoring import scored_codes
from tsa_research.stats.agreement import percent_agreement
from tsa_research.stats.outcome import NotComputable
from tsa_research.waves import Wave

VALUES = ("share_favourable", "n_pairs", "n_close", "exact", "within_one")


def consensus(
    wave: Wave, *, of: Literal["section", "item"] = "section", policy: Policy = USUAL
) -> Finding:
    """Compare the members of a group with each other, section by section or item by item.

    Use it where everybody rates the same thing, such as the group they are all in; not for
    people who speak of themselves, who may differ without disagreeing.

    Parameters
    ----------
    wave : Wave
    of : {"section", "item"}
    policy : Policy
        Statements that too few answered are left out of their section: the section minus the
        others would give them away.

    Returns
    -------
    Finding
        Kind ``consensus``: ``section`` (or ``section`` and ``item``), ``share_favourable`` (0
        to 1, of all answers), ``n_pairs`` (of two answers by two members to the same statement),
        ``n_close`` (of those, at most one option apart), ``exact`` and ``within_one`` (0 to 1: of
        all pairs, those who chose the same option, or one at most one option away), base
        ``n`` (members who answered) and ``n_schools``. Reversed items are turned round first.
    """
    rows, whys = [], []
    for keys, items in _parts(wave, of, policy):
        codes = np.column_stack([scored_codes(wave, item).to_numpy() for item in items])
        known, scale = ~np.isnan(codes), items[0].scale
        pairs = percent_agreement(codes, scale.codes)
        whys.append(reasons(pairs) if known.any() else ())
        good = np.isin(codes[known], scale.positive)
        near = fields(pairs, "value", "within_one")
        n_pairs = 0 if isinstance(pairs, NotComputable) else pairs.n_pairs
        rows.append(
            {
                **keys,
                "n": int(known.any(axis=1).sum()),
                "n_schools": len(set(wave.schools[known.any(axis=1)].tolist())),
                "share_favourable": mean(good),
                "n_pairs": n_pairs,
                "n_close": round(near["within_one"] * n_pairs) if n_pairs else 0,
                "exact": near["value"],
                "within_one": near["within_one"],
            }
        )
    names = ("section",) if of == "section" else ("section", "item")
    return Finding(
        kind="consensus",
        question="Where does the group agree, and where does it differ?",
        title=f"Agreement within the group, {wave.label}",
        table=as_table(rows, (*names, "n", "n_schools", *VALUES)),
        keys=names,
        values=VALUES,
        schools="n_schools",
        unit="people",
        scope="alliance",
        n=len(wave),
        method=(
            "Every pair of members is compared on every statement: how often both chose the same "
            "answer, and how often answers at most one step apart. Chance is not taken into "
            "account. Signs of failure are turned round: favourable means that they are absent. "
            "Statements that too few answered are in no figure of their section."
        ),
        caveats=(
            "Members who talked about the review before they answered agree more than they would "
            "have alone.",
        ),
        reasons=tuple(whys),
        unanimous=_of_one_mind,
        sources=(wave.source,),
        instrument=wave.instrument,
        facts={"wave": wave.label},
    )


def _parts(wave: Wave, of: str, policy: Policy) -> Iterator[tuple[dict[str, str], list[Item]]]:
    for section in wave.instrument.subscales:
        items = list(wave.instrument.items_of(section.id, None))
        if of == "section":
            enough = [item for item in items if _answered_by_enough(wave, item, policy)]
            yield {"section": section.id}, enough or items
        else:
            yield from (({"section": section.id, "item": item.id}, [item]) for item in items)


def _answered_by_enough(wave: Wave, item: Item, policy: Policy) -> bool:
    known = wave.responses[item.column].notna().to_numpy()
    schools = set(wave.schools[known].tolist())
    return (
        int(known.sum()) >= policy.people_in_alliance and len(schools) >= policy.schools_in_alliance
    )


def _of_one_mind(table: pd.DataFrame) -> pd.DataFrame:
    share = table["share_favourable"]
    return pd.DataFrame({"same": table["exact"] == 1, "all": share == 1, "none": share == 0})
