"""Questions to items: what is accepted, and what every refusal says."""

from __future__ import annotations

from dataclasses import replace

import pytest
from intake_shapes import (
    COLUMNS,
    EXPECTED,
    INSTRUMENT,
    WORDINGS,
    google_forms,
    plain_long,
    plain_wide,
    qualtrics,
    write_csv,
)
from pandas.testing import assert_frame_equal

from tsa_research.errors import IntakeError
from tsa_research.intake import read_export, read_mapping, refusals


def renamed(rows, old: str, new: str):
    return [[new if cell == old else cell for cell in rows[0]], *rows[1:]]


def test_an_unknown_question_names_candidates_and_the_line_to_write(refused):
    question = "We keep, on the whole, all promises"
    error = refused(renamed(plain_wide("codes"), "keep__own_school", question))
    assert error.what == "A question matches no item of small_survey."
    assert error.where == "answers.csv, row 1, column E"
    assert error.got == f"“{question}”"
    assert "keep__own_school (“We keep our promises.”)" in error.expected
    # Items that other columns hold already are no candidates.
    assert "keep__alliance" not in error.expected
    assert "question,item" in error.next_step
    assert f'"{question}",keep__own_school' in error.next_step


def test_several_unknown_questions_are_named_at_once(refused):
    rows = [[*row, "x", "y"] for row in plain_wide("codes")]
    rows[0][-2:] = ["Any comments?", "Favourite colour"]
    error = refused(rows)
    assert error.what == "2 questions match no item of small_survey."
    assert error.where == "answers.csv, row 1, column H, column I"
    assert error.got == "“Any comments?”, “Favourite colour”"
    candidates = error.expected.split(";")[0]
    assert sum(column in candidates for column in COLUMNS) == 3


def test_a_mapping_settles_an_unknown_question(read_rows, tmp_path):
    rows = renamed(plain_wide("codes"), "keep__own_school", "Promises, ours")
    rows = [[*row, "free text"] for row in rows]
    rows[0][-1] = "Any comments?"
    lines = [
        ["question", "item"],
        ["promises, OURS", "Keep__own_school"],
        ["Any comments?", "ignore"],
    ]
    mapping = read_mapping(write_csv(tmp_path / "mapping.csv", lines))
    assert mapping == {"promises, OURS": "Keep__own_school", "Any comments?": "ignore"}
    intake = read_rows(rows, mapping=mapping)
    assert_frame_equal(intake.answers.drop(columns="row"), EXPECTED)
    assert "“Promises, ours” is keep__own_school: by the mapping." in intake.actions
    assert "Columns left out: “Any comments?”." in intake.actions
    assert "free text" not in str(intake)


def test_a_mapping_may_name_context_and_roles(read_rows):
    rows = plain_wide("codes")
    rows[0][:4] = ["A", "B", "C", "D"]
    mapping = {"A": "who", "B": "school", "C": "submitted", "D": "role"}
    answers = read_rows(rows, dialect="plain_wide", mapping=mapping).answers
    assert_frame_equal(answers.drop(columns="row"), EXPECTED)


def test_a_mapping_of_a_question_that_is_not_there_is_listed(read_rows):
    intake = read_rows(plain_wide("codes"), mapping={"Old question": "ignore"})
    assert (
        "The mapping names questions that the file does not have: “Old question”." in intake.actions
    )


def test_a_mapping_to_an_unknown_item_is_an_error(read_rows):
    with pytest.raises(IntakeError, match="does not have") as caught:
        read_rows(plain_wide("codes"), mapping={"x": "keep__own_schol"})
    assert caught.value.where == "mapping, question “x”"
    assert caught.value.got == "keep__own_schol"
    assert "keep__alliance" in caught.value.expected
    assert caught.value.next_step == "Did you mean keep__own_school?"


