"""A network's folder: where things lie, and the settings in its ``network.toml``.

A workspace holds ``network.toml``, ``records/`` (alliances, schools, participants),
``inbox/`` (raw exports) and what the package makes from them: ``store/`` (validated
answers), ``set_aside/`` (rows that need a person) and ``keys/`` (the pseudonym key).
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

from tsa_research.alphabet import plain_name
from tsa_research.errors import DeclarationError, UsageError, nearest
from tsa_research.policy import Policy
from tsa_research.resources import shared_folder
from tsa_research.schemas.collection import Collection
from tsa_research.schemas.dialects import DIALECTS
from tsa_research.schemas.model import Instrument
from tsa_research.schemas.reading import list_instruments, load_instrument
from tsa_research.schemas.section import Section

WaveKind = Literal["before", "after", "then", "single"]
EMBEDDED = ("example", "published")
LONGEST_ID = 64
WAVE_ID = re.compile(rf"[a-z0-9_-]{{1,{LONGEST_ID}}}")
"""What the id of a wave looks like: it is part of the names of files."""


@dataclass(frozen=True)
class Cohort:
    """Alliances or people that started together."""

    id: str
    title: str


@dataclass(frozen=True)
class WaveDeclaration:
    """One time an instrument is answered: which files hold it and when it was open.

    ``kind`` is never pooled: ``then`` is a retrospective judgement of the state before.
    ``closed`` is the announced last day; later answers are kept and listed.
    """

    id: str
    instrument: str
    label: str
    kind: WaveKind
    opened: date
    closed: date
    files: tuple[str, ...]
    mapping: str | None = None
    dialect: str = "auto"


@dataclass(frozen=True)
class Workspace:
    """A network's folder with its settings."""

    folder: Path
    id: str
    title: str
    about: str
    fictional: bool
    cohorts: tuple[Cohort, ...]
    policy: Policy
    waves: tuple[WaveDeclaration, ...]
    collection: Collection = field(default_factory=Collection)

    @property
    def embedded(self) -> bool:
        """Whether this is a network of the package itself, which nobody adds answers to."""
        data = shared_folder() / "data"
        return self.folder.resolve() in [(data / name).resolve() for name in EMBEDDED]

    def require_own(self) -> None:
        """Refuse to write into a network of the package.

        Raises
        ------
        UsageError
            If this is one.
        """
        if self.embedded:
            raise UsageError(
                f"{self.title} belongs to the package: no answers can be added to it.",
                where=str(self.folder),
                expected="a network of your own",
                got=self.id,
                next_step="Make one with tsa init FOLDER, or go to its folder or name it: "
                "--network FOLDER.",
            )

    @property
    def store(self) -> Path:
        """Validated answers, partitioned by instrument, cohort and alliance."""
        return self.folder / "store"

    @property
    def set_aside(self) -> Path:
        """Rows that were set aside, one file per wave, readable by the owner only."""
        return self.folder / "set_aside"

    @property
    def key_file(self) -> Path:
        """The key of the pseudonyms, apart from the data and readable by the owner only."""
        return self.folder / "keys" / "pseudonym.key"

    @property
    def own_instruments(self) -> Path | None:
        """The folder of the network's own instruments, if it has one."""
        folder = self.folder / "instruments"
        return folder if folder.is_dir() else None

    def record_file(self, record: str) -> Path:
        """Return where a record such as ``schools`` lies."""
        return self.folder / "records" / f"{record}.csv"

    def instrument(self, instrument_id: str) -> Instrument:
        """Return an instrument; the network's own declaration wins over the package's."""
        return load_instrument(instrument_id, self.own_instruments)

    def waves_of(self, instrument: str) -> tuple[WaveDeclaration, ...]:
        """Return the waves of an instrument in the order in which they were opened."""
        chosen = [wave for wave in self.waves if wave.instrument == instrument]
        return tuple(sorted(chosen, key=lambda wave: (wave.opened, wave.id)))

    def wave(self, instrument: str, wave_id: str) -> WaveDeclaration:
        """Return a declared wave; :class:`UsageError` lists those that exist."""
        known = {wave.id: wave for wave in self.waves_of(instrument)}
        if wave_id not in known:
            raise UsageError(
                f"{self.title} has no wave {wave_id} of {instrument}.",
                expected=", ".join(known) or "a wave in network.toml",
                got=wave_id,
                next_step=nearest(wave_id, known) or "Declare it in network.toml.",
            )
        return known[wave_id]

    def cohort_title(self, cohort: str) -> str:
        """Return the title of a cohort."""
        return {entry.id: entry.title for entry in self.cohorts}.get(cohort, cohort)


def find_network(network: str | Path) -> Path:
    """Return the folder of a network: an embedded one by name, any other by its path.

    >>> find_network("example").name
    'example'
    """
    if str(network) in EMBEDDED and not (Path(network) / "network.toml").is_file():
        return shared_folder() / "data" / str(network)
    folder = _folder_of_network(network)
    if folder is None:
        raise UsageError(
            "There is no network here.",
            where=repr(str(network)) if "\0" in str(network) else str(Path(network).absolute()),
            expected="a folder with a network.toml, or one of " + ", ".join(EMBEDDED),
            got=str(network),
            next_step="Make one with: tsa init FOLDER",
        )
    return folder


def _folder_of_network(network: str | Path) -> Path | None:
    try:
        folder = Path(network).expanduser().resolve()
        return folder if (folder / "network.toml").is_file() else None
    except (OSError, RuntimeError, ValueError):  # no name that a folder can have
        return None


