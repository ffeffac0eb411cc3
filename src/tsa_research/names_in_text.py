"""People who are named in running text, and what stands in their place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from tsa_research.identity import folded
from tsa_research.roster import Roster

NOBODY = "…"
"""What stands in place of somebody of whom not even a pseudonym may be kept."""
TITLES = ("mr", "mrs", "ms", "miss", "mx", "dr", "sir", "madam", "prof", "professor")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, repr=False)
class Names:
    """Names to look for, by their first word, with what stands for each; the longest first.

    A text is looked at once, word by word, so that the number of names does not matter.
    """

    by_word: Mapping[str, tuple[tuple[re.Pattern[str], str], ...]] = field(default_factory=dict)

    def replaced(self, text: str) -> str:
        """Return a text in which every name is replaced.

        >>> names_of({"wren oak": "p1"}).replaced("Ask Wren  Oak, not Wren Oakes.")
        'Ask p1, not Wren Oakes.'
        """
        parts, place = [], 0
        for word in _WORD.finditer(text):
            if word.start() < place:
                continue
            for pattern, stands in self.by_word.get(word[0].casefold(), ()):
                if found := pattern.match(text, word.start()):
                    parts += [text[place : word.start()], stands]
                    place = found.end()
                    break
        return "".join([*parts, text[place:]])

    def replaced_in(self, texts: pd.Series) -> pd.Series:
        """Return texts in which every name is replaced; what is missing stays so."""
        if not self.by_word:
            return texts
        cells = [self.replaced(text) if isinstance(text, str) else text for text in texts]
        return pd.Series(cells, index=texts.index, dtype=texts.dtype, name=texts.name)


def names_of(stands_for: Mapping[str, str]) -> Names:
    """Return names, each with what stands for it; blanks and letter case do not matter."""
    found: dict[str, list[tuple[re.Pattern[str], str]]] = {}
    for name in sorted(stands_for, key=len, reverse=True):
        first = _WORD.match(name.strip())
        if first:
            pattern = r"\s+".join(map(re.escape, name.split())) + r"(?!\w)"
            entry = re.compile(pattern, re.IGNORECASE), stands_for[name]
            found.setdefault(first[0].casefold(), []).append(entry)
    return Names({word: tuple(entries) for word, entries in found.items()})


def names_in_records(roster: Roster, made: Mapping[str, str]) -> Names:
    """Return every name, address and id of the roster, for the text of a record.

    A pseudonym stands for each; for those who have withdrawn not even that. Nothing stands for
    title and family name either, which several can share.
    """
    people = roster.participants
    made = {**made, **dict.fromkeys(roster.withdrawn, NOBODY)}
    ids, found = people["participant_id"].tolist(), dict[str, str]()
    for column in ("name", "email", "participant_id"):
        pairs = zip(folded(people[column].tolist()), ids, strict=True)
        found |= {text: made[person] for text, person in pairs if text}
    spoken = _spoken(folded(people["name"].tolist()))
    return names_of({**dict.fromkeys(spoken, NOBODY), **found})


def names_in_answers(roster: Roster, *, withdrawn_only: bool = False) -> Names:
    """Return every name and address of the roster, for answers in people's own words.

    Nothing but :data:`NOBODY` stands for them: an answer may be quoted, and it stays the same
    when somebody withdraws. Ids that are plain words or numbers are no names.
    """
    people = roster.participants
    if withdrawn_only:
        people = people.loc[~roster.stays]
    names, addresses, ids = (
        folded(people[column].tolist()) for column in ("name", "email", "participant_id")
    )
    texts = [*names, *_spoken(names), *addresses, *filter(_tells, ids)]
    return names_of(dict.fromkeys(filter(None, texts), NOBODY))


def _tells(identity: str) -> bool:
    return not (identity.isalpha() or identity.isdecimal())


def _spoken(names: Iterable[str]) -> Iterable[str]:
    """Yield how else people are named: by title and family name, or family name first."""
    for name in names:
        *first, last = name.split() or [""]
        if first:
            yield f"{last}, {' '.join(first)}"
            yield from (f"{title}{dot} {last}" for title in TITLES for dot in ("", "."))
