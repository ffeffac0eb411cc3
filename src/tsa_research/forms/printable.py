"""A form as one page of HTML that is printed and filled in by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tsa_research.schemas.model import Instrument, Item, ResponseScale

LINES = {"text": 4, "list": 1}
"""Empty lines for an answer in words: for a text, and for each entry of a list."""


@dataclass(frozen=True)
class Block:
    """Statements that stand under one heading and share one scale."""

    title: str
    scale: ResponseScale
    items: tuple[Item, ...]

    @property
    def has_levels(self) -> bool:
        """Whether it is said of each statement what its answers look like."""
        return any(item.descriptors for item in self.items)

    @staticmethod
    def levels(item: Item) -> dict[int, str]:
        """Return what the answers to a statement look like, by code."""
        return dict(item.descriptors)


def printable_sheet(instrument: Instrument) -> str:
    """Return a page without scripts or addresses: it opens offline and prints on A4.

    It does not say which end of a scale is good: that would lead the people who answer.
    """
    folder = Path(__file__).resolve().parent
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("sheet.html.j2").render(
        form=instrument, blocks=list(_blocks(instrument)), lines=LINES
    )


def _blocks(instrument: Instrument) -> Iterator[Block]:
    """Yield a table for each section, target and scale, in the order of the form."""
    section, found = instrument.subscale_of, dict[tuple[str, str, str], list[Item]]()
    for item in instrument.items:
        title, target = section[item.id].title, item.target or ""
        found.setdefault((title, target, item.scale.name), []).append(item)
    for (title, target, _), items in found.items():
        about = f": {instrument.target_label(target)}" if target else ""
        yield Block(f"{title}{about}", items[0].scale, tuple(items))
