"""What a notebook opens: the records of an alliance or of a whole cohort."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from html import escape

import pandas as pd

from tsa_research import numbers
from tsa_research.alphabet import alphabetical
from tsa_research.errors import NothingToReportError
from tsa_research.policy import Policy
from tsa_research.record_books import ImportedRecord, record_book, record_books
from tsa_research.record_import import import_record, present_records
from tsa_research.roster import Roster
from tsa_research.roster_parts import RosterParts, read_parts
from tsa_research.schemas.reading import load_record_type
from tsa_research.schemas.records import RecordType
from tsa_research.store import RecordPlace, list_records, read_stored_record
from tsa_research.study import Heading, check_id
from tsa_research.workspace import EMBEDDED, Workspace, open_workspace

NUMBERS = ("integer", "number")


@dataclass(frozen=True, repr=False)
class RecordStudy:
    """Some records of an alliance, or of all alliances of a cohort.

    ``alliance`` is empty where the study covers a whole cohort. ``places`` are the files that
    were read. ``as_of`` is the last day that anything was done on in any record of the network:
    whether something is overdue is judged by it and not by today, so that the same records always
    give the same report, and by the same day in all of them. ``books`` are those of the import of
    the records, across the network. ``left_out`` holds, by record, the alliances that are too
    small to enter figures on the whole cohort (see :mod:`tsa_research.combining`).
    """

    workspace: Workspace
    roster: Roster
    kinds: tuple[RecordType, ...]
    cohort: str
    alliance: str
    places: tuple[RecordPlace, ...]
    as_of: date
    books: tuple[ImportedRecord, ...]
    _tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    left_out: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def policy(self) -> Policy:
        """The network's thresholds."""
        return self.workspace.policy

    @property
    def title(self) -> str:
        """Whom the study is about, in words."""
        cohort = self.workspace.cohort_title(self.cohort)
        whom = self.roster.alliance_title(self.alliance) if self.alliance else self.workspace.title
        return f"{whom}, {cohort}"

    @property
    def schools(self) -> pd.DataFrame:
        """The schools of the roster: ``school_id``, ``school``, ``alliance_id``, ``alliance``."""
        schools = self.roster.schools[["school_id", "alliance_id"]]
        alliances = self.roster.alliances
        own = alliances.loc[alliances["cohort"] == self.cohort, "alliance_id"]
        wanted = [name for name in own if self.alliance in ("", name)]
        schools = schools.loc[schools["alliance_id"].isin(wanted)].reset_index(drop=True)
        return schools.assign(
            school=schools["school_id"].map(self.roster.school_titles),
            alliance=schools["alliance_id"].map(self.roster.alliance_title),
        )

    def kind(self, record: str) -> RecordType:
        """Return the declaration of one of the records."""
        return {kind.id: kind for kind in self.kinds}[record]

    def table(self, record: str) -> pd.DataFrame:
        """Return the rows of a record.

        Parameters
        ----------
        record : str
            One of those that the study was opened with.

        Returns
        -------
        DataFrame
            The columns of the record, with ``school`` (where rows have one) and ``alliance``:
            their titles. People are pseudonyms, days ISO texts, and what was not written is an
            empty text, or missing where the column counts.
        """
        return self._tables[record]

    def only(self, record: str, alliances: Collection[str]) -> RecordStudy:
        """Return the study with the rows of some alliances (titles) in one of its records."""
        table = self.table(record)
        kept = table.loc[table["alliance"].isin(alliances)]
        gone = tuple(name for name in alphabetical(table["alliance"]) if name not in alliances)
        tables = {**self._tables, record: kept}
        return replace(self, _tables=tables, left_out={**self.left_out, record: gone})

    def __str__(self) -> str:
        kept = [kind.title for kind in self.kinds if len(self.table(kind.id))]
        where = f"{self.workspace.title}: " if self.alliance else ""
        return f"{where}{self.title}. {'; '.join(kept) or 'No record yet'}."

    __repr__ = __str__  # and never the rows: a notebook keeps what a cell ends with

    def _repr_html_(self) -> str:
        before, about, after = str(self).partition(self.title)
        marked = f'<span class="about">{escape(about)}</span>'
        return f'<p class="context">{escape(before)}{marked}{escape(after)}</p>'


