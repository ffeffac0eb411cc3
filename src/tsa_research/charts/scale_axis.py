"""The horizontal axis of a response scale, with its favourable end always on the right."""

from __future__ import annotations

from typing import Any

from tsa_research.charts import style
from tsa_research.charts.assembling import Records, measured
from tsa_research.errors import UsageError
from tsa_research.findings import Release
from tsa_research.naming import scale_for
from tsa_research.schemas.model import ResponseScale


def common_scale(release: Release, table: Records) -> ResponseScale:
    """Return the one scale that all rows share.

    Raises
    ------
    UsageError
        If the rows have different scales, which one axis cannot show.
    """
    scales = list(dict.fromkeys(scale_for(release, row) for row in table))
    if len(scales) > 1:
        raise UsageError(
            f"{release.title}: these questions have different scales and share no axis.",
            expected="rows of one scale; choose a section",
            got=", ".join(scale.name for scale in scales),
        )
    return scales[0] if scales else scale_for(release, {})


def by_scale(release: Release, table: Records) -> list[tuple[ResponseScale, Records]]:
    """Return each scale with the rows of its levels, in the order in which scales first occur."""
    parts: dict[ResponseScale, Records] = {}
    for row in table:
        parts.setdefault(scale_for(release, row), []).append(row)
    return [
        (scale, [row for row in rows if row["level"] in scale.codes])
        for scale, rows in parts.items()
    ]


def position(field: str, scale: ResponseScale) -> dict[str, Any]:
    """Return the position on a scale: reversed where a low code is the good one."""
    worst, best = scale.worst_first[0], scale.best_first[0]
    labels: dict[int, tuple[str, ...]] = {code: (str(code),) for code in scale.codes}
    for code in (worst, best):
        labels[code] = (str(code), *style.wrapped(scale.label(code), 14))
    axis = {
        "title": "← less favourable\u2003\u2003\u2003more favourable →",
        "values": list(scale.codes),
        "labelExpr": style.label_expression(labels),
        "labelLineHeight": style.LINE,
        "labelLimit": 0,
        "labelOverlap": False,
    }
    return measured(field, scale={"domain": [worst, best], "nice": False}, axis=axis)
