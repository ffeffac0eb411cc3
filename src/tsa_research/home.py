"""What lies in a network: its waves, its records, what is missing, and what to do next."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from tsa_research.books import ImportRecord, read_import_record
from tsa_research.record_import import present_records
from tsa_research.reports.plan import NotebookFile, list_interactive, list_notebooks
from tsa_research.reports.planning import plan_network
from tsa_research.schemas.reading import load_record_type
from tsa_research.wave_import import import_network
from tsa_research.workspace import EMBEDDED, WaveDeclaration, Workspace, open_workspace

IN_APP = "TSA_EXPLORE"
"""The variable that says to a notebook that it is served as an app: other files are not."""
IN_LAB = (
    "Each begins with its parameters, set to something that can be shown for the example. Run one "
    "as it stands, then change them. To see another network here, change its name above and run "
    "the cells again."
)


@dataclass(frozen=True)
class Home:
    """What there is, in the words of a start page; it holds no answer and names no person.

    Parameters
    ----------
    title, about : str
    waves : tuple of str
        One sentence for each wave: what came in, or that it is not imported.
    records : tuple of str
        Titles of the records that are kept.
    missing : tuple of str
        What would be needed for more.
    next_steps : tuple of str
        What to do, the most useful first; commands stand between backticks.
    notebooks : tuple of pair of str
        File and title.
    commands : tuple of str
        What opens each notebook, or makes its report, from the command line.
    in_app : bool
        Whether the page is served as an app: from there no other notebook can be opened, so that
        its command stands in place of a link.
    """

    title: str
    about: str
    waves: tuple[str, ...]
    records: tuple[str, ...]
    missing: tuple[str, ...]
    next_steps: tuple[str, ...]
    notebooks: tuple[tuple[str, str], ...]
    commands: tuple[str, ...] = ()
    in_app: bool = False

    def _repr_html_(self) -> str:
        """Return the start page as HTML."""
        parts = {
            "What data are in": [*map(_html, self.waves)],
            "Records that are kept": [*map(_html, self.records)],
            "What is missing": [*map(_html, self.missing)],
            "What to do next": [*map(_html, self.next_steps)],
            "The notebooks": self._ways(),
        }
        lists = (
            f"<h3>{head}</h3><ul>{''.join(f'<li>{line}</li>' for line in lines)}</ul>"
            for head, lines in parts.items()
            if lines
        )
        page = f"<h2>{escape(self.title)}</h2><p>{escape(self.about)}</p>{''.join(lists)}"
        return page if self.in_app else f"{page}<p>{IN_LAB}</p>"

    def _ways(self) -> list[str]:
        """Return how each notebook is reached: by a link, or by its command within an app."""
        if not self.in_app:
            return [f'<a href="{name}">{escape(title)}</a>' for name, title in self.notebooks]
        titles = (title for _, title in self.notebooks)
        pairs = zip(titles, self.commands, strict=True)
        return [_html(f"{title}: `{command}`") for title, command in pairs]

    def __str__(self) -> str:
        lines = [self.title, self.about, *self.waves, *self.records, *self.missing]
        return "\n".join([*lines, *self.next_steps, *(title for _, title in self.notebooks)])


def open_home(network: str) -> Home:
    """Return what lies in a network.

    Parameters
    ----------
    network : str
        Name of an embedded network, or a folder with a ``network.toml``.

    Raises
    ------
    UsageError
        If there is no such network.
    """
    workspace = open_workspace(network)
    if network in EMBEDDED:
        import_network(workspace)
    books = [(wave, read_import_record(workspace, wave)) for wave in workspace.waves]
    waiting = [declared for declared, book in books if book is None]
    aside = any(book.rows_set_aside for _, book in books if book is not None)
    return Home(
        title=workspace.title,
        about=workspace.about,
        waves=tuple(_wave(workspace, *pair) for pair in books),
        records=tuple(load_record_type(name).title for name in present_records(workspace)),
        missing=tuple(_missing(workspace, waiting)),
        next_steps=tuple(_next_steps(workspace, network, waiting=bool(waiting), aside=aside)),
        notebooks=tuple((book.path.name, _titled(book)) for book in _notebooks()),
        commands=tuple(_command(book, network) for book in _notebooks()),
        in_app=bool(os.environ.get(IN_APP)),
    )


def _command(book: NotebookFile, network: str) -> str:
    verb = "explore" if book.interactive else "report"
    return f"tsa {verb} {book.id} --network {shlex.quote(network)}"


def _notebooks() -> tuple[NotebookFile, ...]:
    books = (*list_interactive(), *list_notebooks())
    return tuple(book for book in books if book.id != "start")


def _titled(book: NotebookFile) -> str:
    return f"{book.title} (with controls)" if book.interactive else book.title


def _wave(workspace: Workspace, declared: WaveDeclaration, book: ImportRecord | None) -> str:
    what = f"{workspace.instrument(declared.instrument).title}, {declared.label}"
    return f"{what}: {book.balance}." if book else f"{what}: not imported yet."


def _missing(workspace: Workspace, waiting: list[WaveDeclaration]) -> Iterator[str]:
    if not workspace.waves:
        yield "No wave is declared: nobody's answers are here."
    for declared in waiting:
        files = ", ".join(declared.files)
        yield f"{declared.label} is declared and not imported: {files}."
    if not workspace.record_file("participants").is_file():
        yield "There is no records/participants.csv: response rates cannot be told."
    if not workspace.collection.withdrawal_contact:
        yield "Forms name nobody to write to: set withdrawal_contact in network.toml."


def _next_steps(workspace: Workspace, network: str, *, waiting: bool, aside: bool) -> Iterator[str]:
    named = f"--network {shlex.quote(network)}"
    if not workspace.waves:
        yield f"Send out a form: `tsa form trust_survey --as html --out form.html {named}`."
        yield f"Import what comes back: `tsa import FILE --instrument trust_survey … {named}`."
        return
    if waiting:
        yield f"Import what is declared: `tsa import {named}`."
    if aside:
        yield f"Look at the rows that were set aside: `tsa validate {named}`."
    plans = plan_network(workspace, network)
    if plans:
        yield f"Make all {len(plans)} reports: `tsa batch {named}`."
        yield f"Explore without code: `tsa explore {named}`."


def _html(line: str) -> str:
    """Return a line as HTML, with what stands between backticks as code."""
    parts = escape(line).split("`")
    return "".join(f"<code>{part}</code>" if at % 2 else part for at, part in enumerate(parts))
