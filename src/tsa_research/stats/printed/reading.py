"""A printed text as a number with its decimals, or as a share in words.

What cannot be read for certain is not read: the functions return ``None`` rather than guess.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from tsa_research.stats.printed.intervals import Interval, point

NUMBER_WORDS = {
    "none": 0, "zero": 0, "one": 1, "two": 2, "both": 2, "pair": 2, "pairs": 2, "twice": 2,
    "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
}  # fmt: skip
PARTS = {
    "half": Fraction(1, 2), "third": Fraction(1, 3), "thirds": Fraction(1, 3),
    "quarter": Fraction(1, 4), "quarters": Fraction(1, 4),
    "fifth": Fraction(1, 5), "fifths": Fraction(1, 5),
}  # fmt: skip
WHOLE_WORDS = {
    **dict.fromkeys(["all", "both", "every", "everyone", "everybody", "each"], Fraction(1)),
    **dict.fromkeys(["none", "no", "nobody"], Fraction(0)),
}
BOUNDS = {
    "over": r"well over|over|more than|in excess of|above|just over",
    "under": r"just less than|just under|less than|fewer than|under|below|almost|nearly|close to",
    "at least": r"at least|a minimum of|minimum of|minimum",
    "at most": r"at most|up to|a maximum of|maximum of",
    "about": r"around|about|approximately|roughly|circa",
}
LONGEST = 80
"""Characters of the longest text that is taken for a figure."""
NEAR = re.compile(r"\b(?:almost|nearly|just|close to)\b")
_NUMBER = re.compile(
    r"(?<![A-Za-z\d.])(?P<sign>[+−–-]\s?)?(?P<whole>\d{1,3}(?:,\d{3})+|\d+)"
    r"(?P<part>\.\d+)?(?P<lost>\.)?(?!\d)(?![A-Za-z])"
)
_WORDS = re.compile(r"[a-z]+")
_JOINED = re.compile(r"^\s*(?:[-–]|to|or|and)\s*$")
_OUT_OF = re.compile(r"^\s*(?:%|per cent)?\s*(?:out )?of\b")
_UNREADABLE = re.compile(r"^no\b|\b(?:all but|half|quarters?|thirds?|fifths?)\b")
_ONE_IN = re.compile(r"\b(\w+) in (\w+)\b")


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as it is printed: ``50%`` has the value 50.

    ``bound`` says how the words limit it (``over``, ``under``, ``at least``, ``at most``,
    ``about`` or nothing); ``top`` is the other end where a range is printed.
    """

    value: Fraction
    decimals: int
    percent: bool = False
    signed: bool = False
    bound: str = ""
    top: Fraction | None = None

    @property
    def reach(self) -> Interval | None:
        """The numbers that the words allow, taken as exact; ``None`` for ``about``."""
        if self.top is not None:
            return Interval(self.value, self.top)
        return _reach(self.value, self.bound)


@dataclass(frozen=True, slots=True)
class ShareInWords:
    """The shares, from 0 to 1, that words allow, and those for which nobody would quarrel."""

    allowed: Interval
    plain: Interval


def read_number(text: str) -> Printed | None:
    """Read a printed number in digits or words.

    Use it for counts, percentages, means, differences, grades and ranges. Do not use it for a
    share in words: see :func:`read_share`.

    Parameters
    ----------
    text : str
        As printed, such as ``"64%"``, ``"-0.07"``, ``"over 70"``, ``"5 or 6 classes"``.

    Returns
    -------
    Printed or None
        ``None`` where there is no number, more than one, or one whose digits are lost.

    Examples
    --------
    >>> read_number("47 per cent").percent, read_number("three schools").value
    (True, Fraction(3, 1))
    >>> read_number("over 70").bound, read_number("150-180").top
    ('over', Fraction(180, 1))
    >>> print(read_number("1."), read_number("All but 18 per cent"))
    None None
    """
    lower = text.lower()
    if (
        len(text) > LONGEST
        or _UNREADABLE.search(lower)
        or (_ONE_IN.search(lower) and _one_in(lower))
    ):
        return None
    return _in_digits(lower) if re.search(r"\d", lower) else _in_words(lower)


def _in_digits(text: str) -> Printed | None:
    found = list(_NUMBER.finditer(text))
    if not found or any(match["lost"] for match in found):
        return None
    first, top = found[0], None
    if len(found) == 2 and _JOINED.match(_between(text, found)):
        top = _value(found[1], signed=False)
    elif len(found) > 1 and not _OUT_OF.match(text[first.end() :]):
        return None
    if top is not None and top < _value(first):
        return None
    sign = first["sign"] or ""
    return Printed(
        _value(first),
        len(first["part"] or ".") - 1,
        bool(re.search(r"%|per ?cent\b", text)),
        bool(sign),
        _bound(text[: first.start()]),
        top,
    )


