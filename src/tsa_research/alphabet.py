"""How names are put in order, where an accent changes nothing, and how they are compared."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable


def alphabetical(names: Iterable[str]) -> list[str]:
    """Return each name once, in the order in which a reader looks for it.

    >>> alphabetical(["Saltlantern", "Étoile", "ashquill", "Etna"])
    ['ashquill', 'Etna', 'Étoile', 'Saltlantern']
    """
    return sorted(set(names), key=lambda name: (_plain(name), name))


def plain_name(text: str) -> str:
    """Return a name, or other words, without what people write differently: case and blanks.

    >>> plain_name(" Oak  PRIMARY ")
    'oak primary'
    """
    return " ".join(text.split()).casefold()


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