def open_records(
    network: str, *records: str, cohort: str, alliance: str = "", allow_empty: bool = False
) -> RecordStudy:
    """Open some records of a network.

    Only the files of this alliance are read, or of the alliances of this cohort. An embedded
    network is imported at its first use; any other is imported with ``tsa import``.

    Parameters
    ----------
    network : str
        Name of an embedded network, or a folder with a ``network.toml``.
    *records : str
        Ids of record types, such as ``coaching_log``.
    cohort : str
        Id; the cohort is that of the alliance.
    alliance : str
        Id; empty for the whole cohort.
    allow_empty : bool
        Return a study without rows, instead of an error, where nothing was written.

    Raises
    ------
    UsageError
        If the cohort or alliance does not exist; the message lists those that do.
    NothingToReportError
        If they exist but nothing was written in any of the records.
    """
    cohort, alliance = str(cohort), str(alliance)  # papermill takes 2025 for a number
    workspace, kinds = open_workspace(network), tuple(map(load_record_type, records))
    parts = read_parts(workspace)
    check_id("cohort", cohort, [entry.id for entry in workspace.cohorts], workspace)
    if alliance:
        check_id("alliance", alliance, list(parts.alliances["alliance_id"]), workspace)
    if network in EMBEDDED:
        import_missing(workspace)
    places = record_places(workspace, parts, records, cohort=cohort, alliance=alliance)
    if not places and not allow_empty:
        raise _nothing(workspace, kinds, cohort, alliance)
    books = record_books(workspace)
    if lacking := {place.record for place in places} - {book.kind.id for book in books}:
        raise _unbooked(workspace, sorted(lacking))
    roster = parts.roster("" if any(map(_names_other_schools, kinds)) else alliance)
    tables = {kind.id: _table(workspace, roster, kind, places) for kind in kinds}
    return RecordStudy(
        workspace=workspace,
        roster=roster,
        kinds=kinds,
        cohort=cohort,
        alliance=alliance,
        places=places,
        as_of=last_day(books),
        books=tuple(book for book in books if book.kind.id in records),
        _tables=tables,
    )


def last_day(books: Iterable[ImportedRecord]) -> date:
    """Return the last day that anything was done on, by the books of the records."""
    return max((book.latest for book in books), default=date.min)


def rows_left_out(study: RecordStudy) -> Heading:
    """Say which alliances are left out of the figures on the whole cohort, record by record."""
    texts = [
        f"{kind.title}: left out of the figures on the whole cohort, because too few stand behind "
        f"some of theirs: {numbers.listed(study.left_out[kind.id])}."
        for kind in study.kinds
        if study.left_out.get(kind.id)
    ]
    text = " ".join(texts) or "Every alliance with such records is in these figures."
    return Heading(text, css_class="note")


def record_places(
    workspace: Workspace,
    parts: RosterParts,
    records: tuple[str, ...],
    *,
    cohort: str,
    alliance: str = "",
) -> tuple[RecordPlace, ...]:
    """Return what is stored of some records for an alliance, or for those of a cohort."""
    own = parts.alliances.loc[parts.alliances["cohort"] == cohort, "alliance_id"]
    wanted = {name for name in own if alliance in ("", name)}
    stored = (place for record in records for place in list_records(workspace.store, record))
    return tuple(place for place in stored if place.alliance in wanted)


def import_missing(workspace: Workspace) -> None:
    """Import the records of a network that have never been imported: one of the package."""
    for record in present_records(workspace):
        if record_book(workspace, record) is None:
            import_record(workspace, record)


def _table(
    workspace: Workspace, roster: Roster, kind: RecordType, places: tuple[RecordPlace, ...]
) -> pd.DataFrame:
    own = [place for place in places if place.record == kind.id]
    rows = read_stored_record(workspace.store, own, (*kind.column_ids, "alliance"))
    counts = [column.id for column in kind.columns if column.kind in NUMBERS]
    found = rows.assign(
        **{name: pd.to_numeric(rows[name], errors="coerce").astype(float) for name in counts},
        alliance=rows["alliance"].map(roster.alliance_title),
    )
    if "school_id" in kind.column_ids:
        found["school"] = rows["school_id"].map(roster.school_titles)
    return found


def _names_other_schools(kind: RecordType) -> bool:
    """Tell whether rows name schools beside their own, perhaps of another alliance."""
    return sum(column.refers_to == "schools" for column in kind.columns) > 1


def _unbooked(workspace: Workspace, records: list[str]) -> NothingToReportError:
    return NothingToReportError(
        f"Imported by another version of the package: {numbers.listed(records)}.",
        where=str(workspace.store),
        expected="the books of their import",
        got="none that this version can read",
        next_step=f"Import them again with: tsa import --network {workspace.folder}",
    )


def _nothing(
    workspace: Workspace, kinds: tuple[RecordType, ...], cohort: str, alliance: str
) -> NothingToReportError:
    titles = numbers.listed([kind.title for kind in kinds])
    files = " or ".join(f"records/{kind.id}.csv" for kind in kinds)
    return NothingToReportError(
        f"There is no record here yet: {titles}.",
        where=f"{workspace.folder}, cohort {cohort}, alliance {alliance or '(all)'}",
        expected=f"rows in {files}",
        got="nothing",
        next_step=f"Fill in the file and run: tsa import --network {workspace.folder}",
    )
