"""One small instrument, four people's answers, and those answers as five form tools write them."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime
from pathlib import Path

import pandas as pd

from tsa_research.schemas.model import (
    ContextQuestion,
    Instrument,
    Item,
    Option,
    ResponseScale,
    Source,
    Subscale,
    Target,
)

AGREE = ResponseScale(
    "agree",
    (
        Option(1, "Strongly agree"),
        Option(2, "Agree"),
        Option(3, "Disagree"),
        Option(4, "Don’t agree at all"),
        Option(9, "Not applicable", scored=False),
    ),
    "low",
    (1, 2),
)
OFTEN = ResponseScale("often", (Option(1, "Never"), Option(2, "Often")), "high", (2,))

INSTRUMENT = Instrument(
    id="small_survey",
    version=1,
    title="A small survey",
    about="For tests.",
    answered_by=("teacher",),
    speaks_for="person",
    scales=(AGREE, OFTEN),
    items=(
        Item("keep", "Promises", "We keep our promises.", AGREE, target="own_school"),
        Item("keep", "Promises", "Other schools keep their promises.", AGREE, target="alliance"),
        Item("meet", "Meetings", "How often, on the whole, do you meet?", OFTEN),
    ),
    subscales=(Subscale("trust", "Trust", ("keep",)), Subscale("contact", "Contact", ("meet",))),
    source=Source("none", "none", "none", "none"),
    targets=(Target("own_school", "Your own school"), Target("alliance", "The alliance")),
    context=(
        ContextQuestion("who", "Person", "Your participant code", "person"),
        ContextQuestion("place", "School", "Which school do you work in?", "school"),
        ContextQuestion(
            "role",
            "Role",
            "What is your role?",
            "group",
            (("head", "Headteacher"), ("t", "Teacher")),
        ),
    ),
)

COLUMNS = ("keep__own_school", "keep__alliance", "meet")
WORDINGS = tuple(INSTRUMENT.item(column).wording for column in COLUMNS)
SCHOOL, ROLE = "Which school do you work in?", "What is your role?"

PEOPLE = (
    ("007", "Zoë’s Académie", "2025-09-15", "head", ("1", "4", "2")),
    ("NA", "=cmd|' /C calc'!A0", "2025-09-03", "t", ("9", None, "1")),
    ("p3@school.example", "<script>alert(1)</script>, “x”", "2025-10-04", None, ("2", "2", None)),
    ("None", "Hill\nTop; \tNull", "2025-12-31", "t", ("3", "1", "1")),
)

EXPECTED = pd.DataFrame(
    {
        "person": [who for who, *_ in PEOPLE],
        "school": [school for _, school, *_ in PEOPLE],
        "submitted": [day for _, _, day, *_ in PEOPLE],
        "role": [role for *_, role, _ in PEOPLE],
        **{c: [answers[i] for *_, answers in PEOPLE] for i, c in enumerate(COLUMNS)},
    },
    dtype="object",
)


def typed(column: str, code: str | None, style: str) -> str:
    """Return an answer as it stands in a file: blank, a code, or a label."""
    if code is None:
        return ""
    if style == "codes":
        return code
    if column == "role":
        return INSTRUMENT.groups[0].label(code)
    return INSTRUMENT.item(column).scale.label(int(code))


def rated(answers: tuple, style: str) -> list[str]:
    return [typed(column, code, style) for column, code in zip(COLUMNS, answers, strict=True)]


def plain_wide(style: str) -> list[list[str]]:
    header = ["participant", "school", "submitted", "role", *COLUMNS]
    return [header, *_rows(style, "{}-{}-{}")]


def google_forms(style: str) -> list[list[str]]:
    grid = [f"How far do you agree? [{wording}]" for wording in WORDINGS[:2]]
    header = ["Timestamp", "Username", SCHOOL, ROLE, *grid, WORDINGS[2]]
    rows = _rows(style, "{2}/{1}/{0} 10:31:07")
    return [header, *([day, who, *rest] for who, (day, rest) in _moved(rows))]


def qualtrics(style: str) -> list[list[str]]:
    ids = ["StartDate", "RecordedDate", "Status", "IPAddress", "Finished", "RecipientLastName"]
    ids += ["ExternalReference", "Q1", "Q2", "Q3_1", "Q3_2", "Q4"]
    matrix = [f"How far do you agree? - {wording}" for wording in WORDINGS[:2]]
    texts = [*ids[:7], SCHOOL, ROLE, *matrix, WORDINGS[2]]
    imports = [json.dumps({"ImportId": name}) for name in ids]
    rows = []
    for who, (day, rest) in _moved(_rows(style, "{}-{}-{} 10:31:07")):
        rows.append(["x", day, "IP Address", "10.0.0.1", "True", "Null", who, *rest])
    return [ids, texts, imports, *rows]


def plain_long(style: str) -> list[list[str]]:
    header = ["participant", "school", "submitted", "role", "item", "target", "answer"]
    lines = [header]
    for row in _rows(style, "{}-{}-{}"):
        for column, answer in zip(COLUMNS, row[4:], strict=True):
            item = INSTRUMENT.item(column)
            lines.append([*row[:4], item.id, item.target or "", answer])
    return lines


def microsoft_forms(style: str) -> list[list[object]]:
    header = ["ID", "Start time", "Completion time", "Email", "Name", SCHOOL, ROLE, *WORDINGS]
    rows: list[list[object]] = [list(header)]
    for number, (who, (day, rest)) in enumerate(_moved(_rows(style, "{}-{}-{}")), start=1):
        moment = datetime.fromisoformat(f"{day} 10:31:07")
        cells = [int(cell) if cell.isdigit() else cell or None for cell in rest]
        rows.append([number, moment, moment, who, "A Name", *cells])
    return rows


CSV_SHAPES = {
    "plain_wide": plain_wide,
    "plain_long": plain_long,
    "google_forms": google_forms,
    "qualtrics": qualtrics,
}


def _rows(style: str, date_format: str) -> list[list[str]]:
    rows = []
    for who, school, day, role, answers in PEOPLE:
        date = date_format.format(*day.split("-"))
        rows.append([who, school, date, typed("role", role, style), *rated(answers, style)])
    return rows


def _moved(rows: list[list[str]]) -> list[tuple[str, tuple[str, list[str]]]]:
    return [(who, (day, [school, *rest])) for who, school, day, *rest in rows]


def write_csv(
    path: Path, rows: list[list[str]], separator: str = ",", encoding: str = "utf-8"
) -> Path:
    """Write rows as a CSV file the way form tools do, and return its path."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator, lineterminator="\r\n").writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def write_xlsx(path: Path, rows: list[list[object]], merge: str = "", sheets: int = 1) -> Path:
    """Write rows as a workbook, and return its path."""
    from openpyxl import Workbook

    book = Workbook()
    for number in range(sheets):
        sheet = book.active if number == 0 else book.create_sheet()
        sheet.title = f"Answers{number + 1}"
        for row in rows:
            sheet.append(row)
        for line in sheet.iter_rows():
            for cell in line:
                # A text that looks like a formula is a text, as form tools write it.
                if cell.data_type == "f" and str(cell.value).startswith("=cmd"):
                    cell.data_type = "s"
        if merge:
            sheet.merge_cells(merge)
    book.save(path)
    return path
