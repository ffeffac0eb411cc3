"""What was made from what: the manifest that lets a batch skip what is finished.

``.tsa/manifest.jsonl`` in the reports folder holds one line a report, each with a checksum.
While a batch runs, everybody who makes reports adds lines to a journal of their own beside
it; at the end the journals are folded into the manifest. A line that was torn by a crash is
ignored, and its report is made again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import socket
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from tsa_research.files import write_atomically
from tsa_research.reports.failures import Failure

FOLDER = ".tsa"
MANIFEST = "manifest.jsonl"
CHECKSUM = 16


@dataclass(frozen=True)
class Entry:
    """One report as it was made.

    Attributes
    ----------
    place : str
        Path of the page, relative to the reports folder.
    inputs : dict
        Name of each input to its digest; see :mod:`tsa_research.reports.inputs`.
    state : {"done", "nothing", "failed"}
    made : str
        The day of making, such as 2026-11-24: part of the page.
    outputs : dict
        Path of each file that was written to its SHA-256.
    notebook : str
        Id, or path of a notebook of one's own.
    parameters : dict
        With which the notebook ran, the network included.
    options : dict
        How the page was made: ``include_code``, ``keep_notebook``.
    listing : dict
        How the index shows the report: title, question, network, alliance, cohort.
    failure : Failure or None
    message : str
        What is missing, where there is nothing to report.
    """

    place: str
    inputs: dict[str, str]
    state: str
    made: str
    outputs: dict[str, str]
    notebook: str
    parameters: dict[str, Any]
    options: dict[str, Any]
    listing: dict[str, str]
    failure: Failure | None = None
    message: str = ""

    def is_current(self, inputs: Mapping[str, str], folder: Path) -> bool:
        """Tell whether the report need not be made again: same inputs, and its files are there."""
        return self.state != "failed" and self.inputs == inputs and self.is_intact(folder)

    def is_intact(self, folder: Path) -> bool:
        """Tell whether every file is still as it was written."""
        return all(file_digest(folder / name) == digest for name, digest in self.outputs.items())

    @property
    def why_failed(self) -> str:
        """What went wrong, where, and what to do about it; empty if nothing did."""
        if self.failure is None:
            return ""
        cell = f"Cell: {self.failure.cell}. " if self.failure.cell else ""
        problem = f"It said: {self.failure.problem}. " if self.failure.problem else ""
        return f"{self.failure.title}. {cell}{problem}{self.failure.advice}"


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file; of nothing, if it is not there."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def read_manifest(folder: Path) -> dict[str, Entry]:
    """Return the latest entry of every report in a folder, by place."""
    latest: dict[str, tuple[int, Entry]] = {}
    for path in _files(folder):
        for at, entry in _read_lines(path):
            if entry.place not in latest or at >= latest[entry.place][0]:
                latest[entry.place] = (at, entry)
    return {place: entry for place, (_, entry) in sorted(latest.items())}


def add_entry(folder: Path, entry: Entry) -> None:
    """Write an entry into the journal of this process, so that it outlives a crash."""
    path = folder / FOLDER / f"journal-{socket.gethostname()}-{os.getpid()}.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    line = _line(entry, time.time_ns())
    with _writing, path.open("a", encoding="utf-8", newline="") as file:
        if file.tell() and not _ends_whole(path):
            file.write("\n")
        file.write(line)
        file.flush()
        os.fsync(file.fileno())


_writing = threading.Lock()


def _ends_whole(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"


def seal(folder: Path, entries: Iterable[Entry]) -> None:
    """Write the manifest anew, in the order of places, and drop the journals it came from.

    Only whoever holds the lock of the folder may do so.
    """
    journals = [path for path in _files(folder) if path.name != MANIFEST]
    lines = (_line(entry, 0) for entry in sorted(entries, key=lambda entry: entry.place))
    write_atomically(folder / FOLDER / MANIFEST, "".join(lines))
    for path in journals:
        path.unlink(missing_ok=True)


def _files(folder: Path) -> list[Path]:
    return sorted((folder / FOLDER).glob("*.jsonl"), key=lambda p: (p.name != MANIFEST, p.name))


def _line(entry: Entry, at: int) -> str:
    body = json.dumps({"at": at, **asdict(entry)}, ensure_ascii=False, sort_keys=True)
    return f"{_checksum(body)} {body}\n"


def _checksum(body: str) -> str:
    return hashlib.sha256(body.encode("utf-8")).hexdigest()[:CHECKSUM]


def _read_lines(path: Path) -> Iterator[tuple[int, Entry]]:
    """Yield the whole lines of a journal; what a crash or a hand has damaged is passed over."""
    with contextlib.suppress(FileNotFoundError):
        for raw in path.read_bytes().split(b"\n"):
            checksum, _, body = raw.decode("utf-8", "replace").partition(" ")
            if body and checksum == _checksum(body):
                entry = _entry(json.loads(body))
                if entry is not None:
                    yield entry


def _entry(values: dict[str, Any]) -> tuple[int, Entry] | None:
    at = values.pop("at", 0)
    if set(values) != {field.name for field in fields(Entry)}:
        return None  # of another version of the package
    failure = values.pop("failure")
    return at, Entry(**values, failure=Failure(**failure) if failure else None)
