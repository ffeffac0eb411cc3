"""Comparing alliances: controls choose a view and show it; they compute nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import ipywidgets as widgets

from tsa_research.errors import TsaError
from tsa_research.explore.announcing import Announcer
from tsa_research.explore.asking import Key, questions
from tsa_research.explore.choosing import ORDERS, Choice, choices, first_choice, fitted
from tsa_research.explore.controls import Note, OneOf, Several, at_least_one, button
from tsa_research.explore.keeping import Cells, open_cells
from tsa_research.explore.layout import as_html, laid_out
from tsa_research.explore.pages import nothing_yet
from tsa_research.explore.pinning import Pinned
from tsa_research.explore.saving import Saving
from tsa_research.explore.view import view


def compare_alliances(
    network: str = "example", *, instrument: str = "", cohort: str = ""
) -> widgets.VBox:
    """Return the controls and the view of a network, ready to be shown.

    Where there is nothing to compare yet, a page that says what to do takes their place.

    Parameters
    ----------
    network : str
    instrument, cohort : str
        What is shown first; that of which most can be shown if empty.
    """
    try:
        cells = open_cells(network)
        first = first_choice(cells, instrument=instrument, cohort=cohort)
    except TsaError as error:
        return nothing_yet(error)
    return Comparison(cells, first).box


class Comparison:
    """One choice, its controls and its view; every change makes a new choice and shows it.

    Parameters
    ----------
    cells : Cells
    first : Choice
        What is shown at the beginning, and after a reset.
    """

    def __init__(self, cells: Cells, first: Choice) -> None:
        self.cells, self.first, self.choice = cells, first, first
        self.questions = questions(cells)
        self.question = OneOf("Question", self._ask)
        self.cohort = OneOf("Cohort", lambda key: self.choose(cohort=key, alliances=()))
        self.alliances = Several("Alliances", lambda names: self._tick("alliances", names))
        self.waves = Several("Waves", lambda names: self._tick("waves", names))
        self.by = OneOf("Split by", lambda key: self.choose(by=key))
        self.order = OneOf("Order", lambda key: self.choose(order=key))
        self.announcer, self.saving, self.note = Announcer(), Saving(), Note()
        self.now, self.beside = widgets.HTML(), Pinned(self.unpin)
        self.box = self._laid_out()
        self._show("")

    def choose(self, **changes: Any) -> None:
        """Change the choice and show what it gives; what does not exist becomes what is nearest."""
        self.choice = fitted(self.cells, replace(self.choice, **changes))
        self._show("Changed. ")

    def pin(self) -> None:
        """Keep the present view beside those that follow."""
        instead = self.beside.keep(view(self.cells, self.choice))
        self._show(f"This view stays beside the next ones{instead}. ")

    def unpin(self) -> None:
        """Put the view away that was kept."""
        self.beside.clear()
        self._show("No view is pinned any more. ")

    def reset(self) -> None:
        """Go back to the first view, with nothing beside it."""
        self.choice = self.first
        self.beside.clear()
        self._show("Back at the first view. ")

    def _ask(self, key: Key) -> None:
        instrument, section, target = key
        asked: dict[str, Any] = {"instrument": instrument, "section": section, "target": target}
        if instrument != self.choice.instrument:  # other people at other times have answered it
            asked |= {"alliances": (), "waves": ()}
        self.choose(**asked)

    def _tick(self, part: str, names: tuple[str, ...]) -> None:
        self.choose(**{part: names})
        if not names:
            there = getattr(choices(self.cells, self.choice), part)
            self._show("Changed. ", at_least_one(getattr(self.choice, part), there))

    def _laid_out(self) -> widgets.VBox:
        lists = (self.question, self.cohort, self.alliances, self.waves, self.by, self.order)
        buttons = [button("Pin this view", self.pin), button("Reset", self.reset)]
        parts = [control.box for control in lists]
        below = [self.note.box, self.saving, self.announcer]
        return laid_out(parts, buttons, below, [self.now, self.beside.box])

    def _show(self, said: str, note: str = "") -> None:
        there, chosen = choices(self.cells, self.choice), self.choice
        self.question.offer(self.questions, chosen.key)
        self.cohort.offer(there.cohorts, chosen.cohort)
        self.alliances.offer(there.alliances, chosen.alliances)
        self.waves.offer(there.waves, chosen.waves)
        self.by.offer(there.breakdowns, chosen.by)
        self.order.offer(ORDERS, chosen.order)
        seen = view(self.cells, chosen)
        self.now.value = as_html(seen)
        self.saving.csv, self.saving.svg, self.saving.name = seen.csv, seen.svg, seen.name
        self.note.say(note)
        words = " ".join(filter(None, (note, f"{seen.title}.", seen.sentence, seen.base)))
        self.announcer.text = f"{said}{words}" if said else ""
