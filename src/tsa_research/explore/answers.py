"""The answers to one form, alliance by alliance: each is opened once and kept in memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from tsa_research.alphabet import alphabetical
from tsa_research.errors import NothingToReportError, UsageError, nearest
from tsa_research.explore.seen import report_lines
from tsa_research.reports.plan import ReportPlan
from tsa_research.reports.planning import plan_network
from tsa_research.roster_parts import read_parts
from tsa_research.schemas.model import Instrument
from tsa_research.study import Study, declared_slices, open_study
from tsa_research.wave_import import import_network
from tsa_research.waves import Wave
from tsa_research.workspace import EMBEDDED, Workspace, open_workspace

Place = tuple[str, str]
"""A cohort and an alliance, as ids."""


@dataclass(frozen=True)
class Answers:
    """Who has answered a form, and what they have answered."""

    workspace: Workspace
    network: str
    instrument: Instrument
    titles: dict[Place, str]
    """Cohort and alliance in words, in the order in which they are offered."""
    _studies: dict[Place, Study] = field(default_factory=dict, repr=False)

    def study(self, place: Place) -> Study:
        """Return the answers of an alliance."""
        if place not in self._studies:
            cohort, alliance = place
            self._studies[place] = open_study(
                self.network, self.instrument.id, cohort=cohort, alliance=alliance
            )
        return self._studies[place]

    def waves(self, place: Place) -> tuple[str, ...]:
        """Return the labels of the waves that an alliance has answered, the earliest first."""
        return tuple(wave.label for wave in self.study(place).waves)

    def wave(self, place: Place, label: str) -> Wave:
        """Return a wave by its label."""
        return next(wave for wave in self.study(place).waves if wave.label == label)

    def place(self, asked: str, otherwise: int = 0) -> Place:
        """Return the place with this cohort and alliance ("2024/tidewright"), or one by number.

        Raises
        ------
        UsageError
            If it has not answered; the message lists those that have.
        """
        known = {"/".join(place): place for place in self.titles}
        if not asked:
            return list(self.titles)[min(otherwise, len(self.titles) - 1)]
        if asked not in known:
            raise UsageError(
                f"{asked} has not answered the {self.instrument.title.lower()}.",
                expected=", ".join(known),
                got=asked,
                next_step=nearest(asked, known),
            )
        return known[asked]

    def report_lines(self, place: Place) -> tuple[str, ...]:
        """Return the commands that make the reports on an alliance."""
        cohort, alliance = place
        return report_lines(
            self._plans, self.network, self.instrument.id, cohort=cohort, alliances=(alliance,)
        )

    @cached_property
    def _plans(self) -> tuple[ReportPlan, ...]:
        return plan_network(self.workspace, self.network)


def open_answers(network: str, instrument: str) -> Answers:
    """Return the answers to a form.

    Raises
    ------
    NothingToReportError
        If nobody has answered it.
    """
    workspace = open_workspace(network)
    if network in EMBEDDED:
        import_network(workspace)
    declared = workspace.instrument(instrument)
    titles = _titles(workspace, instrument)
    if not titles:
        raise NothingToReportError(
            f"{workspace.title} has no answers to the {declared.title.lower()} yet.",
            where=str(workspace.folder),
            expected=f"answers to the {declared.title.lower()} of at least one alliance",
            got="none in the store",
            next_step="Import the answers first: tsa import FILE --network FOLDER",
        )
    return Answers(workspace, network, declared, titles)


def _titles(workspace: Workspace, instrument: str) -> dict[Place, str]:
    records = read_parts(workspace).alliances
    alliances = dict(zip(records["alliance_id"], records["title"], strict=True))
    stored = {(s.cohort, s.alliance) for s in declared_slices(workspace, instrument)}
    words = {
        (cohort, alliance): f"{workspace.cohort_title(cohort)}: {alliances.get(alliance, alliance)}"
        for cohort, alliance in stored
    }
    order = {title: place for place, title in enumerate(alphabetical(words.values()))}
    return dict(sorted(words.items(), key=lambda entry: order[entry[1]]))
