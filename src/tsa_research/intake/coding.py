"""From answers as typed to codes: literally, or by a label that says the same, or not at all.

A spelling that is merely close is never accepted here. It stays as it was typed, and
:func:`nearest_label` gives later checks the words for their advice.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from tsa_research.intake.wording import listed, plain, quoted
from tsa_research.schemas.model import ResponseScale

Options = tuple[tuple[str, str], ...]
_LONGEST_LABEL = 500
_JOINTS = ("-", "=", ":", ".", ")", " ")


@dataclass(frozen=True)
class Recoded:
    """Answers after recoding.

    Parameters
    ----------
    values : list of str or None
        A code where one was recognised, the text as typed elsewhere, ``None`` for blank.
    spellings : mapping of str to tuple of str
        Code to the spellings that were recognised though they are neither code nor label.
    """

    values: list[str | None]
    spellings: Mapping[str, tuple[str, ...]]


def scale_options(scale: ResponseScale) -> Options:
    """Return code and label of every option of a scale as texts."""
    return tuple((str(option.code), option.label) for option in scale.options)


def recognise(text: str, options: Options) -> str | None:
    """Return the code that a typed answer stands for, or ``None`` if it stands for none.

    Accepted are a code, a label, a label that differs in nothing that counts (see
    :func:`tsa_research.intake.wording.plain`), and both together where they agree.

    >>> recognise("1 – strongly agree", (("1", "Strongly agree"), ("2", "Agree")))
    '1'
    >>> recognise("2 - strongly agree", (("1", "Strongly agree"), ("2", "Agree"))) is None
    True
    """
    return _literally(options).get(text.strip()) or _same_as(options).get(plain(text))


def recode(values: Iterable[str], options: Options) -> Recoded:
    """Recode a column of answers; each distinct spelling is looked at once."""
    column = list(values)
    codes = {text: recognise(text, options) for text in set(column)}
    literal = {text for option in options for text in option}
    spellings: dict[str, tuple[str, ...]] = {}
    for text in sorted(codes):
        code = codes[text]
        if code is not None and text not in literal:
            spellings[code] = (*spellings.get(code, ()), text)
    final = {text: code or (text if text.strip() else None) for text, code in codes.items()}
    return Recoded([final[text] for text in column], spellings)


def describe_spellings(
    spellings: Mapping[tuple[Options, str], Iterable[str]],
) -> tuple[str, ...]:
    """Return one sentence for each label that was recognised in another spelling."""
    sentences = []
    for (options, code), typed in spellings.items():
        every = listed(quoted(text) for text in sorted(set(typed)))
        sentences.append(f"Answers spelt {every} were read as {quoted(dict(options)[code])}.")
    return tuple(sorted(set(sentences)))


def nearest_label(labels: Iterable[str], text: str) -> str:
    """Return the label that is spelt most like ``text``, or an empty text.

    Use it for advice only: what is close is not what was meant.
    """
    by_form = {plain(label): label for label in labels}
    typed = plain(text[:_LONGEST_LABEL])
    close = difflib.get_close_matches(typed, list(by_form), n=1, cutoff=0.6)
    return by_form[close[0]] if close else ""


@lru_cache(maxsize=256)
def _literally(options: Options) -> dict[str, str]:
    # Where a label is the code of another option, the code is what form tools export.
    return {label: code for code, label in options} | {code: code for code, _ in options}


@lru_cache(maxsize=256)
def _same_as(options: Options) -> dict[str, str]:
    labels = [(plain(label), code) for code, label in options]
    both = [(form, code) for code, label in options for form in _both(code, plain(label))]
    # A label always means itself, even where it looks like the code and label of another.
    return _unambiguous(both) | _unambiguous(labels)


def _both(code: str, label: str) -> list[str]:
    forms = [f"({code}) {label}", f"{label} ({code})"]
    for joint in _JOINTS:
        forms += [f"{code}{before}{joint}{label}" for before in ("", " ")]
        forms += [f"{code}{before}{joint} {label}" for before in ("", " ")]
    return [plain(form) for form in forms]


def _unambiguous(pairs: list[tuple[str, str]]) -> dict[str, str]:
    codes: dict[str, set[str]] = {}
    for text, code in pairs:
        codes.setdefault(text, set()).add(code)
    return {text: found.pop() for text, found in codes.items() if len(found) == 1}
