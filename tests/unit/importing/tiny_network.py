"""A network of three schools and four people, and candidate answers of theirs."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from tsa_research.record_books import ImportedRecord
from tsa_research.record_import import import_record, present_records
from tsa_research.schemas.reading import load_instrument
from tsa_research.suites import DERIVED_CHECKS
from tsa_research.workspace import Workspace, open_workspace

SETTINGS = """\
[network]
id = "tiny"
title = "The tiny network"

[[cohorts]]
id = "2025"
title = "Cohort 2025"

[disclosure]
people_in_group = 5

[[waves]]
id = "spring"
instrument = "lesson_self_grade"
label = "Spring"
kind = "single"
opened = 2026-03-02
closed = 2026-03-27
files = ["inbox/spring.csv"]
"""

RECORDS = {
    "alliances": """\
alliance_id,title,lead_school,cohort,designated
north,North Alliance,oak,2025,2025-01-06
south,South Alliance,,2025,
""",
    "schools": """\
school_id,title,alliance_id,phase,joined
oak,Oak Primary,north,primary,2025-01-06
elm,Elm Primary,north,primary,2025-01-06
ash,Ash Primary,south,,
""",
    "participants": """\
participant_id,name,email,school_id,cohort,role,joined
one,Wren Oak,wren@oak.example,oak,2025,teacher,2025-01-06
two,Finch Oak,finch@oak.example,oak,2025,teacher,2025-01-06
three,Robin Elm,robin@elm.example,elm,2025,teacher,2025-09-01
four,Swift Ash,swift@ash.example,ash,2025,mentor,2025-01-06
""",
}

HEADER = "participant,school,submitted,lesson_grade"
GRADE = load_instrument("lesson_self_grade")


def write_network(folder: Path) -> Path:
    """Write the network without any answers and return its folder."""
    for name in ("records", "inbox"):
        (folder / name).mkdir(parents=True)
    (folder / "network.toml").write_text(SETTINGS, encoding="utf-8")
    for name, text in RECORDS.items():
        (folder / "records" / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def with_answers(folder: Path, *rows: str, file: str = "spring.csv") -> Workspace:
    """Write answers, one text for each row, and return the workspace."""
    (folder / "inbox" / file).write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return open_workspace(folder)


def candidates(*grades: str | None) -> pd.DataFrame:
    """Return one flawless candidate for each grade, as the suite of the form tests them."""
    flawless = {column: True for column, *_ in DERIVED_CHECKS}
    return pd.DataFrame({"lesson_grade": pd.Series(grades, dtype="str"), **flawless})


def import_records(workspace: Workspace) -> tuple[ImportedRecord, ...]:
    """Import every record beside the roster; the first that cannot be used stops it."""
    return tuple(import_record(workspace, name) for name in present_records(workspace))
