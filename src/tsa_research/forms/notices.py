"""What stands above the questions of every form: consent, the way out, how to make a code."""

from __future__ import annotations

from tsa_research.schemas.codes import UNKNOWN, CodeElement, example_code
from tsa_research.schemas.collection import Collection
from tsa_research.schemas.model import Instrument


def notices(instrument: Instrument, collection: Collection) -> tuple[str, str]:
    """Return what becomes of the answers, and how to have them taken out again."""
    return (
        collection.statement(instrument.speaks_for),
        collection.withdrawal(coded=bool(instrument.code)),
    )


def code_explained(elements: tuple[CodeElement, ...]) -> str:
    """Return why people make up a code, and how."""
    return (
        "This form does not ask who you are. Make up your code from the parts below, the same way "
        "each time: your answers can then be held beside those that you give next time. Only a "
        f"scrambled form of it is kept. Write {UNKNOWN} for a sign that you do not know or do not "
        f"want to give. A code looks like {example_code(elements)}."
    )


def code_in_one_line(elements: tuple[CodeElement, ...]) -> str:
    """Return the explanation together with the parts, for where there is one text only."""
    parts = (f"{number}: {element.wording}" for number, element in enumerate(elements, start=1))
    return f"{code_explained(elements)} {'. '.join(parts)}."
