"""Small executed notebooks, built in code, and what the tests read from a page."""

from __future__ import annotations

import base64
import hashlib

import altair as alt
import nbformat.v4 as v4
import pandas as pd
import vl_convert
from bs4 import BeautifulSoup
from nbformat import NotebookNode

from tsa_research.reports.render import render_notebook

SVG = "image/svg+xml"
SCORES = pd.DataFrame(
    {"school": ["Ashby", "Beck", "Ashby", "Beck"], "part": list("aabb"), "mean": [2.5, 3.5, 4, 3]}
)


def heat_map() -> str:
    """Return a real chart with a clip path and a colour gradient."""
    chart = alt.Chart(SCORES).mark_rect(clip=True).encode(x="part:N", y="school:N", color="mean:Q")
    return vl_convert.vegalite_to_svg(chart.to_json())


def stacked_bars() -> str:
    """Return a real chart that is wide and has a legend."""
    chart = alt.Chart(SCORES).mark_bar().encode(x="mean:Q", y="school:N", color="part:N")
    return vl_convert.vegalite_to_svg(chart.properties(width=600).to_json())


def figure(svg: str, **words: str) -> NotebookNode:
    """Return the output of a cell that shows a chart."""
    data = {SVG: svg, "text/plain": "a chart"}
    return v4.new_output("display_data", data=data, metadata={SVG: words} if words else {})


def shown(html: str, **other: object) -> NotebookNode:
    """Return the output of a cell that shows a table or a sentence."""
    return v4.new_output("display_data", data={"text/html": html, "text/plain": "plain", **other})


def code(*outputs: NotebookNode, source: str = "secret_step()", tags: tuple[str, ...] = ()):
    """Return an executed code cell."""
    return v4.new_code_cell(source, outputs=list(outputs), metadata={"tags": list(tags)})


def text(source: str) -> NotebookNode:
    """Return a Markdown cell."""
    return v4.new_markdown_cell(source)


def notebook(*cells: NotebookNode, **about: str) -> NotebookNode:
    """Return a notebook whose title is a question, followed by ``cells``."""
    return v4.new_notebook(cells=[text("# Who answered?"), *cells], metadata={"tsa": about})


def page_of(*cells: NotebookNode, include_code: bool = False, **about: str) -> BeautifulSoup:
    """Return the page of a notebook, parsed."""
    html = render_notebook(notebook(*cells, **about), include_code=include_code)
    return BeautifulSoup(html, "html.parser")


def style_digest(html: str) -> str:
    """Return the digest of the style block as a browser computes it."""
    style = html.split("<style>")[1].split("</style>")[0]
    return base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
