"""Small notebooks of one's own: quick to run, and wrong on purpose."""

from __future__ import annotations

from pathlib import Path

from nbformat import v4, write

PARAMETERS = """\
network: str = "example"  # where the answers are
cohort: str = "2025"  # which cohort
text: str = "nothing"  # any text
count: int = 3  # how many
share: float = 0.5  # which part
wide: bool = False  # whether it is wide
"""


def write_notebook(path: Path, *sources: str, parameters: str = PARAMETERS) -> Path:
    """Write a notebook with a title, a parameters cell and some cells of code."""
    title = v4.new_markdown_cell("# What does this show?")
    given = v4.new_code_cell(parameters, metadata={"tags": ["parameters"]})
    cells = [title, given, *(v4.new_code_cell(source) for source in sources)]
    book = v4.new_notebook(cells=cells)
    book.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    book.metadata["language_info"] = {"name": "python"}
    write(book, path)
    return path
