"""What one wave of the example is made from: who is asked, and the files that come in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tsa_research.synthetic.faults import Fault


@dataclass(frozen=True)
class Delivery:
    """One file of a wave: who is in it and how it is written.

    ``alliances`` counts from 0; ``None`` takes those that no other file of the wave holds.
    ``late`` means sent in after the wave had closed.
    """

    file: str
    layout: str
    alliances: tuple[int, ...] | None = None
    late: bool = False
    delimiter: str = ","
    encoding: str = "utf-8"
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class WavePlan:
    """One wave as it is declared in ``network.toml``, and how it is simulated.

    ``share`` of those invited answer; ``alliances`` limits who is asked. ``silent`` is the
    alliance and the place of a school with no answers, ``unanswered`` the alliance and the
    column that nobody there answered, ``alike`` the alliance, the column and the code that
    everybody there gave.
    """

    id: str
    instrument: str
    label: str
    kind: str
    opened: date
    closed: date
    deliveries: tuple[Delivery, ...]
    share: float = 0.85
    alliances: tuple[int, ...] | None = None
    silent: tuple[int, int] | None = None
    unanswered: tuple[int, str] | None = None
    alike: tuple[int, str, int] | None = None
