"""How sentences speak of the people behind the answers: they answered, or were observed."""

from __future__ import annotations

from dataclasses import dataclass

from tsa_research.findings import Release


@dataclass(frozen=True)
class Voice:
    """Words that depend on who rates whom."""

    gave: str
    thing: str
    answered: tuple[str, str]
    followed: str
    asked: str
    not_known: str


ANSWERING = Voice(
    gave="gave",
    thing="answer",
    answered=("answered", "answered"),
    followed="who answered both waves",
    asked="asked",
    not_known="how many were asked is not known",
)
OBSERVED = Voice(
    gave="got",
    thing="grade",
    answered=("was graded", "were graded"),
    followed="who were observed in both waves",
    asked="on the list",
    not_known="how many could have been is not known",
)


def voice_of(release: Release) -> Voice:
    """Return the words for a release, by what its instrument says of who rates whom."""
    instrument = release.instrument
    return OBSERVED if instrument is not None and instrument.rates == "others" else ANSWERING
