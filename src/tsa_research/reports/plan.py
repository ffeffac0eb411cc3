"""What a report needs: a notebook, checked parameters and a place inside the reports folder."""

from __future__ import annotations

import ast
import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from tsa_research.errors import UsageError, nearest
from tsa_research.provenance import find_notebook
from tsa_research.resources import shared_folder
from tsa_research.workspace import Workspace

Value = str | int | float | bool
TYPES: dict[str, type] = {"str": str, "int": int, "float": float, "bool": bool}


@dataclass(frozen=True)
class Parameter:
    """One parameter of a notebook: a typed literal with a comment in its parameters cell."""

    name: str
    type: type
    default: Value
    about: str


@dataclass(frozen=True)
class NotebookFile:
    """A notebook that can be made into a report.

    ``instrument`` is the form it is about, ``*`` for any plain one and empty for all;
    ``per`` says whether there is one report per ``alliance``, ``cohort`` or ``network``;
    ``instruments`` are all the forms it reads, none meaning any; ``records`` the records.
    ``interactive`` is one for exploring or collecting, of which no report is made.
    """

    path: Path
    id: str
    title: str
    instrument: str
    per: str
    parameters: tuple[Parameter, ...]
    instruments: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    interactive: bool = False

    @property
    def name(self) -> str:
        """What :func:`load_notebook` finds it by: its id, or its path if it is one's own."""
        own = self.path.resolve().parent != (shared_folder() / "notebooks").resolve()
        return str(self.path.resolve()) if own else self.id


@dataclass(frozen=True)
class ReportPlan:
    """One report to be made. ``out`` is relative to the reports folder."""

    notebook: NotebookFile
    parameters: Mapping[str, Value]
    out: Path


def list_notebooks() -> tuple[NotebookFile, ...]:
    """Return the notebooks that reports are made of, in the order of their numbers."""
    return tuple(notebook for notebook in _every_notebook() if not notebook.interactive)


def list_interactive() -> tuple[NotebookFile, ...]:
    """Return the notebooks for exploring and collecting, in the order of their numbers."""
    return tuple(notebook for notebook in _every_notebook() if notebook.interactive)


def _every_notebook() -> Iterator[NotebookFile]:
    folder = shared_folder() / "notebooks"
    return map(read_notebook, sorted(folder.glob("[0-9]*.ipynb")))


def load_notebook(name: str) -> NotebookFile:
    """Return a notebook that a report is made of, by id (``trust_survey``), name or path.

    Raises
    ------
    UsageError
        If there is none; the message lists those that exist and the nearest. If it is a notebook
        for exploring or collecting, of which no report is made.
    """
    found = find_notebook(name.removesuffix(".ipynb")) or Path(name)
    if found.suffix == ".ipynb" and found.is_file():
        notebook = read_notebook(found)
        if notebook.interactive:
            raise _interactive(notebook)
        return notebook
    known = [notebook.id for notebook in list_notebooks()]
    raise UsageError(
        f"There is no notebook called {name}.",
        expected=", ".join(known),
        got=name,
        next_step=nearest(name, known),
    )


def _interactive(notebook: NotebookFile) -> UsageError:
    return UsageError(
        f"No report is made of the notebook {notebook.id}: it is there to be worked in.",
        where=str(notebook.path),
        expected=", ".join(one.id for one in list_notebooks()),
        got=notebook.id,
        next_step="Open it with: tsa lab",
    )


def read_notebook(path: Path) -> NotebookFile:
    """Read what a notebook says about itself and its parameters cell.

    Raises
    ------
    UsageError
        If the file is not a notebook, has no parameters cell, or one that holds more than
        typed literals.
    """
    about, cells = _about_and_cells(path)
    tagged = [c for c in cells if "parameters" in c.get("metadata", {}).get("tags", [])]
    if len(tagged) != 1:
        raise UsageError(
            "The notebook has no parameters cell.",
            where=str(path),
            expected="exactly one cell tagged parameters",
            got=f"{len(tagged)}",
        )
    return NotebookFile(
        path=path,
        id=re.sub(r"^\d+_", "", path.stem),
        title=about.get("title", path.stem),
        instrument=about.get("instrument", ""),
        per=about.get("per", "alliance"),
        parameters=_parameters("".join(tagged[0]["source"]), path),
        instruments=_instruments(about),
        records=tuple(map(str, about.get("records", ()))),
        interactive=bool(about.get("interactive", False)),
    )


