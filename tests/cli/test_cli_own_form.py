"""A form of one's own, live: a YAML file gives form, rules, import and report."""

from __future__ import annotations

import csv
import io
import json

import pytest
from bs4 import BeautifulSoup

from tsa_research.cli import main
from tsa_research.errors import ALL_WELL, BAD_USAGE

FORM = """\
id: reading_lessons
version: 1
title: Reading lessons
about: >-
  Teachers say what happens in their reading lessons. A low number is a good answer, except for the
  two statements that are put the other way about.
answered_by: [teacher]
speaks_for: person
rates: self
context:
  - {id: person, title: Person, wording: Your e-mail address, asks: person}
  - {id: school, title: School, wording: Your school, asks: school}
scales:
  - name: how_often
    favourable: low
    positive: [1, 2]
    options:
      - {code: 1, label: Every lesson}
      - {code: 2, label: Most lessons}
      - {code: 3, label: Some lessons}
      - {code: 4, label: Never}
items:
  - {id: aloud, title: Reading aloud, scale: how_often, wording: I read aloud to the class.}
  - {id: choice, title: Choice of books, scale: how_often, wording: Pupils choose their books.}
  - {id: talk, title: Talk about books, scale: how_often, wording: Pupils talk about books.}
  - {id: quiet, title: Quiet reading, scale: how_often, wording: There is time to read in silence.}
  - {id: rushed, title: Rushed, scale: how_often, reversed: true, wording: We run out of time.}
  - {id: words, title: New words, scale: how_often, wording: We look closely at new words.}
  - {id: model, title: Thinking aloud, scale: how_often, wording: I say what I think as I read.}
  - {id: questions, title: Questions, scale: how_often, wording: Pupils ask about the text.}
  - {id: home, title: Reading at home, scale: how_often, wording: Pupils read at home.}
  - {id: worksheets, title: Worksheets, scale: how_often, reversed: true,
     wording: Pupils fill in worksheets about a book.}
subscales:
  - {id: pleasure, title: Pleasure, items: [aloud, choice, talk, quiet, rushed], min_answered: 3}
  - {id: understanding, title: Understanding, min_answered: 3,
     items: [words, model, questions, home, worksheets]}
questions:
  - {id: titles, title: Books that worked, kind: list, most: 3,
     wording: "Which books went down well?"}
  - {id: wish, title: One wish, kind: text, wording: "What would help you most?"}
source:
  document: Our own form
  place: written by the network
  note: Wordings are ours.
  licence: MIT
"""
SCHOOLS = ("school-1", "school-2", "school-3")
WAVE = (
    *("--instrument", "reading_lessons", "--wave", "2026-spring", "--label", "Spring 2026"),
    *("--kind", "single", "--opened", "2026-03-02", "--closed", "2026-03-27"),
)


@pytest.fixture
def folder(tmp_path):
    """Return a fresh network with twelve teachers in three schools, and the form dropped in."""
    folder = tmp_path / "mine"
    assert main(["init", str(folder)]) == ALL_WELL
    rows = [f"{name},School {name[-1]},my-alliance,primary,2026-01-01" for name in SCHOOLS]
    write(folder / "records" / "schools.csv", "school_id,title,alliance_id,phase,joined", rows)
    people = [
        f"t{n},,t{n}@mine.example,{SCHOOLS[n % 3]},2026,teacher,2026-01-01" for n in range(12)
    ]
    header = "participant_id,name,email,school_id,cohort,role,joined"
    write(folder / "records" / "participants.csv", header, people)
    (folder / "instruments").mkdir()
    (folder / "instruments" / "reading_lessons.yaml").write_text(FORM, encoding="utf-8")
    return folder


def write(path, header, rows):
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")


def told(capsys, *words):
    capsys.readouterr()
    assert main([*map(str, words)]) == ALL_WELL
    return capsys.readouterr().out


