"""What a notebook opens: the waves of one instrument for an alliance or a whole cohort."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from html import escape

import pandas as pd

from tsa_research import numbers
from tsa_research.books import ImportRecord, read_import_record
from tsa_research.codings.codebooks import coded_instruments, kept_codebook
from tsa_research.codings.importing import import_codings
from tsa_research.errors import NothingToReportError, UsageError, nearest
from tsa_research.policy import Policy
from tsa_research.roster import Roster
from tsa_research.roster_parts import read_parts
from tsa_research.schemas.model import Instrument
from tsa_research.store import Slice, list_slices, read_asked, read_coded, read_slices
from tsa_research.wave_import import import_network
from tsa_research.waves import Wave
from tsa_research.workspace import EMBEDDED, WaveDeclaration, Workspace, open_workspace

# The tables of a report have some tens of rows, and Arrow's text is slow to take apart row by
# row: with it, reports take a tenth longer.
pd.options.mode.string_storage = "python"


@dataclass(frozen=True, repr=False)
class Study:
    """The waves of one instrument, with the roster and the policy they are shown under.

    ``alliance`` is empty where the study covers a whole cohort; ``left_out`` then names the
    alliances that are too small to enter its figures (see :mod:`tsa_research.combining`).
    """

    workspace: Workspace
    roster: Roster
    instrument: Instrument
    cohort: str
    alliance: str
    waves: tuple[Wave, ...]
    slices: tuple[Slice, ...]
    books: tuple[ImportRecord, ...]
    left_out: tuple[str, ...] = ()

    @property
    def policy(self) -> Policy:
        """The network's thresholds."""
        return self.workspace.policy

    @property
    def title(self) -> str:
        """Whom the study is about, in words."""
        cohort = self.workspace.cohort_title(self.cohort)
        if not self.alliance:
            return f"{self.workspace.title}, {cohort}"
        return f"{self.roster.alliance_title(self.alliance)}, {cohort}"

    def __str__(self) -> str:
        waves = numbers.listed([wave.label for wave in self.waves]) or "no wave yet"
        where = f"{self.workspace.title}: " if self.alliance else ""
        return f"{where}{self.title}. {self.instrument.title}: {waves}."

    __repr__ = __str__  # and never the answers: a notebook keeps what a cell ends with

    def _repr_html_(self) -> str:
        about = f"{self.title}. {self.instrument.title}"
        return Heading(str(self), about=about)._repr_html_()

    @property
    def first(self) -> Wave:
        """The earliest wave; one without answers if there is none."""
        return self.waves[0] if self.waves else _no_wave(self.instrument)

    @property
    def latest(self) -> Wave:
        """The most recent wave; one without answers if there is none."""
        return self.waves[-1] if self.waves else _no_wave(self.instrument)

    def wave(self, wave_id: str) -> Wave:
        """Return a wave by id; :class:`UsageError` lists those that exist."""
        known = {wave.id: wave for wave in self.waves}
        if wave_id not in known:
            raise UsageError(
                f"There are no answers of the wave {wave_id} for {self.title}.",
                expected=", ".join(known),
                got=wave_id,
                next_step=nearest(wave_id, known),
            )
        return known[wave_id]

    def invited(self, wave: Wave) -> pd.DataFrame:
        """Return the people who were asked, one row each.

        With ``respondent``, their pseudonym in the answers, ``school`` and ``alliance``.
        """
        people = self.roster.invited(self.instrument, wave.closed)
        people = people.loc[people["cohort"] == self.cohort]
        if self.alliance:
            people = people.loc[people["alliance_id"] == self.alliance]
        return people[["respondent"]].assign(
            school=people["school_id"].map(self.roster.school_titles),
            alliance=people["alliance_id"].map(self.roster.alliance_title),
        )


@dataclass(frozen=True)
class Heading:
    """A line on what a report on several forms is about, and on what it leaves out.

    ``about`` is the part of the text that tells one report from another.
    """

    text: str
    css_class: str = "context"
    about: str = ""

    def __str__(self) -> str:
        return self.text

    __repr__ = __str__

    def _repr_html_(self) -> str:
        before, about, after = self.text.partition(self.about or self.text)
        marked = f'<span class="about">{escape(about)}</span>' if self.about else escape(about)
        return f'<p class="{self.css_class}">{escape(before)}{marked}{escape(after)}</p>'


def heading(*studies: Study) -> Heading:
    """Return one line for several studies of the same cohort."""
    forms = [
        f"{study.instrument.title}: {numbers.listed([w.label for w in study.waves])}"
        for study in studies
        if study.waves
    ]
    title = studies[0].title
    return Heading(f"{title}. {'. '.join(forms) or 'No answers yet'}.", about=title)


def left_out(*studies: Study) -> Heading:
    """Say which alliances are left out of the figures on the whole cohort, form by form.

    Those in which nobody answered the form are not among the alliances that are counted.
    """
    texts = [
        f"{study.instrument.title}: the figures on the whole cohort are of "
        f"{_kept(study)} alliances; left out, because too few answered or could be followed: "
        f"{numbers.listed(study.left_out)}."
        for study in studies
        if study.left_out
    ]
    text = " ".join(texts) or "Every alliance is in the figures on the whole cohort."
    return Heading(text, css_class="note")


def _kept(study: Study) -> str:
    kept = len({name for wave in study.waves for name in wave.responses["alliance"]})
    return f"{numbers.count(kept)} of {numbers.count(kept + len(study.left_out))}"


