"""What ``tsa import`` and ``tsa validate`` do and print."""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

from tsa_research.books import ImportRecord, set_aside_file
from tsa_research.errors import (
    ALL_WELL,
    NOTHING_DONE,
    SOME_FAILED,
    DeclarationError,
    TsaError,
    UsageError,
    nearest,
)
from tsa_research.files import write_atomically
from tsa_research.intake import SetAside
from tsa_research.wave_import import check_wave, import_wave
from tsa_research.workspace import WaveDeclaration, Workspace, read_settings

Say = Callable[[str], None]
SHOWN = 20


def import_all(workspace: Workspace, say: Say) -> int:
    """Import every declared wave and print its books; one that fails does not stop the rest."""
    failed = sum(not _import_one(workspace, wave, say) for wave in workspace.waves)
    return _exit_code(failed, len(workspace.waves), say)


def import_new(workspace: Workspace, options: argparse.Namespace, say: Say) -> int:
    """Import new files as a wave, and then the waves that were declared before.

    The files are copied to the inbox and the wave is declared in ``network.toml`` to stay only
    if something of it can be used. Otherwise both are taken back, so that the same command can
    be run again once what it complains of is put right.

    Raises
    ------
    UsageError
        As :func:`declare_wave`.
    """
    settings = workspace.folder / "network.toml"
    before = settings.read_text(encoding="utf-8")
    copied = declare_wave(workspace, options)
    workspace = read_settings(workspace.folder, settings.read_text(encoding="utf-8"))
    new = workspace.wave(options.instrument, options.wave)
    failed = 0
    if not _import_one(workspace, new, say):
        failed = 1
        for place in copied:
            place.unlink(missing_ok=True)
        write_atomically(settings, before)
        say("  Nothing of it was kept. Put right what is named above and run the command again.")
    others = [wave for wave in workspace.waves if wave != new]
    failed += sum(not _import_one(workspace, wave, say) for wave in others)
    return _exit_code(failed, len(workspace.waves), say)


def _import_one(workspace: Workspace, declaration: WaveDeclaration, say: Say) -> bool:
    """Import a wave, print its books, and return whether it could be imported."""
    try:
        done = import_wave(workspace, declaration)
    except TsaError as error:
        say(f"{_title(declaration)}\n  not imported. {_indented(error)}")
        return False
    say(f"{_title(declaration)}\n  {_books(done.record)}")
    if not done.fresh:
        say("  unchanged since the last import; nothing to do")
    for line in _set_aside_lines(done.set_aside[:SHOWN]):
        say(f"  {line}")
    if done.record.rows_set_aside:
        say(f"  all of them, with what to do: {set_aside_file(workspace, declaration)}")
    return True


def validate_all(
    workspace: Workspace, say: Say, *, instrument: str | None = None, wave: str | None = None
) -> int:
    """Check the declared waves without storing anything, and print every row set aside.

    Raises
    ------
    UsageError
        If there is no such instrument or wave.
    """
    chosen = _chosen(workspace, instrument, wave)
    failed = 0
    for declaration in chosen:
        try:
            checked = check_wave(workspace, declaration)
        except TsaError as error:
            failed += 1
            say(f"{_title(declaration)}\n  cannot be read. {_indented(error)}")
            continue
        say(f"{_title(declaration)}\n  {_books(checked.record)}")
        say(f"  {checked.record.n_expectations} rules of the suite {checked.record.suite}")
        for action in checked.record.actions:
            say(f"  done: {action}")
        for line in _set_aside_lines(checked.set_aside):
            say(f"  {line}")
        failed += checked.usable.empty
    return _exit_code(failed, len(chosen), say)


def _chosen(
    workspace: Workspace, instrument: str | None, wave: str | None
) -> list[WaveDeclaration]:
    """Return the waves that were asked for; a name that does not exist is refused."""
    if instrument is not None:
        workspace.instrument(instrument)
    waves = [entry for entry in workspace.waves if instrument in (None, entry.instrument)]
    known = list(dict.fromkeys(entry.id for entry in waves))
    if wave is not None and known and wave not in known:
        raise UsageError(
            f"{workspace.title} has no wave {wave}.",
            where="--wave",
            expected=", ".join(known),
            got=wave,
            next_step=nearest(wave, known),
        )
    return [entry for entry in waves if wave in (None, entry.id)]


def _exit_code(failed: int, total: int, say: Say) -> int:
    if not total:
        say("No wave is declared. Add one with: tsa import FILE --instrument … --wave …")
        return NOTHING_DONE
    if failed == total:
        return NOTHING_DONE
    return SOME_FAILED if failed else ALL_WELL


def _title(declaration: WaveDeclaration) -> str:
    return f"{declaration.instrument}, {declaration.label} ({', '.join(declaration.files)})"


def _books(record: ImportRecord) -> str:
    late = f"; {record.late} came after the last day and are kept" if record.late else ""
    return record.balance + late


