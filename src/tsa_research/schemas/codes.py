"""Codes that people make up themselves, so that anonymous waves can be held side by side.

A code is put together from things that do not change and that only the person knows. It holds
no name; at import it is turned into a pseudonym like every other identity.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from tsa_research.errors import DeclarationError

UNKNOWN = "-"
"""What people write in place of a sign that they do not know or do not want to give."""
MOST_SIGNS = 4


@dataclass(frozen=True)
class CodeElement:
    """One part of a code.

    Parameters
    ----------
    id : str
    wording : str
        What people write, such as "First two letters of your mother's first name".
    letters, digits : int
        How many signs of one of the two kinds it takes, from 1 to 4; the other is 0.
    """

    id: str
    wording: str
    letters: int = 0
    digits: int = 0

    def __post_init__(self) -> None:
        if (self.letters == 0) == (self.digits == 0) or not 1 <= self.length <= MOST_SIGNS:
            raise DeclarationError(
                "A part of a code is made of letters or of digits.",
                where=f"context, code, {self.id}",
                expected=f"letters or digits, from 1 to {MOST_SIGNS}",
                got=f"letters: {self.letters}, digits: {self.digits}",
            )

    @property
    def length(self) -> int:
        """How many signs it takes."""
        return self.letters + self.digits

    @property
    def pattern(self) -> str:
        """A regular expression for its signs, without regard to capitals."""
        return f"[{'A-Z' if self.letters else '0-9'}{UNKNOWN}]{{{self.length}}}"


def read_code(text: str, elements: tuple[CodeElement, ...]) -> str | None:
    """Return a code in capitals without accents, or ``None`` if the text is no such code.

    >>> parts = CodeElement("mother", "", letters=2), CodeElement("day", "", digits=2)
    >>> read_code("él 07", parts)
    'EL07'
    """
    parted = unicodedata.normalize("NFKD", text)
    code = "".join(sign for sign in parted if not unicodedata.combining(sign) and sign.strip())
    code = code.upper()
    if not re.fullmatch("".join(element.pattern for element in elements), code):
        return None
    return code if code.strip(UNKNOWN) else None


def example_code(elements: tuple[CodeElement, ...]) -> str:
    """Return what a code looks like, for the forms; it is nobody's.

    >>> example_code((CodeElement("m", "Mother", letters=2), CodeElement("d", "Day", digits=2)))
    'AB01'
    """
    signs = {True: "ABCDEFGHIJ", False: "0123456789"}
    taken, code = {True: 0, False: 0}, ""
    for element in elements:
        kind = bool(element.letters)
        code += "".join(signs[kind][(taken[kind] + n) % 10] for n in range(element.length))
        taken[kind] += element.length
    return code
