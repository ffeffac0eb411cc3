"""Typed access to a mapping from YAML or TOML; errors name file, key, expected and got."""

from __future__ import annotations

import reprlib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from tsa_research.errors import DeclarationError, nearest

QUOTING = reprlib.Repr()
QUOTING.maxstring = QUOTING.maxother = 120
QUOTING.maxlist = QUOTING.maxdict = 20

LONGEST_NAME = 64

_KINDS = {
    str: "a text",
    int: "a whole number",
    bool: "true or false",
    list: "a list",
    dict: "keys",
    date: "a date such as 2025-09-15, without quotation marks",
}


def _is_a(value: object, kind: type) -> bool:
    """Return whether a value is of a kind; true is no number and a time of day no date."""
    also = {int: bool, date: datetime}.get(kind)
    return isinstance(value, kind) and not (also is not None and isinstance(value, also))


def _in_words(got: object) -> str:
    """Return a value as a message quotes it: shortened, and without Python's own words.

    >>> _in_words(None), _in_words(date(2026, 3, 2))
    ('nothing', '2026-03-02')
    """
    if got is None:
        return "nothing"
    return got.isoformat() if isinstance(got, date) else QUOTING.repr(got)


def _name(entry: object) -> str:
    """Return the name by which a message can call an entry of a list, or an empty text."""
    name = entry.get("id", entry.get("name")) if isinstance(entry, Mapping) else None
    usable = isinstance(name, str) and name.isprintable() and len(name) <= LONGEST_NAME
    return str(name) if usable else ""


class Section:
    """A mapping of a declaration that knows its place and hands out checked values.

    Reading a key marks it as used; :meth:`finish` refuses the keys that nobody asked for,
    so that a misspelt key is an error and not a silent default.
    """

    def __init__(self, values: Any, *, file: Path, place: str = "") -> None:
        self.file, self.place = file, place
        if not isinstance(values, Mapping):
            raise self.error("", "keys with values", values)
        self.values, self.used = dict(values), set[str]()

    def error(self, key: str, expected: str, got: object) -> DeclarationError:
        """Return the error for a key of this section."""
        place = ", ".join(part for part in (self.place, key) if part)
        return DeclarationError(
            f"{self.file.name} is not a usable declaration.",
            where=f"{self.file}, {place or 'top level'}",
            expected=expected,
            got=_in_words(got),
            next_step="Correct the key and run the same command again.",
        )

    def get(self, key: str, kind: type, default: Any = ...) -> Any:
        """Return the value of a key as ``kind``; without a default the key is required."""
        self.used.add(key)
        if key not in self.values:
            if default is ...:
                hint = nearest(key, self.values)
                raise self.error(key, f"{_KINDS[kind]} (the key is missing). {hint}".strip(), None)
            return default
        value = self.values[key]
        if not _is_a(value, kind):
            raise self.error(key, _KINDS[kind], value)
        return value.strip() if isinstance(value, str) else value

    def text(self, key: str, default: Any = ...) -> str:
        """Return a text that is not empty."""
        value = self.get(key, str, default)
        if value == "" and default is ...:
            raise self.error(key, "a text that is not empty", value)
        return value

    def choice(self, key: str, allowed: tuple[str, ...], default: Any = ...) -> Any:
        """Return one of the allowed texts."""
        value = self.text(key, default)
        if value not in allowed:
            raise self.error(key, " or ".join(allowed), value)
        return value

    def texts(self, key: str, default: Any = ...) -> tuple[str, ...]:
        """Return a list of texts."""
        return tuple(self._list_of(key, str, default))

    def whole_numbers(self, key: str, default: Any = ...) -> tuple[int, ...]:
        """Return a list of whole numbers."""
        return tuple(self._list_of(key, int, default))

    def _list_of(self, key: str, kind: type, default: Any) -> list[Any]:
        values = self.get(key, list, default)
        for value in values:
            if not _is_a(value, kind):
                raise self.error(key, f"a list in which each entry is {_KINDS[kind]}", value)
        return values

    def labels(self, key: str) -> tuple[tuple[str, str], ...]:
        """Return pairs of code and label from a list that may be missing."""
        pairs = []
        for entry in self.sections(key, []):
            pairs.append((entry.text("code"), entry.text("label")))
            entry.finish()
        return tuple(pairs)

    def sections(self, key: str, default: Any = ...) -> Iterator[Section]:
        """Yield the mappings in a list of mappings."""
        for position, entry in enumerate(self.get(key, list, default), start=1):
            name = _name(entry) or f"no. {position}"
            place = ", ".join(p for p in (self.place, f"{key}, {name}") if p)
            yield Section(entry, file=self.file, place=place)

    def section(self, key: str, default: Any = ...) -> Section:
        """Return a nested mapping."""
        place = ", ".join(part for part in (self.place, key) if part)
        return Section(self.get(key, dict, default), file=self.file, place=place)

    def finish(self) -> None:
        """Refuse keys that were never asked for."""
        for key in self.values:
            if key not in self.used:
                known = ", ".join(sorted(self.used))
                raise self.error(str(key), f"one of: {known}. {nearest(str(key), self.used)}", key)