def _set_aside_lines(entries: tuple[SetAside, ...]) -> list[str]:
    return [
        f"set aside: {entry.file}, row {entry.row}, {entry.item}: expected {entry.expected}; "
        f"got {entry.got}. {entry.next_step}"
        for entry in entries
    ]


def _indented(error: TsaError) -> str:
    return str(error).replace("\n", "\n  ")


def declare_wave(workspace: Workspace, options: argparse.Namespace) -> list[Path]:
    """Copy new files to the inbox, add their wave to ``network.toml`` and return the copies.

    Raises
    ------
    UsageError
        If the network is one of the package, an option is missing or cannot be used, a file
        does not exist or the wave is declared already. Nothing is written then.
    """
    _refuse_embedded(workspace)
    _refuse_known_or_unnamed(workspace, options)
    sources = [*options.files, *([options.mapping] if options.mapping else [])]
    for path in sources:
        if not path.is_file():
            raise UsageError("There is no such file.", expected="an export", got=str(path))
    places = [_place_in_inbox(workspace, path) for path in sources]
    _refuse_shared_names(places)
    text = _with_wave(workspace, options)
    copied = [place for place in places if not place.exists()]
    for path, place in zip(sources, places, strict=True):
        _copy(path, place)
    write_atomically(workspace.folder / "network.toml", text)
    return copied


def _refuse_embedded(workspace: Workspace) -> None:
    if workspace.embedded:
        raise UsageError(
            f"{workspace.title} belongs to the package: no answers can be added to it.",
            where=str(workspace.folder),
            expected="a network of your own",
            got=workspace.id,
            next_step="Make one with tsa init FOLDER, or go to its folder or name it: "
            "--network FOLDER.",
        )


def _refuse_known_or_unnamed(workspace: Workspace, options: argparse.Namespace) -> None:
    needed = ("instrument", "wave", "opened", "closed")
    missing = [name for name in needed if getattr(options, name) is None]
    if missing:
        raise UsageError(
            "New files need a wave.",
            expected=" ".join(f"--{name} …" for name in needed),
            got=f"no --{missing[0]}",
        )
    workspace.instrument(options.instrument)
    if options.wave in [wave.id for wave in workspace.waves_of(options.instrument)]:
        raise UsageError(
            f"The wave {options.wave} of {options.instrument} is declared already.",
            where=str(workspace.folder / "network.toml"),
            expected="a new id",
            got=options.wave,
            next_step=f"To replace its answers, put the new file in place of the old one in "
            f"{workspace.folder / 'inbox'} and run tsa import without files.",
        )


def _with_wave(workspace: Workspace, options: argparse.Namespace) -> str:
    """Return the text of ``network.toml`` with the new wave, once it can be read again."""
    dates = {name: _day(name, getattr(options, name)) for name in ("opened", "closed")}
    inbox = [f"inbox/{path.name}" for path in options.files]
    lines = [
        "",
        "[[waves]]",
        f"id = {_quoted(options.wave)}",
        f"instrument = {_quoted(options.instrument)}",
        f"label = {_quoted(options.label or options.wave)}",
        f"kind = {_quoted(options.kind)}",
        *(f"{name} = {day.isoformat()}" for name, day in dates.items()),
        f"files = {_quoted(inbox)}",
    ]
    if options.mapping:
        lines.append(f"mapping = {_quoted(f'inbox/{options.mapping.name}')}")
    settings = (workspace.folder / "network.toml").read_text(encoding="utf-8").rstrip("\n")
    text = "\n".join([settings, *lines, ""])
    try:
        read_settings(workspace.folder, text)
    except DeclarationError as error:
        raise UsageError(
            "The wave cannot be declared; nothing was written.",
            where=error.where,
            expected=error.expected,
            got=error.got,
            next_step="Correct the option and run the command again.",
        ) from error
    return text


def _quoted(value: str | list[str]) -> str:
    return json.dumps(value, ensure_ascii=False)


def _day(name: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(
            "A date cannot be read.", where=f"--{name}", expected="such as 2026-03-02", got=text
        ) from error


def _place_in_inbox(workspace: Workspace, path: Path) -> Path:
    """Return where a file goes in the inbox; never in the place of another file."""
    place = workspace.folder / "inbox" / path.name
    if place.exists() and not place.samefile(path):
        raise UsageError(
            "The inbox holds another file of this name.",
            where=str(place),
            expected="a new name",
            got=path.name,
            next_step="Rename your file and run the command again.",
        )
    return place


def _refuse_shared_names(places: list[Path]) -> None:
    names = [place.name for place in places]
    if len({name.casefold() for name in names}) < len(names):
        raise UsageError(
            "Two of the files have the same name.",
            expected="every file once, and no two of the same name",
            got=", ".join(names),
            next_step="Rename one of them and run the command again.",
        )


def _copy(path: Path, place: Path) -> None:
    """Copy a file to the inbox unless it is there; only its owner may read the copy."""
    place.parent.mkdir(parents=True, exist_ok=True)
    if not place.exists():
        place.touch(mode=0o600)
        shutil.copyfile(path, place)
