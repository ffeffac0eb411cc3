"""What can be chosen of the ties of a network: whose they are, the wave, and a school."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from tsa_research.alphabet import alphabetical
from tsa_research.analyses.tie_waves import TieWave, tie_waves
from tsa_research.errors import NothingToReportError, UsageError
from tsa_research.record_study import RecordStudy, import_missing, open_records, record_places
from tsa_research.reports.plan import ReportPlan
from tsa_research.reports.planning import plan_network
from tsa_research.roster_parts import read_parts
from tsa_research.workspace import EMBEDDED, Workspace, open_workspace

RECORD, REPORT = "ties", "collaboration_network"
EVERY_SCHOOL = ""
Whose = tuple[str, str]
"""The ids of a cohort and of one of its alliances."""


@dataclass(frozen=True)
class TieChoice:
    """What is seen: the ties of an alliance in one wave, and of one school or of all.

    ``cohort``, ``alliance`` and ``school`` are ids, ``wave`` is a label.
    """

    cohort: str
    alliance: str
    wave: str = ""
    school: str = EVERY_SCHOOL

    @property
    def whose(self) -> Whose:
        """The cohort and the alliance."""
        return self.cohort, self.alliance


@dataclass(frozen=True)
class Ties:
    """The ties of a network, alliance by alliance; each is read when it is first asked for."""

    workspace: Workspace
    network: str
    words: Mapping[Whose, str]
    _studies: dict[Whose, RecordStudy] = field(default_factory=dict, repr=False)

    def study(self, whose: Whose) -> RecordStudy:
        """Return the record of an alliance."""
        if whose not in self._studies:
            cohort, alliance = whose
            found = open_records(self.network, RECORD, cohort=cohort, alliance=alliance)
            self._studies[whose] = found
        return self._studies[whose]

    def waves(self, whose: Whose) -> dict[str, TieWave]:
        """Return the waves of an alliance by label, the earliest first."""
        study = self.study(whose)
        return {wave.label: wave for wave in tie_waves(study.table(RECORD), study.schools)}

    def schools(self, whose: Whose) -> dict[str, str]:
        """Return the titles of the schools of an alliance by id, in the order of the alphabet."""
        own = self.study(whose).schools
        titles = dict(zip(own["school"], own["school_id"], strict=True))
        return {titles[title]: title for title in alphabetical(titles)}

    @cached_property
    def plans(self) -> dict[Whose, ReportPlan]:
        """The reports on ties that can be made, by whose they are."""
        planned = plan_network(self.workspace, self.network)
        return {
            (str(plan.parameters["cohort"]), str(plan.parameters["alliance"])): plan
            for plan in planned
            if plan.notebook.id == REPORT
        }


def open_ties(network: str) -> Ties:
    """Return what can be seen of the ties of a network.

    Raises
    ------
    NothingToReportError
        If no school has said yet with whom it works.
    """
    workspace = open_workspace(network)
    if network in EMBEDDED:
        import_missing(workspace)
    words = _words(workspace)
    if not words:
        raise _nothing(workspace)
    return Ties(workspace, network, words)


def first_choice(ties: Ties, *, cohort: str = "", alliance: str = "") -> TieChoice:
    """Return the choice to begin with: the first in the data, or the first of what is asked for.

    Raises
    ------
    UsageError
        If no ties are there for the cohort or the alliance; the message lists those that are.
    """
    cohort, alliance = str(cohort), str(alliance)  # papermill takes 2025 for a number
    found = [
        whose for whose in ties.words if cohort in ("", whose[0]) and alliance in ("", whose[1])
    ]
    if not found:
        raise UsageError(
            "No school here has said yet with whom it works.",
            where=f"cohort {cohort or '(any)'}, alliance {alliance or '(any)'}",
            expected="one of " + "; ".join(f"cohort {c}, alliance {a}" for c, a in ties.words),
            got="nothing",
            next_step="Leave cohort and alliance empty to begin with the first that has ties.",
        )
    return fitted(ties, TieChoice(*found[0]))


def fitted(ties: Ties, choice: TieChoice) -> TieChoice:
    """Return a choice of which every part exists: the latest wave, and all schools, otherwise."""
    if choice.whose not in ties.words:
        return first_choice(ties)
    waves = list(ties.waves(choice.whose))
    return replace(
        choice,
        wave=choice.wave if choice.wave in waves else waves[-1],
        school=choice.school if choice.school in ties.schools(choice.whose) else EVERY_SCHOOL,
    )


def _words(workspace: Workspace) -> dict[Whose, str]:
    parts = read_parts(workspace)
    titles = dict(zip(parts.alliances["alliance_id"], parts.alliances["title"], strict=True))
    return {
        (cohort.id, place.alliance): f"{titles[place.alliance]}, {cohort.title}"
        for cohort in workspace.cohorts
        for place in record_places(workspace, parts, (RECORD,), cohort=cohort.id)
    }


def _nothing(workspace: Workspace) -> NothingToReportError:
    return NothingToReportError(
        f"No school of {workspace.title} has said yet with whom it works.",
        where=str(workspace.folder),
        expected=f"rows in records/{RECORD}.csv",
        got="none in the store",
        next_step=f"Fill in the file and run: tsa import --network {workspace.folder}",
    )
