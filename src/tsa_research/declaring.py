"""A new wave in ``network.toml``: checked first, and written only if something is usable.

So a first import that fails leaves nothing behind, and the corrected command is simply run
again. A wave that is declared already can be corrected in the same way, as long as it is
about the same files: dates, label, kind and mapping. Files with answers that came in later are
added to it, and nothing else of it changes.
"""

from __future__ import annotations

import argparse
import filecmp
import shutil
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

from tsa_research.books import read_import_record
from tsa_research.errors import IntakeError, UsageError, nearest
from tsa_research.files import write_atomically
from tsa_research.settings_text import settings_with
from tsa_research.wave_import import CheckedWave, check_usable
from tsa_research.workspace import WaveDeclaration, Workspace

_CHANGING = ("label", "kind", "opened", "closed", "mapping")
_DESCRIBING = ("instrument", "wave", *_CHANGING, "add")


def describes_a_wave(options: argparse.Namespace) -> bool:
    """Tell whether the options of ``tsa import`` say anything about a wave."""
    return any(getattr(options, name) for name in ("files", *_DESCRIBING))


def declare_wave(workspace: Workspace, options: argparse.Namespace) -> WaveDeclaration:
    """Check a wave, then copy its files to the inbox and write it into ``network.toml``.

    Returns
    -------
    WaveDeclaration
        The wave as it now stands in ``network.toml``.

    Raises
    ------
    UsageError
        If the network is one of the package, an option is missing or cannot be used, a file
        does not exist, the wave was imported from other files, or a file that is to be added
        is in it already. Nothing is written then.
    IntakeError
        If no response is usable, or none of the files that are to be added. Only the list of
        what was set aside is written then.
    """
    workspace.require_own()
    declared = _declared(workspace, options)
    if options.add:
        _refuse_to_add(workspace, options, declared)
    wave = _described(workspace, options, declared)
    copies = _copies(workspace, wave, options, declared)
    text = settings_with(workspace, wave, declared)
    names = {f"inbox/{place.name}": str(source.resolve()) for source, place in copies}
    files = tuple(names.get(name, name) for name in wave.files)
    mapping = names.get(wave.mapping, wave.mapping) if wave.mapping else None
    checked = check_usable(workspace, replace(wave, files=files, mapping=mapping))
    if options.add:
        _refuse_unusable(checked, [source for source, _ in copies])
    for source, place in copies:
        _copy(source, place)
    write_atomically(workspace.folder / "network.toml", text)
    return wave


def _declared(workspace: Workspace, options: argparse.Namespace) -> WaveDeclaration | None:
    if options.instrument is None:
        return None
    workspace.instrument(options.instrument)
    waves = workspace.waves_of(options.instrument)
    return next((wave for wave in waves if wave.id == options.wave), None)


def _described(
    workspace: Workspace, options: argparse.Namespace, declared: WaveDeclaration | None
) -> WaveDeclaration:
    """Return the wave that the options describe; a declared one fills in what they leave out."""
    needed = ["instrument", "wave"]
    if declared is None:
        needed += ["opened", "closed"]
    missing = [name for name in needed if getattr(options, name) is None]
    if missing:
        raise UsageError(
            "New files need a wave.",
            expected=" ".join(f"--{name} …" for name in needed),
            got=f"no --{missing[0]}",
            next_step=f"Run the command again with --{missing[0]}.",
        )
    if not options.files and declared is None:
        ids = [wave.id for wave in workspace.waves_of(options.instrument)]
        raise UsageError(
            f"{workspace.title} has no wave {options.wave} of {options.instrument}.",
            expected="the files of a new wave, or the id of a declared one",
            got="no file",
            next_step=nearest(options.wave, ids) or "Name the files: tsa import FILE …",
        )
    given: dict[str, object] = {name: getattr(options, name) for name in ("label", "kind")}
    given |= {name: _day(name, getattr(options, name)) for name in ("opened", "closed")}
    before = declared.files if options.add and declared is not None else ()
    given["files"] = (*before, *(f"inbox/{path.name}" for path in options.files))
    given["mapping"] = f"inbox/{options.mapping.name}" if options.mapping else None
    default = {"label": options.wave, "kind": "single"}
    said = {name: value for name, value in given.items() if value}
    known: dict[str, Any] = default if declared is None else asdict(declared)
    known |= said
    return WaveDeclaration(**{**known, "id": options.wave, "instrument": options.instrument})


