"""What ``tsa form`` does and prints."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from tsa_research.alphabet import alphabetical
from tsa_research.errors import ALL_WELL, UsageError, nearest
from tsa_research.files import write_atomically
from tsa_research.forms import MAKERS, make_form
from tsa_research.forms.schools import with_schools
from tsa_research.roster import read_roster
from tsa_research.schemas.model import Instrument
from tsa_research.suites import suite_document
from tsa_research.workspace import Workspace

SUITE, TABLE = "suite", "csv"
BYTE_ORDER_MARK = "\ufeff"
"""Begins a table that a spreadsheet opens, which takes its letters for others without it."""
READ_BY_PEOPLE = ("print", "html", "xlsform", "xlsx")
NO_CONTACT = (
    "The form names nobody to write to for those who withdraw: set withdrawal_contact under "
    "[collection] in network.toml, and make the form again."
)
MOST_NAMED = 20
"""So many alliances are named to somebody who has named none of them."""
KINDS = (*MAKERS, SUITE)
"""What can be made from an instrument; the suite holds the rules for what comes back."""


def form_command(
    workspace: Workspace,
    instrument: str,
    kind: str,
    out: Path | None,
    say: Callable[[str], None],
    *,
    alliance: str = "",
) -> int:
    """Make a form, or the suite for its answers, and print or write it.

    Parameters
    ----------
    workspace : Workspace
        Whose own instruments count as well.
    instrument : str
        Id.
    kind : str
        One of :data:`KINDS`.
    out : Path or None
        Where it is written; printed if not given.
    say : callable
        Prints one text.
    alliance : str, optional
        Id; its schools are offered to choose from where the form asks for the school.

    Raises
    ------
    UsageError
        If there is no such instrument or alliance, or a workbook is to be printed on the screen.
    """
    declared = workspace.instrument(instrument)
    form: str | bytes
    if kind == SUITE:
        form = json.dumps(suite_document(declared), indent=1, ensure_ascii=False) + "\n"
    else:
        asking = _with_schools_of(workspace, declared, alliance) if alliance else declared
        form = make_form(asking, kind, workspace.collection)
    if out is not None:
        write_atomically(out, _marked(form) if kind == TABLE else form)
        say(f"{declared.title}: {out}")
        if kind in READ_BY_PEOPLE and not workspace.collection.withdrawal_contact:
            say(NO_CONTACT)
    elif isinstance(form, bytes):
        raise _no_place(instrument, kind)
    else:
        say(form.rstrip("\n"))
    return ALL_WELL


def _with_schools_of(workspace: Workspace, declared: Instrument, alliance: str) -> Instrument:
    roster = read_roster(workspace)
    known = list(roster.alliances["alliance_id"])
    if alliance not in known:
        raise UsageError(
            f"{workspace.title} has no alliance {alliance}.",
            where=str(workspace.record_file("alliances")),
            expected="one of " + ", ".join(known[:MOST_NAMED]),
            got=alliance,
            next_step=nearest(alliance, known),
        )
    own = roster.schools.loc[roster.schools["alliance_id"] == alliance, "school_id"]
    if own.empty:
        raise UsageError(
            "The alliance has no schools to choose from.",
            where=str(workspace.record_file("schools")),
            expected=f"at least one row with the alliance_id {alliance}",
            got="none",
        )
    titles = roster.school_titles
    ids = {titles[school]: school for school in own}
    return with_schools(declared, [(ids[title], title) for title in alphabetical(ids)])


def _marked(form: str | bytes) -> bytes:
    content = form.encode() if isinstance(form, str) else form
    return BYTE_ORDER_MARK.encode() + content


def _no_place(instrument: str, kind: str) -> UsageError:
    return UsageError(
        "A workbook cannot be shown on the screen.",
        where=f"tsa form {instrument} --as {kind}",
        expected="--out and the name of a file",
        got="no file",
        next_step=f"tsa form {instrument} --as {kind} --out {instrument}.xlsx",
    )
