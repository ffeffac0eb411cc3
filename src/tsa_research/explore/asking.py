"""What can be asked: the mean of a section of a form, or a share in a record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tsa_research.analyses.rows import sections_of
from tsa_research.explore.cells import WHOLE
from tsa_research.explore.keeping import Cells
from tsa_research.explore.measures import MEASURES, RECORDS, Measure, measure_of
from tsa_research.schemas.model import Instrument
from tsa_research.schemas.reading import load_record_type

Key = tuple[str, str, str]
"""Form, section and target; or record, measure and an empty text."""
WHOLE_ALLIANCES = {WHOLE: "Whole alliances"}


@dataclass(frozen=True)
class Question:
    """One question.

    Parameters
    ----------
    key : tuple of str
        See :data:`Key`.
    title : str
    about : Instrument or Measure
    """

    key: Key
    title: str
    about: Instrument | Measure

    @property
    def breakdowns(self) -> dict[str, str]:
        """The words for whole alliances and for everything that they can be split by."""
        if isinstance(self.about, Measure):
            return WHOLE_ALLIANCES
        return breakdown_titles(self.about)

    @property
    def higher_is_better(self) -> bool:
        """Which end is favourable; all measures of records count what was to be reached."""
        if isinstance(self.about, Measure):
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
        return Question(key, f"{load_record_type(source).title}: {measure.title}", measure)
    instrument = cells.workspace.instrument(source)
    title = f"{instrument.title}: {in_words(instrument, section, target)}"
    return Question(key, title, instrument)


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
    for section, target in sections_of(cells.workspace.instrument(name)):
        yield name, section, target
