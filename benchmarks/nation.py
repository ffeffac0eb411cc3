"""Writes a fictional nation of any size: its records and one trust survey as Google Forms has it.

An alliance has the same schools, people and answers whatever the size of the nation, so that
a report on it does the same work everywhere.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tsa_research.schemas.model import Instrument
from tsa_research.schemas.reading import load_instrument

ALLIANCES, SCHOOLS, PEOPLE, ANSWERS = 800, 25, 60, 50
"""Of the whole nation: alliances; schools of each; people and answers of each school."""
SEED = 2026
COHORTS = ("2024", "2025")
ROLES = ("head_teacher", "senior_leader", "teacher")
FAULTY_EACH = 1000
SETTINGS = """\
[network]
id = "nation"
title = "A nation (fictional)"
about = "Invented to measure how the package grows."
fictional = true

[[cohorts]]
id = "2024"
title = "Cohort 2024"

[[cohorts]]
id = "2025"
title = "Cohort 2025"

[disclosure]
people_in_group = 5

[[waves]]
id = "2025-autumn"
instrument = "trust_survey"
label = "Autumn 2025"
kind = "before"
opened = 2025-09-15
closed = 2025-10-31
files = ["inbox/trust_survey.csv"]
"""


@dataclass(frozen=True)
class Nation:
    """How much was written: ``responses`` rows, about one in a thousand of them faulty."""

    alliances: int
    schools: int
    people: int
    responses: int


def write_nation(folder: Path, alliances: int = ALLIANCES) -> Nation:
    """Write a nation as a folder that can be imported.

    Parameters
    ----------
    folder : Path
        Gets ``network.toml``, ``records/`` and ``inbox/trust_survey.csv``.
    alliances : int
        How many; each has 25 schools, 1,500 people and 1,250 answers.
    """
    for name in ("records", "inbox"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "network.toml").write_text(SETTINGS, encoding="utf-8")
    _write_records(folder / "records", alliances)
    rows = [row for number in range(alliances) for row in _answers(number)]
    rows.sort()  # as a form tool exports them: by the moment they came in
    lines = [_with_fault(number, line) for number, (_, line) in enumerate(rows)]
    text = "\n".join([_header(load_instrument("trust_survey")), *lines, ""])
    (folder / "inbox" / "trust_survey.csv").write_text(text, encoding="utf-8", newline="")
    schools = alliances * SCHOOLS
    return Nation(alliances, schools, schools * PEOPLE, len(lines))


def alliance_id(number: int) -> str:
    """Return the id of an alliance; the first has the number 0."""
    return f"alliance-{number + 1:04d}"


def _write_records(folder: Path, alliances: int) -> None:
    with (folder / "alliances.csv").open("w", encoding="utf-8") as file:
        file.write("alliance_id,title,lead_school,cohort,designated\n")
        for number in range(alliances):
            name, cohort = alliance_id(number), COHORTS[number % 2]
            file.write(f"{name},Alliance {number + 1},,{cohort},\n")
    with (folder / "schools.csv").open("w", encoding="utf-8") as file:
        file.write("school_id,title,alliance_id,phase,joined\n")
        for school in range(alliances * SCHOOLS):
            name = alliance_id(school // SCHOOLS)
            file.write(f"school-{school + 1:05d},{_title(school)},{name},primary,2024-02-01\n")
    with (folder / "participants.csv").open("w", encoding="utf-8") as file:
        file.write("participant_id,name,email,school_id,cohort,role,joined\n")
        for school in range(alliances * SCHOOLS):
            file.writelines(_people(school))


def _title(school: int) -> str:
    return f"Place {school + 1} Primary"


def _people(school: int) -> list[str]:
    cohort = COHORTS[school // SCHOOLS % 2]
    return [
        f"person-{school + 1:05d}-{n:02d},Given{n} Family{school},{_address(school, n)},"
        f"school-{school + 1:05d},{cohort},{ROLES[min(n, 2)]},2024-02-01\n"
        for n in range(PEOPLE)
    ]


def _address(school: int, person: int) -> str:
    return f"given{person}.family{school}@school{school + 1}.example"


def _answers(number: int) -> list[tuple[int, str]]:
    """Return the answers of one alliance: second since the opening, and line of the file."""
    form, rng = load_instrument("trust_survey"), np.random.default_rng([SEED, number])
    n = SCHOOLS * ANSWERS
    levels = rng.normal(3.0, 0.8, (n, 1)) + rng.normal(0, 1.0, (n, len(form.columns)))
    labels = [option.label for option in form.items[0].scale.options]
    choices = np.array([*labels, ""], dtype=object)
    codes = np.clip(np.rint(levels), 1, len(labels)).astype(int) - 1
    codes[rng.random(codes.shape) < 0.02] = len(labels)
    groups = {question.id: [label for _, label in question.options] for question in form.groups}
    member = rng.integers(0, len(groups["membership"]), n)
    seconds = rng.integers(0, 46 * 86400, n)
    rows = []
    for place, (answers, second) in enumerate(zip(choices[codes], seconds.tolist(), strict=True)):
        school, person = number * SCHOOLS + place // ANSWERS, place % ANSWERS
        who = (_moment(second), _address(school, person), _title(school))
        about = (groups["role"][min(person, 2)], groups["membership"][member[place]])
        rows.append((second, ",".join((*who, *about, *answers.tolist()))))
    return rows


def _moment(second: int) -> str:
    day, rest = divmod(second, 86400)
    month, date = (9, 15 + day) if day < 16 else (10, day - 15)
    return f"{date:02d}/{month:02d}/2025 {rest // 3600:02d}:{rest // 60 % 60:02d}:{rest % 60:02d}"


def _with_fault(number: int, line: str) -> str:
    """Return a line, one in a thousand with a fault, each kind in its turn."""
    turn, rest = divmod(number, FAULTY_EACH)
    if rest != FAULTY_EACH // 2:
        return line
    cells = line.split(",")
    match turn % 5:
        case 0:
            cells[-3] = "Strongly agreed"
        case 1:
            cells[1] = f"nobody{number}@nowhere.example"
        case 2:
            cells[5:] = [""] * len(cells[5:])
        case 3:
            cells.append("one too many")
        case _:
            cells[0] = "17/09/2062 10:00:00"
    return ",".join(cells)


def _header(form: Instrument) -> str:
    grid = [f"{form.subscale_of[item.id].title} [{item.wording}]" for item in form.items]
    asked = [question.wording for question in form.context if question.asks != "person"]
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="").writerow(["Timestamp", "Email Address", *asked, *grid])
    return text.getvalue()
