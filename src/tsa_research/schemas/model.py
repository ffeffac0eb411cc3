"""The nouns of a questionnaire: scale, item, subscale, instrument. Frozen and self-checking.

An instrument is the single declaration from which the checks, the scoring, the direction
of every chart and the wording of every caption follow. The constructors refuse anything
that could not be scored without guessing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from tsa_research.errors import DeclarationError, UsageError, nearest
from tsa_research.schemas.codes import CodeElement
from tsa_research.schemas.ideal import Ideal
from tsa_research.schemas.questions import Question

Favourable = Literal["high", "low"]
Aggregate = Literal["mean", "stages"]
SpeaksFor = Literal["person", "school"]
Rates = Literal["self", "others", "experience"]


def _refuse(what: str, *, key: str, expected: str, got: object) -> DeclarationError:
    return DeclarationError(what, where=key, expected=expected, got=str(got))


def _level(text: str) -> str:
    """Return a text without what people write differently: letter case and blanks."""
    return " ".join(text.split()).casefold()


def _first_repeated(texts: Iterable[str]) -> str | None:
    return next((text for text, count in Counter(texts).items() if count > 1), None)


ID = re.compile(r"[a-z][a-z0-9_]{0,63}")
"""What the id of an item or of a context question looks like: at most 64 characters."""
LARGEST_CODE = 32_767
"""The store holds codes in two bytes."""
RESERVED = frozenset(
    {
        *("respondent", "linked", "school", "cohort", "alliance", "participant", "person"),
        *("submitted", "file", "row", "position", "school_id", "section", "target", "score"),
        *("n_answered", "school_given", "school_known", "school_agrees", "person_known"),
        *("answered_once", "submitted_possible", "something_answered", "ignore"),
    }
)
"""Columns that stand beside the answers while they are imported, stored and scored."""


@dataclass(frozen=True)
class Option:
    """One answer that can be given.

    ``short`` is the mark used where space is scarce; ``scored=False`` is for answers such
    as "not applicable", which never enter a base silently.
    """

    code: int
    label: str
    short: str = ""
    scored: bool = True

    @property
    def mark(self) -> str:
        """The short mark, or the label where there is none."""
        return self.short or self.label


@dataclass(frozen=True)
class ResponseScale:
    """Ordered answers with a declared direction.

    Parameters
    ----------
    name : str
    options : tuple of Option
        In ascending order of code.
    favourable : "high" or "low"
        The end of the codes that is good.
    positive : tuple of int
        The codes that count as favourable: an unbroken run from the favourable end.
    """

    name: str
    options: tuple[Option, ...]
    favourable: Favourable
    positive: tuple[int, ...]

    def __post_init__(self) -> None:
        codes, labels = self.codes, [option.label for option in self.options]
        key = f"scale {self.name}"
        if len(codes) < 2:
            raise _refuse(
                "A scale needs at least two scored options.",
                key=f"{key}, options",
                expected="two or more options that are scored",
                got=codes,
            )
        all_codes = [option.code for option in self.options]
        if max(map(abs, all_codes)) > LARGEST_CODE:
            raise _refuse(
                "A code is too large.",
                key=f"{key}, options",
                expected=f"codes from -{LARGEST_CODE} to {LARGEST_CODE}",
                got=all_codes,
            )
        if all_codes != sorted(set(all_codes)):
            raise _refuse(
                "The options of a scale must stand in ascending order of code, each code once.",
                key=f"{key}, options",
                expected=sorted(set(all_codes)).__str__(),
                got=all_codes,
            )
        if len({label.casefold() for label in labels}) != len(labels):
            raise _refuse(
                "Two options of a scale have the same label.",
                key=f"{key}, options",
                expected="every label once",
                got=labels,
            )
        if self.favourable not in ("high", "low"):
            raise _refuse(
                "A scale must say which end is good.",
                key=f"{key}, favourable",
                expected="high or low",
                got=self.favourable,
            )
        best_first = self.best_first
        run = set(best_first[: len(self.positive)])
        if not self.positive or set(self.positive) != run or len(run) == len(codes):
            raise _refuse(
                "The positive codes must be an unbroken run from the favourable end.",
                key=f"{key}, positive",
                expected=f"the first few of {list(best_first)}, not all of them",
                got=list(self.positive),
            )

    @property
    def codes(self) -> tuple[int, ...]:
        """Scored codes in ascending order."""
        return tuple(option.code for option in self.options if option.scored)

    @property
    def best_first(self) -> tuple[int, ...]:
        """Scored codes from the most to the least favourable."""
        return self.codes if self.favourable == "low" else self.codes[::-1]

    @property
    def worst_first(self) -> tuple[int, ...]:
        """Scored codes from the least to the most favourable: the order charts draw in."""
        return self.best_first[::-1]

    @property
    def higher_is_better(self) -> bool:
        """Whether a larger code is a more favourable answer."""
        return self.favourable == "high"

    def option(self, code: int) -> Option:
        """Return the option with this code; raise :class:`UsageError` if there is none."""
        for option in self.options:
            if option.code == code:
                return option
        raise UsageError(
            f"The scale {self.name} has no code {code}.",
            expected=", ".join(str(option.code) for option in self.options),
            got=str(code),
        )

    def label(self, code: int) -> str:
        """Return the label of a code."""
        return self.option(code).label

    def reverse(self, code: int) -> int:
        """Return the code at the same distance from the other end of the scale.

        >>> yes_no = ResponseScale("yn", (Option(1, "no"), Option(2, "yes")), "high", (2,))
        >>> yes_no.reverse(1)
        2
        """
        return dict(zip(self.codes, self.codes[::-1], strict=True))[code]

    @property
    def direction(self) -> str:
        """The direction in words, for captions: ``1 = strongly agree is the favourable end``."""
        best = self.best_first[0]
        return f"{best} = {self.label(best).lower()} is the favourable end"


@dataclass(frozen=True)
class Target:
    """Whom an item is about, where the same item is asked about several."""

    id: str
    label: str


@dataclass(frozen=True)
class ContextQuestion:
    """A question about the person who answers, such as role or length of membership.

    ``asks`` says what the answer is used for: ``person`` and ``school`` link the answers,
    ``group`` splits them. Only ``group`` questions have options. ``code`` are the parts of a
    code that people make up themselves, where a ``person`` question asks for one.
    """

    id: str
    title: str
    wording: str
    asks: Literal["person", "school", "group"]
    options: tuple[tuple[str, str], ...] = ()
    code: tuple[CodeElement, ...] = ()

    def __post_init__(self) -> None:
        if self.code and self.asks != "person":
            raise _refuse(
                "Only the question for the person can ask for a code.",
                key=f"context, {self.id}, code",
                expected="asks: person",
                got=self.asks,
            )
        for what, texts in (("code", self.codes), ("label", [label for _, label in self.options])):
            repeated = _first_repeated(map(_level, texts))
            if repeated is not None:
                raise _refuse(
                    f"Two groups have the same {what}.",
                    key=f"context, {self.id}, options",
                    expected=f"every {what} once",
                    got=repeated,
                )

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the groups in their declared order."""
        return tuple(code for code, _ in self.options)

    def label(self, code: str) -> str:
        """Return the label of a group."""
        return dict(self.options)[code]


