"""What every form says before its questions: what becomes of the answers, and the way out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

_PERSON = (
    "Your answers are used to see what helps the schools of this alliance, and what does not. "
    "Reports show groups of people, never what one person answered. Taking part is your choice, "
    "and you may leave out any question."
)
_SCHOOL = (
    "You judge for your school, together with others. Reports may name the school and what its "
    "judges say together, never who said what. Taking part is your choice, and you may leave out "
    "any question."
)


@dataclass(frozen=True)
class Collection:
    """The network's own words for its forms.

    Parameters
    ----------
    consent : str
        What becomes of the answers; empty for the words of the package.
    withdrawal_contact : str
        To whom somebody writes who no longer wants to take part; empty if not settled.
    """

    consent: str = ""
    withdrawal_contact: str = ""

    def statement(self, speaks_for: Literal["person", "school"]) -> str:
        """Return what becomes of the answers."""
        return self.consent or (_PERSON if speaks_for == "person" else _SCHOOL)

    def withdrawal(self, *, coded: bool = False) -> str:
        """Return how to have one's answers taken out again; ``coded`` if only a code tells them."""
        whom = (
            f"write to {self.withdrawal_contact}"
            if self.withdrawal_contact
            else "tell the person who gave you this form"
        )
        code = " and give your code" if coded else ""
        return f"If you no longer want your answers to be used, {whom}{code}: they are taken out."
