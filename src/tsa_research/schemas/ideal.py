"""What a source says that a strong group has: stated once, beside the questions that ask for it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from tsa_research.schemas.section import Section


@dataclass(frozen=True)
class Mark:
    """One mark of a strong group.

    ``item`` is the question that asks members for it. ``least_members`` and ``most_members``
    stand where the mark is the size of the group, which the roster knows.
    """

    item: str
    stated: str
    least_members: int | None = None
    most_members: int | None = None


@dataclass(frozen=True)
class Ideal:
    """The marks of a strong group, and where they are stated."""

    source: str
    marks: tuple[Mark, ...]


def read_ideal(section: Section, items: Collection[str]) -> Ideal:
    """Read an ideal; each of its marks must be asked for by one of the items.

    Raises
    ------
    DeclarationError
        If a mark names an item that the form does not have, or a size that no group can have.
    """
    marks = tuple(_mark(entry, items) for entry in section.sections("marks"))
    ideal = Ideal(section.text("source"), marks)
    section.finish()
    return ideal


def _mark(section: Section, items: Collection[str]) -> Mark:
    mark = Mark(
        item=section.text("item"),
        stated=section.text("stated"),
        least_members=section.get("least_members", int, None),
        most_members=section.get("most_members", int, None),
    )
    if mark.item not in items:
        raise section.error("item", f"one of the items {', '.join(items)}", mark.item)
    least, most = mark.least_members, mark.most_members
    if (least is None) != (most is None) or (least or 0) > (most or 0):
        raise section.error("most_members", "both sizes, the least not above the most", most)
    section.finish()
    return mark