def open_study(
    network: str,
    instrument: str,
    *,
    cohort: str,
    alliance: str = "",
    allow_empty: bool = False,
) -> Study:
    """Open the answers to one instrument.

    Only the files of this cohort and alliance are read. An embedded network is imported at
    its first use; any other is imported with ``tsa import``.

    Parameters
    ----------
    network : str
        Name of an embedded network, or a folder with a ``network.toml``.
    instrument, cohort : str
        Ids.
    alliance : str
        Id; empty for the whole cohort.
    allow_empty : bool
        Return a study without waves, instead of an error, where nobody has answered.

    Raises
    ------
    UsageError
        If the instrument, cohort or alliance does not exist; the message lists those that do.
    NothingToReportError
        If they exist but nobody has answered.
    """
    cohort, alliance = str(cohort), str(alliance)  # papermill takes 2025 for a number
    workspace = open_workspace(network)
    declared = workspace.instrument(instrument)
    parts = read_parts(workspace)
    check_id("cohort", cohort, [entry.id for entry in workspace.cohorts], workspace)
    if alliance:
        check_id("alliance", alliance, list(parts.alliances["alliance_id"]), workspace)
    if network in EMBEDDED and not _is_imported(workspace):
        import_network(workspace)
        import_codings(workspace)
    roster = parts.roster(alliance)
    slices = declared_slices(workspace, instrument, cohort=cohort, alliance=alliance or "*")
    if not slices and not allow_empty:
        raise _nothing(workspace, declared, cohort, alliance)
    declarations = [w for w in workspace.waves_of(instrument) if w.id in {s.wave for s in slices}]
    books = [_book(workspace, declaration) for declaration in declarations]
    return Study(
        workspace=workspace,
        roster=roster,
        instrument=declared,
        cohort=cohort,
        alliance=alliance,
        waves=tuple(_wave(workspace, roster, declared, d, slices) for d in declarations),
        slices=slices,
        books=tuple(books),
    )


def declared_slices(
    workspace: Workspace, instrument: str = "*", *, cohort: str = "*", alliance: str = "*"
) -> tuple[Slice, ...]:
    """Return what is stored of the waves that the network declares.

    A wave that was taken out of ``network.toml`` is in no report, although its answers stay
    stored.
    """
    declared = {(wave.instrument, wave.id) for wave in workspace.waves}
    stored = list_slices(workspace.store, instrument, cohort, alliance)
    return tuple(place for place in stored if (place.instrument, place.wave) in declared)


def _book(workspace: Workspace, declaration: WaveDeclaration) -> ImportRecord:
    book = read_import_record(workspace, declaration)
    if book is None:
        raise NothingToReportError(
            f"{declaration.label} was imported by another version of the package.",
            where=str(workspace.store),
            expected="the books of its import",
            got="none that this version can read",
            next_step=f"Import it again with: tsa import --network {workspace.folder}",
        )
    return book


def _is_imported(workspace: Workspace) -> bool:
    waves = all(read_import_record(workspace, wave) is not None for wave in workspace.waves)
    return waves and all(kept_codebook(workspace, name) for name in coded_instruments(workspace))


def _wave(
    workspace: Workspace,
    roster: Roster,
    instrument: Instrument,
    declaration: WaveDeclaration,
    slices: tuple[Slice, ...],
) -> Wave:
    own = [place for place in slices if place.wave == declaration.id]
    responses = read_slices(workspace.store, own)
    return Wave(
        instrument=instrument,
        id=declaration.id,
        label=declaration.label,
        kind=declaration.kind,
        opened=declaration.opened,
        closed=declaration.closed,
        responses=responses.assign(
            school=responses["school"].map(roster.school_titles),
            alliance=responses["alliance"].map(roster.alliance_title),
        ),
        asked=read_asked(workspace.store, own) if instrument.questions else None,
        codebook=kept_codebook(workspace, instrument.id),
        coded=read_coded(workspace.store, own) if instrument.questions else None,
    )


def _no_wave(instrument: Instrument) -> Wave:
    groups = [question.id for question in instrument.groups]
    text = ["respondent", "school", "cohort", "alliance", *groups]
    columns = {name: pd.Series(dtype="str") for name in text}
    columns |= {name: pd.Series(dtype="Int16") for name in instrument.columns}
    responses = pd.DataFrame(columns | {"linked": pd.Series(dtype="bool")})
    today = date.today()
    return Wave(instrument, "none", "no wave yet", "single", today, today, responses)


def check_id(kind: str, given: str, known: list[str], workspace: Workspace) -> None:
    """Refuse a cohort or an alliance that the network does not have.

    Raises
    ------
    UsageError
        The message lists those that it has and names the nearest.
    """
    if given not in known:
        raise UsageError(
            f"{workspace.title} has no {kind} called {given!r}.",
            expected=", ".join(known),
            got=given,
            next_step=nearest(given, known),
        )


def _nothing(
    workspace: Workspace, instrument: Instrument, cohort: str, alliance: str
) -> NothingToReportError:
    stored = sorted({(s.cohort, s.alliance) for s in declared_slices(workspace, instrument.id)})
    return NothingToReportError(
        f"There are no answers to the {instrument.title.lower()} here.",
        where=f"{workspace.folder}, cohort {cohort}, alliance {alliance or '(all)'}",
        expected="one of " + "; ".join(f"cohort {c}, alliance {a}" for c, a in stored)
        if stored
        else "imported answers",
        got="nothing",
        next_step=f"Import the answers with: tsa import --network {workspace.folder}",
    )
