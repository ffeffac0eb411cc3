"""Two alliances on the strands of the maturity audit: what is chosen, and what is seen of it.

Each side shows what the report on the maturity audit shows of its alliance: the same analysis,
released under the same policy. A side is computed once and kept.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

from tsa_research import charts, numbers, prose, tables
from tsa_research.analyses import stages
from tsa_research.disclosure import release
from tsa_research.explore.answers import Answers, Place
from tsa_research.explore.seen import Drawn
from tsa_research.explore.taking import as_csv
from tsa_research.findings import Release
from tsa_research.html_table import Table
from tsa_research.naming import matching


@dataclass(frozen=True)
class Side:
    """An alliance at the time of a wave."""

    place: Place
    wave: str


@dataclass(frozen=True)
class Pair:
    """What is chosen: both sides, and whom the schools judged (a target's id)."""

    left: Side
    right: Side
    target: str

    @property
    def swapped(self) -> Pair:
        """The same with left and right exchanged."""
        return replace(self, left=self.right, right=self.left)


@dataclass(frozen=True)
class SideView(Drawn):
    """What is seen of one side; everything follows from the release."""

    title: str
    release: Release
    target: str
    most: int
    """Schools at which the axis ends, so that both sides have the same scale."""
    name: str
    """What files with this view are called, without an ending."""
    report_lines: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """At which stage most schools stand."""
        return str(prose.headline(self.release))

    @property
    def base(self) -> str:
        """How many schools are behind the bars."""
        bases = self.release.shown[self.release.base]
        if bases.empty:
            return "Nothing can be shown."
        ends = dict.fromkeys(numbers.count(n) for n in (bases.min(), bases.max()))
        schools = numbers.counted(bases.max(), "schools")
        behind = schools if len(ends) == 1 else f"{numbers.count(bases.min())} to {schools}"
        return f"Base: {behind} that made a statement on a strand."

    @cached_property
    def specification(self) -> dict[str, Any]:
        """The chart, as Vega-Lite."""
        about = self.release.instrument
        title = f"{self.title}: {about.target_label(self.target)}" if about else self.title
        found: dict[str, Any] = charts.stage_spread(
            self.release, title=title, most=self.most
        ).to_dict(validate=False)
        return found

    @cached_property
    def table(self) -> Table:
        """The figures as a table."""
        return tables.display(self.release)

    @property
    def csv(self) -> str:
        """The figures as CSV; no cell is taken for a formula, and hidden rows say so."""
        return as_csv(self.release.table, list(self.release.table))


@dataclass(frozen=True)
class PairView:
    """What is seen of two sides, and what differs."""

    left: SideView
    right: SideView
    difference: str


class Sides:
    """Makes the views of two sides, each once.

    Parameters
    ----------
    answers : Answers
        To a form whose strands are judged in stages.
    """

    def __init__(self, answers: Answers) -> None:
        self.answers = answers
        self.view = lru_cache(maxsize=256)(self._view)
        self._released = lru_cache(maxsize=256)(self._release)
        self._side = lru_cache(maxsize=256)(self._side_view)

    def latest(self, place: Place) -> Side:
        """Return an alliance at the time of its latest wave."""
        return Side(place, self.answers.waves(place)[-1])

    def fitted(self, side: Side) -> Side:
        """Return a side whose wave the alliance has answered: the latest where it has not."""
        return side if side.wave in self.answers.waves(side.place) else self.latest(side.place)

    def _view(self, pair: Pair) -> PairView:
        both = [self._released(side, pair.target) for side in (pair.left, pair.right)]
        most = max((int(found.shown["n"].max()) for found in both if len(found.shown)), default=0)
        left, right = (self._side(side, pair.target, most) for side in (pair.left, pair.right))
        names = _names(self._words(pair.left), self._words(pair.right))
        said = prose.two_sides(*both, names=names, target=pair.target)
        return PairView(left, right, str(said))

    def _release(self, side: Side, target: str) -> Release:
        """Return what the report on an alliance shows of the schools' stages, for one target."""
        study = self.answers.study(side.place)
        wave = self.answers.wave(side.place, side.wave)
        found = release(stages.spread(wave, study.policy), study.policy)
        return found if found.table.empty else found.only(matching(found, target=target))

    def _words(self, side: Side) -> tuple[str, ...]:
        """Return alliance, cohort and wave of a side in words."""
        study = self.answers.study(side.place)
        alliance, cohort = study.roster.alliance_title(study.alliance), study.cohort
        return alliance, study.workspace.cohort_title(cohort), side.wave

    def _side_view(self, side: Side, target: str, most: int) -> SideView:
        return SideView(
            title=", ".join(self._words(side)),
            release=self._released(side, target),
            target=target,
            most=most,
            name="-".join((self.answers.instrument.id, *side.place, _plain(side.wave), target)),
            report_lines=self.answers.report_lines(side.place),
        )


def _names(left: tuple[str, ...], right: tuple[str, ...]) -> tuple[str, str]:
    """Return what a sentence calls two sides: the alliance, and whatever else tells them apart."""
    kept = [
        not place or ours != theirs
        for place, (ours, theirs) in enumerate(zip(left, right, strict=True))
    ]
    ours, theirs = (
        ", ".join(w for w, k in zip(words, kept, strict=True) if k) for words in (left, right)
    )
    return ours, theirs


def _plain(label: str) -> str:
    """Return a label as a part of a file's name."""
    return "".join(letter if letter.isalnum() else "_" for letter in label.lower())
