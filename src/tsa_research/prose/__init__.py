"""Sentences from releases: what a head teacher can quote.

:func:`headline` answers the question of a release in one or two sentences; every number in
them stands in the released table. :func:`each_tie` has a sentence for each tie of a school,
:func:`limits` lists what the data cannot show.
"""

from __future__ import annotations

from tsa_research.prose.collaboration import each_tie, elsewhere
from tsa_research.prose.headlines import headline, headlines
from tsa_research.prose.sentence import Limits, Note, Sentence, limits, method
from tsa_research.prose.sides import two_sides

__all__ = [
    "Limits",
    "Note",
    "Sentence",
    "each_tie",
    "elsewhere",
    "headline",
    "headlines",
    "limits",
    "method",
    "two_sides",
]
