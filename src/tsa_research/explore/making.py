"""Making the figures that can be explored: form by form, by several processes if there are many."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass

import pandas as pd

from tsa_research.analyses.rows import sections_of
from tsa_research.errors import TsaError
from tsa_research.explore.cells import COLUMNS, cells_of
from tsa_research.explore.measures import RECORDS, measured
from tsa_research.explore.strands import FORM, reached
from tsa_research.record_study import open_records
from tsa_research.roster import read_roster
from tsa_research.schemas.reading import load_record_type
from tsa_research.study import declared_slices, open_study
from tsa_research.workspace import Workspace, open_workspace

MANY = 100
"""With more alliances than this several processes are worth it, and it is said how far it is."""


FIGURES = ("mean", "low", "high", "n", "n_schools", "count", "whole")


@dataclass(frozen=True)
class Piece:
    """The figures on a form, or on all records where it is empty, in a cohort."""

    network: str
    form: str
    cohort: str


@dataclass(frozen=True)
class Pace:
    """With how many processes the figures are made, and whom to tell how far they are."""

    workers: int = 1
    say: Callable[[str], None] = lambda _: None


def make_figures(workspace: Workspace, network: str, pace: Pace) -> pd.DataFrame:
    """Return all figures of a network: :data:`~tsa_research.explore.cells.COLUMNS`.

    They are the same, in the same order, with any number of processes.
    """
    pieces = list(pieces_of(workspace, network))
    many = len(read_roster(workspace).alliances) > MANY
    several = many and pace.workers > 1
    made = _side_by_side(pieces, pace.workers) if several else _in_turn(pieces)
    found = []
    with closing(made):
        for number, table in enumerate(made, start=1):
            found += [table] if len(table) else []
            if many:
                pace.say(f"Figures for the comparison: {number} of {len(pieces)} parts made")
    if not found:
        return pd.DataFrame(columns=list(COLUMNS))
    table = pd.concat(found, ignore_index=True).reindex(columns=list(COLUMNS))
    return table.astype(dict.fromkeys(FIGURES, "float64"))


def pieces_of(workspace: Workspace, network: str) -> Iterator[Piece]:
    """Yield what has to be made: forms with sections, then the maturity audit, then records."""
    asked = dict.fromkeys((place.instrument, place.cohort) for place in declared_slices(workspace))
    for form, cohort in asked:
        if any(sections_of(workspace.instrument(form))):
            yield Piece(network, form, cohort)
    for form, cohort in asked:
        if form == FORM:
            yield Piece(network, form, cohort)
    for known in workspace.cohorts:
        yield Piece(network, "", known.id)


def make_piece(piece: Piece) -> pd.DataFrame:
    """Return the figures of one piece, whole alliances and everything they are split by."""
    if not piece.form:
        records = open_records(piece.network, *RECORDS, cohort=piece.cohort, allow_empty=True)
        return measured(records, open_workspace(piece.network).policy)
    study = open_study(piece.network, piece.form, cohort=piece.cohort)
    if piece.form == FORM:
        return reached(study, study.policy)
    return cells_of(study, study.policy, phases_of(study.workspace))


def phases_of(workspace: Workspace) -> dict[str, str]:
    """Return the phase of each school, in words."""
    roster = read_roster(workspace)
    words = next(c for c in load_record_type("schools").columns if c.id == "phase").label
    phases = zip(roster.schools["school_id"], roster.schools["phase"], strict=True)
    titles = roster.school_titles
    return {titles[school]: words(phase) for school, phase in phases if phase}


def _in_turn(pieces: list[Piece]) -> Generator[pd.DataFrame]:
    yield from map(make_piece, pieces)


def _side_by_side(pieces: list[Piece], workers: int) -> Generator[pd.DataFrame]:
    """Yield the figures of pieces in their order; stopped, no process goes on."""
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(min(workers, len(pieces)), context, _leave_stopping)
    try:
        for coming in [pool.submit(_attempt, piece) for piece in pieces]:
            yield _result(coming)
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        for process in multiprocessing.active_children():
            process.terminate()
        raise
    pool.shutdown()


def _leave_stopping() -> None:
    """Leave it to the process that started us to end us when somebody presses Ctrl+C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _attempt(piece: Piece) -> pd.DataFrame | tuple[type[TsaError], dict[str, str]]:
    """Make a piece; an error comes back in parts, since those with a place cannot be sent whole."""
    try:
        return make_piece(piece)
    except TsaError as error:
        names = ("what", "where", "expected", "got", "next_step")
        return type(error), {name: getattr(error, name) for name in names}


def _result(coming: Future[pd.DataFrame | tuple[type[TsaError], dict[str, str]]]) -> pd.DataFrame:
    found = coming.result()
    if isinstance(found, tuple):
        kind, about = found
        raise kind(**about)
    return found
