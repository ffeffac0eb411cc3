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


def write_notebook(path: Path, *sources: str, parameters: str = PARAMETERS, tags: int = 1) -> Path:
    """Write a notebook with a title, a parameters cell and some cells of code."""
    cell = v4.new_code_cell(parameters)
    cells = [v4.new_markdown_cell("# What does this show?"), cell]
    for other in cells[1 : 1 + tags]:
        other.metadata["tags"] = ["parameters"]
    book = v4.new_notebook(cells=[*cells, *(v4.new_code_cell(source) for source in sources)])
    book.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    write(book, path)
    return path
