"""Exploring the gap in trust: controls choose a view and show it; they compute nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import ipywidgets as widgets

from tsa_research.errors import TsaError
from tsa_research.explore.announcing import Announcer
from tsa_research.explore.controls import Note, OneOf, Several, at_least_one, button
from tsa_research.explore.gap_choosing import GapChoice, Gaps
from tsa_research.explore.layout import as_html, laid_out
from tsa_research.explore.pages import nothing_yet
from tsa_research.explore.pinning import Pinned
from tsa_research.explore.saving import Saving


def trust_gap(network: str = "example", *, instrument: str = "", place: str = "") -> widgets.VBox:
    """Return the controls and the view of a network, ready to be shown.

    Where no form with a gap has been answered, a page that says what to do takes their place.

    Parameters
    ----------
    network : str
    instrument : str
        Id of the form that is shown first; the trust survey, or the first there is, if empty.
    place : str
        Cohort and alliance as ids, such as ``2024/tidewright``; the first if empty.
    """
    try:
        gaps = Gaps(network)
        first = gaps.first(instrument, place)
    except TsaError as error:
        return nothing_yet(error)
    return TrustGap(gaps, first).box


class TrustGap:
    """One choice, its controls and its view; every change makes a new choice and shows it.

    Parameters
    ----------
    gaps : Gaps
    first : GapChoice
        What is shown at the beginning, and after a reset.
    """

    def __init__(self, gaps: Gaps, first: GapChoice) -> None:
        self.gaps, self.first, self.choice = gaps, first, first
        self.form = OneOf("Form", lambda key: self.choose(form=key, waves=(), sections=()))
        self.place = OneOf("Alliance", lambda key: self.choose(place=key))
        self.by = OneOf("Split by", lambda key: self.choose(by=key))
        self.waves = Several("Waves", self._date)
        self.sections = Several("Facets", self._ask)
        self.announcer, self.saving, self.note = Announcer(), Saving(), Note()
        self.now, self.beside = widgets.HTML(), Pinned(self.unpin)
        self.box = self._laid_out()
        self._show("")

    def choose(self, **changes: Any) -> None:
        """Change the choice and show what it gives; what does not exist becomes what is nearest."""
        self.choice = self.gaps.fitted(replace(self.choice, **changes))
        self._show("Changed. ")

    def pin(self) -> None:
        """Keep the present view beside those that follow."""
        instead = self.beside.keep(self.gaps.view(self.choice))
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

    def _ask(self, titles: tuple[str, ...]) -> None:
        known = self.gaps.sections(self.choice.form)
        self.choose(sections=tuple(name for name, title in known.items() if title in titles))
        if not titles:
            chosen = [known[name] for name in self.choice.sections]
            self._show("Changed. ", at_least_one(chosen, tuple(known)))

    def _date(self, labels: tuple[str, ...]) -> None:
        self.choose(waves=labels)
        if not labels:
            there = self.gaps.forms[self.choice.form].waves(self.choice.place)
            self._show("Changed. ", at_least_one(self.choice.waves, there))

    def _laid_out(self) -> widgets.VBox:
        controls: list[OneOf | Several] = [self.place, self.by, self.waves, self.sections]
        if len(self.gaps.forms) > 1:
            controls.insert(0, self.form)
        buttons = [button("Pin this view", self.pin), button("Reset", self.reset)]
        below = [self.note.box, self.saving, self.announcer]
        views = [self.now, self.beside.box]
        return laid_out([c.box for c in controls], buttons, below, views)

    def _show(self, said: str, note: str = "") -> None:
        chosen = self.choice
        form, known = self.gaps.forms[chosen.form], self.gaps.sections(chosen.form)
        titles = {name: answers.instrument.title for name, answers in self.gaps.forms.items()}
        self.form.offer(titles, chosen.form)
        self.place.offer(form.titles, chosen.place)
        self.by.offer(self.gaps.splits(chosen.form), chosen.by)
        self.waves.offer(form.waves(chosen.place), chosen.waves)
        self.sections.offer(tuple(known.values()), [known[name] for name in chosen.sections])
        seen = self.gaps.view(chosen)
        self.now.value = as_html(seen)
        self.saving.csv, self.saving.svg, self.saving.name = seen.csv, seen.svg, seen.name
        self.note.say(note)
        words = " ".join(filter(None, (note, f"{seen.title}.", seen.sentence, seen.base)))
        self.announcer.text = f"{said}{words}" if said else ""