def _between(text: str, found: list[re.Match[str]]) -> str:
    sign = (found[1]["sign"] or "").strip()
    return text[found[0].end() : found[1].start()] + sign


def _value(match: re.Match[str], *, signed: bool = True) -> Fraction:
    size = Fraction(match["whole"].replace(",", "") + (match["part"] or ""))
    negative = signed and (match["sign"] or "+").strip() != "+"
    return -size if negative else size


def _in_words(text: str) -> Printed | None:
    found = [match for match in _WORDS.finditer(text) if match[0] in NUMBER_WORDS]
    if not found:
        return None
    first, top = found[0], None
    value = Fraction(NUMBER_WORDS[first[0]])
    if len(found) == 2 and re.match(r"^ (?:or|to) $", text[first.end() : found[1].start()]):
        top = Fraction(NUMBER_WORDS[found[1][0]])
    elif len(found) > 1 and not _OUT_OF.match(text[first.end() :]):
        return None
    percent = bool(re.search(r"per ?cent\b", text))
    return Printed(value, 0, percent, bound=_bound(text[: first.start()]), top=top)


def _bound(before: str) -> str:
    for name, words in BOUNDS.items():
        if re.search(rf"\b(?:{words})\s*$", before.rstrip("£ ")):
            return name
    return ""


def _reach(value: Fraction, bound: str) -> Interval | None:
    return {
        "over": Interval(value, None, False),
        "under": Interval(None, value, high_in=False),
        "at least": Interval(value, None),
        "at most": Interval(None, value),
        "about": None,
    }.get(bound, point(value))


def read_share(text: str) -> ShareInWords | None:
    """Read a share that is printed in words.

    Parameters
    ----------
    text : str
        Such as ``"all"``, ``"two thirds"``, ``"almost 1 in 4"``, ``"just less than half"``.

    Returns
    -------
    ShareInWords or None
        ``None`` where the words name no share, such as "many". ``almost`` and the like allow
        everything below, and are plain from three quarters of the share on; ``just over`` is
        plain up to five quarters, and "half" allows what lies between the two.

    Examples
    --------
    >>> Fraction(2, 3) in read_share("two thirds of them").allowed
    True
    >>> almost = read_share("almost 1 in 4")
    >>> Fraction(19, 83) in almost.plain, Fraction(21, 83) in almost.allowed
    (True, False)
    """
    lower = text.lower()
    if len(text) > LONGEST:
        return None
    if re.search(r"\b(?:majority|most)\b", lower):
        return _alike(Interval(Fraction(1, 2), Fraction(1), low_in=False))
    if re.search(r"\bminority\b", lower):
        return _alike(Interval(Fraction(0), Fraction(1, 2), high_in=False))
    named = _named_share(lower)
    return None if named is None else _limited(lower, named)


def _alike(shares: Interval) -> ShareInWords:
    return ShareInWords(shares, shares)


def _limited(text: str, share: Fraction) -> ShareInWords | None:
    bound = next(
        (name for name, words in BOUNDS.items() if re.search(rf"\b(?:{words})\b", text)), ""
    )
    allowed = _reach(share, bound)
    near = Interval(share * Fraction(3, 4), share * Fraction(5, 4))
    if allowed is None:
        return None
    if not bound and 0 < share < 1:
        return ShareInWords(near, allowed)
    if not (bound in ("over", "under") and NEAR.search(text)):
        return _alike(allowed)
    plain = (
        Interval(share, near.high, False)
        if bound == "over"
        else Interval(near.low, share, True, False)
    )
    return ShareInWords(allowed, plain)


def _named_share(text: str) -> Fraction | None:
    if re.search(r"\bbut\b|\bnot\b|n't\b", text):
        return None
    one_in = _one_in(text)
    if one_in is not None:
        return one_in
    words = _WORDS.findall(text)
    for place, word in enumerate(words):
        if word in PARTS:
            before = words[place - 1] if place else ""
            return PARTS[word] * NUMBER_WORDS.get(before, 1)
    return next((WHOLE_WORDS[word] for word in words if word in WHOLE_WORDS), None)


def _one_in(text: str) -> Fraction | None:
    match = _ONE_IN.search(text)
    pair = [_small(word) for word in match.groups()] if match else []
    if not pair or None in pair or not pair[1]:
        return None
    share = Fraction(pair[0] or 0, pair[1])
    return share if share <= 1 else None


def _small(word: str) -> int | None:
    return int(word) if word.isdecimal() else NUMBER_WORDS.get(word)
