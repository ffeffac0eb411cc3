"""The codebook of an instrument: where it lies, how it is read, what is kept of it."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from pathlib import Path

from tsa_research.errors import IntakeError, nearest
from tsa_research.files import write_atomically
from tsa_research.records import read_record, row_error
from tsa_research.schemas.codebook import NO_THEME, Codebook, Theme
from tsa_research.schemas.model import Instrument
from tsa_research.schemas.reading import load_coding_type
from tsa_research.store import codebook_file
from tsa_research.workspace import Workspace

CODEBOOK = "codebook.csv"
_ID = re.compile(r"[a-z0-9][a-z0-9_-]*")


def coding_folder(workspace: Workspace, instrument: str) -> Path:
    """Return where the codebook and the coders' sheets of an instrument lie."""
    return workspace.folder / "coding" / instrument


def coded_instruments(workspace: Workspace) -> list[str]:
    """Return the ids of the instruments that have a codebook, in alphabetical order."""
    return sorted(path.parent.name for path in (workspace.folder / "coding").glob(f"*/{CODEBOOK}"))


def read_codebook(workspace: Workspace, instrument: Instrument) -> Codebook:
    """Read and check the codebook of an instrument.

    Raises
    ------
    IntakeError
        If it cannot be read, repeats a theme, or a theme belongs to no open question; the
        message names file, row, column, expected, got and the next step.
    """
    path = coding_folder(workspace, instrument.id) / CODEBOOK
    if not path.is_file():
        raise IntakeError(
            f"There is no codebook for {instrument.title.lower()}.",
            where=str(path),
            expected="one row for each theme",
            got="no such file",
            next_step="Print one to fill in with: tsa comments --template",
        )
    table = read_record(load_coding_type("codebook"), path)
    open_questions = open_questions_of(instrument)
    seen: set[tuple[str, str]] = set()
    for row, line in enumerate(table.to_dict("records"), start=2):
        if line["question"] not in open_questions:
            hint = nearest(line["question"], open_questions)
            expected = f"an open question: {', '.join(open_questions) or 'the form has none'}"
            raise row_error(path, row, "question", f"{expected}. {hint}", line["question"])
        if not _ID.fullmatch(line["theme"]) or line["theme"] == NO_THEME:
            expected = f"small letters, digits, - and _, and not the word {NO_THEME}"
            raise row_error(path, row, "theme", expected, line["theme"])
        named = (line["question"], line["title"].casefold())
        if named in seen:
            raise row_error(path, row, "title", "every title once in a question", line["title"])
        seen.add(named)
    names = ("theme", "question", "title", "belongs", "example")
    lines = table[list(names)].itertuples(index=False, name=None)
    return Codebook(instrument.id, tuple(Theme(*map(str, line)) for line in lines))


def open_questions_of(instrument: Instrument) -> list[str]:
    """Return the ids of the questions that people answer in their own words."""
    return [question.id for question in instrument.questions if not question.has_options]


def keep_codebook(workspace: Workspace, codebook: Codebook) -> None:
    """Keep a checked codebook in the store, for reports."""
    themes = [asdict(theme) for theme in codebook.themes]
    text = json.dumps(themes, ensure_ascii=False, indent=1)
    write_atomically(codebook_file(workspace.store, codebook.instrument), text + "\n")


def kept_codebook(workspace: Workspace, instrument: str) -> Codebook | None:
    """Return the codebook as it was last imported; ``None`` if there is none."""
    path = codebook_file(workspace.store, instrument)
    try:
        themes = json.loads(path.read_text(encoding="utf-8"))
        return Codebook(instrument, tuple(Theme(**theme) for theme in themes))
    except (OSError, ValueError, TypeError):
        return None
