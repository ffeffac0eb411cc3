"""Which question of a file is which item: by id, by wording, or by the mapping file.

Nothing is matched because it is similar. What cannot be settled is refused, with the line
for the mapping file that would settle it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tsa_research.intake import refusals
from tsa_research.intake.form import ROLES, Dialect, Form, Heading
from tsa_research.intake.lexicon import Lexicon, build_lexicon
from tsa_research.intake.mapping import IGNORE, checked_mapping, mapped
from tsa_research.intake.wording import listed, plain, quoted
from tsa_research.schemas.model import Instrument

_BY_MAPPING, _BY_QUESTION, _BY_ALIAS = range(3)


@dataclass(frozen=True)
class Layout:
    """Where the columns of the answers stand in a form.

    ``positions`` maps every column of the answers that the form has to the headings that
    fill it; there may be several for person, school and submission, the preferred first.
    """

    positions: dict[str, tuple[int, ...]]
    actions: tuple[str, ...]


@dataclass(frozen=True)
class _Match:
    targets: tuple[str, ...]
    rank: tuple[int, int] = (_BY_QUESTION, 0)
    literal: bool = True


def match_headings(
    form: Form, instrument: Instrument, dialect: Dialect, mapping: Mapping[str, str]
) -> Layout:
    """Return where each column of the answers stands in a form.

    Raises
    ------
    IntakeError
        If a question matches no item or several, an item is matched twice or not at all,
        or the form holds another instrument.
    """
    lexicon, chosen = build_lexicon(instrument), checked_mapping(mapping, instrument)
    matches = [_match(heading, lexicon, dialect, chosen) for heading in form.headings]
    positions = _positions(matches)
    missing = [column for column in instrument.columns if column not in positions]
    if 2 * len(missing) > len(instrument.columns):
        refusals.refuse_other_instrument(form, lexicon)
    _refuse_unsettled(form, lexicon, matches, missing)
    _refuse_twice(form, lexicon, positions)
    if missing:
        raise refusals.missing(form, lexicon, missing)
    return Layout(positions, _actions(form, lexicon, matches, chosen))


def _match(
    heading: Heading, lexicon: Lexicon, dialect: Dialect, mapping: Mapping[str, str]
) -> _Match:
    settled = mapped(heading, mapping)
    if settled:
        return _Match((settled,), (_BY_MAPPING, 0))
    columns = lexicon.columns(heading)
    if columns:
        literal = len(columns) > 1 or lexicon.is_literal(heading, columns[0])
        return _Match(columns, literal=literal)
    role = lexicon.role(heading)
    if role:
        return _Match((role,), literal=lexicon.is_literal(heading, role))
    asked = lexicon.asked_of(heading)
    if asked:
        return _Match((asked,))
    name = plain(heading.name)
    for role, aliases in dialect.aliases.items():
        if name in aliases:
            return _Match((role,), (_BY_ALIAS, aliases.index(name)))
    return _Match((IGNORE,) if dialect.technical(name) else ())


def _positions(matches: list[_Match]) -> dict[str, tuple[int, ...]]:
    by_preference = sorted(range(len(matches)), key=lambda place: matches[place].rank)
    positions: dict[str, tuple[int, ...]] = {}
    for place in by_preference:
        if len(matches[place].targets) == 1 and matches[place].targets != (IGNORE,):
            target = matches[place].targets[0]
            positions[target] = (*positions.get(target, ()), place)
    return positions


def _refuse_unsettled(
    form: Form, lexicon: Lexicon, matches: list[_Match], missing: list[str]
) -> None:
    pairs = list(zip(form.headings, matches, strict=True))
    unknown = [heading for heading, match in pairs if not match.targets]
    if unknown:
        raise refusals.unmatched(form, lexicon, unknown, missing)
    several = next(((h, m.targets) for h, m in pairs if len(m.targets) > 1), None)
    if several:
        raise refusals.ambiguous(form, lexicon, *several)


def _refuse_twice(form: Form, lexicon: Lexicon, positions: dict[str, tuple[int, ...]]) -> None:
    for target, places in positions.items():
        if len(places) > 1 and target not in ROLES:
            headings = [form.headings[place] for place in places]
            raise refusals.matched_twice(form, lexicon, target, headings)


def _actions(
    form: Form, lexicon: Lexicon, matches: list[_Match], mapping: Mapping[str, str]
) -> tuple[str, ...]:
    pairs = list(zip(form.headings, matches, strict=True))
    sentences = []
    for heading, match in pairs:
        if match.rank[0] == _BY_MAPPING and match.targets != (IGNORE,):
            sentences.append(f"{quoted(heading.name)} is {match.targets[0]}: by the mapping.")
        elif not match.literal:
            sentences.append(f"{quoted(heading.name)} was read as {match.targets[0]}.")
    dropped = [quoted(heading.name) for heading, match in pairs if match.targets == (IGNORE,)]
    if dropped:
        sentences.append(f"Columns left out: {listed(dropped, most=len(dropped))}.")
    unused = [text for text in mapping if not any(mapped(h, {text: IGNORE}) for h, _ in pairs)]
    if unused:
        every = listed(map(quoted, unused), most=len(unused))
        sentences.append(f"The mapping names questions that the file does not have: {every}.")
    return tuple(sentences)
