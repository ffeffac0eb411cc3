"""Counting the expanded waves gives the printed counts again."""

import csv
from collections import Counter

import pytest

from tsa_research.errors import IntakeError
from tsa_research.published import (
    FEEDBACK_ROWS,
    IMPACT_ROWS,
    expand_counts,
    read_counts,
    read_enquiry_counts,
    read_table,
    write_enquiry,
    write_inbox,
)
from tsa_research.resources import shared_folder
from tsa_research.roster import read_roster
from tsa_research.schemas.reading import load_instrument
from tsa_research.workspace import open_workspace

PUBLISHED = shared_folder() / "data" / "published"
TABLES, INBOX = PUBLISHED / "tables", PUBLISHED / "inbox"


def answers_in(file):
    with (INBOX / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize(
    ("table", "instrument", "row_of", "n_respondents"),
    [
        ("table_05", "strand_impact", IMPACT_ROWS, 18),
        ("table_08", "programme_feedback", FEEDBACK_ROWS, 12),
    ],
)
def test_counting_the_expanded_answers_gives_the_printed_cells(
    table, instrument, row_of, n_respondents
):
    answers = answers_in(f"{table}_{instrument}.csv")
    codes = [str(code) for code in load_instrument(instrument).scales[0].codes]
    assert len(answers) == n_respondents
    _, *printed = read_table(TABLES / f"{table}.csv")
    assert len(printed) == len(row_of)
    for name, *cells in printed:
        counted = Counter(answer[row_of[name]] for answer in answers)
        assert [counted[code] for code in codes] == [int(cell or 0) for cell in cells], name


def test_ten_of_eighteen_judged_the_cross_phase_work():
    answers = answers_in("table_05_strand_impact.csv")
    assert sum(answer["cross_phase"] != "" for answer in answers) == 10
    assert sum(answer["coaching"] != "" for answer in answers) == 18


def test_rows_that_are_no_persons_name_nobody():
    for file in ("table_05_strand_impact.csv", "table_08_programme_feedback.csv"):
        assert {answer["participant"] for answer in answers_in(file)} == {""}


def test_grades_are_matched_person_by_person_as_printed():
    before, after = (
        {
            a["participant"]: a["observed_grade"]
            for a in answers_in(f"table_07_lesson_grade_{when}.csv")
        }
        for when in ("before", "after")
    )
    _, *printed = read_table(TABLES / "table_07.csv")
    assert list(before) == list(after) == [f"sutton-{n:02d}" for n in range(1, 13)]
    assert [row[1] for row in printed] == list(before.values())
    assert [row[2] for row in printed] == list(after.values())


def test_the_arrow_that_contradicts_its_grades_is_kept_as_printed():
    _, *printed = read_table(TABLES / "table_07.csv")
    arrows = {True: "↑", False: "→"}
    odd = [row[0] for row in printed if arrows[int(row[2]) < int(row[1])] != row[3]]
    assert odd == ["9"]


def test_blank_cells_stay_blank_in_the_table():
    table = {name: cells for name, *cells in read_table(TABLES / "table_08.csv")}
    assert table["Literature provided"] == ["", "7", "4", "1"]
    assert table["Programme overall"] == ["2", "8", "2", ""]


def test_the_inbox_is_what_the_tables_expand_to(tmp_path):
    (tmp_path / "tables").mkdir()
    for table in TABLES.glob("*.csv"):
        (tmp_path / "tables" / table.name).write_bytes(table.read_bytes())
    write_inbox(tmp_path)
    (tmp_path / "claims.csv").write_bytes((PUBLISHED / "claims.csv").read_bytes())
    write_enquiry(tmp_path)
    made = {path.name: path.read_bytes() for path in (tmp_path / "inbox").iterdir()}
    assert made == {path.name: path.read_bytes() for path in INBOX.iterdir()}


def test_the_settings_open_and_name_the_files_of_the_inbox():
    workspace = open_workspace(PUBLISHED)
    named = {file for wave in workspace.waves for file in wave.files}
    assert named == {f"inbox/{path.name}" for path in INBOX.iterdir()}
    assert not workspace.fictional
    roster = read_roster(workspace)
    assert set(roster.schools["alliance_id"]) == {
        *("aet", "central-bedfordshire", "george-abbot", "george-spencer", "portswood", "sutton")
    }
    assert len(roster.participants) == 0


def test_a_table_that_departs_from_its_form_is_refused_with_file_and_row(tmp_path):
    path = tmp_path / "table_05.csv"
    path.write_text("Project strands,1,2,3,4,5\nCoaching,0,3,3,6,six\n", encoding="utf-8")
    with pytest.raises(IntakeError) as caught:
        read_counts(path, load_instrument("strand_impact"), IMPACT_ROWS)
    assert caught.value.where == f"{path}, row 2"
    assert "six" in caught.value.got
    path.write_text("Project strands,1,2,3,4,5\nCouching,0,3,3,6,6\n", encoding="utf-8")
    with pytest.raises(IntakeError) as caught:
        read_counts(path, load_instrument("strand_impact"), IMPACT_ROWS)
    assert "Coaching" in caught.value.expected


def test_more_answers_than_people_are_refused():
    with pytest.raises(ValueError, match="a has 3 answers from 2 people"):
        expand_counts({"a": {1: 3}}, 2)


def test_counts_in_the_text_become_a_wave_of_as_many_people():
    counts, n_people = read_enquiry_counts(PUBLISHED / "claims.csv")
    assert n_people == 83
    assert counts["own_practice"] == {1: 64, 2: 19}
    assert counts["honest"] == {1: 7, 2: 76}
    assert len(counts) == 15


def test_a_count_that_is_missing_or_too_large_is_refused(tmp_path):
    lines = (PUBLISHED / "claims.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    path = tmp_path / "claims.csv"
    path.write_text("".join(lines[:600]), encoding="utf-8")
    with pytest.raises(IntakeError, match="cannot be expanded") as caught:
        read_enquiry_counts(path)
    assert "george-spencer-1641-1" in caught.value.where
