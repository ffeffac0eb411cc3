"""What changed between two waves, and can we know it for the same people?

Where people can be matched, each is compared with themselves; where they cannot, the two
waves are compared as different groups, and the finding says so. The two are never mixed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from tsa_research.analyses.rows import (
    PAIRED_METHOD,
    adjust,
    all_in,
    as_table,
    behind,
    by_words,
    fields,
    masks,
    n_schools,
    nobody,
    only_one_wave,
    paired_row,
    reasons,
    scope_of,
    sections_of,
)
from tsa_research.findings import Finding
from tsa_research.policy import USUAL, Policy
from tsa_research.schemas.model import Instrument, Item
from tsa_research.scoring import score_wave, scored_codes
from tsa_research.stats.independent import matching_bounds, superiority
from tsa_research.stats.paired import movement as count_movement
from tsa_research.waves import Wave

THEN_CAVEAT = (
    "One of the waves is a look back: people judged the earlier state afterwards. Such "
    "answers and answers given at the time are not the same measure."
)
SHIFT_CAVEATS = {
    "self": (
        "Self-ratings can shift because people have come to understand the words differently: "
        "training can lower a rating before it raises practice."
    ),
    "others": (
        "Observers gave these ratings: a change can lie in who observed, or in what observers look "
        "for, as well as in what they saw."
    ),
    "experience": (
        "Ratings can shift because people have come to understand the words, or to expect more, "
        "while what they rate has stayed the same."
    ),
}
"""Why a rating can change by itself, by whom or what it rates."""
NOBODY_FOLLOWED = "nobody can be followed"
"""Said of rows without anybody in both waves: whether nobody answered, or nobody by name."""
NO_HEADLINE: Mapping[str, str] = {}
"""Where no row was chosen beforehand, all are exploratory."""
NO_CONTROL_CAVEAT = "There is no comparison group: what changed need not be the programme's doing."


def can_match(before: Wave, after: Wave) -> bool:
    """Tell whether people can be followed from one wave to the other."""
    return before.matchable and after.matchable


def change(
    before: Wave,
    after: Wave,
    *,
    by: str | None = None,
    headline: Mapping[str, str] = NO_HEADLINE,
    policy: Policy = USUAL,
) -> Finding:
    """Compare two waves: person by person where they can be matched, else as two groups.

    The same wave twice gives a finding without rows that says that change needs two.
    """
    if nothing := only_one_wave(before, after, kind="change"):
        return nothing
    if can_match(before, after):
        return matched_change(before, after, by=by, headline=headline, policy=policy)
    return unmatched_change(before, after, by=by)


def matched_change(
    before: Wave,
    after: Wave,
    *,
    by: str | None = None,
    headline: Mapping[str, str] = NO_HEADLINE,
    policy: Policy = USUAL,
) -> Finding:
    """Follow the people who answered both waves; anonymous answers cannot be followed.

    Parameters
    ----------
    before, after : Wave
    by : str or None
        ``school``, ``alliance`` or a group question.
    headline : mapping
        The keys of the row that was chosen beforehand, such as ``{"section": "trust"}``. Every
        other row is exploratory: its p is adjusted for their number.
    policy : Policy
        Says how many people of a school it takes to count the school by its direction.

    Returns
    -------
    Finding
        Kind ``change``: ``group``, ``section``, ``target``, ``n_before`` and ``n_after``
        (people with a score in each wave), ``n_better``, ``n_same``, ``n_worse``, the
        rank-biserial ``effect`` with ``low`` and ``high`` from resampling whole schools,
        the exact p of the sign test (``p_adjusted``; missing like the interval with fewer than
        six schools), in how many schools most people moved up or down, base ``n``: people with
        a score in both.
    """
    if nothing := only_one_wave(before, after, kind="change"):
        return nothing
    rows, whys = [], []
    here, there = _followed(before, after)
    for keys, first, second in _cells(before, after, by):
        # who changed school or group in between is followed into the new one
        both = second.group[there] & first.answered[here] & second.answered[there]
        found, why = paired_row(
            first.scores[here][both],
            second.scores[there][both],
            after.schools[there][both],
            higher_is_better=_higher_is_better(after.instrument, keys["section"]),
            policy=policy,
        )
        whys.append(why)
        rows.append(keys | {"n_before": first.n_linked, "n_after": second.n_linked} | found)
    values = (
        *("n_before", "n_after", "n_better", "n_same", "n_worse"),
        *("n_schools_better", "n_schools_worse", "effect", "low", "high", "p_adjusted"),
    )
    table = as_table(rows, ("group", "section", "target", "n", *values, "n_schools"))
    return Finding(
        kind="change",
        title=f"Change from {before.label} to {after.label}, same people"
        f"{by_words(after.instrument, by)}",
        table=adjust(table, headline),
        values=values,
        unanimous=all_in("n_better", "n_same", "n_worse"),
        reasons=tuple(whys),
        nobody=nobody(before, after, otherwise=NOBODY_FOLLOWED),
        method=(
            "Only people who can be followed from one wave to the other are compared, each with "
            f"themselves. {PAIRED_METHOD} The effect runs from −1 (all moved down) to 1 (all "
            "moved up). The p-value of the headline, which was chosen beforehand, is not adjusted."
        ),
        **_common(before, after, by, matched=True),
    )


def unmatched_change(before: Wave, after: Wave, *, by: str | None = None) -> Finding:
    """Compare two waves as different groups, because people cannot be followed.

    Returns
    -------
    Finding
        Kind ``change_unmatched``: ``superiority`` (chance that a random answer after is
        better than a random one before, ties counted half) with ``low`` and ``high``, and
        ``improved_low`` and ``improved_high``: the smallest and largest share of people
        who can have moved up, given the two waves. Base ``n``: the smaller wave.
    """
    rows, whys = [], []
    for keys, first, second in _cells(before, after, by):
        higher = _higher_is_better(after.instrument, keys["section"])
        (start, schools_before), (end, schools_after) = first.known, second.known
        schools = (schools_before.tolist(), schools_after.tolist())
        result = superiority(start, end, groups=schools, higher_is_better=higher)
        whys.append(reasons(result, getattr(result, "low", None)))
        found = fields(result, "probability", "low", "high")
        edges = _bounds(start, end, higher_is_better=higher)
        rows.append(
            keys
            | {"n_before": len(start), "n_after": len(end)}
            | {"superiority": found["probability"], "low": found["low"], "high": found["high"]}
            | edges
            | _smaller(behind(schools_before), behind(schools_after))
        )
    values = (
        *("n_before", "n_after", "superiority", "low", "high"),
        *("improved_low", "improved_high"),
    )
    return Finding(
        kind="change_unmatched",
        title=f"{before.label} and {after.label} as two groups{by_words(after.instrument, by)}",
        table=as_table(rows, ("group", "section", "target", "n", *values, "n_schools")),
        values=values,
        method=(
            "The waves cannot be matched, so they are compared as two groups of different "
            "people. Chance of the better answer: of all pairs of one person from each wave, the "
            "share in which the later answer is the more favourable, equal answers counted half; "
            "50% means no difference. The 95% interval comes from drawing the same schools again "
            "and again; with fewer than six schools there is none. The last columns bound how many "
            "can have moved up, whoever is whoever."
        ),
        reasons=tuple(whys),
        **_common(before, after, by, matched=False),
    )


def _bounds(start: np.ndarray, end: np.ndarray, *, higher_is_better: bool) -> dict[str, float]:
    """Bound the share that can have moved up; scores are ranked, since only order counts."""
    names = ("improved_low", "improved_high")
    distinct, ranks = np.unique(np.concatenate([start, end]), return_inverse=True)
    if len(distinct) < 2:
        return dict.fromkeys(names, 0.0 if len(start) and len(end) else float("nan"))
    first, second = ranks[: len(start)], ranks[len(start) :]
    levels = range(len(distinct))
    return fields(matching_bounds(first, second, levels, higher_is_better=higher_is_better), *names)


def movement(before: Wave, after: Wave, item: str) -> Finding:
    """Count who moved from which level to which on one item, for the same people.

    Returns
    -------
    Finding
        Kind ``movement``: ``before`` and ``after`` (codes), ``count``, base ``n``: people
        who answered both waves. The whole matrix is guarded by ``n_only_before`` and
        ``n_only_after``, people who answered one wave only: its margins, taken from the answers
        to each wave, are theirs. Without rows where the waves are one and the same.
    """
    if nothing := only_one_wave(before, after, kind="movement"):
        return nothing
    declared = after.instrument.item(item)
    levels = declared.scale.codes
    first, second = (_codes_by_person(wave, declared) for wave in (before, after))
    both = pd.concat({"before": first, "after": second}, axis=1, join="inner").dropna()
    counted = count_movement(both["before"].to_numpy(), both["after"].to_numpy(), levels)
    once = {
        f"n_only_{name}": int(scored_codes(wave, declared).notna().sum()) - counted.n
        for name, wave in (("before", before), ("after", after))
    }
    rows = [
        {"before": start, "after": end, "count": counted.counts[i][j], "n": counted.n, **once}
        for i, start in enumerate(levels)
        for j, end in enumerate(levels)
    ]
    schools = after.responses.loc[after.responses["respondent"].isin(both.index)]
    table = as_table(rows, ("before", "after", "count", *once, "n"))
    return Finding(
        kind="movement",
        title=f"From {before.label} to {after.label}: {declared.title.lower()}",
        table=table.assign(n_schools=n_schools(schools)),
        values=("count", *once),
        also=tuple(once),
        nobody=nobody(before, after, otherwise=NOBODY_FOLLOWED),
        method="People who answered both waves, by their first and their second answer.",
        **_common(before, after, None, matched=True)
        | {"keys": ("before", "after"), "facts": {"item": item, "matched": True}},
    )


def _smaller(first: dict[str, int], second: dict[str, int]) -> dict[str, int]:
    return {name: min(first[name], second[name]) for name in first}


def _codes_by_person(wave: Wave, item: Item) -> pd.Series:
    """Return the codes of those who can be followed, indexed by their pseudonym."""
    linked = wave.only(linked=True)
    return scored_codes(linked, item).set_axis(linked.responses["respondent"])


@dataclass(frozen=True)
class _Cell:
    """The scores of one section in one wave, and which responses are of one group."""

    wave: Wave
    scores: np.ndarray
    group: np.ndarray

    @property
    def answered(self) -> np.ndarray:
        """Which responses have a score."""
        return ~np.isnan(self.scores)

    @property
    def n_linked(self) -> int:
        """How many of the group have a score and can be followed."""
        linked = self.wave.responses["linked"].to_numpy(dtype=bool)
        return int((self.group & self.answered & linked).sum())

    @property
    def known(self) -> tuple[np.ndarray, np.ndarray]:
        """The scores of the group that there are, and the school of each."""
        chosen = self.group & self.answered
        return self.scores[chosen], self.wave.schools[chosen]


def _cells(
    before: Wave, after: Wave, by: str | None
) -> Iterator[tuple[dict[str, str], _Cell, _Cell]]:
    """Yield keys, and the scores of their section before and after, for each group after."""
    instrument = after.instrument
    first, second = score_wave(before).values, score_wave(after).values
    groups_before = dict(masks(before.responses, by, instrument))
    nowhere = np.zeros(len(before), dtype=bool)
    for group, later in masks(after.responses, by, instrument):
        earlier = groups_before.get(group, nowhere)
        for key in sections_of(instrument):
            keys = {"group": group, "section": key[0], "target": key[1]}
            yield keys, _Cell(before, first[key], earlier), _Cell(after, second[key], later)


def _followed(before: Wave, after: Wave) -> tuple[np.ndarray, np.ndarray]:
    """Return where those who can be followed stand in the first and in the second wave."""
    places = _places(before)
    both = [(places[who], there) for who, there in _places(after).items() if who in places]
    here, there = np.array(both, dtype=int).reshape(-1, 2).T
    return here, there


def _places(wave: Wave) -> dict[str, int]:
    people = wave.responses["respondent"].to_numpy(dtype=object)
    return {people[place]: int(place) for place in np.flatnonzero(wave.responses["linked"])}


def _higher_is_better(instrument: Instrument, section: str) -> bool:
    subscale = instrument.subscale(section)
    return instrument.scale_of(subscale).higher_is_better


def _common(before: Wave, after: Wave, by: str | None, *, matched: bool) -> dict[str, Any]:
    caveats = [SHIFT_CAVEATS[after.instrument.rates], NO_CONTROL_CAVEAT]
    if "then" in (before.kind, after.kind):
        caveats.insert(0, THEN_CAVEAT)
    if matched and not can_match(before, after):
        caveats.insert(0, "Anonymous answers cannot be followed and do not count here.")
    if not matched:
        caveats.insert(0, "Nobody is followed here: the difference may be due to who answered.")
    return {
        "question": f"What changed from {before.label} to {after.label}?",
        "keys": ("group", "section", "target"),
        "unit": "people",
        "schools": "n_schools",
        "scope": scope_of(by),
        "parts": ("group",) if by else (),
        "n": min(len(before), len(after)),
        "caveats": tuple(caveats),
        "sources": (before.source, after.source),
        "instrument": after.instrument,
        "facts": {
            "before": before.label,
            "after": after.label,
            "by": by,
            "matched": matched,
        },
    }
