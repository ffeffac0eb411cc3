"""People who are named in running text, and what stands in their place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from tsa_research.alphabet import plain_name
from tsa_research.roster import Roster

NOBODY = "…"
"""What stands in place of somebody of whom not even a pseudonym may be kept."""
TITLES = ("mr", "mrs", "ms", "miss", "mx", "dr", "sir", "madam", "prof", "professor")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, repr=False)
class Names:
    """Names to look for, folded and with single blanks, with what stands for each.

    ``families`` are family names for which :data:`NOBODY` stands where a title is before them. A
    text is gone through once, word by word; how many names there are does not matter.
    """

    stands_for: Mapping[str, str] = field(default_factory=dict)
    families: frozenset[str] = frozenset()

    def replaced(self, text: str) -> str:
        """Return a text in which every name is replaced, the longest that fits.

        >>> Names({"wren oak": "p1"}).replaced("Ask Wren  Oak, not Wren Oakes.")
        'Ask p1, not Wren Oakes.'
        """
        words, parts, place, at = list(_WORD.finditer(text)), [], 0, 0
        while at < len(words):
            length, stands = self._found(text, words, at)
            if length:
                parts += [text[place : words[at].start()], stands]
                place = words[at + length - 1].end()
            at += length or 1
        return "".join([*parts, text[place:]])

    def replaced_in(self, texts: pd.Series) -> pd.Series:
        """Return texts in which every name is replaced; what is missing stays so."""
        if not self.stands_for:
            return texts
        cells = [self.replaced(text) if isinstance(text, str) else text for text in texts]
        return pd.Series(cells, index=texts.index, dtype=texts.dtype, name=texts.name)

    def _found(self, text: str, words: Sequence[re.Match[str]], at: int) -> tuple[int, str]:
        """Return of how many words the longest name is that begins here, and what stands for it."""
        first = words[at][0].casefold()
        for length in range(min(self._longest.get(first, 0), len(words) - at), 0, -1):
            said = plain_name(text[words[at].start() : words[at + length - 1].end()])
            if said in self.stands_for:
                return length, self.stands_for[said]
        if first in TITLES and at + 1 < len(words):
            for length in range(min(self._longest_family, len(words) - at - 1), 0, -1):
                between = text[words[at].end() : words[at + 1].start()]
                family = plain_name(text[words[at + 1].start() : words[at + length].end()])
                if family in self.families and not between.strip(" .\n\t"):
                    return length + 1, NOBODY
        return 0, ""

    @cached_property
    def _longest(self) -> dict[str, int]:
        """Of how many words the longest name is, by its first word."""
        found: dict[str, int] = {}
        for name in self.stands_for:
            words = _WORD.findall(name)
            found[words[0]] = max(found.get(words[0], 0), len(words))
        return found

    @cached_property
    def _longest_family(self) -> int:
        return max((len(_WORD.findall(name)) for name in self.families), default=0)


def names_in_records(roster: Roster, made: Mapping[str, str]) -> Names:
    """Return every name, address and id of the roster, for the text of a record.

    A pseudonym stands for each; for those who have withdrawn not even that. Nothing stands for
    title and family name either, which several can share.
    """
    people = roster.participants
    made = {**made, **dict.fromkeys(roster.withdrawn, NOBODY)}
    ids, found = people["participant_id"].tolist(), dict[str, str]()
    for column in ("name", "email", "participant_id"):
        found |= {text: made[who] for text, who in zip(people[column].tolist(), ids, strict=True)}
    return _names(found, people["name"])


def names_in_answers(roster: Roster, *, withdrawn_only: bool = False) -> Names:
    """Return every name and address of the roster, for answers in people's own words.

    Nothing but :data:`NOBODY` stands for them: an answer may be quoted, and it stays the same
    when somebody withdraws. Ids that are plain words or numbers are no names.
    """
    people = roster.participants
    if withdrawn_only:
        people = people.loc[~roster.stays]
    columns = (people[column].tolist() for column in ("name", "email", "participant_id"))
    names, addresses, ids = columns
    texts = [*names, *addresses, *filter(_tells, ids)]
    return _names(dict.fromkeys(texts, NOBODY), people["name"])


def _tells(identity: str) -> bool:
    return not (identity.isalpha() or identity.isdecimal())


def _names(stands_for: Mapping[str, str], people: Iterable[str]) -> Names:
    """Return names by how they are compared, with the other order of each and its family name."""
    split = [name.split() for name in people]
    turned = {f"{last}, {' '.join(first)}": NOBODY for *first, last in filter(None, split) if first}
    every = {**turned, **stands_for}.items()
    families = frozenset(plain_name(name[-1]) for name in split if len(name) > 1)
    return Names(
        {plain_name(text): stands for text, stands in every if _WORD.match(text.strip())}, families
    )
