"""The schools of an alliance as the options of the question for the school."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from tsa_research.schemas.model import Instrument


def with_schools(instrument: Instrument, schools: Iterable[tuple[str, str]]) -> Instrument:
    """Return an instrument whose form lets people choose their school instead of typing it.

    ``tsa import`` takes the id and the title of a school alike.

    Parameters
    ----------
    instrument : Instrument
        Returned as it is if it does not ask for the school.
    schools : iterable of (str, str)
        Id and title of each, in the order in which they are offered; every title once.

    Raises
    ------
    DeclarationError
        If two titles are the same.
    """
    options = tuple(schools)
    context = tuple(
        replace(question, options=options) if question.asks == "school" else question
        for question in instrument.context
    )
    return replace(instrument, context=context)
