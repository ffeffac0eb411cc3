"""The words that the ids in a release stand for: titles, labels and headings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

import pandas as pd

from tsa_research.errors import UsageError, nearest
from tsa_research.findings import Release

if TYPE_CHECKING:
    from tsa_research.schemas.model import ResponseScale

KEY_HEADINGS = {
    "section": "Section",
    "item": "Question",
    "target": "About",
    "level": "Answer",
    "dimension": "Dimension",
    "strand": "Strand",
    "wave": "When",
    "form": "Form",
    "record": "Record",
    "reason": "Reason",
    "question": "Question",
    "option": "Option",
    "theme": "Theme",
    "number": "No.",
    "other": "Other school",
    "status": "What is known",
    "which": "Which",
}
CODES = ("level", "before", "after")
SUBSCALES = ("section", "dimension")
EVERYBODY = "All together"
TURNED = " (turned round)"
"""Said of a reversed question wherever its answers are counted."""


def matching(release: Release, **wanted: str | None) -> pd.DataFrame:
    """Return the rows of a release, state included, whose keys have the wanted values.

    ``None`` asks for nothing: the key may have any value.

    Raises
    ------
    UsageError
        If the release has no such key, or no row with the value.
    """
    rows = release.table
    asked = {key: value for key, value in wanted.items() if value is not None}
    for key, value in asked.items():
        known = list(dict.fromkeys(rows[key])) if key in release.keys else []
        if value not in known:
            raise UsageError(
                f"There is nothing here for {key} {value}.",
                expected=", ".join(map(str, known)) or f"no {key}: these rows are not split by it",
                got=str(value),
                next_step=nearest(str(value), map(str, known)),
            )
        rows = rows.loc[rows[key] == value]
    return rows


def name_of(release: Release, column: str, value: Any, row: Any = None) -> str:
    """Return the words for a key: a title or label of the instrument, or the value itself.

    ``row`` (anything with the other keys by name) tells which scale a code belongs to.
    """
    instrument = release.instrument
    if column == "group" and not value:
        return EVERYBODY
    if column in CODES and (instrument is not None or "scale" in release.facts):
        return scale_for(release, {} if row is None else row).label(int(value))
    if instrument is None or column not in KEY_HEADINGS:
        return str(value)
    if column == "target":
        return capital(instrument.target_label(value))
    if column in SUBSCALES:
        return next((part.title for part in instrument.subscales if part.id == value), str(value))
    item = next((item for item in instrument.items if item.id == value), None)
    return str(value) if item is None else item.title + TURNED * item.reversed


def scale_for(release: Release, row: Any) -> ResponseScale:
    """Return the scale of a row: its item's, its section's, or the only one there is.

    A result that belongs to no instrument, such as one on a record, names its scale in ``facts``.

    Raises
    ------
    UsageError
        If the instrument has several scales and neither the row nor the facts of the release
        (``item`` or ``section``) say which.
    """
    if "scale" in release.facts:
        named: ResponseScale = release.facts["scale"]
        return named
    if release.instrument is None:
        raise UsageError(f"{release.title}: this result belongs to no instrument with a scale.")
    known = {**release.facts, **dict(row)}
    for item in release.instrument.items:
        if item.id in (known.get("item"), known.get("strand")):
            return item.scale
    for subscale in release.instrument.subscales:
        if subscale.id in (known.get("section"), known.get("dimension")):
            return release.instrument.scale_of(subscale)
    if len(release.instrument.scales) > 1:
        raise UsageError(
            f"{release.title}: the instrument has several scales.",
            expected="an item or a section in the keys or the facts of the result",
            got=", ".join(scale.name for scale in release.instrument.scales),
        )
    return release.instrument.scales[0]


def stage_mark(scale: ResponseScale, stage: float) -> str:
    """Return the short mark of a stage, or the marks on both sides of one that lies between."""
    below = max(code for code in scale.codes if code <= stage)
    above = min(code for code in scale.codes if code >= stage)
    return "/".join(dict.fromkeys((scale.option(below).mark, scale.option(above).mark)))


def grouping_key(rows: Sequence[Mapping[str, Any]], keys: Sequence[str]) -> str:
    """Return the first key if its rows stand together and can share one heading, or nothing."""
    if len(keys) < 2 or keys[0] not in ("group", "question", "measure", *SUBSCALES):
        return ""
    runs = [value for value, _ in groupby(row[keys[0]] for row in rows)]
    return keys[0] if len(set(runs)) == len(runs) < len(rows) else ""


def heading_of(release: Release, key: str) -> str:
    """Return the heading of a key column; a group is headed by what the rows are split by.

    The facts of a release may hold headings of its own, by key, under ``headings``.
    """
    if key in release.facts.get("headings", {}):
        return str(release.facts["headings"][key])
    if key == "group":
        return _group_heading(release)
    return KEY_HEADINGS.get(key, capital(key.replace("_", " ")))


def _group_heading(release: Release) -> str:
    by = release.facts.get("by")
    questions = release.instrument.groups if release.instrument else ()
    titles = {question.id: question.title for question in questions}
    return titles.get(by, capital(by)) if by else "Group"


def lowered(text: str) -> str:
    """Return a title as it stands inside a sentence; an abbreviation keeps its capitals.

    >>> lowered("Giving feedback"), lowered("ITT partnerships")
    ('giving feedback', 'ITT partnerships')
    """
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def capital(text: str) -> str:
    """Return a text with a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]
