"""The records of a network: every fault is named with file, row and column."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from tiny_network import RECORDS

from tsa_research.alphabet import plain_name
from tsa_research.errors import IntakeError
from tsa_research.roster import Roster, read_roster
from tsa_research.schemas.reading import load_instrument
from tsa_research.workspace import open_workspace


def replace(network, record, old, new):
    assert old in RECORDS[record]
    path = network / "records" / f"{record}.csv"
    path.write_text(RECORDS[record].replace(old, new, 1), encoding="utf-8")
    return path


def refused(network):
    with pytest.raises(IntakeError) as caught:
        read_roster(open_workspace(network))
    assert caught.value.next_step
    return caught.value


CELLS = {
    "a school without an id": ("schools", "elm,Elm", ",Elm", 3, "school_id", "a value", "nothing"),
    "a school that stands twice": ("schools", "elm,", "oak,", 3, "school_id", "every key", "oak"),
    "an alliance that stands twice": (
        "alliances", "south,", "north,", 3, "alliance_id", "every key", "north",
    ),
    "a person who stands twice": (
        "participants", "three,", "one,", 4, "participant_id", "every key", "one",
    ),
    "a school in an unknown alliance": (
        "schools", "Ash Primary,south", "Ash Primary,suoth", 4, "alliance_id",
        "Did you mean south?", "suoth",
    ),
    "a person in an unknown school": (
        "participants", ",elm,2025", ",helm,2025", 4, "school_id", "Did you mean elm?", "helm",
    ),
    "a person in an unknown cohort": (
        "participants", "oak,2025", "oak,2205", 2, "cohort", "Did you mean 2025?", "2205",
    ),
    "an alliance in an unknown cohort": (
        "alliances", "South Alliance,,2025", "South Alliance,,19", 3, "cohort",
        "one of the cohorts in network.toml", "19",
    ),
    "a date of another kind": (
        "participants", "2025-09-01", "01/09/2025", 4, "joined", "such as 2025-09-01", "01/09/2025",
    ),
    "a day that does not exist": (
        "schools", "2025-01-06", "2025-02-30", 2, "joined", "such as 2025-09-01", "2025-02-30",
    ),
    "a person without a date": (
        "participants", "teacher,2025-09-01", "teacher,", 4, "joined", "a date", "nothing",
    ),
    "a role that is not a choice": (
        "participants", "mentor", "caretaker", 5, "role", "one of head_teacher", "caretaker",
    ),
    "a phase that is not a choice": (
        "schools", "primary,2025", "upper,2025", 2, "phase", "one of nursery", "upper",
    ),
    "a row with a cell too many": (
        "schools", "Elm Primary", "Elm, Primary", 3, "all columns", "5 cells", "6",
    ),
    "a row with a cell too few": (
        "schools", "elm,Elm Primary,", "elm,", 3, "all columns", "5 cells", "4",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", CELLS.values(), ids=CELLS)
def test_a_faulty_cell_is_named_with_file_row_and_column(network, fault):
    record, old, new, row, column, expected, got = fault
    path = replace(network, record, old, new)
    error = refused(network)
    assert error.where == f"{path}, row {row}, {column}"
    assert expected in error.expected
    assert error.got == got


@pytest.mark.parametrize(
    ("record", "old", "place"),
    [
        ("schools", "Ash Primary,south", "records/alliances.csv"),
        ("participants", "robin@elm.example,elm", "records/schools.csv"),
        ("alliances", "South Alliance,,2025", "the cohorts in network.toml"),
    ],
)
def test_where_a_reference_leads_is_said(network, record, old, place):
    replace(network, record, old, old[:-3] + "zzz")
    assert refused(network).expected == f"one of {place}"


def test_all_rows_of_a_record_that_are_at_fault_are_told_at_once(network):
    path = network / "records" / "participants.csv"
    text = RECORDS["participants"].replace("one,Wren Oak,wren@oak.example,oak", "one,Wren,,oka")
    path.write_text(text.replace("mentor", "caretaker").replace("2025-09-01", "soon"))
    error = refused(network)
    assert error.what == "A record has 3 rows that cannot be used."
    assert error.where == str(path)
    assert [line.strip() for line in error.got.splitlines()] == [
        "row 2, school_id: expected one of records/schools.csv. Did you mean oak?; got oka",
        "row 4, joined: expected a date such as 2025-09-01; got soon",
        "row 5, role: expected one of head_teacher, senior_leader, teacher, mentor, pupil, "
        "trainee; got caretaker",
    ]


def test_of_many_rows_at_fault_ten_are_told_and_how_many_more(network):
    path = network / "records" / "schools.csv"
    rows = [f"school-{n},School {n},nowhere,,\n" for n in range(14)]
    path.write_text(RECORDS["schools"] + "".join(rows), encoding="utf-8")
    lines = refused(network).got.splitlines()
    first = "row 5, alliance_id: expected one of records/alliances.csv; got nowhere"
    assert lines[0] == first
    assert len(lines) == 11
    assert lines[-1].strip() == "and 4 more like these"


def test_all_rows_with_too_many_or_too_few_cells_are_told_at_once(network):
    path = network / "records" / "schools.csv"
    path.write_text(RECORDS["schools"].replace("elm,", "elm,,").replace("ash,", ""))
    lines = refused(network).got.splitlines()
    assert [line.strip()[:18] for line in lines] == ["row 3, all columns", "row 4, all columns"]


def test_records_that_a_spreadsheet_saved_with_semicolons_are_read(network):
    expected = read_roster(open_workspace(network))
    for record, text in RECORDS.items():
        path = network / "records" / f"{record}.csv"
        path.write_text(text.replace(",", ";"), encoding="utf-8-sig")
    roster = read_roster(open_workspace(network))
    for record in RECORDS:
        pd.testing.assert_frame_equal(getattr(roster, record), getattr(expected, record))


def test_an_odd_row_of_a_record_with_semicolons_is_named(network):
    text = RECORDS["schools"].replace(",", ";").replace("Elm Primary", "Elm; Primary")
    (network / "records" / "schools.csv").write_text(text, encoding="utf-8")
    assert "row 3, all columns" in refused(network).where


@pytest.mark.parametrize(
    ("record", "column"),
    [("alliances", "cohort"), ("schools", "alliance_id"), ("participants", "role")],
)
def test_a_missing_column_is_named_with_all_that_are_needed(network, record, column):
    path = replace(network, record, column, "other")
    error = refused(network)
    assert error.where == f"{path}, row 1"
    assert column in error.expected
    assert "other" in error.got
    assert error.next_step == f"Add the column {column}."


@pytest.mark.parametrize(
    ("payload", "got"),
    [
        ("school_id,title,alliance_id\noak,École,north\n".encode("cp1252"), "utf-8"),
        (b'school_id,title,alliance_id\n"oak,Oak,north\n', "unexpected end of data"),
    ],
    ids=["another encoding", "an open quotation mark"],
)
def test_a_record_that_is_no_csv_in_utf8_is_refused(network, payload, got):
    path = network / "records" / "schools.csv"
    path.write_bytes(payload)
    error = refused(network)
    assert error.where == str(path)
    assert got in error.got
    assert "school_id" in error.next_step


def test_an_empty_record_is_refused(network):
    (network / "records" / "schools.csv").write_text("")
    assert refused(network).got == "an empty file"


def test_schools_must_be_known_but_people_need_not(network):
    (network / "records" / "participants.csv").unlink()
    roster = read_roster(open_workspace(network))
    assert roster.participants.empty
    assert list(roster.schools["school_id"]) == ["oak", "elm", "ash"]
    (network / "records" / "schools.csv").unlink()
    assert "schools.csv" in refused(network).where


def test_a_repeated_heading_is_refused(network):
    path = replace(network, "schools", "phase", "title")
    assert str(path) in refused(network).where


def test_two_people_with_one_address_are_refused(network):
    path = replace(network, "participants", "finch@oak.example", "Wren@Oak.example")
    error = refused(network)
    assert error.where == f"{path}, row 3, email"
    assert "row 2 has the same" in error.expected


def test_people_may_have_no_address(network):
    path = replace(network, "participants", "wren@oak.example", "")
    text = path.read_text(encoding="utf-8").replace("finch@oak.example", "")
    path.write_text(text, encoding="utf-8")
    assert list(read_roster(open_workspace(network)).participants["email"])[:2] == ["", ""]


@pytest.mark.parametrize("ending", ["\n\n", ",,,,\n", "  \n"])
def test_blank_lines_at_the_end_of_a_record_are_skipped(network, ending):
    with (network / "records" / "schools.csv").open("a", encoding="utf-8") as file:
        file.write(ending)
    assert list(read_roster(open_workspace(network)).schools["school_id"]) == ["oak", "elm", "ash"]


def test_columns_without_a_heading_are_left_out(network):
    path = network / "records" / "schools.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("".join(f"{line},,\n" for line in lines), encoding="utf-8")
    assert len(read_roster(open_workspace(network)).schools) == 3


def test_optional_columns_may_be_missing(network):
    (network / "records" / "alliances.csv").write_text(
        "alliance_id,title,cohort\nnorth,North,2025\nsouth,South,2025\n"
    )
    assert list(read_roster(open_workspace(network)).alliances["lead_school"]) == ["", ""]


def test_ids_and_surnames_stay_text(network):
    replace(network, "participants", "one,Wren Oak", "007,NA")
    people = read_roster(open_workspace(network)).participants
    assert list(people.iloc[0][["participant_id", "name"]]) == ["007", "NA"]


def test_schools_that_share_a_title_are_told_apart_by_their_id(network):
    replace(network, "schools", "Elm Primary", "Oak Primary")
    titles = read_roster(open_workspace(network)).school_titles
    assert titles == {
        "oak": "Oak Primary (oak)",
        "elm": "Oak Primary (elm)",
        "ash": "Ash Primary",
    }


def test_only_the_right_roles_who_have_joined_are_asked(network):
    roster, grade = read_roster(open_workspace(network)), load_instrument("lesson_self_grade")
    assert list(roster.invited(grade, date(2025, 8, 31))["participant_id"]) == ["one", "two"]
    assert list(roster.invited(grade, date(2025, 9, 1))["participant_id"])[-1] == "three"


@pytest.mark.parametrize("titles", [("Oak Primary", "OAK  primary"), ("school-2", "Elm School")])
def test_a_name_that_could_mean_two_schools_means_none(titles):
    schools = pd.DataFrame({"school_id": ["school-1", "school-2"], "title": titles})
    roster = Roster(alliances=pd.DataFrame(), schools=schools, participants=pd.DataFrame())
    known = roster.schools_by_name
    assert known.get(plain_name(titles[0])) is None
    assert known["school-1"] == "school-1"


def test_two_alliances_of_one_name_are_told_apart(network):
    replace(network, "alliances", "South Alliance", "north  ALLIANCE")
    roster = read_roster(open_workspace(network))
    assert roster.alliance_title("north") == "North Alliance (north)"
    assert roster.alliance_title("south") == "north  ALLIANCE (south)"
