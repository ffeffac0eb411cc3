"""Two alliances side by side: controls choose the sides and show them; they compute nothing."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import Any

import ipywidgets as widgets

from tsa_research import numbers
from tsa_research.errors import NothingToReportError, TsaError, UsageError, nearest
from tsa_research.explore.announcing import Announcer
from tsa_research.explore.answers import Answers, Place, open_answers
from tsa_research.explore.controls import OneOf, button
from tsa_research.explore.layout import as_html, laid_out
from tsa_research.explore.pages import nothing_yet
from tsa_research.explore.saving import Saving
from tsa_research.explore.sides import Pair, Side, Sides, SideView
from tsa_research.explore.strands import FORM

SIDES = ("left", "right")


def two_alliances(
    network: str = "example", *, left: str = "", right: str = "", target: str = ""
) -> widgets.VBox:
    """Return the controls and both sides, ready to be shown.

    Where fewer than two alliances have answered the maturity audit, or one asked for is not there,
    a page that says what to do takes their place.

    Parameters
    ----------
    network : str
    left, right : str
        Cohort and alliance as ids, such as ``2024/tidewright``; the first two if empty.
    target : str
        Whom the schools judged (an id); the first of the form if empty.
    """
    try:
        answers = open_answers(network, FORM)
        sides, about = Sides(answers), _about(answers, target)
        one, other = answers.place(left), answers.place(right, 1)
        _check_two(answers)
        first = Pair(sides.latest(one), sides.latest(other), about)
    except TsaError as error:
        return nothing_yet(error)
    return TwoAlliances(sides, first).box


def _about(answers: Answers, asked: str) -> str:
    """Return the id of the target asked for, or of the first of the form."""
    known = [target.id for target in answers.instrument.targets]
    if asked and asked not in known:
        raise UsageError(
            f"The {answers.instrument.title.lower()} does not ask about {asked}.",
            where="target",
            expected=", ".join(known),
            got=asked,
            next_step=nearest(asked, known),
        )
    return asked or known[0]


def _check_two(answers: Answers) -> None:
    """Refuse to hold an alliance against itself."""
    if len(answers.titles) < 2:
        form = answers.instrument.title.lower()
        raise NothingToReportError(
            "A second alliance is needed to compare.",
            where=str(answers.workspace.folder),
            expected=f"answers to the {form} of at least two alliances",
            got=f"those of {numbers.listed(list(answers.titles.values()))} alone",
            next_step="Import the answers of another: tsa import FILE --network FOLDER. "
            f"What there is of one alliance is in its report: tsa report {FORM}",
        )


class TwoAlliances:
    """Two sides and their controls; every change makes a new pair and shows it.

    Parameters
    ----------
    sides : Sides
    first : Pair
        What is shown at the beginning, and after a reset.
    """

    def __init__(self, sides: Sides, first: Pair) -> None:
        self.sides, self.first, self.pair = sides, first, first
        self.alliance = {side: OneOf(f"{side.capitalize()} alliance", self._move(side))
                         for side in SIDES}  # fmt: skip
        self.wave = {side: OneOf(f"{side.capitalize()} wave", self._date(side)) for side in SIDES}
        self.target = OneOf("Judged about", lambda key: self.choose(target=key))
        self.announcer = Announcer()
        self.difference = widgets.HTML()
        self.seen = {side: widgets.HTML() for side in SIDES}
        self.saving = {side: Saving(whose=side) for side in SIDES}
        self.box = self._laid_out()
        self._show("")

    def choose(self, **changes: Any) -> None:
        """Change the pair and show it."""
        self.pair = replace(self.pair, **changes)
        self._show("Changed. ")

    def swap(self) -> None:
        """Exchange left and right."""
        self.pair = self.pair.swapped
        self._show("Left and right are exchanged. ")

    def reset(self) -> None:
        """Go back to the first pair."""
        self.pair = self.first
        self._show("Back at the first view. ")

    def _move(self, side: str) -> Any:
        """Return what follows when another alliance is chosen: it keeps the wave if it has it."""

        def chosen(place: Place) -> None:
            before: Side = getattr(self.pair, side)
            self.choose(**{side: self.sides.fitted(Side(place, before.wave))})

        return chosen

    def _date(self, side: str) -> Any:
        def chosen(wave: str) -> None:
            before: Side = getattr(self.pair, side)
            self.choose(**{side: replace(before, wave=wave)})

        return chosen

    def _laid_out(self) -> widgets.VBox:
        controls = [c.box for side in SIDES for c in (self.alliance[side], self.wave[side])]
        buttons = [button("Swap", self.swap), button("Reset", self.reset)]
        below = [self.announcer, self.difference]
        views = [widgets.VBox([self.seen[side], self.saving[side]]) for side in SIDES]
        return laid_out([*controls, self.target.box], buttons, below, views)

    def _show(self, said: str) -> None:
        answers, pair = self.sides.answers, self.pair
        labels = {target.id: target.label.capitalize() for target in answers.instrument.targets}
        self.target.offer(labels, pair.target)
        view = self.sides.view(pair)
        for side in SIDES:
            chosen: Side = getattr(pair, side)
            waves = reversed(answers.waves(chosen.place))
            self.alliance[side].offer(answers.titles, chosen.place)
            self.wave[side].offer({wave: wave for wave in waves}, chosen.wave)
            self._show_side(side, getattr(view, side))
        self.difference.value = f"<h2>What differs</h2><p>{escape(view.difference)}</p>"
        names = f"Left: {view.left.title}. Right: {view.right.title}. "
        self.announcer.text = f"{said}{names}{view.difference}" if said else ""

    def _show_side(self, side: str, seen: SideView) -> None:
        self.seen[side].value = as_html(seen, head=f"{side.capitalize()}: ")
        saving = self.saving[side]
        saving.csv, saving.svg, saving.name = seen.csv, seen.svg, seen.name
