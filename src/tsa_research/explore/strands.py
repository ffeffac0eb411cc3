"""The maturity audit among the questions: on each strand, how many schools have come how far.

The figures follow from those that the notebook on two alliances and the report on an alliance
show of the same schools, and from nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from tsa_research.alphabet import alphabetical
from tsa_research.analyses import stages
from tsa_research.disclosure import release
from tsa_research.explore.shares import Share
from tsa_research.policy import Policy
from tsa_research.schemas.model import Instrument, Item
from tsa_research.scoring import scored_codes
from tsa_research.study import Study
from tsa_research.waves import Wave

FORM = "maturity_audit"
"""The form whose strands are judged in stages, each school by several people."""


def strands_of(instrument: Instrument) -> Iterator[tuple[str, str]]:
    """Yield strand and target, as ids, of everything that is judged in stages."""
    for item in instrument.items:
        yield item.id, item.target or ""


def strand_share(instrument: Instrument, strand: str, target: str) -> Share:
    """Return the question how many schools have reached the favourable stages of a strand."""
    item = _item(instrument, strand, target)
    about = f" ({instrument.target_label(target).lower()})" if target else ""
    return Share(
        source=instrument.title,
        title=f"{_threshold(item)} or beyond on {item.title.lower()}{about}",
        things="schools that made a statement",
        unit="schools",
        scope="schools",
        method=stages.STATEMENT,
    )


def reached(study: Study, policy: Policy) -> pd.DataFrame:
    """Return what can be shown of the strands of a cohort.

    Parameters
    ----------
    study : Study
        The maturity audit of a whole cohort.
    policy : Policy

    Returns
    -------
    DataFrame
        A row for each alliance, wave, strand (``section``) and target, with ``count`` of
        ``whole`` schools at a favourable stage, ``mean`` (the share, 0 to 1), ``n`` schools and
        ``state``; ``by`` and ``group`` are empty texts.
    """
    names = alphabetical({name for wave in study.waves for name in wave.responses["alliance"]})
    about = {"instrument": study.instrument.id, "cohort": study.cohort, "by": "", "group": ""}
    rows = [
        about | {"alliance": name, "wave": wave.label} | row
        for name in names
        for wave in study.waves
        for row in _rows(wave.only(alliance=name), policy)
    ]
    return pd.DataFrame(rows)


def _rows(wave: Wave, policy: Policy) -> Iterator[dict[str, Any]]:
    """Yield a row for each strand, hidden unless the schools at every stage can be shown."""
    if not len(wave):
        return
    table = release(stages.spread(wave, policy), policy).table
    parts = dict(iter(table.groupby(["strand", "target"], sort=False)))
    for strand, target in strands_of(wave.instrument):
        item, row = _item(wave.instrument, strand, target), {"section": strand, "target": target}
        part = parts.get((strand, target))
        if part is None or (part["state"] != "shown").any():
            answered = scored_codes(wave, item).notna().any()
            yield row | {"state": "hidden" if answered else "none"}
            continue
        positive = item.scale.positive
        count = float(part.loc[part["level"].isin(positive), "count"].sum())
        whole = float(part["n"].iloc[0])
        figures = {"count": count, "whole": whole, "mean": count / whole, "n": whole}
        yield row | figures | {"state": "shown"}


def _item(instrument: Instrument, strand: str, target: str) -> Item:
    return next(i for i in instrument.items if (i.id, i.target or "") == (strand, target))


def _threshold(item: Item) -> str:
    scale = item.scale
    return scale.label(scale.positive[0] if scale.higher_is_better else scale.positive[-1])
