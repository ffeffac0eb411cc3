"""Why questions and items could not be matched, in words that say what to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tsa_research.errors import DeclarationError, IntakeError
from tsa_research.intake.form import Form, Heading
from tsa_research.intake.lexicon import Lexicon, build_lexicon
from tsa_research.intake.mapping import mapping_line
from tsa_research.intake.wording import listed, quoted
from tsa_research.schemas.model import Item
from tsa_research.schemas.reading import list_instruments, load_instrument

_MOST = 8


def unmatched(
    form: Form, lexicon: Lexicon, headings: Sequence[Heading], missing: Iterable[str]
) -> IntakeError:
    """Return the error for questions that match no item, with the nearest ones."""
    free = list(missing)
    near = {heading: lexicon.nearest_items(heading, free) for heading in headings[:_MOST]}
    lines = [mapping_line(heading.name, items[0].column) for heading, items in near.items()]
    count = "A question matches" if len(headings) == 1 else f"{len(headings)} questions match"
    return IntakeError(
        f"{count} no item of {lexicon.instrument.id}.",
        where=_where(form, headings),
        expected="; ".join(
            f"for {heading.place} one of {_named(items)}" for heading, items in near.items()
        ),
        got=listed((quoted(heading.name) for heading in headings), most=_MOST),
        next_step=_settle(lines) + " Write ignore instead of the item to leave a question out.",
    )


def ambiguous(
    form: Form, lexicon: Lexicon, heading: Heading, columns: Sequence[str]
) -> IntakeError:
    """Return the error for a question that matches several items."""
    items = [lexicon.instrument.item(column) for column in columns]
    return IntakeError(
        f"A question matches {len(items)} items of {lexicon.instrument.id}.",
        where=_where(form, [heading]),
        expected=f"a question that means one of {_named(items)}",
        got=quoted(heading.name),
        next_step=_settle([mapping_line(heading.name, column) for column in columns], " or "),
    )


def matched_twice(
    form: Form, lexicon: Lexicon, target: str, headings: Sequence[Heading]
) -> IntakeError:
    """Return the error for two columns that match the same item."""
    names = [quoted(heading.name) for heading in headings]
    return IntakeError(
        f"{len(headings)} columns match the same item, {target}.",
        where=_where(form, headings),
        expected=f"one column for {target}",
        got=listed(names, most=_MOST),
        next_step=_settle([mapping_line(heading.name, "ignore") for heading in headings], " or "),
    )


def missing(form: Form, lexicon: Lexicon, columns: Sequence[str]) -> IntakeError:
    """Return the error for items that the file does not have."""
    items = [lexicon.instrument.item(column) for column in columns]
    count = "1 missing column" if len(items) == 1 else f"{len(items)} missing columns"
    return IntakeError(
        f"The file has {count}: not every item of {lexicon.instrument.id} is in it.",
        where=f"{form.file}, row {form.header_row}",
        expected=_named(items, most=len(items)),
        got=f"{len(form.headings)} columns, none of which is {listed(columns, most=len(columns))}",
        next_step=(
            "Export all questions. If nobody was asked one of them, add its column and leave "
            "the cells blank; in a table with one answer per row, add a row with a blank answer."
        ),
    )


def refuse_other_instrument(form: Form, lexicon: Lexicon) -> None:
    """Raise if the questions of a file fit another known instrument better.

    Raises
    ------
    IntakeError
        With the id of the instrument that the file looks like.
    """
    wanted = lexicon.instrument.id
    scores = {name: _n_matched(form, other) for name, other in _others(wanted)}
    best = max(scores, key=scores.__getitem__, default=wanted)
    if scores.get(best, 0) > _n_matched(form, lexicon):
        raise IntakeError(
            f"This looks like {best}, not {wanted}.",
            where=f"{form.file}, row {form.header_row}",
            expected=f"the {len(lexicon.instrument.columns)} items of {wanted}",
            got=f"{scores[best]} items of {best}, {_n_matched(form, lexicon)} of {wanted}",
            next_step=f"Import the file as {best}, or choose another file.",
        )


def _others(wanted: str) -> Iterable[tuple[str, Lexicon]]:
    for name in list_instruments():
        try:
            instrument = load_instrument(name)
        except DeclarationError:
            continue  # this is only a hint; a broken declaration is reported where it is used
        if name != wanted:
            yield name, build_lexicon(instrument)


def _n_matched(form: Form, lexicon: Lexicon) -> int:
    return len({column for heading in form.headings for column in lexicon.columns(heading)})


def _named(items: Sequence[Item], most: int = _MOST) -> str:
    return listed((f"{item.column} ({quoted(item.wording)})" for item in items), most=most)


def _where(form: Form, headings: Sequence[Heading]) -> str:
    places = listed((heading.place for heading in headings), most=_MOST)
    return f"{form.file}, row {form.header_row}, {places}"


def _settle(lines: Sequence[str], joint: str = "\n        ") -> str:
    written = joint.join(lines)
    return f"Import again with a mapping file that begins with question,item and has: {written}"
