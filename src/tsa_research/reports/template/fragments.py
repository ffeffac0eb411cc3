"""Pieces of HTML from many cells, made into parts of one document.

Each cell knows only itself. A document needs one ``h1``, headings that do not skip a
level, ids that occur once and tables that scroll on a phone instead of widening the page.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, Tag
from markupsafe import Markup

from tsa_research.reports.template.allowed import IDENTIFIER, clean

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
COLUMN_CLASSES = ("number", "base")
"""Classes that the heading of a column takes from the cells under it."""
REFERENCES = ("headers", "aria-labelledby")
TAKEN_BY_THE_PAGE = ("main", "contents")


@dataclass(frozen=True)
class ContentsEntry:
    """One line of the contents list."""

    id: str
    title: str


@dataclass
class Fragments:
    """The state of one document while its pieces are added in order.

    Attributes
    ----------
    title : str
        Text of the first ``h1`` met; it leaves the flow for the page's masthead.
    context : Markup
        Inside of the first ``<p class="context">`` met; it moves there too.
    about : str
        Text of the ``<span class="about">`` in that line, or of all of it: whom the document
        is about, short enough for the name of a tab.
    contents : list of ContentsEntry
        The ``h2`` headings so far.
    """

    title: str = ""
    context: Markup = field(default_factory=Markup)
    about: str = ""
    contents: list[ContentsEntry] = field(default_factory=list)
    _level: int = 1
    _ids: set[str] = field(default_factory=lambda: set(TAKEN_BY_THE_PAGE))

    def add(self, html: str) -> Markup:
        """Return one piece of untrusted HTML, clean and fitted into the document."""
        # The comment only keeps the parser from mistaking bare text for a file name.
        soup = BeautifulSoup(f"{html}<!-- -->", "html.parser", multi_valued_attributes=None)
        self._take_title(soup)
        self._take_context(soup)
        self._fit_ids(soup)
        for heading in soup.find_all(HEADINGS):
            self._fit_heading(heading)
        for table in soup.find_all("table"):
            _fit_table(soup, table)
        return _cleaned(str(soup))

    def _take_title(self, soup: BeautifulSoup) -> None:
        """Move the text of the document's first ``h1`` out of the flow."""
        heading = soup.find("h1")
        if heading is not None and not self.title:
            self.title = _text(heading)
            heading.extract()

    def _take_context(self, soup: BeautifulSoup) -> None:
        """Move the line that names network, alliance and cohort out of the flow."""
        line = soup.find("p", class_="context")
        if isinstance(line, Tag) and not self.context:
            self.context = _cleaned(line.decode_contents())
            self.about = _text(line.find("span", class_="about") or line).rstrip(".")
            line.extract()

    def _fit_ids(self, soup: BeautifulSoup) -> None:
        """Make every id unique in the document and let the references follow."""
        renamed: dict[str, str] = {}
        for element in soup.find_all(id=True):
            name = str(element["id"])
            if name in renamed or not IDENTIFIER.match(name):
                del element["id"]
            else:
                element["id"] = renamed[name] = self._unique(name)
        for attribute in REFERENCES:
            for element in soup.find_all(None, {attribute: True}):
                _follow(element, attribute, renamed)

    def _fit_heading(self, heading: Tag) -> None:
        """Set level and id of a heading and enter an ``h2`` in the contents."""
        level = min(max(int(heading.name[1]), 2), self._level + 1)
        self._level = level
        heading.name = f"h{level}"
        heading["id"] = name = self._unique(_slug(_text(heading)))
        if level == 2:
            self.contents.append(ContentsEntry(name, _text(heading)))

    def _unique(self, name: str) -> str:
        """Return ``name``, numbered if the document has it already, and take it."""
        candidate, number = name, 1
        while candidate in self._ids:
            number += 1
            candidate = f"{name}-{number}"
        self._ids.add(candidate)
        return candidate


def _cleaned(html: str) -> Markup:
    """Return untrusted HTML as markup; the only place where that step is taken."""
    return Markup(clean(html).strip())  # noqa: S704


def _text(element: Tag) -> str:
    """Return the text of an element on one line."""
    return " ".join(element.get_text().split())


def _slug(text: str) -> str:
    """Return an id that can be read in an address: letters, digits and hyphens.

    >>> _slug("What this does *not* show")
    'what-this-does-not-show'
    >>> _slug("2024 to 2026")
    'section-2024-to-2026'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    slug = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    return slug if slug[:1].isalpha() else f"section-{slug}".rstrip("-")


def _follow(element: Tag, attribute: str, renamed: dict[str, str]) -> None:
    """Point a reference to the new names; drop what points to nothing."""
    targets = [renamed[name] for name in str(element[attribute]).split() if name in renamed]
    if targets:
        element[attribute] = " ".join(targets)
    else:
        del element[attribute]


def _fit_table(soup: BeautifulSoup, table: Tag) -> None:
    """Give a bare table (from Markdown) what our own tables have: scope and a scroller."""
    for cell in table.find_all("th", scope=False):
        cell["scope"] = "col" if cell.find_parent("thead") else "row"
    _align_headings(table)
    if table.find_parent(class_="table-scroll") is None:
        caption = table.find("caption")
        label = _text(caption) if caption is not None else "Table"
        frame = {"class": "table-scroll", "role": "region", "aria-label": label, "tabindex": "0"}
        table["class"] = str(table.get("class", "tsa"))
        table.wrap(soup.new_tag("div", attrs=frame))


def _align_headings(table: Tag) -> None:
    """Let the heading of a column of figures stand over them, at the right, and stay with them."""
    headings = table.select("thead tr:last-child > th")
    for row in table.select("tbody > tr"):
        for heading, cell in zip(
            headings, row.find_all(["th", "td"], recursive=False), strict=False
        ):
            given = str(heading.get("class", "")).split()
            classes = str(cell.get("class", "")).split()
            wanted = [name for name in COLUMN_CLASSES if name in [*given, *classes]]
            if wanted:
                heading["class"] = " ".join(wanted)
