"""What a report is made from, each input under its name and digest.

A report is made again exactly when one of these has changed: its notebook, its parameters,
the answers of its own cohort and alliance, the forms, the records and settings it quotes, the
modules of the package that it uses, and the libraries behind them.
"""

from __future__ import annotations

import ast
import hashlib
import json
import platform
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tsa_research.books import read_import_record
from tsa_research.codings.codebooks import kept_codebook
from tsa_research.printed_figures import figures_file
from tsa_research.record_books import record_books
from tsa_research.record_study import record_places
from tsa_research.reports.plan import ReportPlan
from tsa_research.roster_parts import RosterParts
from tsa_research.store import RecordPlace, Slice, coded_digest, record_digest, slice_digest
from tsa_research.workspace import Workspace

TEMPLATES = ("base.html.j2", "report.html.j2", "report.css")
PACKAGE = Path(__file__).resolve().parents[1]
NAME = PACKAGE.name
SHORT = 12
RENDERING = f"{NAME}.reports.render"
LIBRARIES = (
    "altair",
    "beautifulsoup4",
    "ipython",
    "jinja2",
    "krippendorff",
    "mistune",
    "nbconvert",
    "nh3",
    "numpy",
    "pandas",
    "papermill",
    "pyarrow",
    "scipy",
    "vl-convert-python",
)
"""What could change a page without any change of ours."""
SHOWN_BOOKS = (
    "form",
    "label",
    "rows_in",
    "rows_kept",
    "rows_set_aside",
    "reasons",
    "late",
    "n_expectations",
)
"""The part of an import's books that reports quote."""


@dataclass(repr=False)
class Network:
    """A network as a batch sees it: read once, asked for every report.

    ``stored`` are all slices of its store; digests are computed once each.
    """

    workspace: Workspace
    roster: RosterParts
    stored: tuple[Slice, ...]
    _digests: dict[Any, str] = field(default_factory=dict)

    def slices_of(self, plan: ReportPlan) -> list[Slice]:
        """Return the slices that a report reads."""
        given = plan.parameters
        forms = forms_of(plan)
        return [
            place
            for place in self.stored
            if (place.instrument in forms if forms else not plan.notebook.records)
            and str(given.get("cohort", place.cohort)) == place.cohort
            and str(given.get("alliance", "")) in ("", place.alliance)
        ]

    def records_of(self, plan: ReportPlan) -> tuple[RecordPlace, ...]:
        """Return the records that a report reads."""
        given = plan.parameters
        cohort, alliance = (str(given.get(name, "")) for name in ("cohort", "alliance"))
        wanted = plan.notebook.records
        return record_places(self.workspace, self.roster, wanted, cohort=cohort, alliance=alliance)

    def once(self, name: Any, value: Callable[[], str]) -> str:
        """Return a digest by name; ``value`` is called only for the first."""
        if name not in self._digests:
            self._digests[name] = value()
        return self._digests[name]


def forms_of(plan: ReportPlan) -> tuple[str, ...]:
    """Return the ids of the forms that a report is about.

    None means all there are, or no form where the notebook names records.
    """
    given = plan.parameters.get("instrument")
    return (str(given),) if given else plan.notebook.instruments


def inputs_of(plan: ReportPlan, network: Network, options: Mapping[str, Any]) -> dict[str, str]:
    """Return every input of a report with its digest.

    Parameters
    ----------
    plan : ReportPlan
    network : Network
    options : dict
        How the page is made, such as ``include_code``.

    Returns
    -------
    dict
        Names in the words of ``tsa verify``; twelve hexadecimal digits each.
    """
    workspace, once, path = network.workspace, network.once, plan.notebook.path
    alliance, cohort = (str(plan.parameters.get(name, "")) for name in ("alliance", "cohort"))
    slices = network.slices_of(plan)
    found = {
        "notebook": once(path, lambda: _digest(path.read_bytes())),
        "parameters": _digest(_text({**plan.parameters, "options": dict(options)})),
        "settings of the network": once(("settings", cohort), lambda: _settings(workspace, cohort)),
        "records": network.roster.digest(alliance)[:SHORT],
        "package": once(("package", path), lambda: _digest(_text(modules_of(path)))),
        "libraries": once("libraries", lambda: _digest(_text(libraries()))),
    }
    for form in sorted({place.instrument for place in slices}):
        found[f"form {form}"] = once(("form", form), partial(_form, workspace, form))
    for place in slices:
        name = f"{place.instrument}, {place.wave}"
        found[f"import of {name}"] = once(("books", name), partial(_books, workspace, place))
        answers = partial(_answers, workspace, place)
        found[f"answers of {place.alliance} to {name}"] = once(place, answers)
        coded = once(("coded", place), partial(coded_digest, workspace.store, place))
        found |= {f"themes coded of {place.alliance} in {name}": coded[:SHORT]} if coded else {}
    if plan.notebook.records:
        booked = partial(_record_books, workspace)
        found["books of the records"] = once("record books", booked)
    for kept in network.records_of(plan):
        rows = partial(record_digest, workspace.store, kept)
        found[f"record {kept.record} of {kept.alliance}"] = once(kept, rows)[:SHORT]
    if plan.notebook.per != "alliance" and figures_file(workspace).is_file():
        found["printed figures"] = once(
            "figures", lambda: _digest(figures_file(workspace).read_bytes())
        )
    if plan.notebook.per == "cohort":
        found["reports linked"] = once(("links", cohort), lambda: _links(network, cohort))
    return found


