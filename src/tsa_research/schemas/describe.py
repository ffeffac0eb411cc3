"""An instrument in plain words, for the command line."""

from __future__ import annotations

from pathlib import Path

from tsa_research.schemas.model import Instrument, ResponseScale
from tsa_research.schemas.questions import Question
from tsa_research.schemas.reading import list_instruments, load_instrument


def list_in_words(own: Path | None = None) -> list[str]:
    """Return a line per instrument: id, title, number of items."""
    instruments = [load_instrument(name, own) for name in list_instruments(own)]
    width = max(len(instrument.id) for instrument in instruments)
    return [
        f"{instrument.id:<{width}}  {instrument.title}: {len(instrument.items)} items, "
        f"answered by {', '.join(role.replace('_', ' ') for role in instrument.answered_by)}"
        for instrument in instruments
    ]


RATED = {
    "self": "the person who gives it",
    "others": "somebody whom an observer has watched",
    "experience": "what people have met",
}


def describe_instrument(instrument: Instrument) -> list[str]:
    """Return everything that an instrument declares, line by line."""
    source = instrument.source
    lines = [
        f"{instrument.title} ({instrument.id}, version {instrument.version})",
        instrument.about,
        f"An answer rates {RATED[instrument.rates]}.",
        f"Source: {source.document}, {source.place}. {source.note}",
        f"Licence: {source.licence}",
    ]
    lines += [_scale_line(scale) for scale in instrument.scales]
    for question in instrument.context:
        options = "; ".join(f"{code} = {label}" for code, label in question.options)
        lines.append(
            f"Asks for {question.id}: {question.wording}" + f" ({options})" * bool(options)
        )
    for subscale in instrument.subscales:
        rule = (
            "stages, never averaged"
            if subscale.aggregate == "stages"
            else f"mean of at least {subscale.min_answered} answered"
        )
        lines.append(f"{subscale.title} ({subscale.id}): {rule}")
        for item in instrument.items:
            if item.id in subscale.items:
                turned = " [reversed]" * item.reversed
                lines.append(f"  {item.column}: {item.wording}{turned}")
    return lines + [_question_line(question) for question in instrument.questions]


ASKED = {
    "text": "in people's own words",
    "list": "up to {most} short answers, the most important first",
    "tick_all": "any of {options}",
    "ranking": "in order of importance: {options}",
}


def _question_line(question: Question) -> str:
    options = "; ".join(label for _, label in question.options)
    how = ASKED[question.kind].format(most=question.most, options=options)
    return f"Asks beside the ratings, {question.id}: {question.wording} ({how})"


def _scale_line(scale: ResponseScale) -> str:
    options = "; ".join(f"{option.code} = {option.label}" for option in scale.options)
    return f"Scale {scale.name}: {options}. {scale.direction.capitalize()}."
