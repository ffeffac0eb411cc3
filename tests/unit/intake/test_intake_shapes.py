"""The same answers are the same, whichever form tool wrote them down and however."""

from __future__ import annotations

import hashlib

import pytest
from intake_shapes import (
    COLUMNS,
    CSV_SHAPES,
    EXPECTED,
    INSTRUMENT,
    WORDINGS,
    microsoft_forms,
    plain_long,
    plain_wide,
    write_csv,
    write_xlsx,
)
from pandas.testing import assert_frame_equal

from tsa_research.intake import DIALECTS, read_export


def check(intake, dialect: str) -> None:
    assert intake.dialect == dialect
    assert intake.set_aside == ()
    assert intake.rows_in == len(EXPECTED)
    assert_frame_equal(intake.answers.drop(columns="row"), EXPECTED)
    # assert_frame_equal takes None for NaN; the promise is None.
    assert not any(isinstance(cell, float) for cell in intake.answers.to_numpy().ravel())


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("style", ["codes", "labels"])
@pytest.mark.parametrize("shape", CSV_SHAPES)
def test_every_csv_export_gives_the_same_answers(tmp_path, shape, style, encoding, separator):
    path = write_csv(tmp_path / "x.csv", CSV_SHAPES[shape](style), separator, encoding)
    intake = read_export(path, INSTRUMENT)
    check(intake, shape)
    assert (intake.encoding, intake.separator) == (encoding, separator)
    assert intake.digest == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("style", ["codes", "labels"])
def test_a_workbook_of_microsoft_forms_gives_the_same_answers(tmp_path, style):
    intake = read_export(write_xlsx(tmp_path / "x.xlsx", microsoft_forms(style)), INSTRUMENT)
    check(intake, "microsoft_forms")
    assert (intake.encoding, intake.separator) == ("xlsx", "")


@pytest.mark.parametrize("shape", CSV_SHAPES)
def test_naming_the_dialect_changes_nothing(read_rows, shape):
    rows = CSV_SHAPES[shape]("labels")
    named, found = read_rows(rows, dialect=shape), read_rows(rows)
    assert_frame_equal(named.answers, found.answers)
    assert shape in DIALECTS


def test_columns_stand_in_the_promised_order(read_rows):
    answers = read_rows(plain_wide("codes")).answers
    assert list(answers.columns) == ["row", "person", "school", "submitted", "role", *COLUMNS]
    assert answers["row"].dtype == "int64"


@pytest.mark.parametrize(
    ("shape", "rows"),
    [
        ("plain_wide", [2, 3, 4, 5]),
        ("plain_long", [2, 5, 8, 11]),
        ("google_forms", [2, 3, 4, 5]),
        ("qualtrics", [4, 5, 6, 7]),
    ],
)
def test_rows_are_numbered_as_a_spreadsheet_shows_them(read_rows, shape, rows):
    # The school of the last person has a line break in it, which is no row of its own.
    more = [*CSV_SHAPES[shape]("codes"), *CSV_SHAPES[shape]("codes")[-1:]]
    more[-1] = [cell if cell != "None" else "p5" for cell in more[-1]]
    answers = read_rows(more).answers
    assert answers["row"].tolist() == [*rows, len(more)]


def test_literal_answers_need_no_action_but_the_columns_left_out(read_rows):
    assert read_rows(plain_wide("labels")).actions == ()


def test_columns_left_out_are_listed_by_heading_and_their_values_never(tmp_path):
    path = write_xlsx(tmp_path / "x.xlsx", microsoft_forms("labels"))
    intake = read_export(path, INSTRUMENT)
    left_out = [action for action in intake.actions if action.startswith("Columns left out")]
    assert left_out == ["Columns left out: “ID”, “Start time”, “Name”."]
    assert "A Name" not in str(intake)
    assert "A Name" not in intake.answers.to_csv()


def test_wordings_serve_as_headings_of_a_plain_table(read_rows):
    rows = plain_wide("codes")
    rows[0] = ["Your participant code", "Which school do you work in?", "Date submitted", "ROLE"]
    rows[0] += [f"{number}. {wording.upper()}" for number, wording in enumerate(WORDINGS, 1)]
    intake = read_rows(rows, dialect="plain_wide")
    assert_frame_equal(intake.answers.drop(columns="row"), EXPECTED)
    assert "“1. WE KEEP OUR PROMISES.” was read as keep__own_school." in intake.actions
    assert "“ROLE” was read as role." in intake.actions


