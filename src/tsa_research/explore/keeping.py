"""The figures that can be explored, kept in one file and read once."""

from __future__ import annotations

import contextlib
import hashlib
import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from tsa_research import __version__
from tsa_research.errors import NothingToReportError
from tsa_research.explore.making import Pace, make_figures
from tsa_research.explore.measures import RECORDS
from tsa_research.network_import import import_beside
from tsa_research.record_books import record_books, stored_of
from tsa_research.reports.plan import ReportPlan
from tsa_research.reports.planning import plan_network
from tsa_research.roster import read_roster
from tsa_research.roster_parts import read_parts
from tsa_research.store import read_figures, slice_digest, write_figures
from tsa_research.study import declared_slices
from tsa_research.wave_import import import_network
from tsa_research.workspace import EMBEDDED, Workspace, open_workspace

EDITION = 4
"""Of the figures that are kept: another one where others are kept, so that they are made anew."""
ONE_BY_ONE = Pace()
VIEWED = ["instrument", "section", "target", "cohort", "by"]
"""What all rows of a view have in common."""


@dataclass(frozen=True)
class Cells:
    """The figures of a network, as :func:`tsa_research.explore.cells.cells_of` describes them."""

    workspace: Workspace
    network: str
    table: pd.DataFrame = field(repr=False)

    def rows(self, *about: str) -> pd.DataFrame:
        """Return the rows about a form, section, target, cohort and breakdown, however many."""
        return self.table.iloc[self._places.get(about, [])]

    @cached_property
    def _places(self) -> dict[tuple[str, ...], Any]:
        places: dict[tuple[str, ...], Any] = self.table.groupby(VIEWED, sort=False).indices
        return places

    @cached_property
    def outline(self) -> pd.DataFrame:
        """What there is to be chosen: one row for all rows that differ in groups alone."""
        return self.table[["instrument", "cohort", "alliance", "by", "wave"]].drop_duplicates()

    @cached_property
    def alliances(self) -> dict[str, str]:
        """The titles of the alliances by their ids."""
        records = read_parts(self.workspace).alliances
        return dict(zip(records["alliance_id"], records["title"], strict=True))

    @cached_property
    def plans(self) -> tuple[ReportPlan, ...]:
        """The reports that can be made."""
        return plan_network(self.workspace, self.network)


def open_cells(network: str, pace: Pace = ONE_BY_ONE) -> Cells:
    """Return the figures of a network that can be explored; made again when an input changed.

    Parameters
    ----------
    network : str
    pace : Pace
        How they are made, if they have to be.

    Raises
    ------
    NothingToReportError
        If no form with sections that have a mean has been answered.
    IntakeError
        If a record of the network is missing.
    """
    workspace = open_workspace(network)
    if network in EMBEDDED:
        import_network(workspace)
        for _ in import_beside(workspace):
            pass
    digest = _digest(workspace)
    table = read_figures(workspace.store, digest)
    if table is None:
        table = make_figures(workspace, network, pace)
        with contextlib.suppress(OSError):  # a folder that is only read is explored all the same
            write_figures(workspace.store, digest, table)
    if table.empty:
        raise _nothing(workspace)
    return Cells(workspace, network, table)


def _digest(workspace: Workspace) -> str:
    """Return the digest of all that the figures are made from."""
    digest = hashlib.sha256(f"{__version__} {EDITION} {workspace.policy}".encode())
    for name in sorted({place.instrument for place in declared_slices(workspace)}):
        digest.update(repr(workspace.instrument(name)).encode())
    for place in sorted(declared_slices(workspace)):
        digest.update(f"{place} {slice_digest(workspace.store, place)}".encode())
    for record in ("alliances", "schools"):
        digest.update(_bytes_of(workspace, record))
    digest.update(json.dumps([repr(wave) for wave in workspace.waves]).encode())
    digest.update(str([book.latest for book in record_books(workspace)]).encode())
    digest.update(json.dumps([stored_of(workspace, name) for name in RECORDS]).encode())
    return digest.hexdigest()


def _bytes_of(workspace: Workspace, record: str) -> bytes:
    try:
        return workspace.record_file(record).read_bytes()
    except OSError:
        read_roster(workspace)  # which says what is missing
        raise


def _nothing(workspace: Workspace) -> NothingToReportError:
    return NothingToReportError(
        f"{workspace.title} has no answers to compare yet.",
        where=str(workspace.folder),
        expected="answers to a form with sections that have a mean, such as the trust survey, "
        "or a record such as the coaching log",
        got="none in the store",
        next_step="Import the answers first: tsa import FILE --network FOLDER",
    )
