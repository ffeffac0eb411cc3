"""Themes that open answers are coded by, and the key by which a coder names an answer."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from tsa_research.alphabet import plain_name

NO_THEME = "none"
"""What a coder writes of an answer that has been read and belongs to no theme."""
DIGITS = 12


@dataclass(frozen=True)
class Theme:
    """One theme of a codebook: ``question`` is the id of the open question that it belongs to."""

    id: str
    question: str
    title: str
    belongs: str
    example: str = ""


@dataclass(frozen=True)
class Codebook:
    """The themes of one instrument, in the order of the file."""

    instrument: str
    themes: tuple[Theme, ...]

    @property
    def questions(self) -> tuple[str, ...]:
        """The ids of the questions that have a theme, each once."""
        return tuple(dict.fromkeys(theme.question for theme in self.themes))

    def of(self, question: str) -> tuple[Theme, ...]:
        """Return the themes of a question."""
        return tuple(theme for theme in self.themes if theme.question == question)


def answer_key(instrument: str, wave: str, question: str, words: str) -> str:
    """Return the key of an answer: ``w`` and 12 hexadecimal digits.

    It is made from the words and never from the person, so it names nobody, does not change with
    the order of the answers, and is the same for people who wrote the same.

    >>> answer_key("f", "w", "q", "More  time") == answer_key("f", "w", "q", "more time ")
    True
    """
    text = "\0".join((instrument, wave, question, plain_name(words)))
    return "w" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]
