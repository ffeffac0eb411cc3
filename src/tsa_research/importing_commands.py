"""What ``tsa import`` and ``tsa validate`` do and print."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence

from tsa_research import numbers
from tsa_research.books import ImportRecord, set_aside_file
from tsa_research.declaring import declare_wave, describes_a_wave
from tsa_research.errors import (
    ALL_WELL,
    NOTHING_DONE,
    SOME_FAILED,
    IntakeError,
    TsaError,
    UsageError,
    nearest,
)
from tsa_research.intake import SetAside
from tsa_research.intake.wording import one_line
from tsa_research.network_import import (
    Outcome,
    check_beside,
    clear_withdrawn,
    forget_beside,
    import_beside,
)
from tsa_research.record_import import present_records
from tsa_research.roster import read_roster
from tsa_research.wave_import import ImportedWave, check_wave, import_wave, undeclared_waves
from tsa_research.workspace import WaveDeclaration, Workspace, open_workspace

Say = Callable[[str], None]
SHOWN = 20
_LONGEST = 500


def import_command(workspace: Workspace, options: argparse.Namespace, say: Say) -> int:
    """Do what ``tsa import`` was asked for: all declared waves, after a new one if there is any.

    A new wave of which nothing is usable is named first and leaves nothing behind; the
    waves that are declared are imported all the same.
    """
    if not describes_a_wave(options):
        return import_all(workspace, say)
    try:
        declared = declare_wave(workspace, options)
    except IntakeError as error:
        say(f"{_title_of_options(options)}\n  not imported. {_indented(error)}")
        say("  Nothing of it was kept. Put right what is named above and run the command again.")
        return _import_waves(workspace.waves, workspace, say, failed=1)
    changed = open_workspace(workspace.folder)
    others = [wave for wave in changed.waves if wave != declared]
    if options.add:
        added = numbers.listed([path.name for path in options.files])
        total = numbers.counted(len(declared.files), "files")
        say(f"Added to {declared.instrument}, {declared.label}: {added}. The wave has {total} now.")
    return _import_waves([declared, *others], changed, say)


def import_all(workspace: Workspace, say: Say) -> int:
    """Import every declared wave and print its books; one that fails does not stop the rest."""
    return _import_waves(workspace.waves, workspace, say)


def _import_waves(
    waves: Sequence[WaveDeclaration], workspace: Workspace, say: Say, *, failed: int = 0
) -> int:
    total = len(waves) + failed
    if clear_withdrawn(workspace):
        say("Taken out of the store: people who have withdrawn")
    for declaration in waves:
        try:
            done = import_wave(workspace, declaration)
        except TsaError as error:
            failed += 1
            say(f"{_title(declaration)}\n  not imported. {_indented(error)}")
            continue
        for line in wave_lines(workspace, declaration, done):
            say(line)
    for instrument, wave in undeclared_waves(workspace):
        say(f"{instrument}, wave {wave}: stored, but declared no longer; no report shows it")
    for line in forget_beside(workspace):
        say(line)
    outcomes = list(import_beside(workspace))
    lost = sum(not told(outcome, say, "not imported") for outcome in outcomes)
    if not total + len(outcomes):
        return _roster_alone(workspace, say)
    return _exit_code(failed + lost, total + len(outcomes))


def told(outcome: Outcome, say: Say, failed: str, *, most: int | None = SHOWN) -> bool:
    """Say what became of a record or of the coding of a form, and whether it could be used."""
    if outcome.done is None:
        say(f"{outcome.title}\n  {failed}. {_indented(outcome.error)}")
        return False
    say(f"{outcome.done.title} ({outcome.title})\n  {outcome.done.balance}")
    if not outcome.done.fresh:
        say("  unchanged since the last import; nothing to do")
    for line in _set_aside_lines(outcome.done.set_aside[:most]):
        say(f"  {line}")
    return True


def wave_lines(workspace: Workspace, declaration: WaveDeclaration, done: ImportedWave) -> list[str]:
    """Return what an import says about a wave: its books, and what was set aside."""
    lines = [_title(declaration), f"  {_books(done.record)}"]
    if not done.fresh:
        lines.append("  unchanged since the last import; nothing to do")
    lines += [f"  {line}" for line in _set_aside_lines(done.set_aside[:SHOWN])]
    if done.record.rows_set_aside:
        every = "all of them" if done.set_aside else "what was set aside"
        lines.append(f"  {every}, with what to do: {set_aside_file(workspace, declaration)}")
    return lines


def validate_all(
    workspace: Workspace,
    say: Say,
    *,
    instrument: str | None = None,
    wave: str | None = None,
    record: str | None = None,
) -> int:
    """Check waves, themes and records without storing anything, and print every row set aside.

    Where an instrument, a wave or a record is named, nothing else is checked.

    Raises
    ------
    UsageError
        If there is no such instrument, wave or record.
    """
    if record is not None:
        return _validate_beside(check_beside(workspace, _record(workspace, record)), say)
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
    beside = [] if instrument or wave else list(check_beside(workspace))
    failed += sum(not told(outcome, say, "cannot be read", most=None) for outcome in beside)
    if not len(chosen) + len(beside):
        return _roster_alone(workspace, say)
    return _exit_code(failed, len(chosen) + len(beside))


def _validate_beside(outcomes: Iterable[Outcome], say: Say) -> int:
    found = list(outcomes)
    failed = sum(not told(outcome, say, "cannot be read", most=None) for outcome in found)
    return _exit_code(failed, len(found))


def _record(workspace: Workspace, name: str) -> list[str]:
    """Return the record that was asked for; one that is not there is refused."""
    known = present_records(workspace)
    if name not in known:
        raise UsageError(
            f"{workspace.title} has no record {name} beside its roster.",
            where="--record",
            expected=", ".join(known) or "a file in records/",
            got=name,
            next_step=nearest(name, known) or "Print one to fill in: tsa records ID --template",
        )
    return [name]


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


def _roster_alone(workspace: Workspace, say: Say) -> int:
    """Check the roster where there is nothing else, so that its faults are known beforehand."""
    roster = read_roster(workspace)
    schools = numbers.counted(len(roster.schools), "schools")
    people = numbers.counted(len(roster.participants), "people")
    say(f"The roster can be used: {schools}, {people}.")
    say("No wave is declared. Add one with: tsa import FILE --instrument … --wave …")
    return NOTHING_DONE


def _exit_code(failed: int, total: int) -> int:
    if failed == total:
        return NOTHING_DONE
    return SOME_FAILED if failed else ALL_WELL


def _title(declaration: WaveDeclaration) -> str:
    return f"{declaration.instrument}, {declaration.label} ({', '.join(declaration.files)})"


def _title_of_options(options: argparse.Namespace) -> str:
    files = ", ".join(str(path) for path in options.files)
    title = f"{options.instrument}, {options.label or options.wave}"
    return f"{title} ({files})" if files else title


def _books(record: ImportRecord) -> str:
    late = f"; {record.late} came after the last day and are kept" if record.late else ""
    return record.balance + late


def _set_aside_lines(entries: tuple[SetAside, ...]) -> list[str]:
    return [
        f"set aside: {entry.file}, row {entry.row}, {one_line(entry.item)}: "
        f"expected {one_line(entry.expected)}; got {one_line(entry.got)}. {entry.next_step}"
        for entry in entries
    ]


def _indented(error: TsaError | None) -> str:
    """Return an error's text set in, without signs that steer a terminal."""
    lines = str(error).split("\n")
    margins = [line[: len(line) - len(line.lstrip(" "))] for line in lines]
    texts = [one_line(line, most=_LONGEST) for line in lines]
    return "\n  ".join(margin + text for margin, text in zip(margins, texts, strict=True))
