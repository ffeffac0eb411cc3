"""Plans of small notebooks of one's own, and what a batch leaves behind."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable
from pathlib import Path

from nbformat import v4, write

COMMAND = [sys.executable, "-c", "import sys; from tsa_research.cli import main; sys.exit(main())"]


def write_small(path: Path, *sources: str) -> Path:
    """Write a notebook with one parameter, ``number``, and some cells of code."""
    given = v4.new_code_cell(
        "number: int = 0  # which one", metadata={"tags": ["parameters"]}, id="parameters"
    )
    cells = [v4.new_markdown_cell("# How large is it?", id="title"), given]
    cells += [v4.new_code_cell(text, id=f"cell-{n}") for n, text in enumerate(sources)]
    book = v4.new_notebook(cells=cells)
    book.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    book.metadata["language_info"] = {"name": "python"}
    write(book, path)
    return path


def plan_of(path: Path, notebook: Path, numbers: Iterable[int]) -> Path:
    """Write a plan with one row for each number."""
    return plan_of_rows(path, [(notebook, number) for number in numbers])


def plan_of_rows(path: Path, rows: Iterable[tuple[Path, int]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("notebook", "number"), *rows])
    return path


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file of a reports folder, hidden ones too, with its bytes."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def processes(words: str, mark: str) -> list[int]:
    """Return the processes whose command line holds some words, and whose variables a mark.

    The mark keeps the processes of tests that run beside this one out of it.
    """
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            state = (folder / "stat").read_text().rpartition(")")[2].split()[0]
            ours = mark.encode() in (folder / "environ").read_bytes()
        except OSError:
            continue
        if ours and words in line and state != "Z":
            found.append(int(folder.name))
    return found