def open_workspace(network: str | Path = "example") -> Workspace:
    """Read a network's settings.

    Raises
    ------
    UsageError
        If there is no ``network.toml``.
    DeclarationError
        If it is malformed; the message names file, key, expected and got.
    """
    folder = find_network(network)
    path = folder / "network.toml"
    try:
        return read_settings(folder, path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise _unreadable(path, error) from error


def read_settings(folder: Path, text: str) -> Workspace:
    """Read the settings of a network from the text of its ``network.toml``.

    Raises
    ------
    DeclarationError
        If it is malformed; the message names file, key, expected and got.
    """
    path = folder / "network.toml"
    try:
        values = tomllib.loads(text.removeprefix("\ufeff"))  # editors write it unasked
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise _unreadable(path, error) from error
    top = Section(values, file=path)
    network_section = top.section("network")
    workspace = Workspace(
        folder=folder,
        id=_id(network_section),
        title=network_section.text("title"),
        about=network_section.text("about", ""),
        fictional=network_section.get("fictional", bool, False),
        cohorts=tuple(_cohort(section) for section in top.sections("cohorts")),
        policy=_policy(top.section("disclosure", {})),
        waves=tuple(_wave(section) for section in top.sections("waves", [])),
        collection=_collection(top.section("collection", {})),
    )
    network_section.finish()
    top.finish()
    _check_cohorts(workspace, top)
    _check_waves(workspace, top)
    return workspace


def _unreadable(path: Path, error: Exception) -> DeclarationError:
    return DeclarationError(
        "network.toml cannot be read.",
        where=str(path),
        expected="TOML in UTF-8",
        got=str(error),
        next_step="Correct the line named above.",
    )


def _cohort(section: Section) -> Cohort:
    cohort = Cohort(_id(section), section.text("title"))
    section.finish()
    return cohort


def _policy(section: Section) -> Policy:
    default = Policy()
    names = (
        "people_in_group",
        "people_in_alliance",
        "schools_in_alliance",
        "judges_in_statement",
        "people_commenting",
    )
    values = {name: section.get(name, int, getattr(default, name)) for name in names}
    for name, value in values.items():
        if value < 1:
            raise section.error(name, "a whole number of at least 1", value)
    section.finish()
    return Policy(**values)


def _collection(section: Section) -> Collection:
    collection = Collection(section.text("consent", ""), section.text("withdrawal_contact", ""))
    section.finish()
    return collection


def _wave(section: Section) -> WaveDeclaration:
    wave = WaveDeclaration(
        id=_id(section),
        instrument=section.text("instrument"),
        label=section.text("label"),
        kind=section.choice("kind", ("before", "after", "then", "single")),
        opened=section.get("opened", date),
        closed=section.get("closed", date),
        files=section.texts("files"),
        mapping=section.text("mapping", "") or None,
        dialect=section.choice("dialect", ("auto", *DIALECTS), "auto"),
    )
    section.finish()
    _check_files(section, wave)
    if wave.closed < wave.opened:
        raise section.error("closed", f"a day on or after {wave.opened}", wave.closed)
    if not wave.files:
        raise section.error("files", "at least one file", list(wave.files))
    if len({Path(name).name.casefold() for name in wave.files}) < len(wave.files):
        expected = "every file once, and no two of the same name"
        raise section.error("files", expected, list(wave.files))
    return wave


def _id(section: Section) -> str:
    """Return an id that can name a folder and stand in a line of text."""
    value = section.text("id")
    if len(value) > LONGEST_ID or not value.isprintable():
        raise section.error("id", f"at most {LONGEST_ID} characters on one line", value)
    return value


def _check_files(section: Section, wave: WaveDeclaration) -> None:
    """Refuse a place outside the network's folder: the answers of others are not its own."""
    for key, names in {"files": wave.files, "mapping": (wave.mapping or "",)}.items():
        for name in names:
            if Path(name).is_absolute() or ".." in Path(name).parts or "\0" in name:
                expected = "a place in the network's folder, such as inbox/answers.csv"
                raise section.error(key, expected, name)


def _check_cohorts(workspace: Workspace, top: Section) -> None:
    ids = [cohort.id for cohort in workspace.cohorts]
    repeated = next((name for name in ids if ids.count(name) > 1), None)
    if repeated is not None:
        raise top.error(f"cohorts, {repeated}, id", "every id once", repeated)


def _check_waves(workspace: Workspace, top: Section) -> None:
    known = list_instruments(workspace.own_instruments)
    seen: set[tuple[str, str]] = set()
    labels: set[tuple[str, str]] = set()
    for wave in workspace.waves:
        key = f"waves, {wave.id}"
        if wave.instrument not in known:
            hint = nearest(wave.instrument, known)
            raise top.error(
                f"{key}, instrument", f"one of {', '.join(known)}. {hint}".strip(), wave.instrument
            )
        if (wave.instrument, wave.id) in seen:
            raise top.error(f"{key}, id", "every id once per instrument", wave.id)
        if WAVE_ID.fullmatch(wave.id) is None:
            raise top.error(f"{key}, id", "small letters, digits, - and _", wave.id)
        seen.add((wave.instrument, wave.id))
        label = (wave.instrument, plain_name(wave.label))
        if label in labels:
            raise top.error(f"{key}, label", "every label once per instrument", wave.label)
        labels.add(label)