@pytest.mark.parametrize(
    ("rows", "row", "expected"),
    [
        ([["q", "i"], ["a", "b"]], 1, "question,item"),
        ([["question", "item"], ["a", "b"], ["c", "d", "e"]], 3, "two fields"),
        ([["question", "item"], ["a", " "]], 2, "a question and an item"),
        ([["question", "item"], ["a", "b"], ["a", "c"]], 3, "every question once"),
    ],
)
def test_a_faulty_mapping_file_names_the_row(tmp_path, rows, row, expected):
    with pytest.raises(IntakeError, match="mapping file") as caught:
        read_mapping(write_csv(tmp_path / "mapping.csv", rows))
    assert caught.value.where == f"mapping.csv, row {row}"
    assert expected in caught.value.expected


@pytest.fixture
def same_wording():
    """Return the instrument with one wording for both targets."""
    items = [replace(item, wording="Promises are kept") for item in INSTRUMENT.items[:2]]
    return replace(INSTRUMENT, items=(*items, INSTRUMENT.items[2]))


def test_a_question_that_matches_two_items_names_both(tmp_path, same_wording):
    rows = renamed(plain_wide("codes"), "keep__own_school", "Promises are kept?")
    with pytest.raises(IntakeError, match="matches 2 items") as caught:
        read_export(write_csv(tmp_path / "answers.csv", rows), same_wording)
    assert caught.value.where == "answers.csv, row 1, column E"
    assert "keep__own_school" in caught.value.expected
    assert "keep__alliance" in caught.value.expected
    assert "Promises are kept?,keep__alliance" in caught.value.next_step


def test_a_mapping_tells_two_grids_with_the_same_rows_apart(tmp_path, same_wording):
    rows = google_forms("labels")
    grids = ["Your school [Promises are kept]", "The alliance [Promises are kept]"]
    rows[0][4:6] = grids
    mapping = dict(zip(grids, COLUMNS[:2], strict=True))
    intake = read_export(write_csv(tmp_path / "x.csv", rows), same_wording, mapping=mapping)
    assert_frame_equal(intake.answers.drop(columns="row"), EXPECTED)


def test_two_columns_for_one_item_are_refused(refused):
    rows = [[*row, "1"] for row in plain_wide("codes")]
    rows[0][-1] = WORDINGS[2]
    error = refused(rows)
    assert error.what == "2 columns match the same item, meet."
    assert error.where == "answers.csv, row 1, column G, column H"
    assert f"“{WORDINGS[2]}”" in error.got
    assert "meet,ignore" in error.next_step


def test_missing_columns_are_all_named(refused):
    error = refused([row[:4] + row[5:6] for row in plain_wide("codes")])
    assert "2 missing columns" in error.what
    assert error.where == "answers.csv, row 1"
    assert "keep__own_school" in error.expected
    assert "meet" in error.expected
    assert "keep__alliance" not in error.expected


def test_an_item_that_no_long_row_names_is_a_missing_column(refused):
    rows = [row for row in plain_long("codes") if row[4] != "meet"]
    error = refused(rows)
    assert "1 missing column" in error.what
    assert error.expected.startswith("meet (")
    assert "row with a blank answer" in error.next_step


def test_an_unknown_item_in_a_long_table_names_its_row(refused):
    rows = plain_long("codes")
    rows[3][4] = "meeting"
    error = refused(rows)
    assert error.where == "answers.csv, row 1, column item (first in row 4)"
    assert error.got == "“meeting”"
    assert "meeting,meet" in error.next_step


@pytest.fixture
def other_instrument(monkeypatch):
    """Make the small survey known as an instrument, beside one that is broken."""
    known = replace(INSTRUMENT, id="known_survey")

    def load(name):
        if name == "broken":
            raise refusals.DeclarationError("broken")
        return known

    monkeypatch.setattr(refusals, "list_instruments", lambda: ("broken", "known_survey"))
    monkeypatch.setattr(refusals, "load_instrument", load)


def test_another_instrument_is_recognised(tmp_path, other_instrument):
    items = [
        replace(item, id=f"x{item.id}", wording=f"x{item.wording}") for item in INSTRUMENT.items
    ]
    subscale = replace(INSTRUMENT.subscales[0], items=("xkeep",))
    contact = replace(INSTRUMENT.subscales[1], items=("xmeet",))
    wanted = replace(INSTRUMENT, id="wanted", items=tuple(items), subscales=(subscale, contact))
    with pytest.raises(IntakeError) as caught:
        read_export(write_csv(tmp_path / "answers.csv", plain_wide("codes")), wanted)
    assert caught.value.what == "This looks like known_survey, not wanted."
    assert caught.value.where == "answers.csv, row 1"
    assert caught.value.got == "3 items of known_survey, 0 of wanted"