def _day(name: str, text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise UsageError(
            "A date cannot be read.",
            where=f"--{name}",
            expected="a day such as 2026-03-02",
            got=str(text),
            next_step="Write year, month and day, and run the command again.",
        ) from error


def _copies(
    workspace: Workspace,
    wave: WaveDeclaration,
    options: argparse.Namespace,
    declared: WaveDeclaration | None,
) -> list[tuple[Path, Path]]:
    """Return which file goes where in the inbox; never in the place of another wave's file."""
    mappings = [options.mapping] if options.mapping else []
    sources = [*options.files, *mappings]
    for path in sources:
        _refuse_missing(path)
    copies = [(path, workspace.folder / "inbox" / path.name) for path in sources]
    _refuse_shared_names([place for _, place in copies])
    own = set() if options.add else _replaceable(workspace, declared)
    same = [_same(path, place) for path, place in copies]
    if options.add and declared is not None:
        _refuse_twice(workspace, declared, options.files)
    elif declared is not None and _imported(workspace, declared) and options.files:
        moved = set(wave.files) != set(declared.files)
        if moved or not all(same[: len(options.files)]):
            raise _declared_already(workspace, declared, options.files)
    for (_, place), unchanged in zip(copies, same, strict=True):
        if place.exists() and not unchanged and f"inbox/{place.name}" not in own:
            raise UsageError(
                "The inbox holds another file of this name.",
                where=str(place),
                expected="a new name",
                got=place.name,
                next_step="Rename your file and run the command again.",
            )
    return copies


def _refuse_missing(path: Path) -> None:
    if path.is_file():
        return
    near = [entry.name for entry in path.parent.glob("*")] if path.parent.is_dir() else []
    raise UsageError(
        "There is no such file.",
        where=str(path.absolute()),
        expected="a file of answers as the form tool exported it, or a mapping",
        got=str(path),
        next_step=nearest(path.name, near) or "Check the name and the folder.",
    )


def _refuse_shared_names(places: Sequence[Path]) -> None:
    names = [place.name for place in places]
    if len({name.casefold() for name in names}) < len(names):
        raise UsageError(
            "Two of the files have the same name.",
            expected="every file once, and no two of the same name",
            got=", ".join(names),
            next_step="Rename one of them and run the command again.",
        )


def _same(path: Path, place: Path) -> bool:
    return place.is_file() and filecmp.cmp(path, place, shallow=False)


def _imported(workspace: Workspace, declared: WaveDeclaration) -> bool:
    return read_import_record(workspace, declared) is not None


def _replaceable(workspace: Workspace, declared: WaveDeclaration | None) -> set[str]:
    """Return the files in the inbox that only this wave names, and of which nothing is stored."""
    if declared is None:
        return set()
    others = [wave for wave in workspace.waves if wave != declared]
    taken = {name for wave in others for name in (*wave.files, wave.mapping) if name}
    own = {declared.mapping} if declared.mapping else set()
    if not _imported(workspace, declared):
        own |= set(declared.files)
    return own - taken


def _declared_already(
    workspace: Workspace, declared: WaveDeclaration, files: Sequence[Path]
) -> UsageError:
    return UsageError(
        f"The wave {declared.id} of {declared.instrument} is declared already, with other files.",
        where=str(workspace.folder / "network.toml"),
        expected="--add for files with further answers, a new id, or the files in the inbox",
        got=f"{declared.id} with {', '.join(path.name for path in files)}",
        next_step="Run the command again with --add if further answers to this wave have come in. "
        f"To correct answers, correct {', '.join(declared.files)} and run tsa import without "
        "files. Give a new wave a new id.",
    )


def _refuse_to_add(
    workspace: Workspace, options: argparse.Namespace, declared: WaveDeclaration | None
) -> None:
    """Refuse to add where there is no file, no such wave, or more to be changed than the files."""
    if options.instrument is None or options.wave is None or not options.files:
        raise UsageError(
            "It takes files and a wave to add to.",
            where="--add",
            expected="tsa import FILE --instrument … --wave … --add",
            got="no file" if not options.files else "no --instrument or no --wave",
            next_step="Run the command again with all of them.",
        )
    if declared is None:
        ids = [wave.id for wave in workspace.waves_of(options.instrument)]
        raise UsageError(
            f"{workspace.title} has no wave {options.wave} of {options.instrument} to add to.",
            where="--wave",
            expected=", ".join(ids) or "a wave that is declared; there is none of this form yet",
            got=options.wave,
            next_step=nearest(options.wave, ids)
            or "Leave --add out for the first files of a wave.",
        )
    changing = [f"--{name}" for name in _CHANGING if getattr(options, name) is not None]
    if changing:
        raise UsageError(
            "Files are added to a wave as it is.",
            where=changing[0],
            expected="nothing but files, --instrument, --wave and --add",
            got=", ".join(changing),
            next_step="Add the files first; then correct the wave with a command without files.",
        )


def _refuse_twice(workspace: Workspace, declared: WaveDeclaration, files: Sequence[Path]) -> None:
    """Refuse a file of which the wave has another copy, under whatever name."""
    known = [workspace.folder / name for name in declared.files]
    for path in files:
        twin = next((place for place in known if _same(path, place)), None)
        if twin is not None:
            raise UsageError(
                f"The answers in {path.name} are in the wave {declared.id} already.",
                where=str(path),
                expected="a file with further answers",
                got=f"the same as {twin.name}",
                next_step="Leave the file out and run the command again.",
            )
        known.append(path)


def _refuse_unusable(checked: CheckedWave, files: Sequence[Path]) -> None:
    """Refuse files of which no response can be used; they would only be in the way of others."""
    for path in files:
        if not (checked.usable["file"] == path.name).any():
            aside = [entry for entry in checked.set_aside if entry.file == path.name]
            first = (
                f"row {aside[0].row}, {aside[0].item}: {aside[0].got}" if aside else "no response"
            )
            raise IntakeError(
                f"No response of {path.name} can be used, so it was not added.",
                where=str(path),
                expected="at least one usable response",
                got=first,
                next_step="Correct the file and run the same command again.",
            )


def _copy(path: Path, place: Path) -> None:
    """Copy a file to the inbox unless it is there; only its owner may read the copy."""
    if _same(path, place):
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    temporary = place.with_name(f".{place.name}.partial")
    temporary.unlink(missing_ok=True)
    temporary.touch(mode=0o600)
    shutil.copyfile(path, temporary)
    temporary.replace(place)
