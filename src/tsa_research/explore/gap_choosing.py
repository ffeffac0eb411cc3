"""What can be chosen of the gap between own school and alliance, and the views of what was chosen.

The gap of an alliance in a wave is computed once, for all splits together, and kept; so is
every view.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from tsa_research.analyses.gap import has_gap
from tsa_research.errors import NothingToReportError, UsageError, nearest
from tsa_research.explore.answers import Answers, Place, open_answers
from tsa_research.explore.asking import breakdown_titles
from tsa_research.explore.cells import WHOLE
from tsa_research.explore.gap_cells import gaps_of, splits
from tsa_research.explore.gap_view import TITLES, GapView, gap_release, gap_title
from tsa_research.explore.keeping import open_cells
from tsa_research.explore.making import phases_of
from tsa_research.findings import Release
from tsa_research.study import declared_slices
from tsa_research.wave_import import import_network
from tsa_research.workspace import EMBEDDED, open_workspace

FIRST = "trust_survey"
"""The form that is offered first."""


@dataclass(frozen=True)
class GapChoice:
    """One view: a form, an alliance (cohort and id), and what is to be seen of its gap.

    Parameters
    ----------
    form : str
        Id.
    place : tuple of str
    waves, sections : tuple of str
        Labels and ids, in the order in which they are shown.
    by : str
        Empty for the whole alliance, else a group question of the form, or ``school``.
    """

    form: str
    place: Place
    waves: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    by: str = WHOLE


class Gaps:
    """The forms of a network that have a gap, and the views of them.

    Parameters
    ----------
    network : str

    Raises
    ------
    NothingToReportError
        If no such form has been answered.
    """

    def __init__(self, network: str) -> None:
        self.forms = _open_forms(network)
        self._cells = open_cells(network)
        self._phases = phases_of(self._cells.workspace)
        self.view = lru_cache(maxsize=256)(self._view)
        self._found = lru_cache(maxsize=256)(self._gaps)

    def first(self, form: str = "", place: str = "") -> GapChoice:
        """Return a choice that shows something: the latest wave of a whole alliance.

        Raises
        ------
        UsageError
            If the form has no gap, or the alliance has not answered it.
        """
        if form and form not in self.forms:
            raise UsageError(
                f"There is no gap to be seen in {form}.",
                expected=", ".join(self.forms),
                got=form,
                next_step=nearest(form, self.forms),
            )
        form = form or next(iter(self.forms))
        return self.fitted(GapChoice(form, self.forms[form].place(place)))

    def fitted(self, choice: GapChoice) -> GapChoice:
        """Return a choice of which every part exists, as near to the given one as can be."""
        form = self.forms[choice.form]
        place = choice.place if choice.place in form.titles else form.place("")
        there, asked = form.waves(place), self.sections(choice.form)
        sections = tuple(name for name in asked if name in choice.sections)
        return replace(
            choice,
            place=place,
            waves=tuple(label for label in there if label in choice.waves) or there[-1:],
            sections=sections or tuple(asked),
            by=choice.by if choice.by in splits(form.instrument) else WHOLE,
        )

    def sections(self, form: str) -> dict[str, str]:
        """Return the sections that have a mean, with their titles."""
        parts = self.forms[form].instrument.subscales
        return {part.id: part.title for part in parts if part.aggregate == "mean"}

    def splits(self, form: str) -> dict[str, str]:
        """Return what the gap can be split by, in words."""
        instrument = self.forms[form].instrument
        titles = breakdown_titles(instrument) | TITLES
        return {by: titles[by] for by in splits(instrument)}

    def _view(self, choice: GapChoice) -> GapView:
        form = self.forms[choice.form]
        found = {w: self._found(choice.form, choice.place, w)[choice.by] for w in choice.waves}
        policy = form.study(choice.place).policy
        released = gap_release(found, by=choice.by, sections=choice.sections, policy=policy)
        known = self.sections(choice.form)
        facets = (
            [known[name] for name in choice.sections] if len(choice.sections) < len(known) else []
        )
        place = form.study(choice.place).title
        return GapView(
            title=gap_title(form.instrument, place, choice.waves, facets=facets, by=choice.by),
            name="-".join(filter(None, ("gap", choice.form, *choice.place, choice.by))),
            release=released,
            report_lines=form.report_lines(choice.place),
        )

    def _gaps(self, form: str, place: Place, label: str) -> dict[str, Release]:
        answers = self.forms[form]
        wave = answers.wave(place, label)
        return gaps_of(answers.study(place), wave, self._cells, self._phases)


def _open_forms(network: str) -> dict[str, Answers]:
    """Return the answers to every form that has a gap, the trust survey first."""
    workspace = open_workspace(network)
    if network in EMBEDDED:
        import_network(workspace)
    stored = dict.fromkeys(place.instrument for place in declared_slices(workspace))
    forms = [name for name in stored if has_gap(workspace.instrument(name))]
    if not forms:
        raise NothingToReportError(
            f"{workspace.title} has no answers in which a gap could be seen yet.",
            where=str(workspace.folder),
            expected="answers to a form that asks the same about two targets: the trust survey",
            got="none in the store",
            next_step="Import the answers first: tsa import FILE --network FOLDER",
        )
    return {name: open_answers(network, name) for name in sorted(forms, key=lambda n: n != FIRST)}