@dataclass(frozen=True)
class Item:
    """One rated statement.

    Parallel items share their ``id`` and differ in ``target``. ``descriptors`` pairs a code
    with a short description of what that level looks like.
    """

    id: str
    title: str
    wording: str
    scale: ResponseScale
    reversed: bool = False
    target: str | None = None
    descriptors: tuple[tuple[int, str], ...] = ()

    @property
    def column(self) -> str:
        """The name of the item's column in a table of answers."""
        return self.id if self.target is None else f"{self.id}__{self.target}"


@dataclass(frozen=True)
class Subscale:
    """Items that are summed up together.

    ``aggregate`` is ``mean`` (of the answered items, if at least ``min_answered``) or
    ``stages`` (never averaged: each item keeps its own distribution).
    """

    id: str
    title: str
    items: tuple[str, ...]
    aggregate: Aggregate = "mean"
    min_answered: int = 1


@dataclass(frozen=True)
class Source:
    """Where an instrument comes from, and under which licence."""

    document: str
    place: str
    note: str
    licence: str


@dataclass(frozen=True)
class Instrument:
    """A questionnaire, declared once.

    Parameters
    ----------
    id, version, title, about : str, int, str, str
    answered_by : tuple of str
        Roles (as in the record ``participants``) that are invited to answer.
    speaks_for : "person" or "school"
        Whether an answer is a person's own, or a judgement of the school's position that
        several judges make together.
    rates : "self", "others" or "experience"
        Whom or what an answer rates: the person who gives it, somebody whom an observer has
        watched, or what people meet. Sentences and caveats follow it.
    scales, items, subscales, targets, context : tuples
    questions : tuple of Question
        Open questions, tick-all and rankings; their answers are kept apart from the ratings.
    contrast : str
        Id of the group question whose groups are held against the rest; empty for none.
    ideal : Ideal or None
        What a source says that a strong group has, and which items ask for it.
    source : Source
    """

    id: str
    version: int
    title: str
    about: str
    answered_by: tuple[str, ...]
    speaks_for: SpeaksFor
    scales: tuple[ResponseScale, ...]
    items: tuple[Item, ...]
    subscales: tuple[Subscale, ...]
    source: Source
    rates: Rates = "experience"
    targets: tuple[Target, ...] = ()
    context: tuple[ContextQuestion, ...] = ()
    questions: tuple[Question, ...] = ()
    contrast: str = ""
    ideal: Ideal | None = None
    _by_column: dict[str, Item] = field(init=False, repr=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        by_column = {item.column: item for item in self.items}
        if len(by_column) != len(self.items):
            raise _refuse(
                "Two items have the same id and target.",
                key="items",
                expected="every id once (per target)",
                got=[item.column for item in self.items],
            )
        object.__setattr__(self, "_by_column", by_column)
        self._check_ids()
        self._check_columns()
        self._check_wordings()
        self._check_subscales()
        self._check_contrast()

    def _check_contrast(self) -> None:
        known = [question.id for question in self.groups]
        if self.contrast and self.contrast not in known:
            raise _refuse(
                "The contrast is no question about groups.",
                key="contrast",
                expected=f"one of {', '.join(known) or 'none: the form asks for no group'}",
                got=self.contrast,
            )

    def _check_ids(self) -> None:
        if not self.items:
            raise _refuse("A form needs a question.", key="items", expected="items", got="none")
        for key, ids in {
            "items": [item.id for item in self.items],
            "context": [question.id for question in self.groups],
            "questions": [question.id for question in self.questions],
        }.items():
            unusable = [name for name in ids if name in RESERVED or not ID.fullmatch(name)]
            if unusable:
                raise _refuse(
                    "An id cannot name a column of answers.",
                    key=f"{key}, {unusable[0]}",
                    expected="small letters, digits and _, and none of the names that the "
                    "package needs itself, such as respondent or school",
                    got=unusable[0],
                )
        kinds = {
            "scales": [scale.name for scale in self.scales],
            "subscales": [subscale.id for subscale in self.subscales],
            "targets": [target.id for target in self.targets],
            "context": [question.id for question in self.context],
            "questions": [question.id for question in self.questions],
        }
        for key, ids in kinds.items():
            if len(set(ids)) != len(ids):
                raise _refuse(
                    f"Two entries of {key} have the same name.",
                    key=key,
                    expected="every name once",
                    got=ids,
                )

    def _check_columns(self) -> None:
        """Refuse a column of answers that two questions fill."""
        groups = [question.id for question in self.groups]
        asked = [question.id for question in self.questions]
        shared = _first_repeated([*self.columns, *groups, *asked])
        if shared is not None:
            raise _refuse(
                "An item and a question about the person have the same id.",
                key=f"context, {shared}, id",
                expected="an id of its own",
                got=shared,
            )

    def _check_wordings(self) -> None:
        """Refuse a question that the heading of a file could not tell from another one."""
        asked = {question.id: _level(question.wording) for question in self.context}
        asked |= {question.id: _level(question.wording) for question in self.questions}
        rated = {_level(item.wording) for item in self.items}
        repeated = _first_repeated(asked.values())
        for name, wording in asked.items():
            if wording == repeated or wording in rated:
                raise _refuse(
                    "Two questions have the same wording.",
                    key=f"context, {name}, wording",
                    expected="a wording of its own",
                    got=wording,
                )
        first: dict[tuple[str | None, str], str] = {}
        for item in self.items:
            other = first.setdefault((item.target, _level(item.wording)), item.id)
            if other != item.id:
                raise _refuse(
                    "Two items have the same wording.",
                    key=f"items, {item.id}, wording",
                    expected=f"another wording than that of {other}",
                    got=item.wording,
                )

    def _check_subscales(self) -> None:
        known, placed = {item.id for item in self.items}, set()
        for subscale in self.subscales:
            key = f"subscales, {subscale.id}"
            unknown = [item for item in subscale.items if item not in known]
            once = Counter(subscale.items)
            twice = [item for item in subscale.items if item in placed or once[item] > 1]
            if unknown or twice:
                raise _refuse(
                    "A subscale names an item that does not exist or already has a subscale.",
                    key=f"{key}, items",
                    expected="ids of items, each in one subscale",
                    got=unknown or twice,
                )
            if not 1 <= subscale.min_answered <= len(subscale.items):
                raise _refuse(
                    "A subscale asks for more answers than it has items.",
                    key=f"{key}, min_answered",
                    expected=f"1 to {len(subscale.items)}",
                    got=subscale.min_answered,
                )
            scales = {item.scale.name for item in self.items if item.id in subscale.items}
            if len(scales) > 1:
                raise _refuse(
                    "The items of one subscale must share one scale.",
                    key=f"{key}, items",
                    expected="one scale",
                    got=sorted(scales),
                )
            placed |= set(subscale.items)
        if known - placed:
            raise _refuse(
                "An item belongs to no subscale.",
                key="subscales",
                expected="every item in one subscale",
                got=sorted(known - placed),
            )

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that hold rated answers, in the order of the form."""
        return tuple(self._by_column)

    @cached_property
    def subscale_of(self) -> dict[str, Subscale]:
        """Item id to the subscale that holds it."""
        return {item: subscale for subscale in self.subscales for item in subscale.items}

    @cached_property
    def labels(self) -> dict[str, tuple[str, ...]]:
        """The labels of the answers that can be given, by column of an item or group."""
        groups = {q.id: tuple(label for _, label in q.options) for q in self.groups}
        items = {i.column: tuple(o.label for o in i.scale.options) for i in self.items}
        return groups | items

    def item(self, column: str) -> Item:
        """Return the item behind a column of answers."""
        if column not in self._by_column:
            raise UsageError(
                f"{self.id} has no item {column}.",
                expected=", ".join(self.columns),
                got=column,
                next_step=nearest(column, self.columns),
            )
        return self._by_column[column]

    def subscale(self, subscale_id: str) -> Subscale:
        """Return a subscale; ``KeyError`` if there is none."""
        return {subscale.id: subscale for subscale in self.subscales}[subscale_id]

    def items_of(self, subscale: str, target: str | None = None) -> tuple[Item, ...]:
        """Return the items of a subscale, for one target, in the order of the form."""
        return tuple(
            item
            for item in self.items
            if self.subscale_of[item.id].id == subscale and item.target == target
        )

    def scale_of(self, subscale: Subscale) -> ResponseScale:
        """Return the scale that all items of a subscale share."""
        return next(item.scale for item in self.items if item.id in subscale.items)

    def target_label(self, target: str | None) -> str:
        """Return the words for a target, or an empty text where there is none."""
        return dict((t.id, t.label) for t in self.targets).get(target or "", "")

    @property
    def target_ids(self) -> tuple[str | None, ...]:
        """The targets that items are asked about; ``(None,)`` where there are none."""
        return tuple(target.id for target in self.targets) or (None,)

    def question(self, question_id: str) -> Question:
        """Return a question that is not rated; ``KeyError`` if there is none."""
        return {question.id: question for question in self.questions}[question_id]

    @property
    def code(self) -> tuple[CodeElement, ...]:
        """The parts of the code that people make up themselves; empty if none is asked for."""
        return next((question.code for question in self.context if question.code), ())

    @property
    def groups(self) -> tuple[ContextQuestion, ...]:
        """The context questions that split the answers."""
        return tuple(question for question in self.context if question.asks == "group")
