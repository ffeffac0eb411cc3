"""What an analysis returns (`Finding`) and what may be shown (`Release`).

A finding holds everything that was computed. Nothing draws, prints or saves it: charts,
tables and sentences take a release, and only :mod:`tsa_research.disclosure` makes one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import pandas as pd

    from tsa_research.schemas.model import Instrument

Scope = Literal["group", "members", "alliance", "statement", "schools", "theme", "public"]
State = Literal["shown", "hidden", "none"]

NO_ANSWERS = "no answers"
"""What is said of a row that nobody is behind, where an analysis has no better word."""

SEAL = object()
"""Held by ``disclosure.py`` alone; a test parses the imports to keep it so."""


@dataclass(frozen=True)
class Finding:
    """The answer to one question, with the number of units behind every row.

    Parameters
    ----------
    kind : str
        The analysis that made it, such as ``"change"``: picks the sentence.
    question : str
        In the words of a head teacher.
    title : str
        Caption of the table.
    table : DataFrame
        One row per estimate, in the order of the form or of the alphabet.
    keys : tuple of str
        Columns that say what a row is about. They are never hidden.
    values : tuple of str
        Columns that are hidden together with ``base`` when the row must be.
    base : str
        The column that counts the units behind the row.
    unit : str
        What is counted, in the plural: ``people``, ``judges``, ``schools``.
    scope : "group", "members", "alliance", "statement", "schools", "theme" or "public"
        Which threshold guards the rows: people in a group inside an alliance, members of a
        group who read about themselves in broad words, people in a whole alliance, judges behind
        a school's statement, schools whose statements are counted, people who wrote of a theme,
        or rows that are about no person.
    parts : tuple of str
        Key columns that split a whole, such as ``("school",)``: rows that agree in all
        other keys add up to a whole whose figures may be printed elsewhere.
    schools : str or None
        Column that counts the schools behind the row, for the scope ``alliance``.
    whole : str
        For the scope ``theme``: the value that counts everybody of whom those behind the row are
        a part. ``schools`` then counts the schools of the whole.
    about : tuple of str
        Key columns that say whom a row is about, such as ``("school",)``: where one of their
        rows is hidden, those without answers are hidden as well. The parts are always among them.
    ordered_by : str
        A value by which the rows are read, the smallest first; the table itself stays in the
        order of the form, and only what may be shown is put in order at its release.
    nobody : str
        What is said of a row that nobody is behind.
    n : int
        Units in the whole finding.
    method : str
        What was computed, in one or two sentences.
    caveats, sources : tuple of str
    reasons : tuple of tuple of str
        For each row of the table, why a figure of it could not be computed. Those of rows that
        are shown become caveats of the release.
    unanimous : callable or None
        Takes the table and says, with one column of truth values for each way in which people
        can be of one mind, in which rows everybody is: a small group of one mind would tell
        what each person said.
    people : tuple of frozenset
        For each row of the table, who stands behind it, with their schools: where somebody can
        stand behind several rows, those that are hidden together are counted by these, and not by
        adding up their bases. None of it is released.
    also : tuple of str
        Further counts that must reach the threshold, also where the base is 0.
    facts : dict
        Labels that sentences need beside the table; never numbers about people.
    """

    kind: str
    question: str
    title: str
    table: pd.DataFrame = field(repr=False)
    keys: tuple[str, ...]
    values: tuple[str, ...]
    unit: str
    scope: Scope
    n: int
    method: str
    base: str = "n"
    parts: tuple[str, ...] = ()
    schools: str | None = None
    whole: str = ""
    unanimous: Callable[[pd.DataFrame], pd.DataFrame] | None = None
    people: tuple[frozenset[tuple[str, str]], ...] = field(default=(), repr=False)
    also: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    ordered_by: str = ""
    nobody: str = NO_ANSWERS
    caveats: tuple[str, ...] = ()
    reasons: tuple[tuple[str, ...], ...] = ()
    sources: tuple[str, ...] = ()
    instrument: Instrument | None = None
    facts: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        named = {*self.keys, *self.values, self.base, *filter(None, [self.schools])}
        whom = {*self.parts, *self.about}
        if named != set(self.table.columns) or not whom <= set(self.keys):
            raise ValueError(
                f"{self.kind}: keys, values and base must name exactly the columns of the table; "
                f"named {sorted(named)}, table {sorted(self.table.columns)}"
            )
        if "state" in named:
            raise ValueError(f"{self.kind}: the release has a column called state of its own")
        if self.ordered_by and self.ordered_by not in self.values:
            raise ValueError(f"{self.kind}: ordered by {self.ordered_by}, which is not a value")


@dataclass(frozen=True)
class Release:
    """A finding in which small groups are hidden: all that charts, tables and prose accept.

    ``table`` has one more column, ``state``: ``shown``, ``hidden`` (to protect a small
    group) or ``none`` (nobody answered). Hidden rows hold no number at all, and their place
    tells nothing: where the rows stand in the order of a value, they stand last.
    """

    kind: str
    question: str
    title: str
    table: pd.DataFrame
    keys: tuple[str, ...]
    values: tuple[str, ...]
    unit: str
    base: str
    n: int | None
    n_hidden: int
    rule: str
    method: str
    caveats: tuple[str, ...]
    sources: tuple[str, ...]
    instrument: Instrument | None
    facts: dict[str, Any]
    nobody: str = NO_ANSWERS
    seal: object = field(repr=False, default=None)

    def __post_init__(self) -> None:
        if self.seal is not SEAL:
            raise TypeError("A Release is made by disclosure.release() and nowhere else.")

    @property
    def shown(self) -> pd.DataFrame:
        """The rows whose figures may be shown, without the state column."""
        return self.table.loc[self.table["state"] == "shown"].drop(columns="state")

    def only(self, rows: pd.DataFrame) -> Release:
        """Return the release with some of its rows: what a part of a report is about."""
        hidden = int((rows["state"] == "hidden").sum())
        return replace(self, table=rows, n_hidden=hidden)


def require_release(candidate: object) -> Release:
    """Return the release, or refuse whatever else was given.

    Raises
    ------
    TypeError
        If a finding, a frame or anything else was passed to a chart, table or sentence.
    """
    if not isinstance(candidate, Release):
        raise TypeError(
            f"Only a Release may be shown; this is a {type(candidate).__name__}. "
            "Call disclosure.release(finding, policy) first."
        )
    return candidate
