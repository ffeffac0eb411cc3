"""A table as it is printed: text in cells, with the HTML that a screen reader can use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

HEADER, NUMBER, HIDDEN, EMPTY = "header", "number", "hidden-value", "no-value"
BASE = " base"
"""Added to the class of a cell that counts who is behind its row."""
ABSENT = "tsa_absent"
"""Marks, in the metadata of an output, that the form has nothing of this kind."""
UNSEEN = "position: absolute; clip-path: inset(50%)"
"""For a notebook, which has no stylesheet of ours; a report drops it and has one."""


@dataclass(frozen=True)
class Cell:
    """One cell: its text, its class (``header`` for the names at the left), and a short mark.

    The mark stands in place of the text where there is no room; a screen reader says the text.
    """

    text: str
    role: str = NUMBER
    mark: str = ""

    @property
    def html(self) -> str:
        """The cell as HTML, escaped."""
        if self.role == HEADER:
            return f'<th scope="row">{escape(self.text)}</th>'
        return f'<td class="{self.role}">{self._inside}</td>'

    @property
    def _inside(self) -> str:
        text = escape(self.text)
        if not self.mark:
            return text
        seen = f'<span aria-hidden="true">{escape(self.mark)}</span>'
        return f'{seen}<span class="visually-hidden" style="{UNSEEN}">{text}</span>'


Shown = tuple[dict[str, str], dict[str, Any]]
"""What a notebook keeps of an output: its forms by type, and what else is to be known."""
Group = tuple[str, tuple[tuple[Cell, ...], ...]]
"""The heading of a group of rows, empty where there is none, and the rows."""


@dataclass(frozen=True)
class Table:
    """A table as it is printed: nothing but text, ready for a page or a terminal.

    ``absent`` says that it is empty because the form has nothing of its kind: a report leaves
    it out, a notebook shows its note.
    """

    caption: str
    headings: tuple[str, ...]
    groups: tuple[Group, ...]
    notes: tuple[str, ...]
    absent: bool = False

    def _repr_html_(self) -> str:
        if not self.groups:
            return "".join(f'<p class="note">{escape(note)}</p>' for note in self.notes)
        caption = escape(self.caption)
        head = "".join(f'<th scope="col">{escape(heading)}</th>' for heading in self.headings)
        notes = "".join(f'<p class="note">{escape(note)}</p>' for note in self.notes)
        return (
            f'<div class="table-scroll" role="region" aria-label="{caption}" tabindex="0">'
            f'<table class="tsa"><caption>{caption}</caption>'
            f"<thead><tr>{head}</tr></thead>{''.join(self._bodies())}</table></div>{notes}"
        )

    def _bodies(self) -> Iterator[str]:
        for title, rows in self.groups:
            lines = ["".join(cell.html for cell in row) for row in rows]
            if title:
                columns = len(self.headings)
                lines.insert(0, f'<th scope="rowgroup" colspan="{columns}">{escape(title)}</th>')
            yield f"<tbody>{''.join(f'<tr>{line}</tr>' for line in lines)}</tbody>"

    def _repr_mimebundle_(self, **_: object) -> Shown:
        return _shown(self, absent=self.absent)

    def __str__(self) -> str:
        rows = [[cell.text for cell in row] for _, group in self.groups for row in group]
        columns = zip(self.headings, *rows, strict=True)
        widths = [max(map(len, column)) for column in columns]
        lines = [self.caption, _line(self.headings, widths)]
        for title, group in self.groups:
            lines += [title] * bool(title)
            lines += [_line([cell.text for cell in row], widths) for row in group]
        return "\n".join([*lines, *self.notes])


@dataclass(frozen=True)
class Tables:
    """Several tables that are shown together, below a sentence if there is one."""

    tables: tuple[Table, ...]
    sentence: str = ""

    def _repr_html_(self) -> str:
        said = f'<p class="headline">{escape(self.sentence)}</p>' if self.sentence else ""
        return said + "".join(table._repr_html_() for table in self.tables)

    def _repr_mimebundle_(self, **_: object) -> Shown:
        return _shown(self, absent=all(table.absent for table in self.tables))

    def __str__(self) -> str:
        return "\n\n".join(filter(None, [self.sentence, *map(str, self.tables)]))


def _shown(shown: Table | Tables, *, absent: bool) -> Shown:
    forms = {"text/html": shown._repr_html_(), "text/plain": str(shown)}
    return forms, {ABSENT: True} if absent else {}


def _line(texts: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(text.ljust(width) for text, width in zip(texts, widths, strict=True)).rstrip()
