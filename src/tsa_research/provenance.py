"""Where a report comes from: inputs, notebook, parameters, versions and thresholds."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from html import escape
from importlib.metadata import version
from pathlib import Path

from tsa_research import __version__, numbers
from tsa_research.printed_figures import PrintedFigures
from tsa_research.record_study import RecordStudy
from tsa_research.resources import shared_folder
from tsa_research.store import coded_digest, record_digest, slice_digest
from tsa_research.study import Study

LIBRARIES = ("pandas", "numpy", "scipy", "altair", "great-expectations")
SHORT = 12


@dataclass(frozen=True)
class Provenance:
    """Pairs of what and which, shown as a list at the foot of a report."""

    entries: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return "\n".join(f"{name}: {value}" for name, value in self.entries)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in self.entries
        )
        return f'<dl class="provenance">{rows}</dl>'


Opened = Study | RecordStudy | PrintedFigures


def provenance(*opened: Opened, notebook: str, **parameters: object) -> Provenance:
    """Collect what a report was made from.

    Parameters
    ----------
    *opened : Study, RecordStudy or PrintedFigures
        What the notebook opened.
    notebook : str
        Its id, such as ``trust_survey``.
    **parameters : object
        The parameters it ran with.
    """
    workspace = opened[0].workspace
    studies = [one for one in opened if isinstance(one, Study)]
    shown = parameters | {"network": workspace.id}  # not the folder on somebody's machine
    given = ", ".join(f"{name} = {value}" for name, value in sorted(shown.items()))
    entries = [
        ("Network", workspace.title),
        ("Made on", numbers.date(made_on())),
        ("Notebook", f"{notebook} ({_notebook_digest(notebook)})"),
        ("Parameters", given),
        ("Thresholds", _thresholds(opened[0])),
        ("Software", _software()),
    ]
    for instrument in dict.fromkeys(study.instrument for study in studies):
        source = instrument.source
        entries.append(
            (
                f"Form: {instrument.title}",
                f"version {instrument.version}; {source.document}, {source.place}. "
                f"{source.note} Licence: {source.licence}",
            )
        )
    for study in studies:
        for place in study.slices:
            digest = slice_digest(workspace.store, place)[:SHORT]
            name = f"Answers: {place.instrument}, {place.wave}, {place.alliance}"
            entries.append((name, f"SHA-256 {digest}"))
            if coded := coded_digest(workspace.store, place)[:SHORT]:
                entries.append((name.replace("Answers", "Themes coded"), f"SHA-256 {coded}"))
    entries += _records(opened)
    for table in opened:
        if isinstance(table, PrintedFigures) and table.path.is_file():
            digest = hashlib.sha256(table.path.read_bytes()).hexdigest()[:SHORT]
            entries.append((f"Printed figures: {table.path.name}", f"SHA-256 {digest}"))
    return Provenance(tuple(entries))


def _records(opened: Sequence[Opened]) -> Iterator[tuple[str, str]]:
    """Yield where the records come from: their layout, and what is stored of them."""
    studies = [one for one in opened if isinstance(one, RecordStudy)]
    for kind in dict.fromkeys(kind for study in studies for kind in study.kinds):
        yield f"Record: {kind.title}", f"version {kind.version}; {kind.source}"
    for study in studies:
        for place in study.places:
            digest = record_digest(study.workspace.store, place)[:SHORT]
            yield f"Rows: {place.record}, {place.alliance}", f"SHA-256 {digest}"


def made_on() -> date:
    """Return the day of making: today, or the one in ``SOURCE_DATE_EPOCH`` (seconds, UTC)."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(fixed), UTC).date() if fixed else datetime.now(UTC).date()


def find_notebook(notebook: str) -> Path | None:
    """Return the file of a notebook by its id, with or without its number."""
    files = sorted((shared_folder() / "notebooks").glob("*.ipynb"))
    return next((path for path in files if notebook in (path.stem, path.stem[3:])), None)


def _notebook_digest(notebook: str) -> str:
    path = find_notebook(notebook)
    if path is None:
        return "not one of the package's own"
    return f"SHA-256 {hashlib.sha256(path.read_bytes()).hexdigest()[:SHORT]}"


def _thresholds(opened: Opened) -> str:
    policy = opened.policy
    schools = numbers.counted(policy.schools_in_alliance, "schools")
    return (
        f"at least {numbers.counted(policy.people_in_group, 'people')} in a group, "
        f"{numbers.counted(policy.people_in_alliance, 'people')} and {schools} in an alliance, "
        f"{numbers.counted(policy.judges_in_statement, 'judges')} in a school's statement"
    )


def _software() -> str:
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return f"tsa-research {__version__}; {libraries}"
