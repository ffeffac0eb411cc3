"""An executed notebook as one self-contained HTML page.

nbconvert's own HTML exporters load scripts from elsewhere, ignore the descriptions of
charts and pass hostile names through. This exporter therefore keeps nbconvert's door
(``jupyter nbconvert --to tsa``) and its Markdown, but fills templates of our own: a page
needs things that no cell knows (its contents list, ids that are unique, the digest of its
style), and templates of our own escape by default, which nbconvert's do not.

Nothing else in the package imports nbconvert.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from markupsafe import Markup
from nbconvert.exporters.exporter import Exporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode
from traitlets import Bool, default

from tsa_research.reports.presence import present
from tsa_research.reports.svg import least_width, prepare_svg
from tsa_research.reports.template.fragments import Fragments
from tsa_research.reports.template.page import render_page

SVG = "image/svg+xml"
WIDGET = "application/vnd.jupyter.widget-view+json"
ANSI = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")


class ReportExporter(Exporter):
    """Exporter ``tsa`` of nbconvert: an executed notebook to a page for readers.

    Preprocessors are not run: what a report leaves out is decided here, by cell tags.
    """

    export_from_notebook = "Report (HTML)"
    output_mimetype = "text/html"
    include_code = Bool(False, help="Show the code of each cell, folded.").tag(config=True)

    @default("file_extension")
    def _html(self) -> str:
        """Return the ending of the files written."""
        return ".html"

    def from_notebook_node(  # type: ignore[override]  # nbconvert's own exporters differ too
        self, nb: NotebookNode, resources: Any | None = None, **_kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """Return the page and nbconvert's resources."""
        return _Document(nb, self.include_code).page(), self._init_resources(resources)


def render_notebook(notebook: NotebookNode, *, include_code: bool = False) -> str:
    """Return an executed notebook as one self-contained HTML document.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        With its outputs. ``metadata["tsa"]`` may hold ``subtitle`` (a line under the
        title) and ``index`` (a relative address of the page that lists all reports).
    include_code : bool
        Show the code of every cell, folded under "How this was computed".

    Returns
    -------
    str
        The same bytes for the same notebook.
    """
    page, _ = _exporter(include_code).from_notebook_node(notebook)
    return page


@cache
def _exporter(include_code: bool) -> ReportExporter:
    """Return one exporter for all reports; making it costs more than using it."""
    return ReportExporter(include_code=include_code)


@dataclass(frozen=True)
class Block:
    """One piece of the page: ``prose``, ``figure``, ``printed``, ``problem`` or ``code``."""

    kind: str
    html: Markup = field(default_factory=Markup)
    text: str = ""
    title: str = ""
    number: int = 0
    least_width: int = 0


class _Document:
    """The blocks of one page, gathered cell by cell."""

    def __init__(self, notebook: NotebookNode, include_code: bool) -> None:
        self.notebook, self.include_code = notebook, include_code
        self.fragments = Fragments()
        self.figures = 0

    def page(self) -> str:
        """Return the whole document."""
        cells = present(self.notebook.cells)
        blocks = [block for cell in cells for block in self._cell(cell)]
        about = self.notebook.metadata.get("tsa", {})
        return render_page(
            "report.html.j2",
            title=self.fragments.title or self.notebook.metadata.get("title", "Report"),
            subtitle=about.get("subtitle", ""),
            index=about.get("index", ""),
            context=self.fragments.context,
            about=self.fragments.about,
            contents=self.fragments.contents,
            blocks=blocks,
        )

    def _cell(self, cell: NotebookNode) -> Iterator[Block]:
        """Yield the blocks of one cell: none for a widget, a raw cell or a silent one."""
        if "interactive" in cell.metadata.get("tags", []):
            return
        if cell.cell_type == "markdown":
            yield from self._prose(_markdown(cell.source))
        elif cell.cell_type == "code":
            if self.include_code and cell.source.strip():
                yield Block("code", text=cell.source.strip("\n"))
            for output in cell.outputs:
                yield from self._output(output)

    def _output(self, output: NotebookNode) -> Iterator[Block]:
        """Yield the blocks of one output; what goes to ``stderr`` is not for readers."""
        if output.output_type == "error":
            yield Block("problem", title=output.ename, text=_plain(output.evalue))
        elif output.output_type == "stream":
            if output.name == "stdout":
                yield from _printed(output.text)
        elif WIDGET not in output.data:
            yield from self._shown(output.data, output.metadata)

    def _shown(self, data: NotebookNode, metadata: NotebookNode) -> Iterator[Block]:
        """Yield the best of the forms in which one result is offered."""
        if SVG in data:
            yield self._figure(_joined(data[SVG]), metadata.get(SVG, {}))
        elif "text/html" in data:
            yield from self._prose(_joined(data["text/html"]))
        elif "text/markdown" in data:
            yield from self._prose(_markdown(_joined(data["text/markdown"])))
        elif "text/plain" in data:
            yield from _printed(_joined(data["text/plain"]))

    def _prose(self, html: str) -> Iterator[Block]:
        """Yield cleaned HTML, unless nothing of it is left."""
        cleaned = self.fragments.add(html)
        if cleaned:
            yield Block("prose", html=cleaned)

    def _figure(self, svg: str, about: dict[str, str]) -> Block:
        """Return a chart with its number, name, description and caption."""
        self.figures += 1
        title = about.get("title") or f"Figure {self.figures}"
        description = about.get("alt") or "No description was written for this chart."
        # A colon: no heading and no fragment can have such an id.
        prefix = f"figure:{self.figures}"
        chart = prepare_svg(svg, title=title, description=description, prefix=prefix)
        return Block(
            "figure",
            html=Markup(chart),  # noqa: S704 - rebuilt by allow-list just now
            text=about.get("caption", ""),
            title=about.get("title", ""),
            number=self.figures,
            least_width=least_width(chart),
        )


def _markdown(source: str) -> str:
    """Return Markdown as HTML, by nbconvert's reading of it; still to be cleaned."""
    renderer = IPythonRenderer(escape=False, exclude_anchor_links=True)
    return MarkdownWithMath(renderer=renderer).render(source)


def _printed(text: str) -> Iterator[Block]:
    """Yield printed text, unless it is blank."""
    plain = _plain(text).strip("\n")
    if plain.strip():
        yield Block("printed", text=plain)


def _plain(text: str) -> str:
    """Return text without the colours of a terminal."""
    return ANSI.sub("", text)


def _joined(text: str | list[str]) -> str:
    """Return text that a notebook file may hold as a list of lines."""
    return text if isinstance(text, str) else "".join(text)
