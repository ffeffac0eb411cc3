"""What an import does around the waves: withdrawals first, then themes and records."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tsa_research.codings.codebooks import coded_instruments
from tsa_research.codings.importing import (
    ImportedCoding,
    check_coding,
    forget_codings,
    import_coding,
)
from tsa_research.errors import TsaError
from tsa_research.record_books import ImportedRecord
from tsa_research.record_import import (
    check_record,
    forget_records,
    import_record,
    present_records,
)
from tsa_research.withdrawal import forget_withdrawn
from tsa_research.workspace import Workspace

Done = ImportedRecord | ImportedCoding
WITHDRAWALS = "withdrawals"


@dataclass(frozen=True)
class Outcome:
    """What became of a record or of the coding of a form: it was done, or there is an error."""

    title: str
    done: Done | None = None
    error: TsaError | None = None


def clear_withdrawn(workspace: Workspace) -> int:
    """Take out of the store who has withdrawn; return how many files were changed.

    A roster that cannot be used is named by what is imported next, not here.
    """
    try:
        return forget_withdrawn(workspace)
    except TsaError:
        return 0


def import_beside(workspace: Workspace) -> Iterator[Outcome]:
    """Import themes and records, each by itself; one that fails does not stop the rest."""
    yield from _each(workspace, coded_instruments(workspace), _coding_title, import_coding)
    yield from _records(workspace, import_record)


def check_beside(workspace: Workspace, records: Sequence[str] | None = None) -> Iterator[Outcome]:
    """Check themes and records without storing anything; only ``records`` if they are given."""
    if records is not None:
        yield from _each(workspace, records, _record_title, check_record)
        return
    yield from _each(workspace, coded_instruments(workspace), _coding_title, check_coding)
    yield from _records(workspace, check_record)


def forget_beside(workspace: Workspace) -> Iterator[str]:
    """Remove what is stored of files that are gone, and say of each what that means."""
    for name in forget_records(workspace):
        if name == WITHDRAWALS:
            yield "records/withdrawals.csv is gone: nobody counts as withdrawn any more"
        else:
            yield f"records/{name}.csv is gone: what was stored of it was removed"
    for name in forget_codings(workspace):
        yield f"coding/{name} has no codebook any more: the themes stored of it were removed"


def _records(workspace: Workspace, do: Callable[[Workspace, str], Done]) -> Iterator[Outcome]:
    try:
        names = present_records(workspace)
    except TsaError as error:
        yield Outcome("records", error=error)
        return
    yield from _each(workspace, names, _record_title, do)


def _each(
    workspace: Workspace,
    names: Sequence[str],
    title: Callable[[str], str],
    do: Callable[[Workspace, str], Done],
) -> Iterator[Outcome]:
    for name in names:
        try:
            yield Outcome(title(name), do(workspace, name))
        except TsaError as error:
            yield Outcome(title(name), error=error)


def _record_title(name: str) -> str:
    return f"records/{name}.csv"


def _coding_title(name: str) -> str:
    return f"coding/{name}"
