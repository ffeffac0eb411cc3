"""What can be asked of the figures of a network, and what was chosen."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from tsa_research.errors import UsageError, nearest
from tsa_research.explore.asking import Key, question
from tsa_research.explore.cells import WHOLE
from tsa_research.explore.keeping import Cells

ORDERS = {"listed": "As listed", "best": "Most favourable first", "worst": "Least favourable first"}
MOST_ALLIANCES = 12
"""As many alliances as a view begins with; more can be chosen."""


@dataclass(frozen=True)
class Choice:
    """One view: a section of a form, or a measure of a record, in a cohort; and what is seen of it.

    Parameters
    ----------
    instrument, section, target, cohort : str
        Ids; ``target`` is empty where the form has none. For a record, ``instrument`` is its id
        and ``section`` that of the measure.
    alliances, waves : tuple of str
        Titles and labels, in the order in which they are shown.
    by : str
        Empty for whole alliances, else ``school``, ``phase`` or a group question of the form.
    order : str
        One of :data:`ORDERS`.
    """

    instrument: str
    section: str
    target: str
    cohort: str
    alliances: tuple[str, ...]
    waves: tuple[str, ...]
    by: str = WHOLE
    order: str = "listed"

    @property
    def key(self) -> Key:
        """What is asked."""
        return self.instrument, self.section, self.target


@dataclass(frozen=True)
class Choices:
    """What can be chosen, given what is chosen already: values, each with its words."""

    cohorts: dict[str, str]
    alliances: tuple[str, ...]
    waves: tuple[str, ...]
    breakdowns: dict[str, str]


def first_choice(cells: Cells, *, instrument: str = "", cohort: str = "") -> Choice:
    """Return a choice that shows something: the form and cohort asked for.

    Where none is asked for, it is the form of which most can be shown, and its first cohort.

    Raises
    ------
    UsageError
        If nothing is there for the form or the cohort.
    """
    forms, shown = cells.table["instrument"], cells.table["state"] == "shown"
    most = forms[shown].mode() if shown.any() else forms
    form = _known(cells.table, "instrument", instrument or most.iloc[0])
    row = _known(form, "cohort", cohort or form["cohort"].iloc[0]).iloc[0]
    asked = (row["instrument"], row["section"], row["target"], row["cohort"])
    return fitted(cells, Choice(*asked, alliances=(), waves=()))


def _known(table: pd.DataFrame, column: str, wanted: str) -> pd.DataFrame:
    """Return the rows with this value, or refuse one that there is not."""
    known = list(dict.fromkeys(table[column]))
    if wanted not in known:
        raise UsageError(
            f"There is nothing to compare for {column} {wanted}.",
            expected=", ".join(known),
            got=wanted,
            next_step=nearest(wanted, known),
        )
    return table.loc[table[column] == wanted]


def fitted(cells: Cells, choice: Choice) -> Choice:
    """Return a choice of which every part exists, as near to the given one as can be."""
    own = cells.outline.loc[cells.outline["instrument"] == choice.instrument]
    cohorts = list(dict.fromkeys(own["cohort"]))
    cohort = choice.cohort if choice.cohort in cohorts else cohorts[0]
    there = choices(cells, replace(choice, cohort=cohort))
    alliances = tuple(name for name in there.alliances if name in choice.alliances)
    waves = tuple(name for name in there.waves if name in choice.waves)
    return replace(
        choice,
        cohort=cohort,
        alliances=alliances or there.alliances[:MOST_ALLIANCES],
        waves=waves or there.waves,
        by=choice.by if choice.by in there.breakdowns else WHOLE,
        order=choice.order if choice.order in ORDERS else "listed",
    )


def choices(cells: Cells, choice: Choice) -> Choices:
    """Return what can be chosen beside a form and a cohort."""
    outline = cells.outline
    own = outline.loc[outline["instrument"] == choice.instrument]
    cohorts = {key: cells.workspace.cohort_title(key) for key in dict.fromkeys(own["cohort"])}
    own = own.loc[own["cohort"] == choice.cohort]
    titles = question(cells, choice.key).breakdowns
    declared = [wave.label for wave in cells.workspace.waves_of(choice.instrument)]
    stored = dict.fromkeys(own["wave"])
    return Choices(
        cohorts=cohorts,
        alliances=tuple(dict.fromkeys(own["alliance"])),
        waves=tuple(label for label in dict.fromkeys(declared or stored) if label in stored),
        breakdowns={key: titles[key] for key in dict.fromkeys(own["by"])},
    )