def changed_inputs(before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """Return the names of what is new, gone or different, in alphabetical order."""
    return sorted(name for name in {*before, *now} if before.get(name) != now.get(name))


def _settings(workspace: Workspace, cohort: str) -> str:
    shown = (workspace.id, workspace.title, workspace.fictional, workspace.cohort_title(cohort))
    return _digest(_text([*shown, asdict(workspace.policy)]))


def _form(workspace: Workspace, form: str) -> str:
    waves = [
        (wave.id, wave.label, wave.kind, wave.opened, wave.closed)
        for wave in workspace.waves_of(form)
    ]
    themes = kept_codebook(workspace, form)
    return _digest(
        _text([repr(workspace.instrument(form)), waves, *([repr(themes)] if themes else [])])
    )


def _books(workspace: Workspace, place: Slice) -> str:
    record = read_import_record(workspace, workspace.wave(place.instrument, place.wave))
    return _digest(_text([getattr(record, name) for name in SHOWN_BOOKS] if record else None))


def _record_books(workspace: Workspace) -> str:
    """Return the digest of what reports print of the books, and of the day they judge by."""
    books = record_books(workspace)
    return _digest(_text([(book.title, book.balance, book.latest) for book in books]))


def _answers(workspace: Workspace, place: Slice) -> str:
    return slice_digest(workspace.store, place)[:SHORT]


def _links(network: Network, cohort: str) -> str:
    listed = {(s.instrument, s.alliance) for s in network.stored if s.cohort == cohort}
    return _digest(_text(sorted(listed)))


def libraries() -> dict[str, str]:
    """Return the versions of Python and of the libraries that make a page."""
    return {"python": platform.python_version()} | {name: version(name) for name in LIBRARIES}


def modules_of(notebook: Path) -> dict[str, str]:
    """Return the files of the package that a report depends on, with their digests.

    Those are the modules that the notebook's cells import, what these import in turn, and
    what renders the page, its templates included.
    """
    wanted, found = [RENDERING, *imported_names(notebook)], set()
    while wanted:
        for path in _files_of(wanted.pop()):
            if path not in found:
                found.add(path)
                wanted += _imports(path)
    files = [*found, *(PACKAGE / "reports" / "template" / name for name in TEMPLATES)]
    return {path.relative_to(PACKAGE).as_posix(): _file(path) for path in sorted(files)}


def imported_names(notebook: Path) -> list[str]:
    """Return the dotted names that a notebook's cells import from this package."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    sources = ("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    return [name for source in sources for name in _names(source)]


@cache
def _imports(path: Path) -> tuple[str, ...]:
    return tuple(_names(path.read_text(encoding="utf-8")))


def _names(source: str) -> Iterator[str]:
    """Yield what a source imports from this package: modules, and perhaps names in them."""
    try:
        tree = ast.parse(source)
    except SyntaxError:  # a cell may hold what only IPython understands
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def _files_of(name: str) -> Iterator[Path]:
    """Yield the files that an imported name loads: the packages on its way, and the module."""
    package, *parts = name.split(".")
    if package != NAME:
        return
    folder = PACKAGE
    yield folder / "__init__.py"
    for part in parts:
        if (folder / f"{part}.py").is_file():
            yield folder / f"{part}.py"
            return
        folder = folder / part
        if not (folder / "__init__.py").is_file():
            return
        yield folder / "__init__.py"


@cache
def _file(path: Path) -> str:
    return _digest(path.read_bytes())


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)


def _digest(content: bytes | str) -> str:
    data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    return hashlib.sha256(data).hexdigest()[:SHORT]
