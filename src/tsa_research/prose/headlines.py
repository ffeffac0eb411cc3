"""From a release to its headline: picks the words by the kind of the result."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from tsa_research.findings import NO_ANSWERS, Release, require_release
from tsa_research.naming import capital, matching
from tsa_research.prose import (
    answers,
    changes,
    chosen,
    coaching,
    collaboration,
    comparison,
    engagement,
    figures,
    gap_tasks,
    groups,
    members,
    practice,
    promises,
    pupils,
    stages,
    themes,
)
from tsa_research.prose.sentence import Sentence

Writer = Callable[[Release, pd.DataFrame], str]
"""Takes a release that holds only the wanted rows, and those of them that are shown."""

NOBODY = "Nobody has answered this yet."

WRITERS: dict[str, Writer] = {
    "books": answers.books,
    "record_books": answers.books,
    "response": answers.response,
    "bounds": answers.bounds,
    "distribution": answers.distribution,
    "favourable": answers.favourable,
    "needs": answers.needs,
    "sections": answers.sections,
    "comparison": comparison.comparison,
    "compared_shares": comparison.shares,
    "reliability": answers.reliability,
    "items": answers.items,
    "clustering": answers.clustering,
    "compare": answers.compare,
    "gap": changes.gap,
    "change": changes.change,
    "change_unmatched": changes.change_unmatched,
    "movement": changes.movement,
    "statements": stages.statements,
    "stage_spread": stages.spread,
    "stage_movement": stages.movement,
    "stage_summary": stages.summary,
    "priorities": stages.priorities,
    "agreement": stages.agreement,
    "claims": figures.claims,
    "verdicts": figures.verdicts,
    "ticked": chosen.ticked,
    "ranked": chosen.first,
    "comments": chosen.comments,
    "coding": themes.coding,
    "themes": themes.themes,
    "theme_agreement": themes.theme_agreement,
    "cycles": practice.cycles,
    "endings": practice.endings,
    "steps": practice.steps,
    "taking_part": practice.taking_part,
    "promises": promises.promises,
    "consents": promises.consents,
    "coached": coaching.coached,
    "action_steps": coaching.action_steps,
    "outcomes": coaching.outcomes,
    "how_soon": coaching.how_soon,
    "met_by": coaching.met_by,
    "coverage": coaching.coverage,
    "see_name_do": coaching.see_name_do,
    "elements_written": coaching.elements_written,
    "days": coaching.days,
    "reported": coaching.reported,
    "who_found": engagement.who_found,
    "engagement_moved": engagement.moved,
    "gap_tasks": gap_tasks.gap_tasks,
    "protocol": practice.protocol,
    "protocol_steps": practice.protocol_steps,
    "progress": pupils.progress,
    "progress_means": pupils.progress_means,
    "progress_rest": pupils.against_the_rest,
    "as_expected": pupils.as_expected,
    "without_base": pupils.without_base,
    "trajectories": pupils.trajectories,
    "grades": pupils.grades,
    "points_graded": pupils.points_graded,
    "network": collaboration.network,
    "tied_schools": collaboration.tied_schools,
    "ties": collaboration.ties,
    "tie_partners": collaboration.tie_partners,
    "tie_changes": collaboration.tie_changes,
    "consensus": groups.consensus,
    "contrast": groups.contrast,
    "action_points": groups.action_points,
    "agenda": groups.agenda,
    "leaning": members.leaning,
    "shifts": members.shifts,
    "ideal": members.ideal,
    "follow_up": members.follow_up,
    "rest": answers.rest,
}


def headline(release: Release, **wanted: str) -> Sentence:
    """Answer the question of a release in a sentence or two.

    Parameters
    ----------
    release : Release
    **wanted : str
        Keep to the rows with these keys, such as ``section="trust"`` or
        ``target="alliance_colleagues"``: the headline chosen beforehand.

    Returns
    -------
    Sentence
        If every row is hidden, it says so; if nobody answered, it says that.

    Raises
    ------
    TypeError
        If anything but a release was passed.
    UsageError
        If no row has a wanted key.
    """
    release = require_release(release)
    if release.table.empty:
        return Sentence(_nothing_at_all(release))
    rows = matching(release, **wanted)
    shown = rows.loc[rows["state"] == "shown"]
    if shown.empty:
        return Sentence(_nothing_shown(release, rows))
    return Sentence(WRITERS[release.kind](release.only(rows), shown.drop(columns="state")))


def headlines(*releases: Release) -> Sentence:
    """Say one sentence for each release that has rows, and nothing for the others.

    Raises
    ------
    TypeError
        If anything but a release was passed.
    """
    filled = [release for release in releases if not require_release(release).table.empty]
    return Sentence(" ".join(headline(release) for release in filled))


def _nothing_at_all(release: Release) -> str:
    said = NOBODY if release.nobody == NO_ANSWERS else f"{capital(release.nobody)} yet."
    return str(release.facts.get("nothing", said))


def _nothing_shown(release: Release, rows: pd.DataFrame) -> str:
    if (rows["state"] == "hidden").any():
        return f"These figures are hidden to protect small groups: {reason_of(release.rule)}."
    if release.nobody != NO_ANSWERS:
        return f"{capital(release.nobody)}."
    return NOBODY


def reason_of(rule: str) -> str:
    """Return the condition of a rule by which figures are hidden, to stand inside a sentence.

    >>> reason_of("Hidden where there are fewer than 5 people.")
    'fewer than 5 people'
    """
    return rule.removeprefix("Hidden where there are ").rstrip(".")
