"""What did people answer, item by item and section by section?"""

from __future__ import annotations

from typing import Any

import numpy as np

from tsa_research.analyses.rows import (
    as_table,
    at_an_end,
    behind,
    by_words,
    fields,
    masks,
    mean,
    nobody,
    reasons,
    scope_of,
    sections_of,
)
from tsa_research.findings import Finding
from tsa_research.schemas.model import Item
from tsa_research.scoring import score_wave, scored_codes
from tsa_research.stats.clustering import cluster_mean
from tsa_research.stats.ordinal import Distribution
from tsa_research.stats.ordinal import distribution as count_levels
from tsa_research.stats.outcome import NotComputable
from tsa_research.waves import Wave


def distribution(wave: Wave) -> Finding:
    """Count every level of every item; levels that nobody chose stay in, with 0.

    Returns
    -------
    Finding
        Kind ``distribution``: ``section``, ``item``, ``target``, ``level`` (code in the
        scale's order), ``count``, ``share`` (0 to 1), base ``n``: those who answered the
        item. Reversed items are turned to the scale's direction.
    """
    rows = []
    for item in wave.instrument.items:
        counted, about = _counted(wave, item), _item_keys(wave, item)
        for level, count in zip(counted.levels, counted.counts, strict=True):
            fraction = count / counted.n if counted.n else float("nan")
            rows.append(about | {"level": level, "count": count, "share": fraction})
    columns = ("section", "item", "target", "level", "n", "count", "share", "n_schools")
    return Finding(
        kind="distribution",
        question="What did people answer?",
        title=f"Answers to every question, {wave.label}",
        table=as_table(rows, columns),
        keys=("section", "item", "target", "level"),
        values=("count", "share"),
        method=(
            "Counts of each answer. The base of a question is everyone who answered it. A question "
            "that is turned round is counted from the other end of the scale."
        ),
        **_common(wave),
    )


def favourable(wave: Wave, *, weakest_first: bool = False) -> Finding:
    """Give the share of favourable answers to each item, with a 95% interval.

    The interval resamples whole schools, because colleagues in one school answer alike; with
    fewer than six schools there is none.

    Parameters
    ----------
    wave : Wave
    weakest_first : bool
        Released in the order of the share, least favourable first: a list of needs.

    Returns
    -------
    Finding
        Kind ``favourable`` (``needs`` when in order): ``section``, ``item``, ``target``,
        ``n_favourable``, ``share_favourable``, ``low``, ``high``, base ``n``.
    """
    rows, whys = [], []
    for item in wave.instrument.items:
        codes = scored_codes(wave, item).to_numpy()
        known = ~np.isnan(codes)
        good = np.isin(codes[known], item.scale.positive)
        interval = cluster_mean(good.astype(float), wave.schools[known].tolist())
        whys.append(reasons(interval) if len(good) else ())
        rows.append(
            _item_keys(wave, item)
            | {"n_favourable": int(good.sum()), "share_favourable": mean(good)}
            | fields(interval, "low", "high")
        )
    columns = (
        *("section", "item", "target", "n", "n_favourable", "share_favourable"),
        *("low", "high", "n_schools"),
    )
    scales = {scale.name: scale for scale in wave.instrument.scales}
    words = "; ".join(_positive_words(scale) for scale in scales.values())
    return Finding(
        kind="needs" if weakest_first else "favourable",
        question="Where do people feel least sure?" if weakest_first else "What went down well?",
        title=f"Share of favourable answers, {wave.label}",
        table=as_table(rows, columns),
        keys=("section", "item", "target"),
        values=("n_favourable", "share_favourable", "low", "high"),
        ordered_by="share_favourable" if weakest_first else "",
        reasons=tuple(whys),
        method=(
            f"Favourable: {words}. The 95% interval comes from drawing the same schools again and "
            "again; with fewer than six schools there is none. Reversed questions are turned round "
            "first."
        ),
        **_common(wave),
    )


def sections(*waves: Wave, by: str | None = None) -> Finding:
    """Average the scores of each section, per wave and, if asked, per group.

    The interval resamples whole schools, because colleagues in one school answer alike;
    with fewer than six schools there is none.

    Returns
    -------
    Finding
        Kind ``sections``: ``group``, ``section``, ``target``, ``wave``, ``mean`` (in the
        units of the scale), ``low``, ``high``, base ``n``.
    """
    rows = [
        _section_row(wave, group, section, target, chosen, interval=by is None)
        for wave in waves
        for group, chosen in masks(wave.responses, by, wave.instrument)
        for section, target in sections_of(wave.instrument)
    ]
    places = list(sections_of(waves[-1].instrument))
    rows.sort(key=lambda row: places.index((row["section"], row["target"])))
    columns = ("group", "section", "target", "wave", "n", "mean", "low", "high", "n_schools")
    last = waves[-1]
    return Finding(
        **_common(last)
        | {
            "n": sum(len(wave) for wave in waves),
            "nobody": nobody(*waves),
            "sources": tuple(wave.source for wave in waves),
            "scope": scope_of(by),
            "facts": {"waves": [wave.label for wave in waves], "by": by},
        },
        kind="sections",
        question="How do the sections compare?",
        title=f"Mean score of each section{by_words(last.instrument, by)}",
        table=as_table(rows, columns),
        keys=("group", "section", "target", "wave"),
        values=("mean", "low", "high"),
        unanimous=at_an_end(last.instrument, "mean"),
        parts=("group",) if by else (),
        method=(
            f"Mean of each person's mean over the questions answered; {_direction(last)}. "
            "Interval: 95%, resampling whole schools. Each wave holds everyone who answered "
            "it, matched or not."
        ),
    )


def _section_row(
    wave: Wave, group: str, section: str, target: str, chosen: np.ndarray, *, interval: bool
) -> dict[str, Any]:
    scores = score_wave(wave).values[section, target]
    known = chosen & ~np.isnan(scores)
    values, schools = scores[known], wave.schools[known]
    bounds: Any = NotComputable("interval", "given for whole alliances only", len(values))
    if interval and len(values):
        bounds = cluster_mean(values, schools.tolist())
    return {
        "group": group,
        "section": section,
        "target": target,
        "wave": wave.label,
        **behind(schools),
        "mean": mean(values),
        **fields(bounds, "low", "high"),
    }


def _counted(wave: Wave, item: Item) -> Distribution:
    return count_levels(scored_codes(wave, item).to_numpy(), item.scale.codes)


def _item_keys(wave: Wave, item: Item) -> dict[str, Any]:
    return {
        "section": wave.instrument.subscale_of[item.id].id,
        "item": item.id,
        "target": item.target or "",
        **behind(wave.schools[scored_codes(wave, item).notna()]),
    }


def _positive_words(scale: Any) -> str:
    codes = sorted(scale.positive)
    return " or ".join(f"{code} ({scale.label(code).lower()})" for code in codes)


def _direction(wave: Wave) -> str:
    return "; ".join(dict.fromkeys(scale.direction for scale in wave.instrument.scales))


def _common(wave: Wave) -> dict[str, Any]:
    return {
        "unit": "people",
        "scope": "alliance",
        "schools": "n_schools",
        "n": len(wave),
        "nobody": nobody(wave),
        "sources": (wave.source,),
        "instrument": wave.instrument,
        "facts": {"wave": wave.label},
    }