def test_one_strange_question_does_not_suggest_another_instrument(tmp_path, other_instrument):
    meet = replace(INSTRUMENT.items[2], wording="How often do heads meet?", id="heads")
    contact = replace(INSTRUMENT.subscales[1], items=("heads",))
    wanted = replace(
        INSTRUMENT,
        items=(*INSTRUMENT.items[:2], meet),
        subscales=(INSTRUMENT.subscales[0], contact),
    )
    with pytest.raises(IntakeError, match="A question matches no item") as caught:
        read_export(write_csv(tmp_path / "answers.csv", plain_wide("codes")), wanted)
    assert caught.value.got == "“meet”"


def test_a_whole_heading_settles_what_the_row_of_a_grid_leaves_open(tmp_path, same_wording):
    whole = "How often? [Promises are kept]"
    items = (*same_wording.items[:2], replace(INSTRUMENT.items[2], wording=whole))
    instrument = replace(same_wording, items=items)
    rows = renamed(google_forms("labels"), WORDINGS[2], whole)
    rows[0][4:6] = COLUMNS[:2]
    answers = read_export(write_csv(tmp_path / "x.csv", rows), instrument).answers
    assert_frame_equal(answers.drop(columns="row"), EXPECTED)


def test_a_missing_item_alone_does_not_suggest_another_instrument(refused, other_instrument):
    assert "missing column" in refused([row[:6] for row in plain_wide("codes")]).what


def test_the_question_decides_before_the_e_mail_and_blanks_are_filled(read_rows):
    rows = [["mail@school.example", *row] for row in plain_wide("codes")]
    rows[0][:2] = ["Email", "Your participant code"]
    rows[2][1] = ""
    intake = read_rows(rows)
    assert intake.answers["person"].tolist()[:2] == ["007", "mail@school.example"]
    assert (
        "For person the first that is not blank was taken from “Your participant code”, “Email”."
        in intake.actions
    )


def test_external_reference_goes_before_the_recipients_address(read_rows):
    rows = qualtrics("labels")
    for row, cell in zip(
        rows, ["RecipientEmail", "E-mail", "", "a@x", "b@x", "c@x", "d@x"], strict=True
    ):
        row.insert(0, cell)
    rows[3][rows[0].index("ExternalReference")] = " "
    assert read_rows(rows).answers["person"].tolist()[:2] == ["a@x", "NA"]


def test_columns_that_the_file_lacks_are_blank_and_listed(read_rows):
    intake = read_rows([[row[0], *row[4:]] for row in plain_wide("codes")])
    for column in ("school", "submitted", "role"):
        assert intake.answers[column].tolist() == [None] * 4
        assert f"The file has no column for {column}: it is blank in every row." in intake.actions


@pytest.mark.parametrize("name", ["Name", "First name", "IP address", "surname", "Progress"])
def test_names_and_traces_never_survive(read_rows, name):
    rows = [[*row, "Zebedee"] for row in plain_wide("codes")]
    rows[0][-1] = name
    intake = read_rows(rows)
    assert f"Columns left out: “{name}”." in intake.actions
    assert "Zebedee" not in str(intake) + intake.answers.to_csv()


def test_a_grid_row_may_hold_brackets(tmp_path):
    items = (*INSTRUMENT.items[:2], replace(INSTRUMENT.items[2], wording="Staff [all] meet"))
    rows = renamed(google_forms("labels"), WORDINGS[2], "How [often]? [Staff [all] meet]")
    instrument = replace(INSTRUMENT, items=items)
    answers = read_export(write_csv(tmp_path / "x.csv", rows), instrument).answers
    assert_frame_equal(answers.drop(columns="row"), EXPECTED)
