"""Comparing alliances: controls choose a view and show it; they compute nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import ipywidgets as widgets

from tsa_research.errors import TsaError
from tsa_research.explore.announcing import Announcer
from tsa_research.explore.asking import Key, questions
from tsa_research.explore.choosing import ORDERS, Choice, choices, first_choice, fitted
from tsa_research.explore.controls import OneOf, Several, button
from tsa_research.explore.keeping import Cells, open_cells
from tsa_research.explore.layout import as_html, laid_out
from tsa_research.explore.pages import nothing_yet
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
        self.alliances = Several("Alliances", lambda names: self.choose(alliances=names))
        self.waves = Several("Waves", lambda names: self.choose(waves=names))
        self.by = OneOf("Split by", lambda key: self.choose(by=key))
        self.order = OneOf("Order", lambda key: self.choose(order=key))
        self.announcer, self.saving = Announcer(), Saving()
        self.now, self.beside = widgets.HTML(), widgets.HTML()
        self.box = self._laid_out()
        self._show("")

    def choose(self, **changes: Any) -> None:
        """Change the choice and show what it gives; what does not exist becomes what is nearest."""
        self.choice = fitted(self.cells, replace(self.choice, **changes))
        self._show("Changed. ")

    def pin(self) -> None:
        """Keep the present view beside those that follow."""
        self.beside.value = as_html(view(self.cells, self.choice), pinned=True)
        self._show("This view stays beside the next ones. ")

    def reset(self) -> None:
        """Go back to the first view, with nothing beside it."""
        self.choice, self.beside.value = self.first, ""
        self._show("Back at the first view. ")

    def _ask(self, key: Key) -> None:
        instrument, section, target = key
        asked: dict[str, Any] = {"instrument": instrument, "section": section, "target": target}
        if instrument != self.choice.instrument:  # other people at other times have answered it
            asked |= {"alliances": (), "waves": ()}
        self.choose(**asked)

    def _laid_out(self) -> widgets.VBox:
        lists = (self.question, self.cohort, self.alliances, self.waves, self.by, self.order)
        buttons = [button("Pin this view", self.pin), button("Reset", self.reset)]
        parts = [control.box for control in lists]
        below = [self.saving, self.announcer]
        return laid_out(parts, buttons, below, [self.now, self.beside])

    def _show(self, said: str) -> None:
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
        self.announcer.text = f"{said}{seen.title}. {seen.sentence} {seen.base}" if said else ""
