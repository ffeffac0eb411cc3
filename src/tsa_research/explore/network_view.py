"""Exploring who works with whom: controls choose a view and show it; they compute nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from html import escape
from typing import Any

import ipywidgets as widgets

from tsa_research.errors import TsaError
from tsa_research.explore.announcing import Announcer
from tsa_research.explore.controls import COMMON, OneOf, button
from tsa_research.explore.network import NetworkView, view_network
from tsa_research.explore.network_map import NetworkMap
from tsa_research.explore.pages import STYLE, nothing_yet
from tsa_research.explore.saving import Saving
from tsa_research.explore.tie_choosing import (
    EVERY_SCHOOL,
    TieChoice,
    Ties,
    first_choice,
    fitted,
    open_ties,
)

ALL = "All schools"


def explore_network(
    network: str = "example", *, cohort: str = "", alliance: str = ""
) -> widgets.VBox:
    """Return the controls and the view of the ties of a network, ready to be shown.

    Where there are no ties, a page that says what to do takes their place.

    Parameters
    ----------
    network : str
    cohort, alliance : str
        Ids of what is shown first; the first in the data if empty.
    """
    try:
        ties = open_ties(network)
        first = first_choice(ties, cohort=cohort, alliance=alliance)
    except TsaError as error:
        return nothing_yet(error)
    return NetworkExplorer(ties, first).box


class NetworkExplorer:
    """One choice, its controls and its view; every change makes a new choice and shows it.

    Parameters
    ----------
    ties : Ties
    first : TieChoice
        What is shown at the beginning, and after a reset.
    """

    def __init__(self, ties: Ties, first: TieChoice) -> None:
        self.ties, self.first, self.choice = ties, first, first
        self.whose = OneOf("Alliance", lambda key: self.choose(cohort=key[0], alliance=key[1]))
        self.wave = OneOf("Wave", lambda label: self.choose(wave=label))
        self.school = OneOf("School", lambda key: self.choose(school=key))
        self.announcer, self.saving, self.map = Announcer(), Saving(), NetworkMap()
        self.words = widgets.HTML()
        self.map.observe(self._pointed_at, names="chosen")
        self.box = self._laid_out()
        self._show("")

    def choose(self, **changes: Any) -> None:
        """Change the choice and show what it gives; what does not exist becomes what is nearest."""
        choice = fitted(self.ties, replace(self.choice, **changes))
        if choice != self.choice:
            self.choice = choice
            self._show("Changed. ")

    def reset(self) -> None:
        """Go back to the first view."""
        self.choice = self.first
        self._show("Back at the first view. ")

    def _pointed_at(self, change: Mapping[str, Any]) -> None:
        """Follow the map, which knows schools by their titles; a title it cannot know is none."""
        titles = self.ties.schools(self.choice.whose)
        named = {title: key for key, title in titles.items()}
        self.choose(school=named.get(change["new"], EVERY_SCHOOL))
        self.map.chosen = titles.get(self.choice.school, "")

    def _laid_out(self) -> widgets.VBox:
        controls = [control.box for control in (self.whose, self.wave, self.school)]
        for shown in (self.map, self.words):
            shown.add_class("tsa-view")
        box = widgets.VBox(
            [
                widgets.HTML(COMMON + STYLE),
                *controls,
                widgets.HBox([button("Reset", self.reset)]),
                self.saving,
                self.announcer,
                widgets.HBox([self.map, self.words]),
            ]
        )
        box.add_class("tsa-controls")
        box.add_class("tsa-explore")
        return box

    def _show(self, said: str) -> None:
        ties, chosen = self.ties, self.choice
        seen = view_network(ties, chosen)
        with self.saving.hold_sync():  # never what was seen before; the picture takes a moment
            self.saving.csv, self.saving.svg, self.saving.name = seen.csv, "", seen.name
        self.whose.offer(ties.words, chosen.whose)
        self.wave.offer({label: label for label in ties.waves(chosen.whose)}, chosen.wave)
        self.school.offer({EVERY_SCHOOL: ALL, **ties.schools(chosen.whose)}, chosen.school)
        with self.map.hold_sync():
            self.map.picture, self.map.chosen = seen.picture, seen.school
        self.words.value = as_html(seen)
        self.announcer.text = f"{said}{seen.title}. {seen.headline}" if said else ""
        self.saving.svg = seen.svg


def as_html(seen: NetworkView) -> str:
    """Return a view in words as HTML: headline, sentences, table and the line of the report."""
    one = bool(seen.school)
    said = "".join(
        f"<{'li' if one else 'p'}>{escape(sentence)}</{'li' if one else 'p'}>"
        for sentence in seen.sentences
    )
    parts = [
        f"<h2>{escape(seen.title)}</h2><p>{escape(seen.headline)}</p>",
        f"<ul>{said}</ul>" if one and said else said,
    ]
    if len(seen.listed.shown):
        parts.append(seen.table._repr_html_())
    if seen.report_line:
        parts.append(f"<p>The whole report:</p><pre>{escape(seen.report_line)}</pre>")
    return "".join(parts)
