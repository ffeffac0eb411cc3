"""The order of the alphabet, in which an accent changes nothing."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable


def alphabetical(names: Iterable[str]) -> list[str]:
    """Return each name once, in the order in which a reader looks for it.

    >>> alphabetical(["Saltlantern", "Étoile", "ashquill", "Etna"])
    ['ashquill', 'Etna', 'Étoile', 'Saltlantern']
    """
    return sorted(set(names), key=lambda name: (_plain(name), name))


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
