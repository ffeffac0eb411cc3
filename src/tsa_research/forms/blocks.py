"""The rated statements of a form as people meet them: a block under each heading."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tsa_research.schemas.model import Instrument, Item, ResponseScale


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

    @property
    def options(self) -> tuple[tuple[int, str], ...]:
        """Code and label of every answer, in the order of the form."""
        return tuple((option.code, option.label) for option in self.scale.options)

    @staticmethod
    def levels(item: Item) -> dict[int, str]:
        """Return what the answers to a statement look like, by code."""
        return dict(item.descriptors)


def blocks_of(instrument: Instrument) -> Iterator[Block]:
    """Yield a block for each section, target and scale, in the order of the form."""
    section, found = instrument.subscale_of, dict[tuple[str, str, str], list[Item]]()
    for item in instrument.items:
        title, target = section[item.id].title, item.target or ""
        found.setdefault((title, target, item.scale.name), []).append(item)
    for (title, target, _), items in found.items():
        about = f": {instrument.target_label(target)}" if target else ""
        yield Block(f"{title}{about}", items[0].scale, tuple(items))