def _instruments(about: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the forms that a notebook says it reads: one, or several of a cohort."""
    one = about.get("instrument", "")
    several = tuple(str(form) for form in about.get("instruments", ()))
    return (one,) if one not in ("", "*") else several


def _about_and_cells(path: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        return document["metadata"].get("tsa", {}), document["cells"]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(
            "The file is not a notebook.",
            where=str(path),
            expected="a notebook as JupyterLab saves it",
            got=f"{type(error).__name__}: {error}",
            next_step="Open it in JupyterLab and save it anew.",
        ) from error


def _parameters(source: str, path: Path) -> tuple[Parameter, ...]:
    lines = source.splitlines()
    found = []
    for node in _statements(source, path):
        if not (isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)):
            raise _not_literal(path, lines[node.lineno - 1])
        kind = TYPES.get(ast.unparse(node.annotation))
        try:
            default = ast.literal_eval(cast("ast.expr", node.value))
        except (ValueError, TypeError) as error:
            raise _not_literal(path, lines[node.lineno - 1]) from error
        if kind is None or not isinstance(default, kind):
            raise _not_literal(path, lines[node.lineno - 1])
        about = lines[node.lineno - 1].partition("#")[2].strip()
        found.append(Parameter(node.target.id, kind, cast("Value", default), about))
    return tuple(found)


def _statements(source: str, path: Path) -> list[ast.stmt]:
    try:
        return ast.parse(source).body
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "text", None) or source
        raise _not_literal(path, line.strip()) from error


def _not_literal(path: Path, line: str) -> UsageError:
    return UsageError(
        "The parameters cell must hold typed literals only.",
        where=str(path),
        expected='lines such as alliance: str = "…"  # what it is',
        got=line,
    )


def check_parameters(notebook: NotebookFile, given: Mapping[str, str]) -> dict[str, Value]:
    """Turn ``name=value`` texts into typed values, with the defaults for the rest.

    Values are data: they are compared, converted and passed on as literals, never run.

    Raises
    ------
    UsageError
        For a name the notebook does not have (with the nearest), or a value that is not of
        its type.
    """
    known = {parameter.name: parameter for parameter in notebook.parameters}
    for name in given:
        if name not in known:
            listing = ", ".join(f"{p.name} ({p.type.__name__})" for p in known.values())
            raise UsageError(
                f"{notebook.id} has no parameter {name}.",
                expected=listing,
                got=name,
                next_step=nearest(name, known),
            )
    return {
        name: _convert(notebook, parameter, given[name]) if name in given else parameter.default
        for name, parameter in known.items()
    }


def _convert(notebook: NotebookFile, parameter: Parameter, text: str) -> Value:
    try:
        if parameter.type is bool:
            return {"true": True, "false": False}[text.strip().lower()]
        return parameter.type(text)
    except (ValueError, KeyError) as error:
        words = {bool: "true or false", int: "a whole number", float: "a number", str: "a text"}
        raise UsageError(
            f"The value of {parameter.name} has the wrong type.",
            where=f"{notebook.id}, parameter {parameter.name}",
            expected=words[parameter.type],
            got=repr(text),
            next_step=f"{parameter.name}: {parameter.about}",
        ) from error


def report_place(notebook: NotebookFile, network_id: str, parameters: Mapping[str, Any]) -> Path:
    """Return where a report goes, relative to the reports folder: only small safe names.

    >>> slug("St Osyth & Marrow's / ../x")
    'st-osyth-marrow-s-x'
    """
    folders = [network_id, str(parameters.get("cohort", "")), str(parameters.get("alliance", ""))]
    name = notebook.id
    if notebook.instrument == "*":
        name = str(parameters.get("instrument", name))
    safe = [slug(part) for part in folders if slug(part)]
    return Path(*safe, f"{slug(name, keep='_')}.html")


def form_of(plan: ReportPlan) -> str:
    """Return the id of the form that a report is about; empty for several."""
    form = str(plan.parameters.get("instrument", plan.notebook.instrument))
    return "" if form == "*" else form


def report_title(workspace: Workspace, plan: ReportPlan) -> str:
    """Return how a report is listed: by its form, or by its notebook where it is about more.

    A notebook called ``cohort_report`` is listed as "Cohort report".
    """
    form, notebook = form_of(plan), plan.notebook
    if form and not notebook.records:
        return workspace.instrument(form).title
    return notebook.id.replace("_", " ").capitalize()


def slug(text: str, *, keep: str = "") -> str:
    """Return a text as a safe name of a file: small letters, digits and dashes.

    Accents are taken off; a text of which nothing would be left becomes a short hash.

    >>> slug("Étoile"), slug("北"), slug("")
    ('etoile', '01bc01b3', '')
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    safe = re.sub(f"[^a-z0-9{re.escape(keep)}]+", "-", plain.casefold()).strip("-")
    return safe or (short_hash(text) if text.strip() else "")


def short_hash(text: str) -> str:
    """Return eight hexadecimal digits that stand for a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
