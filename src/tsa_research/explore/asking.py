"""What can be asked: the mean of a section of a form, or a share in a form or a record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tsa_research.analyses.rows import sections_of
from tsa_research.explore.cells import WHOLE
from tsa_research.explore.keeping import Cells
from tsa_research.explore.measures import MEASURES, RECORDS, measure_of
from tsa_research.explore.shares import Share
from tsa_research.explore.strands import FORM, strand_share, strands_of
from tsa_research.schemas.model import Instrument

Key = tuple[str, str, str]
"""Form, section or strand, and target; or record, measure and an empty text."""
WHOLE_ALLIANCES = {WHOLE: "Whole alliances"}


@dataclass(frozen=True)
class Question:
    """One question.

    Parameters
    ----------
    key : tuple of str
        See :data:`Key`.
    title : str
    about : Instrument or Share
    """

    key: Key
    title: str
    about: Instrument | Share

    @property
    def breakdowns(self) -> dict[str, str]:
        """The words for whole alliances and for everything that they can be split by."""
        if isinstance(self.about, Share):
            return WHOLE_ALLIANCES
        return breakdown_titles(self.about)

    @property
    def higher_is_better(self) -> bool:
        """Which end is favourable; all shares count what was to be reached."""
        if isinstance(self.about, Share):
            return True
        return self.about.scale_of(self.about.subscale(self.key[1])).higher_is_better


def breakdown_titles(instrument: Instrument) -> dict[str, str]:
    """Return the words for everything that the answers to a form can be split by."""
    groups = {group.id: group.title for group in instrument.groups}
    return WHOLE_ALLIANCES | {"school": "School", "phase": "Phase"} | groups


def question(cells: Cells, key: Key) -> Question:
    """Return a question by its key."""
    source, section, target = key
    measure = measure_of(source, section)
    if measure is not None:
        return _of_share(key, measure.asked)
    instrument = cells.workspace.instrument(source)
    if source == FORM:
        return _of_share(key, strand_share(instrument, section, target))
    title = f"{instrument.title}: {in_words(instrument, section, target)}"
    return Question(key, title, instrument)


def _of_share(key: Key, share: Share) -> Question:
    return Question(key, f"{share.source}: {share.title}", share)


def questions(cells: Cells) -> dict[Key, str]:
    """Return everything that can be asked, in words: forms first, then records."""
    there = set(cells.table["instrument"])
    forms = [name for name in dict.fromkeys(cells.table["instrument"]) if name not in RECORDS]
    keys: list[Key] = [key for name in forms for key in _sections(cells, name)]
    keys += [(m.record, m.id, "") for m in MEASURES if m.record in there]
    return {key: question(cells, key).title for key in keys}


def in_words(instrument: Instrument, section: str, target: str) -> str:
    """Return the title of a section, with whom it is about."""
    title = instrument.subscale(section).title
    about = instrument.target_label(target)
    return f"{title} ({about.lower()})" if about else title


def _sections(cells: Cells, name: str) -> Iterator[Key]:
    asked = strands_of if name == FORM else sections_of
    for section, target in asked(cells.workspace.instrument(name)):
        yield name, section, target
