"""What ``tsa comments`` does and prints: sheets for coders, and where coders differ."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tsa_research.codings.codebooks import coding_folder
from tsa_research.codings.importing import check_coding, differences
from tsa_research.codings.sheets import write_sheet
from tsa_research.errors import ALL_WELL, UsageError
from tsa_research.schemas.codebook import NO_THEME
from tsa_research.schemas.reading import load_coding_type
from tsa_research.workspace import Workspace

Say = Callable[[str], None]


@dataclass(frozen=True)
class Asked:
    """What ``tsa comments`` was asked for."""

    instrument: str
    wave: str
    coder: str = ""
    differences: bool = False


def codebook_template() -> str:
    """Return an empty codebook: its headings."""
    return ",".join(load_coding_type("codebook").column_ids) + "\n"


def comments_command(workspace: Workspace, asked: Asked, say: Say) -> int:
    """Write a coder's sheet, list where coders differ, or say how far the coding has come.

    Raises
    ------
    UsageError
        If the answers lie with the package, which nobody adds to, or a name does not exist.
    """
    if asked.coder:
        return _write(workspace, asked, say)
    if asked.differences:
        return _differences(workspace, asked, say)
    done = check_coding(workspace, asked.instrument)
    say(f"{done.instrument.title} ({coding_folder(workspace, asked.instrument)})")
    say(f"  {done.balance}")
    return ALL_WELL


def _write(workspace: Workspace, asked: Asked, say: Say) -> int:
    if workspace.embedded:
        raise UsageError(
            "The networks of the package are not added to.",
            where="--network",
            expected="a network of your own",
            got=workspace.id,
            next_step="Make one with: tsa init FOLDER",
        )
    instrument = workspace.instrument(asked.instrument)
    sheet = write_sheet(workspace, instrument, asked.wave, asked.coder)
    say(
        f"{sheet.path}\n  {sheet.n_answers} answers, {sheet.n_coded} of them coded, "
        f"{sheet.n_new} new, {sheet.n_gone} taken out because they are stored no longer"
    )
    say(f"  Fill in the column themes: ids of the codebook with ; between them, or {NO_THEME}.")
    say("  The sheet holds what people wrote: keep it. Then: tsa import")
    return ALL_WELL


def _differences(workspace: Workspace, asked: Asked, say: Say) -> int:
    found = differences(workspace, asked.instrument, asked.wave)
    for difference in found:
        said = "; ".join(
            f"{coder}: {', '.join(themes) or NO_THEME}" for coder, themes in difference.themes
        )
        say(f"{difference.answer} ({difference.question}) {said}")
    noun = "answer" if len(found) == 1 else "answers"
    say(f"The coders differ on {len(found)} {noun}. The words stand in their sheets.")
    return ALL_WELL
