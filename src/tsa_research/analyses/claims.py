"""Can the figures that a report prints be right?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import pandas as pd

from tsa_research.analyses.claim_comparisons import WANTED, check_arrow, check_comparison
from tsa_research.analyses.claim_means import check_mean, check_span, single_means
from tsa_research.analyses.claim_relations import Book, check_relation
from tsa_research.analyses.claim_shares import check_count, check_share, miscopied
from tsa_research.analyses.claim_table import Claim, Relation
from tsa_research.analyses.claim_verdicts import NOT_CHECKABLE, VERDICTS, Verdict, combined
from tsa_research.findings import Finding

QUESTION = "Can the figures that are printed be right?"
METHOD = (
    "Every figure is held against its own count, base and scale and against the other figures that "
    "it must follow from, in exact arithmetic. A rounded figure stands for every number that is "
    "printed so: halves rounded up, to the even digit or down, or further digits cut off. A base "
    "may be smaller than the number of people who returned a form, never larger."
)
CAVEATS = (
    "A verdict is about the arithmetic of what is printed. That a figure is consistent does not "
    "make it true, and one that cannot be right may be a slip of the pen.",
    "Of words only the direction is judged, not whether a rise is “significant” or “far” enough.",
    "What a figure must follow from was entered by hand; a wrong entry makes a wrong verdict.",
)
NO_FIGURES = "no other printed figure bears on it."
NOTHING = "No printed figure has this verdict."
NO_TABLE = "No table of printed figures is kept here."
COLUMNS = ("id", "case", "locator", "printed", "verdict", "reason", "n_checks")


def judge_claims(claims: Sequence[Claim]) -> dict[str, Verdict]:
    """Judge every figure of a table.

    Parameters
    ----------
    claims : sequence of Claim
        Their order changes nothing. Every id that a relation names is among them.

    Returns
    -------
    dict
        Id to verdict, in the order given.
    """
    books = _Books(claims)
    return {claim.id: _judge(claim, books) for claim in claims}


class _Books:
    """The figures of a table by id, by case and by set of answers, in the order of their ids."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        self.by_id = {claim.id: claim for claim in claims}
        self.by_case: defaultdict[str, list[Claim]] = defaultdict(list)
        self.by_survey: defaultdict[tuple[str, str, int | None], list[Claim]] = defaultdict(list)
        for _, claim in sorted(self.by_id.items()):
            self.by_case[claim.case].append(claim)
            self.by_survey[claim.case, claim.survey, claim.base].append(claim)
        self.means = {key: single_means(survey) for key, survey in self.by_survey.items()}


def _judge(claim: Claim, books: _Books) -> Verdict:
    if miscopied(claim):
        reason = f"“{claim.printed}” is not the {claim.count} in the column count."
        return Verdict(NOT_CHECKABLE, reason)
    answers = (claim.case, claim.survey, claim.base)
    share = check_share(claim, books.by_survey[answers], books.by_case[claim.case])
    mean = check_mean(claim, books.means[answers])
    own = [share or check_count(claim), mean, check_span(claim)]
    found = [verdict for verdict in own if verdict is not None]
    related = (part for part in claim.relation if part.word != "share")
    found += [_related(claim, part, books.by_id) for part in related]
    return combined(claim.kind, found) if found else Verdict(NOT_CHECKABLE, _lacking(claim))


def _related(claim: Claim, relation: Relation, book: Book) -> Verdict:
    if relation.word == "arrow":
        return check_arrow(claim, relation, book)
    if relation.word in WANTED:
        return check_comparison(claim, relation, book)
    return check_relation(claim, relation, book)


def _lacking(claim: Claim) -> str:
    """Say what is missing: in the words of the note, or by the kind of the figure."""
    if claim.note.startswith("missing:"):
        return f"Not printed: {claim.note.removeprefix('missing:').strip()}."
    if claim.kind == "percent":
        return "Not printed: how many people stand behind it."
    if claim.kind == "mean":
        return "Not printed: the scale and how many people stand behind it."
    if claim.kind.endswith("in_words") or claim.kind == "rank":
        return "These are words, and the figures behind them are not named."
    return f"It stands alone: {NO_FIGURES}"


def claims(table: Sequence[Claim], *, source: str, verdict: str = "") -> Finding:
    """Say of every printed figure whether it can be right.

    Parameters
    ----------
    table : sequence of Claim
        As from ``claim_table.read_claims``.
    source : str
        Name of the table, for the list of sources.
    verdict : str
        Only the figures with this verdict, one of ``claim_verdicts.VERDICTS``; all by default.

    Returns
    -------
    Finding
        Kind ``claims``: ``id``, ``case``, ``locator``, ``printed``, ``verdict`` (one of
        ``claim_verdicts.VERDICTS``), ``reason``, and ``n_checks``, how often the figure was
        held against something. About no person: scope ``public``.
    """
    verdicts = judge_claims(table)
    wanted = (verdict,) if verdict else VERDICTS
    rows = [_row(claim, verdicts[claim.id]) for claim in table if verdicts[claim.id].kind in wanted]
    return _finding(
        "claims",
        f"Printed figures: {verdict}" if verdict else "Printed figures, judged",
        pd.DataFrame(rows, columns=list(COLUMNS)),
        COLUMNS[:-1],
        (),
        base="n_checks",
        unit="checks",
        n=len(rows),
        source=source,
    )


def _row(claim: Claim, verdict: Verdict) -> tuple[str | int, ...]:
    about = (claim.id, claim.case, claim.place, claim.printed)
    return (*about, verdict.kind, verdict.reason, verdict.checks)


def verdicts_by_case(table: Sequence[Claim], *, source: str) -> Finding:
    """Count the verdicts of each case.

    Returns
    -------
    Finding
        Kind ``verdicts``: ``case``, ``verdict``, ``count``, and ``n``, the figures of the case.
        Every case has a row for every verdict.
    """
    judged = judge_claims(table)
    cases = list(dict.fromkeys(claim.case for claim in table))
    kinds = {case: [judged[c.id].kind for c in table if c.case == case] for case in cases}
    rows = [
        (case, verdict, kinds[case].count(verdict), len(kinds[case]))
        for case in cases
        for verdict in VERDICTS
    ]
    frame = pd.DataFrame(rows, columns=["case", "verdict", "count", "n"])
    title = "Verdicts on printed figures, by case"
    return _finding(
        "verdicts",
        title,
        frame,
        ("case", "verdict"),
        ("count",),
        n=len(table),
        source=source,
        nothing=NO_TABLE,
    )


def _finding(
    kind: str,
    title: str,
    table: pd.DataFrame,
    keys: tuple[str, ...],
    values: tuple[str, ...],
    *,
    n: int,
    source: str,
    base: str = "n",
    unit: str = "figures",
    nothing: str = NOTHING,
) -> Finding:
    return Finding(
        kind=kind,
        question=QUESTION,
        title=title,
        table=table,
        keys=keys,
        values=values,
        base=base,
        unit=unit,
        scope="public",
        n=n,
        method=METHOD,
        caveats=CAVEATS,
        sources=(source,),
        facts={"nothing": nothing},
    )