def answers(template):
    """Return a filled table: everybody answers with labels, one after the other."""
    header, labels = template.splitlines()[0], ("Every lesson", "Most lessons", "Some lessons")
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(next(csv.reader([header])))
    for n in range(12):
        rated = [labels[(n + item) % 3] for item in range(10)]
        writer.writerow([f"t{n}", SCHOOLS[n % 3], "2026-03-09", *rated, "Wolf; Moon", "Time"])
    return text.getvalue()


def test_a_yaml_file_gives_form_rules_import_and_report(folder, capsys):
    file = folder / "instruments" / "reading_lessons.yaml"
    network = ("--network", folder)
    assert "Reading lessons (reading_lessons, version 1)" in told(
        capsys, "instruments", "--check", file
    )
    assert "I read aloud to the class." in told(capsys, "form", "reading_lessons", *network)
    suite = json.loads(told(capsys, "form", "reading_lessons", "--as", "suite", *network))
    assert {"aloud", "worksheets"} <= {
        rule["kwargs"].get("column") for rule in suite["expectations"]
    }
    template = told(capsys, "form", "reading_lessons", "--as", "csv", *network)
    export = folder / "answers.csv"
    export.write_text(answers(template), encoding="utf-8")
    assert "12 responses in = 12 kept + 0 set aside" in told(
        capsys, "import", export, *WAVE, *network
    )
    assert "rules of the suite reading_lessons_v1" in told(capsys, "validate", *network)
    reports = folder / "reports"
    told(capsys, "batch", *network, "--reports", reports)
    page = (reports / "my-network" / "2026" / "my-alliance" / "reading_lessons.html").read_text(
        encoding="utf-8"
    )
    for said in ("Reading aloud", "Understanding", "Books that worked", "Rushed (turned round)"):
        assert said in page, said
    # Four of twelve people chose each of the first three answers. The first two are favourable,
    # and where the statement is put the other way about, only the third is.
    rows = BeautifulSoup(page, "html.parser").select("tr")
    shares = {row.th.get_text(strip=True): row.get_text(" ") for row in rows if row.th}
    assert " 67% " in shares["Reading aloud"]
    assert " 33% " in shares["Rushed (turned round)"]
    assert "t1@mine.example" not in page


def test_a_form_is_written_into_a_file(folder, tmp_path, capsys):
    out = tmp_path / "sheet.html"
    assert str(out) in told(capsys, "form", "trust_survey", "--out", out, "--network", folder)
    assert out.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_a_table_to_fill_in_tells_a_spreadsheet_its_letters(folder, tmp_path, capsys):
    out = tmp_path / "answers.csv"
    told(capsys, "form", "reading_lessons", "--as", "csv", "--out", out, "--network", folder)
    assert out.read_bytes().startswith("\ufeffparticipant,".encode())
    out.write_text(answers(out.read_text(encoding="utf-8")), encoding="utf-8")
    assert "12 kept + 0 set aside" in told(capsys, "import", out, *WAVE, "--network", folder)


def test_a_form_of_another_ending_is_named(folder, capsys):
    instruments = folder / "instruments"
    (instruments / "reading_lessons.yaml").rename(instruments / "reading_lessons.yml")
    assert main(["form", "reading_lessons", "--network", str(folder)]) == BAD_USAGE
    assert "Rename reading_lessons.yml to end in .yaml." in capsys.readouterr().err


def test_what_an_earlier_import_set_aside_is_still_pointed_to(folder, capsys):
    template = told(capsys, "form", "reading_lessons", "--as", "csv", "--network", folder)
    export = folder / "answers.csv"
    export.write_text(answers(template).replace("t3,", "stranger,"), encoding="utf-8")
    first = told(capsys, "import", export, *WAVE, "--network", folder)
    assert "got stranger" in first
    assert "  all of them, with what to do: " in first
    again = told(capsys, "import", "--network", folder)
    assert "  what was set aside, with what to do: " in again