def test_long_items_may_be_named_by_wording_and_label_of_the_target(read_rows):
    rows = plain_long("labels")
    for row in rows[1:]:
        row[4:6] = {
            "own_school": ["we keep our promises", "your own school"],
            "alliance": ["KEEP", "The alliance"],
            "": ["meet", ""],
        }[row[5]]
    intake = read_rows(rows)
    assert_frame_equal(intake.answers.drop(columns="row"), EXPECTED)
    assert (
        "“we keep our promises [your own school]” was read as keep__own_school." in intake.actions
    )
    assert "“KEEP [The alliance]” was read as keep__alliance." in intake.actions


def test_a_respondent_who_answers_a_question_twice_is_set_aside_whole(read_rows):
    rows = plain_long("codes")
    intake = read_rows([*rows, [*rows[1][:-1], "3"]])
    (aside,) = intake.set_aside
    assert (aside.row, aside.item, aside.kind) == (
        14,
        "keep__own_school",
        "inconsistent_respondent",
    )
    assert aside.got == "the same question again, after row 2"
    assert "delete only the other one" in aside.next_step
    assert intake.answers["row"].tolist() == [5, 8, 11]
    assert intake.rows_in == 4
    assert "9 rows with one answer each were read as 3 responses." in intake.actions


@pytest.mark.parametrize(
    ("place", "text", "item"),
    [(1, "Elm", "school"), (2, "2026-01-20", "submitted"), (3, "", "role"), (3, "t", "role")],
    ids=["another school", "another day", "role in the first row only", "another role"],
)
def test_a_respondent_whose_rows_differ_is_set_aside_whole_and_unquoted(
    read_rows, place, text, item
):
    rows = plain_long("codes")
    rows[2][place] = text
    intake = read_rows(rows)
    (aside,) = intake.set_aside
    assert (aside.row, aside.item, aside.kind) == (3, item, "inconsistent_respondent")
    assert aside.got == "another one in row 2"
    assert intake.answers["row"].tolist() == [5, 8, 11]
    assert intake.rows_in == 4


def test_a_person_with_two_responses_keeps_both_for_later_checks(read_rows):
    rows = [["respondent", *rows[:7]] for rows in plain_long("codes")[:1]]
    for number, row in enumerate(plain_long("codes")[1:], start=0):
        rows.append([f"r{number // 3}", "007", *row[1:]])
    answers = read_rows(rows).answers
    assert answers["person"].tolist() == ["007"] * 4


def test_the_case_of_a_person_does_not_count(read_rows):
    rows = plain_long("codes")
    rows[5][0] = "na"
    assert_frame_equal(read_rows(rows).answers.drop(columns="row"), EXPECTED)


def test_the_row_of_every_answer_is_kept(read_rows):
    intake = read_rows(plain_long("codes"))
    assert intake.answer_rows[(5, "meet")] == 7
    assert intake.answer_rows[(11, "keep__own_school")] == 11
    assert (5, "school") not in intake.answer_rows


def test_anonymous_respondents_are_told_apart_by_their_number(read_rows):
    rows = [
        ["participant", "respondent", "school", "submitted", "role", "item", "target", "answer"]
    ]
    for number, school in enumerate(["Oak", "Oak"], start=1):
        for item, target in (("keep", "own_school"), ("keep", "alliance"), ("meet", "")):
            rows.append(["", f"no {number}", school, "2025-09-15", "t", item, target, "1"])
    del rows[3]  # the first respondent left out the last question
    intake = read_rows(rows)
    assert intake.answers["person"].tolist() == [None, None]
    assert intake.answers[list(COLUMNS)].to_numpy().tolist() == [["1", "1", None], ["1", "1", "1"]]
    assert "Columns left out: “respondent”." in intake.actions


def test_long_rows_of_nobody_are_set_aside(read_rows):
    rows = plain_long("codes")
    rows[5][0] = " "
    intake = read_rows(rows)
    (aside,) = intake.set_aside
    assert (aside.file, aside.row, aside.kind) == ("answers.csv", 6, "no_respondent")
    assert aside.item == "participant"
    assert "respondent" in aside.expected
    assert intake.rows_in == len(intake.answers) + 1 == 5


def test_answers_stamped_one_by_one_on_one_day_are_one_response(read_rows):
    rows = plain_long("codes")
    for minute, row in enumerate(rows[1:], start=10):
        row[2] += f" 10:{minute}:00"
    assert_frame_equal(read_rows(rows).answers.drop(columns="row"), EXPECTED)


def test_a_person_is_stripped_and_a_school_stands_as_typed(read_rows):
    rows = plain_wide("codes")
    rows[1][:2] = [" 007 ", " Oak "]
    rows[2][:2] = ["  ", "  "]
    answers = read_rows(rows).answers
    assert answers["person"].tolist()[:2] == ["007", None]
    assert answers["school"].tolist()[:2] == [" Oak ", None]
