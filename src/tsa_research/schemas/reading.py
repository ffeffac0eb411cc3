"""Reading declarations from YAML, and finding them by id."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from tsa_research.errors import DeclarationError, UsageError, nearest
from tsa_research.resources import shared_folder
from tsa_research.schemas.codes import CodeElement
from tsa_research.schemas.ideal import Ideal, read_ideal
from tsa_research.schemas.model import (
    ContextQuestion,
    Instrument,
    Item,
    Option,
    ResponseScale,
    Source,
    Subscale,
    Target,
)
from tsa_research.schemas.questions import KINDS, Question
from tsa_research.schemas.record_rules import RULE_KINDS, RecordRule
from tsa_research.schemas.records import COLUMN_KINDS, ROSTER, RecordColumn, RecordType
from tsa_research.schemas.section import Section


def read_instrument(path: Path) -> Instrument:
    """Read one instrument from a YAML file.

    Raises
    ------
    DeclarationError
        If the file is not YAML, misses a key, has an unknown one or contradicts itself;
        the message names file, key, expected and got.
    """
    top = _open(path)
    try:
        instrument = _instrument(top)
    except DeclarationError as error:
        if not error.where.startswith(str(path)):
            error.where = f"{path}, {error.where}"
        raise
    top.finish()
    if instrument.id != path.stem:
        raise top.error("id", f"the name of the file, {path.stem}", instrument.id)
    _check_roles(top, instrument)
    return instrument


def _check_roles(top: Section, instrument: Instrument) -> None:
    """Refuse roles that no participant can have: nobody would count as invited."""
    roles = [code for code, _ in load_record_type("participants").column("role").options]
    unknown = next((role for role in instrument.answered_by if role not in roles), None)
    if unknown is not None or not instrument.answered_by:
        expected = f"one or more of {', '.join(roles)}. {nearest(unknown or '', roles)}".strip()
        raise top.error("answered_by", expected, unknown or [])


def read_record_type(path: Path) -> RecordType:
    """Read one record type from a YAML file; errors as in :func:`read_instrument`."""
    top = _open(path)
    record = RecordType(
        id=top.text("id"),
        version=top.get("version", int),
        title=top.text("title"),
        about=top.text("about"),
        key=top.text("key"),
        columns=tuple(_record_column(section) for section in top.sections("columns")),
        source=top.text("source"),
        rules=tuple(_record_rule(section) for section in top.sections("rules", [])),
    )
    top.finish()
    if record.id != path.stem:
        raise top.error("id", f"the name of the file, {path.stem}", record.id)
    return record


def instrument_folders(own: Path | None = None) -> tuple[Path, ...]:
    """Return the folders that hold instruments: a network's own first, then the package's."""
    packaged = shared_folder() / "data" / "schemas" / "instruments"
    return (own, packaged) if own is not None and own.is_dir() else (packaged,)


def list_instruments(own: Path | None = None) -> tuple[str, ...]:
    """Return the ids of all instruments in alphabetical order."""
    folders = instrument_folders(own)
    return tuple(sorted({path.stem for folder in folders for path in folder.glob("*.yaml")}))


def load_instrument(instrument_id: str, own: Path | None = None) -> Instrument:
    """Return an instrument by id; a network's own declaration wins over the package's.

    Raises
    ------
    UsageError
        If there is no such instrument; the message lists those that exist.
    """
    for folder in instrument_folders(own):
        path = folder / f"{instrument_id}.yaml"
        if path.is_file():
            return _read_once(path, path.stat().st_mtime_ns)
    known = list_instruments(own)
    other = f"{instrument_id}.yml"
    misnamed = any((folder / other).is_file() for folder in instrument_folders(own))
    raise UsageError(
        f"There is no instrument called {instrument_id}.",
        expected=", ".join(known),
        got=f"{instrument_id}, in {other}" if misnamed else instrument_id,
        next_step=f"Rename {other} to end in .yaml." if misnamed else nearest(instrument_id, known),
    )


@lru_cache(maxsize=128)
def _read_once(path: Path, _changed: int) -> Instrument:
    """Read a file, unless this process has read it and it has not changed since."""
    return read_instrument(path)


@lru_cache(maxsize=64)
def load_record_type(record_id: str) -> RecordType:
    """Return a record type of the package by id."""
    return read_record_type(_record_types() / f"{record_id}.yaml")


@lru_cache(maxsize=8)
def load_coding_type(name: str) -> RecordType:
    """Return the layout of a ``codebook`` or of a ``coding`` sheet."""
    return read_record_type(shared_folder() / "data" / "schemas" / "coding" / f"{name}.yaml")


def list_record_types() -> tuple[str, ...]:
    """Return the ids of the records that a network may keep beside its roster."""
    return tuple(sorted({path.stem for path in _record_types().glob("*.yaml")} - set(ROSTER)))


def _record_types() -> Path:
    return shared_folder() / "data" / "schemas" / "records"


def _open(path: Path) -> Section:
    try:
        values = yaml.load(path.read_text(encoding="utf-8"), Loader=_StrictLoader)  # noqa: S506
    except _UNREADABLE as error:
        raise DeclarationError(
            f"{path.name} cannot be read as YAML.",
            where=str(path),
            expected="a YAML file in UTF-8",
            got=" ".join(str(error).split()),
            next_step="Open it in a text editor and correct the line named above.",
        ) from error
    return Section(values, file=path)


_UNREADABLE = (
    *(OSError, yaml.YAMLError, RecursionError),
    *(ValueError, KeyError, TypeError, AttributeError),  # a value that is not what its tag says
)


class _StrictLoader(yaml.SafeLoader):
    """The safe loader, which also refuses a key that stands twice, and references.

    A few lines of references to references can stand for more text than there is memory.
    """

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()
            raise yaml.YAMLError(f"the reference *{event.anchor} is not allowed{event.start_mark}")
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=deep) for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise yaml.YAMLError(f"the key {key} stands twice{node.start_mark}")
        return super().construct_mapping(node, deep=deep)


def _instrument(top: Section) -> Instrument:
    scales = tuple(_scale(section) for section in top.sections("scales"))
    targets = tuple(_target(section) for section in top.sections("targets", []))
    by_name = {scale.name: scale for scale in scales}
    items = tuple(
        item for section in top.sections("items") for item in _items(section, by_name, targets)
    )
    return Instrument(
        id=top.text("id"),
        version=top.get("version", int),
        title=top.text("title"),
        about=top.text("about"),
        answered_by=top.texts("answered_by"),
        contrast=top.text("contrast", ""),
        speaks_for=top.choice("speaks_for", ("person", "school")),
        rates=top.choice("rates", ("self", "others", "experience"), "experience"),
        scales=scales,
        items=items,
        subscales=tuple(_subscale(section) for section in top.sections("subscales")),
        source=_source(top.section("source")),
        targets=targets,
        context=tuple(_context(section) for section in top.sections("context", [])),
        questions=tuple(_question(section) for section in top.sections("questions", [])),
        ideal=_ideal(top, items),
    )


def _ideal(top: Section, items: tuple[Item, ...]) -> Ideal | None:
    if not top.get("ideal", dict, {}):
        return None
    return read_ideal(top.section("ideal"), tuple(dict.fromkeys(item.id for item in items)))


def _scale(section: Section) -> ResponseScale:
    options = tuple(_option(option) for option in section.sections("options"))
    scale = ResponseScale(
        name=section.text("name"),
        options=options,
        favourable=section.choice("favourable", ("high", "low")),
        positive=section.whole_numbers("positive"),
    )
    section.finish()
    return scale


def _option(section: Section) -> Option:
    option = Option(
        code=section.get("code", int),
        label=section.text("label"),
        short=section.text("short", ""),
        scored=section.get("scored", bool, True),
    )
    section.finish()
    return option


def _target(section: Section) -> Target:
    target = Target(section.text("id"), section.text("label"))
    section.finish()
    return target


def _items(
    section: Section, scales: dict[str, ResponseScale], targets: tuple[Target, ...]
) -> tuple[Item, ...]:
    name = section.text("scale")
    if name not in scales:
        raise section.error("scale", f"one of the scales {', '.join(scales)}", name)
    common: dict[str, Any] = {
        "id": section.text("id"),
        "title": section.text("title"),
        "scale": scales[name],
        "reversed": section.get("reversed", bool, False),
        "descriptors": _descriptors(section, scales[name]),
    }
    if not targets:
        items: tuple[Item, ...] = (Item(wording=section.text("wording"), **common),)
    else:
        wordings = section.section("wording")
        items = tuple(Item(wording=wordings.text(t.id), target=t.id, **common) for t in targets)
        wordings.finish()
    section.finish()
    return items


def _descriptors(section: Section, scale: ResponseScale) -> tuple[tuple[int, str], ...]:
    descriptors = section.get("descriptors", dict, {})
    for code, text in descriptors.items():
        if code not in scale.codes or not isinstance(text, str):
            raise section.error(
                "descriptors", f"a text for any of the codes {list(scale.codes)}", {code: text}
            )
    return tuple((code, text.strip()) for code, text in descriptors.items())


def _subscale(section: Section) -> Subscale:
    subscale = Subscale(
        id=section.text("id"),
        title=section.text("title"),
        items=section.texts("items"),
        aggregate=section.choice("aggregate", ("mean", "stages"), "mean"),
        min_answered=section.get("min_answered", int, 1),
    )
    section.finish()
    return subscale


def _context(section: Section) -> ContextQuestion:
    options = section.labels("options")
    question = ContextQuestion(
        id=section.text("id"),
        title=section.text("title"),
        wording=section.text("wording"),
        asks=section.choice("asks", ("person", "school", "group")),
        options=options,
        code=tuple(_code_element(part) for part in section.sections("code", [])),
    )
    if question.asks == "group" and not options:
        raise section.error("options", "a list of options with code and label", None)
    section.finish()
    return question


def _code_element(section: Section) -> CodeElement:
    element = CodeElement(
        id=section.text("id"),
        wording=section.text("wording"),
        letters=section.get("letters", int, 0),
        digits=section.get("digits", int, 0),
    )
    section.finish()
    return element


def _question(section: Section) -> Question:
    question = Question(
        id=section.text("id"),
        title=section.text("title"),
        wording=section.text("wording"),
        kind=section.choice("kind", KINDS),
        options=section.labels("options"),
        most=section.get("most", int, 1),
    )
    section.finish()
    return question


def _source(section: Section) -> Source:
    source = Source(*(section.text(key) for key in ("document", "place", "note", "licence")))
    section.finish()
    return source


def _record_column(section: Section) -> RecordColumn:
    options = section.labels("options")
    column = RecordColumn(
        id=section.text("id"),
        title=section.text("title"),
        kind=section.choice("kind", COLUMN_KINDS, "text"),
        required=section.get("required", bool, True),
        options=options,
        refers_to=section.text("refers_to", "") or None,
        names_person=section.get("names_person", bool, False),
        unit=section.text("unit", ""),
        least=section.get("least", int, None),
        most=section.get("most", int, None),
        ahead=section.get("ahead", bool, False),
        expected=section.get("expected", int, None),
    )
    section.finish()
    return column


def _record_rule(section: Section) -> RecordRule:
    rule = RecordRule(
        kind=section.choice("kind", RULE_KINDS),
        column=section.text("column"),
        other=section.text("other"),
    )
    section.finish()
    return rule
