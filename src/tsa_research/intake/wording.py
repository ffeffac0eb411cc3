"""When two texts say the same: comparing wordings and labels without guessing.

Only differences that no reader would call a difference are levelled: case, spaces, the
shape of quotation marks and dashes, punctuation at the end and, for questions, their number.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_LEVELLED = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′`´", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        # Invisible characters that form tools leave behind.
        **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad", None),
    }
)
_NUMBERING = re.compile(r"(?:q(?:uestion)?\s*)?\d+(?:\.\d+)*\s*(?:[.:)]|\s-)\s*(?=\D)")
_LONGEST_SHOWN = 90


def plain(text: str) -> str:
    r"""Return a text without the differences that do not count.

    >>> plain("  Strongly\u00a0AGREE. ")
    'strongly agree'
    """
    folded = unicodedata.normalize("NFKC", text.translate(_LEVELLED)).casefold()
    spaced = " ".join(folded.split())
    return spaced.rstrip(" .,;:!?*") or spaced


def plain_question(text: str) -> str:
    """Return a question without those differences and without its number.

    >>> plain_question("Q3: We keep our promises *")
    'we keep our promises'
    """
    levelled = plain(text)
    return _NUMBERING.sub("", levelled, count=1) if _NUMBERING.match(levelled) else levelled


def one_line(text: str, *, most: int = _LONGEST_SHOWN) -> str:
    r"""Return a text as it can be printed: on one line, shortened, without hidden characters.

    Signs that steer a terminal or turn the direction of reading are written out.

    >>> one_line("12 in\n = 12 kept \x1b[31m\u202e")
    '12 in = 12 kept \\x1b[31m\\u202e'
    """
    line = " ".join(text[: 4 * most].split())
    shown = "".join(
        sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in line
    )
    return shown if len(shown) <= most else shown[: most - 1].rstrip() + "…"


def quoted(text: str) -> str:
    """Return a text on one line and within quotation marks, shortened if it is long."""
    return f"“{one_line(text)}”"


def listed(texts: Iterable[str], *, most: int = 5) -> str:
    """Return texts joined by commas; those beyond ``most`` are only counted.

    >>> listed(["a", "b", "c"], most=2)
    'a, b and 1 more'
    """
    every = list(texts)
    shown, more = ", ".join(every[:most]), len(every) - most
    return f"{shown} and {more} more" if more > 0 else shown
