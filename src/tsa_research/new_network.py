"""``tsa init``: a folder for a network of one's own."""

from __future__ import annotations

from pathlib import Path

from tsa_research.errors import UsageError
from tsa_research.files import write_atomically
from tsa_research.schemas.reading import load_record_type

SETTINGS = """\
# The settings of your network. Lines that start with # are notes.
[network]
id = "my-network"
title = "My network"
about = "Which alliances these are, and why their answers are collected."

# A cohort: alliances, or people, that started together.
[[cohorts]]
id = "2026"
title = "Cohort 2026"

# How many must stand behind a figure before it is shown. Lower them only with consent.
[disclosure]
people_in_group = 5
people_in_alliance = 10
schools_in_alliance = 3
judges_in_statement = 3

# What every form says: whom to write to when somebody wants to take part no longer.
[collection]
withdrawal_contact = ""
# consent = "What becomes of the answers, if the words of the package do not fit."

# A wave: one time a form was answered. "tsa import FILE --instrument …" adds it for you.
# [[waves]]
# id = "2026-spring"
# instrument = "trust_survey"
# label = "Spring 2026"
# kind = "before"            # before, after, then or single
# opened = 2026-03-02
# closed = 2026-03-27
# files = ["inbox/my_export.csv"]
"""

EXAMPLES = {
    "alliances": {
        "alliance_id": "my-alliance",
        "title": "My alliance",
        "cohort": "2026",
    },
    "schools": {
        "school_id": "school-1",
        "title": "First school",
        "alliance_id": "my-alliance",
        "phase": "primary",
        "joined": "2026-01-01",
    },
}

PRIVATE = ("keys", "set_aside", "store", "inbox", "records", "coding", "drafts")
IGNORED = "# private: never share or commit these\n" + "".join(f"{name}/\n" for name in PRIVATE)


def make_network(folder: Path) -> list[str]:
    """Make a network's folder and return what to do next, line by line.

    Raises
    ------
    UsageError
        If the folder already holds something: nothing is written over.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(
            "The folder is not empty.",
            where=str(folder),
            expected="a new or an empty folder",
            got="files in it",
            next_step="Choose another name.",
        )
    (folder / "inbox").mkdir(parents=True)
    write_atomically(folder / "network.toml", SETTINGS)
    write_atomically(folder / ".gitignore", IGNORED)
    for record in ("alliances", "schools", "participants"):
        _write_record(folder, record)
    return [
        f"{folder} is ready. Next:",
        "  1. Say who belongs to what: records/alliances.csv, schools.csv, participants.csv.",
        "     (Leave participants.csv out if answers are anonymous.)",
        "     Other records may stand beside them: tsa records lists them, and",
        "     tsa records ID --template prints one to fill in.",
        "  2. Put your network's name and cohorts into network.toml.",
        f"  3. tsa import EXPORT --network {folder} --instrument trust_survey "
        "--wave 2026-spring \\",
        "       --label 'Spring 2026' --kind before --opened 2026-03-02 --closed 2026-03-27",
        f"  4. tsa batch --network {folder}",
    ]


def _write_record(folder: Path, record: str) -> None:
    kind = load_record_type(record)
    rows = [",".join(kind.column_ids)]
    if record in EXAMPLES:
        rows.append(",".join(EXAMPLES[record].get(column, "") for column in kind.column_ids))
    write_atomically(folder / "records" / f"{record}.csv", "\n".join(rows) + "\n")
