"""The text of ``network.toml`` with one wave more, or with one changed."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace

from tsa_research.errors import DeclarationError, UsageError
from tsa_research.workspace import WaveDeclaration, Workspace, read_settings

_HEADER = re.compile(r"\s*\[")
_FILES = re.compile(r"""^(\s*files\s*=\s*)\[(?:"[^"\n]*"|'[^'\n]*'|[^\]"'])*\]""", re.MULTILINE)
_WAVE = re.compile(r"\s*\[\[\s*waves\s*\]\]")


def settings_with(
    workspace: Workspace, wave: WaveDeclaration, declared: WaveDeclaration | None
) -> str:
    """Return the text of ``network.toml`` with the wave, once it can be read again.

    Parameters
    ----------
    workspace : Workspace
    wave : WaveDeclaration
    declared : WaveDeclaration or None
        The wave that it takes the place of; None adds it at the end. Notes stay.

    Raises
    ------
    UsageError
        If the text so made is refused, or would say more than was asked for.
    """
    settings = (workspace.folder / "network.toml").read_text(encoding="utf-8")
    lines = settings.rstrip("\n").split("\n")
    expected = [*workspace.waves, wave]
    if declared is None:
        lines += ["", *_block(wave)]
    else:
        number = workspace.waves.index(declared)
        expected = [wave if entry == declared else entry for entry in workspace.waves]
        start, end = _place(lines, number)
        lines[start:end] = _changed(lines[start:end], declared, wave)
    text = "\n".join([*lines, ""])
    try:
        changed = read_settings(workspace.folder, text)
    except DeclarationError as error:
        raise UsageError(
            "The wave cannot be declared; nothing was written.",
            where=error.where,
            expected=error.expected,
            got=error.got,
            next_step="Correct the option and run the command again.",
        ) from error
    if changed != replace(workspace, waves=tuple(expected)):
        raise UsageError(
            "The wave cannot be changed in network.toml; nothing was written.",
            where=str(workspace.folder / "network.toml"),
            expected="a block that begins with [[waves]] for every wave",
            got=f"the wave {wave.id} written in another way",
            next_step="Change it there by hand and run tsa import without files.",
        )
    return text


def _place(lines: Sequence[str], number: int) -> tuple[int, int]:
    """Return where the block of a wave begins and ends; the notes after it are not its own."""
    starts = [place for place, line in enumerate(lines) if _WAVE.match(line)]
    if number >= len(starts):
        return len(lines), len(lines)
    start = starts[number]
    rest = range(start + 1, len(lines))
    end = next((place for place in rest if _HEADER.match(lines[place])), len(lines))
    while not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#"):
        end -= 1
    return start, end


def _changed(
    block: Sequence[str], declared: WaveDeclaration, wave: WaveDeclaration
) -> Sequence[str]:
    """Return the block of a wave as it now is; where only files were added, only their list."""
    if replace(declared, files=wave.files) != wave:
        return _block(wave)
    listed, n_lists = _FILES.subn(
        lambda found: found[1] + _quoted(wave.files), "\n".join(block), count=1
    )
    return listed.split("\n") if n_lists else _block(wave)


def _block(wave: WaveDeclaration) -> list[str]:
    lines = [
        "[[waves]]",
        f"id = {_quoted(wave.id)}",
        f"instrument = {_quoted(wave.instrument)}",
        f"label = {_quoted(wave.label)}",
        f"kind = {_quoted(wave.kind)}",
        f"opened = {wave.opened.isoformat()}",
        f"closed = {wave.closed.isoformat()}",
        f"files = {_quoted(wave.files)}",
    ]
    if wave.mapping:
        lines.append(f"mapping = {_quoted(wave.mapping)}")
    if wave.dialect != "auto":
        lines.append(f"dialect = {_quoted(wave.dialect)}")
    return lines


def _quoted(value: str | Sequence[str]) -> str:
    return json.dumps(value, ensure_ascii=False)
