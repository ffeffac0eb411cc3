"""Who works with whom, who is left out, and what changed between two waves?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

import pandas as pd

from tsa_research.analyses.rows import as_table
from tsa_research.analyses.tie_waves import CONFIRMED, ONE_SIDED, UNCONFIRMED, TieWave
from tsa_research.findings import Finding

METHOD = (
    "A tie is confirmed if both schools name each other. If only one of two that answered names "
    "the other, one side says so; if the other did not answer, it was not heard. The network is "
    "made of all of these. Ties to schools outside the alliance are counted, but not drawn."
)
CAVEATS = (
    "One person answers for a school: another might have named other schools.",
    "A tie says that two schools work together, not how often, nor how well.",
    "A school that did not answer may work with others all the same; only being named shows it.",
)
NO_TIES = "No tie was written down yet."
KEPT, NEW, ENDED, NOT_COMPARABLE = "kept", "new", "no longer named", "cannot be compared"
CHANGES = (KEPT, NEW, ENDED, NOT_COMPARABLE)


def network(waves: Sequence[TieWave]) -> Finding:
    """Describe the network of each wave in figures.

    Parameters
    ----------
    waves : sequence of TieWave
        As from :func:`tsa_research.analyses.tie_waves.tie_waves`.

    Returns
    -------
    Finding
        Kind ``network``: per ``wave`` the base ``n`` (schools), ``n_answered``, ``n_tied``
        (schools with a tie), ``n_left_out`` (answered, and have none), ``n_ties``,
        ``n_confirmed``, ``n_one_sided``, ``n_unconfirmed``, ``share_confirmed`` (0 to 1, of the
        ties of which both ends answered), ``share_possible`` (0 to 1, of all pairs of schools),
        ``n_parts`` (groups of two or more schools that are not tied to each other) and
        ``n_outside`` (schools elsewhere that are named).
    """
    rows = [{"wave": wave.label, **_figures(wave)} for wave in waves]
    columns = ("wave", "n", *_NETWORK)
    return _finding("network", "The network in figures", as_table(rows, columns), ("wave",))


def schools(wave: TieWave, titles: Mapping[str, str]) -> Finding:
    """List the schools of a wave with whom they are tied to.

    Parameters
    ----------
    wave : TieWave
    titles : mapping of str to str
        Id of every school to its title.

    Returns
    -------
    Finding
        Kind ``tied_schools``: per ``school`` (its title) and ``works_with`` (titles, or why there
        are none) the base ``n`` (ties), ``n_confirmed``, ``n_outside``, ``n_cut_off`` (schools that
        would be cut off without it) and ``betweenness`` (0 to 1). In the order of the map.
    """
    rows = [_school(wave, school, titles) for school in wave.shape.order]
    table = as_table(rows, ("school", "works_with", "n", *_SCHOOLS))
    return _finding(
        "tied_schools", f"Schools and their ties, {wave.label}", table, ("school", "works_with"),
        facts=_facts(wave, titles), unit="ties",
    )  # fmt: skip


def pairs(wave: TieWave, titles: Mapping[str, str]) -> Finding:
    """List every tie of a wave with what is known of it: what the map draws.

    Returns
    -------
    Finding
        Kind ``ties``: per ``school``, ``other`` (titles) and ``status`` (one of
        :data:`tsa_research.analyses.tie_waves.STATUSES`) the base ``n``, which is 1.
    """
    rows = [
        {"school": titles[one], "other": titles[other], "status": status, "n": 1}
        for (one, other), status in wave.ties.items()
    ]
    table = as_table(rows, ("school", "other", "status", "n"))
    keys = ("school", "other", "status")
    facts = _facts(wave, titles)
    return _finding("ties", f"Ties, {wave.label}", table, keys, facts=facts, unit="ties")


def changed(before: TieWave, after: TieWave, titles: Mapping[str, str]) -> Finding:
    """Say which ties were kept, are new, or are no longer named.

    Only where both schools answered both times can a tie that is missing be told from one that
    nobody was asked about.

    Returns
    -------
    Finding
        Kind ``tie_changes``: per ``change`` (one of :data:`CHANGES`) and ``which`` (the ties in
        words) the base ``n`` (ties).
    """
    heard = before.answered & after.answered
    found: dict[str, list[str]] = {change: [] for change in CHANGES}
    for pair in sorted({*before.ties, *after.ties}):
        words = " – ".join(titles[end] for end in pair)
        found[_change(pair, before, after, set(pair) <= heard)].append(words)
    rows = [
        {"change": change, "which": "; ".join(which) or "–", "n": len(which)}
        for change, which in found.items()
    ]
    table = as_table(rows, ("change", "which", "n"))
    title = f"Ties from {before.label} to {after.label}"
    if before.label == after.label:
        one = f"There is only one wave so far ({before.label}): change needs two."
        return _finding("tie_changes", title, table.iloc[:0], ("change", "which"), nothing=one)
    return _finding("tie_changes", title, table, ("change", "which"), unit="ties")


def _change(pair: tuple[str, str], before: TieWave, after: TieWave, heard: bool) -> str:
    if pair in before.ties and pair in after.ties:
        return KEPT
    if not heard:
        return NOT_COMPARABLE
    return NEW if pair in after.ties else ENDED


_NETWORK = (
    "n_answered", "n_tied", "n_left_out", "n_ties", "n_confirmed", "n_one_sided", "n_unconfirmed",
    "share_confirmed", "share_possible", "n_parts", "n_outside",
)  # fmt: skip
_SCHOOLS = ("n_confirmed", "n_outside", "n_cut_off", "betweenness")


def _figures(wave: TieWave) -> dict[str, Any]:
    statuses = list(wave.ties.values())
    confirmed, one_sided = statuses.count(CONFIRMED), statuses.count(ONE_SIDED)
    n_pairs = len(list(combinations(wave.schools, 2)))
    return {
        "n": len(wave.schools),
        "n_answered": len(wave.answered),
        "n_tied": sum(bool(wave.partners(school)) for school in wave.schools),
        "n_left_out": len(wave.left_out),
        "n_ties": len(statuses),
        "n_confirmed": confirmed,
        "n_one_sided": one_sided,
        "n_unconfirmed": statuses.count(UNCONFIRMED),
        "share_confirmed": _share(confirmed, confirmed + one_sided),
        "share_possible": _share(len(statuses), n_pairs),
        "n_parts": sum(len(part) > 1 for part in wave.shape.parts),
        "n_outside": len({other for _, other in wave.outside}),
    }


def _share(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")


def _school(wave: TieWave, school: str, titles: Mapping[str, str]) -> dict[str, Any]:
    partners = wave.partners(school)
    nobody = "nobody" if school in wave.answered else "not known: no answer, and named by nobody"
    confirmed = sum(status == CONFIRMED for pair, status in wave.ties.items() if school in pair)
    return {
        "school": titles[school],
        "works_with": ", ".join(titles[other] for other in partners) or nobody,
        "n": len(partners),
        "n_confirmed": confirmed,
        "n_outside": sum(one == school for one, _ in wave.outside),
        "n_cut_off": wave.shape.n_cut_off[school],
        "betweenness": wave.shape.betweenness[school],
    }


def _facts(wave: TieWave, titles: Mapping[str, str]) -> dict[str, Any]:
    return {
        "wave": wave.label,
        "order": [titles[school] for school in wave.shape.order],
        "answered": sorted(titles[school] for school in wave.answered),
        "left_out": sorted(titles[school] for school in wave.left_out),
        "not_known": sorted(titles[school] for school in wave.not_known),
    }


def _finding(
    kind: str,
    title: str,
    table: pd.DataFrame,
    keys: tuple[str, ...],
    *,
    facts: dict[str, Any] | None = None,
    unit: str = "schools",
    nothing: str = NO_TIES,
) -> Finding:
    return Finding(
        kind=kind,
        question="Who works with whom, and who is left out?",
        title=title,
        table=table,
        keys=keys,
        values=tuple(name for name in table.columns if name not in (*keys, "n")),
        unit=unit,
        scope="public",
        n=int(table["n"].sum()) if unit == "ties" else int(table["n"].max() if len(table) else 0),
        method=METHOD,
        caveats=CAVEATS,
        facts={"nothing": nothing, **(facts or {})},
    )
