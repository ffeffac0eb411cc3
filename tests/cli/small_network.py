"""A network of one alliance, three schools and twelve people, and their answers as exports."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd

from tsa_research.cli import main
from tsa_research.schemas.reading import load_instrument
from tsa_research.synthetic.layouts import LAYOUTS
from tsa_research.synthetic.sheet import Sheet
from tsa_research.synthetic.writers import write_text, write_workbook

TRUST = load_instrument("trust_survey")
FILE = "answers.csv"

SETTINGS = """\
[network]
id = "small"
title = "The small network"

[[cohorts]]
id = "2025"
title = "Cohort 2025"

[disclosure]
people_in_group = 2
people_in_alliance = 3
"""

SCHOOLS = {
    "school-1": "Étoile Primary",
    "school-2": "Oak’s “Hill” School, Upper",
    "school-3": "Elm Nursery",
}
NAMES = (
    "Teal Plover", "Amber Siskin", "Olive Dunlin", "Coral Wigeon", "Ivory Knot", "Ruby Smew",
    "Jade Garganey", "Hazel Twite", "Maroon Godwit", "Indigo Ruff", "Sepia Whimbrel", "Ochre Eider",
)  # fmt: skip
PEOPLE = pd.DataFrame(
    {
        "participant_id": [f"person-{n:02}" for n in range(1, 13)],
        "name": NAMES,
        "email": [f"{name.lower().replace(' ', '.')}@small.example" for name in NAMES],
        "school_id": [f"school-{n % 3 + 1}" for n in range(12)],
        "cohort": "2025",
        "role": [("teacher", "senior_leader", "head_teacher")[n % 4 % 3] for n in range(12)],
        "joined": "2025-01-06",
    }
)


def write_network(folder: Path, titles: dict[str, str] = SCHOOLS) -> Path:
    """Write settings and records of the network, without any wave, and return its folder."""
    records = folder / "records"
    records.mkdir(parents=True)
    (folder / "network.toml").write_text(SETTINGS, encoding="utf-8")
    alliances = {"alliance_id": ["harbour"], "title": ["Harbour Alliance"], "cohort": ["2025"]}
    schools = {
        "school_id": list(titles),
        "title": list(titles.values()),
        "alliance_id": "harbour",
        "phase": "primary",
        "joined": "2025-01-06",
    }
    alliances |= {"lead_school": ["school-1"], "designated": ["2025-01-06"]}
    pd.DataFrame(alliances).to_csv(records / "alliances.csv", index=False)
    pd.DataFrame(schools).to_csv(records / "schools.csv", index=False)
    PEOPLE.to_csv(records / "participants.csv", index=False)
    return folder


def responses() -> pd.DataFrame:
    """Return everybody's answers to the trust survey: every code occurs, and some blanks."""
    codes = {
        column: [
            None if (person * 7 + place) % 17 == 3 else (person * 5 + place * 3) % 6 + 1
            for person in range(len(PEOPLE))
        ]
        for place, column in enumerate(TRUST.columns)
    }
    known = {
        "school_title": PEOPLE["school_id"].map(SCHOOLS),
        "submitted": pd.date_range("2026-03-10 09:30:00", periods=len(PEOPLE), freq="D"),
        "minutes": 9,
        "membership": ["under_12_months", "12_to_18_months", "over_18_months", None] * 3,
    }
    return pd.concat([PEOPLE.assign(**known), pd.DataFrame(codes, dtype="object")], axis=1)


def sheet(layout: str) -> Sheet:
    """Return everybody's answers in the layout of a form tool."""
    return LAYOUTS[layout](TRUST, responses())


def write(answers: Sheet, path: Path, **options: str) -> Path:
    """Write a sheet as a workbook or as delimited text, by the ending of its file."""
    if path.suffix == ".xlsx":
        write_workbook(answers, path)
    else:
        write_text(answers, path, **options)
    return path


def tsa_import(network: Path, file: Path, wave: str = "2026-spring", **options: str) -> int:
    """Run ``tsa import`` on a new file and return its exit code."""
    given = {
        "--network": str(network),
        "--instrument": TRUST.id,
        "--wave": wave,
        "--label": "Spring 2026",
        "--opened": "2026-03-02",
        "--closed": "2026-03-27",
    } | {f"--{name}": value for name, value in options.items()}
    return main(["import", str(file), *(word for pair in given.items() for word in pair)])


def copy_of(network: Path, folder: Path) -> Path:
    """Copy a network, with its key if it has one, and return the new folder."""
    return Path(shutil.copytree(network, folder))
