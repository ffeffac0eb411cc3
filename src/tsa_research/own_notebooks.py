"""Notebooks of one's own: copies whose parameters are filled in from the data of a network."""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from tsa_research.errors import UsageError
from tsa_research.files import write_atomically
from tsa_research.reports.plan import NotebookFile, Value, list_interactive, list_notebooks
from tsa_research.reports.planning import plan_network
from tsa_research.workspace import Workspace

WRITTEN = "written"
"""In the metadata: the digest of a copy as it was written, to tell whether it was changed since."""


def filled(notebook: NotebookFile, given: Mapping[str, Value]) -> dict[str, Any]:
    """Return a notebook with these values in its parameters cell; its comments stay.

    Parameters
    ----------
    notebook : NotebookFile
    given : mapping of str to str, int, float or bool
        Parameters that it has.
    """
    document: dict[str, Any] = json.loads(notebook.path.read_text(encoding="utf-8"))
    for cell in document["cells"]:
        if "parameters" in cell["metadata"].get("tags", []):
            source = _with_values("".join(cell["source"]), given)
            cell["source"] = source.splitlines(keepends=True)
    return document


def _with_values(source: str, given: Mapping[str, Value]) -> str:
    """Put values in place of the literals; each stands on one line.

    >>> _with_values('cohort: str = "2024"  # id', {"cohort": "2025"})
    'cohort: str = "2025"  # id'
    """
    lines = source.splitlines(keepends=True)
    for node in cast("list[ast.AnnAssign]", ast.parse(source).body):
        name, old = cast("ast.Name", node.target).id, cast("ast.expr", node.value)
        if name in given:
            at = node.lineno - 1
            line = lines[at].encode()
            new = _literal(given[name]).encode()
            lines[at] = (line[: old.col_offset] + new + line[old.end_col_offset :]).decode()
    return "".join(lines)


def _literal(value: Value) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)


def write_own(workspace: Workspace, network: str) -> Path:
    """Write every notebook into the folder ``notebooks`` of a network, ready to run on its data.

    Each names the network and, where a report can be made of it, the first cohort, alliance and
    form that the stored answers allow. A copy that was changed since it was written is left.

    Parameters
    ----------
    workspace : Workspace
    network : str
        The folder of the network; the copies name it in full.

    Returns
    -------
    Path
        The folder.
    """
    folder = workspace.folder / "notebooks"
    folder.mkdir(exist_ok=True)
    place = str(Path(network).resolve())
    plans = plan_network(workspace, place)
    for notebook in (*list_interactive(), *list_notebooks()):
        path = folder / notebook.path.name
        if path.is_file() and _was_changed(path):
            continue
        first = next((p.parameters for p in plans if p.notebook.id == notebook.id), {})
        known = {parameter.name for parameter in notebook.parameters}
        wanted = {**first, "network": place}
        document = filled(notebook, {k: v for k, v in wanted.items() if k in known})
        document["metadata"]["tsa"][WRITTEN] = _digest(document)
        write_atomically(path, json.dumps(document, ensure_ascii=False, indent=1) + "\n")
    return folder


def _was_changed(path: Path) -> bool:
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        return bool(document["metadata"]["tsa"][WRITTEN] != _digest(document))
    except (ValueError, KeyError, TypeError):
        return True


def _digest(document: Mapping[str, Any]) -> str:
    """Return the digest of what stands in the cells; outputs of a run are no change."""
    sources = ["".join(cell["source"]) for cell in document["cells"]]
    return hashlib.sha256(json.dumps(sources).encode()).hexdigest()


def load_interactive(name: str) -> NotebookFile:
    """Return a notebook for exploring or collecting by its id.

    Raises
    ------
    UsageError
        If there is none; the message lists those that exist.
    """
    known = {entry.id: entry for entry in list_interactive()}
    if name not in known:
        raise UsageError(
            f"There is no notebook {name} to explore with.",
            expected=", ".join(known),
            got=name,
        )
    return known[name]
