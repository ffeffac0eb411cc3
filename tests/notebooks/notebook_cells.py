"""The notebooks of the repository, found by their folder, and what is in their cells."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import nbformat

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
EVERY = tuple(sorted(FOLDER.glob("*.ipynb")))


def is_interactive(path: Path) -> bool:
    """Tell whether a notebook is there for exploring or collecting, and is no report."""
    about = json.loads(path.read_text(encoding="utf-8"))["metadata"]["tsa"]
    return bool(about.get("interactive", False))


NOTEBOOKS = tuple(path for path in EVERY if not is_interactive(path))
INTERACTIVE = tuple(path for path in EVERY if is_interactive(path))
HEADLINE = {"keep_output", "nbval-check-output"}


def notebook(name: str) -> Path:
    """Return a notebook by the end of its name, whatever its number."""
    (found,) = FOLDER.glob(f"*{name}.ipynb")
    return found


def read(path: Path) -> nbformat.NotebookNode:
    return nbformat.read(path, as_version=4)


def tags(cell: nbformat.NotebookNode) -> set[str]:
    return set(cell.metadata.get("tags", []))


def code(book: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    return [cell for cell in book.cells if cell.cell_type == "code"]


def prose(book: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    return [cell for cell in book.cells if cell.cell_type == "markdown"]


def parameters(book: nbformat.NotebookNode) -> nbformat.NotebookNode:
    (cell,) = [cell for cell in book.cells if "parameters" in tags(cell)]
    return cell


def shows_something(cell: nbformat.NotebookNode) -> bool:
    """Tell whether a cell of code ends in an expression, which Jupyter shows."""
    body = ast.parse(cell.source).body
    return bool(body) and isinstance(body[-1], ast.Expr)


def printed(cell: nbformat.NotebookNode) -> str:
    """Return what a cell shows, as plain text."""
    return "\n".join(output.get("data", {}).get("text/plain", "") for output in cell.outputs)
