"""Files that cannot be read, rows that cannot be used, and text that must survive."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from intake_shapes import INSTRUMENT, PEOPLE, plain_long, plain_wide, qualtrics, write_csv

from tsa_research.errors import IntakeError, UsageError
from tsa_research.intake import google_forms, read_export
from tsa_research.intake.headings import MOST_PARTS
from tsa_research.intake.qualtrics import question_texts

HEADER = "participant,school,submitted,role,keep__own_school,keep__alliance,meet\r\n"
ROW = "p1,Oak,2025-09-15,t,1,2,1\r\n"


def read_bytes(tmp_path, payload: bytes, name: str = "answers.csv"):
    (tmp_path / name).write_bytes(payload)
    return read_export(tmp_path / name, INSTRUMENT)


def refusal(tmp_path, payload: bytes, name: str = "answers.csv") -> IntakeError:
    with pytest.raises(IntakeError) as caught:
        read_bytes(tmp_path, payload, name)
    assert name in caught.value.where
    assert caught.value.next_step
    return caught.value


@pytest.mark.parametrize("payload", [b"", b"\xef\xbb\xbf", b" \r\n\r\n", b",,,\n,,,\n"])
def test_an_empty_file_is_refused(tmp_path, payload):
    error = refusal(tmp_path, payload)
    assert "empty" in error.what or "no responses" in error.what or "columns" in error.what
    assert "heading" in error.expected


@pytest.mark.parametrize("body", ["", "\r\n", ",,,,,,\r\n"])
def test_headings_without_rows_are_refused(tmp_path, body):
    error = refusal(tmp_path, (HEADER + body).encode())
    assert error.expected == "at least one response below the headings"
    assert error.got == "headings only, no rows"


def test_qualtrics_headers_without_rows_are_refused(refused):
    error = refused(qualtrics("codes")[:3])
    assert "below the three header rows" in error.expected


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(IntakeError, match="cannot be opened") as caught:
        read_export(tmp_path / "nowhere.csv", INSTRUMENT)
    assert "nowhere.csv" in caught.value.where


@pytest.mark.parametrize(
    ("payload", "place", "byte"),
    [
        ((HEADER + ROW).encode() + b"p2,S\x81,,,,,\r\n", "line 3, byte 103", "0x81"),
        ((HEADER + ROW).encode() + b"p2,S\xe9\x07,,,,,\r\n", "line 3, byte 104", "0x07"),
    ],
)
def test_a_wrong_encoding_names_line_and_byte(tmp_path, payload, place, byte):
    error = refusal(tmp_path, payload)
    assert "wrong encoding" in error.what
    assert error.where == f"answers.csv, {place}"
    assert error.expected == "text in UTF-8 or Windows-1252"
    assert byte in error.got


def test_two_encodings_in_one_file_are_refused(tmp_path):
    mixed = (HEADER + ROW.replace("Oak", "Zoë")).encode() + b"p2,S\xe9,,,,,\r\n"
    error = refusal(tmp_path, mixed)
    assert error.expected == "text in UTF-8 or Windows-1252 throughout, not both"
    assert error.where == "answers.csv, line 3, byte 104"
    assert error.got == "the byte 0xE9"


@pytest.mark.parametrize(
    ("payload", "byte"),
    [
        (b"\xef\xbb\xbfa,b\n1,\xff\n", 9),
        ("a,b\n1,\x00".encode("utf-16"), 14),
        (b"\xef\xbb\xbfa,\x00", 5),
    ],
)
def test_the_byte_is_counted_from_the_start_of_the_file(tmp_path, payload, byte):
    error = refusal(tmp_path, payload)
    assert f"byte {byte}" in error.where + error.got


def test_half_a_utf16_character_is_a_wrong_encoding(tmp_path):
    error = refusal(tmp_path, (HEADER + ROW).encode("utf-16") + b"\x41")
    assert "wrong encoding" in error.what
    assert error.expected == "text in utf-16"


def test_windows_encoding_is_an_action(tmp_path):
    intake = read_bytes(tmp_path, (HEADER + ROW.replace("Oak", "Zoë")).encode("cp1252"))
    assert intake.encoding == "cp1252"
    assert any("Windows-1252" in action for action in intake.actions)
    assert intake.answers["school"].tolist() == ["Zoë"]


@pytest.mark.parametrize(
    ("payload", "got"),
    [
        (b"PK\x03\x04rest", "Excel workbook"),
        (b"\xd0\xcf\x11\xe0rest", "password-protected"),
        (b"%PDF-1.7", "PDF"),
        (b"a,b\n\x00\x01", "binary file (zero at byte 4)"),
    ],
)
def test_a_binary_file_called_csv_is_refused(tmp_path, payload, got):
    error = refusal(tmp_path, payload)
    assert got in error.got
    assert error.expected == "a CSV file"


def test_a_file_with_one_column_is_refused(tmp_path):
    error = refusal(tmp_path, b"participant\np1\n")
    assert error.where == "answers.csv, row 1"
    assert "comma, semicolon, tab" in error.expected


@pytest.mark.parametrize("row", ['p2,"Oak,2025,t,1,2,1\r\n', 'p2,"Oak"x,2025,t,1,2,1\r\n'])
def test_a_stray_quotation_mark_names_the_row(tmp_path, row):
    error = refusal(tmp_path, (HEADER + ROW + row).encode())
    assert "quotation marks" in error.what
    assert "row 3" in error.where


@pytest.mark.parametrize("line", ["p2,{0},x,t,1,2,1", 'p2,"a, ""b""{0}",x,t,1,2,1'])
def test_a_cell_too_long_is_named_as_such(tmp_path, line):
    text = HEADER + ROW + line.format("x" * (csv.field_size_limit() + 1)) + "\r\n" + ROW
    error = refusal(tmp_path, text.encode())
    assert "too long" in error.what
    assert error.where.endswith("row 3, column B")
    assert error.expected == f"at most {csv.field_size_limit()} characters in a cell"


@pytest.mark.parametrize("shape", [plain_wide, qualtrics])
def test_a_heading_too_long_is_refused_and_named(refused, shape):
    rows = shape("codes")
    row = 1 if shape is qualtrics else 0
    rows[row][1] = "- " * 2500
    error = refused(rows)
    assert "too long" in error.what
    assert error.where == f"answers.csv, row {row + 1}, column B"
    assert error.got.startswith("5000 characters")


def test_only_the_last_parts_of_a_heading_are_tried_as_a_question():
    assert len(google_forms.question_texts("[" * 900 + "x]")) == MOST_PARTS + 1
    assert google_forms.question_texts("[" * 900 + "x]")[-2] == "x"
    texts = question_texts(" - ".join(["x"] * 200))
    assert len(texts) == MOST_PARTS + 1
    assert texts[-1] == "x"


@pytest.mark.parametrize(("row", "n"), [("p2,Oak,x,t,1,2,1,\r\n", 8), ("p2,Oak,x,t,1,2\r\n", 6)])
def test_a_ragged_row_is_set_aside(tmp_path, row, n):
    intake = read_bytes(tmp_path, (HEADER + ROW + row + ROW).encode())
    (aside,) = intake.set_aside
    assert (aside.file, aside.row, aside.kind) == ("answers.csv", 3, "ragged_row")
    assert aside.expected.startswith("7 fields")
    assert aside.got == f"{n} fields"
    assert "separator" in aside.next_step
    assert intake.answers["row"].tolist() == [2, 4]
    assert intake.rows_in == 3


def test_a_ragged_row_that_swallowed_others_says_so(tmp_path):
    swallowed = 'p2,"Oak,x,t,1,2,1\r\np3,Elm,x,t,1,2,1\r\np4,Ash",x\r\n'
    intake = read_bytes(tmp_path, (HEADER + ROW + swallowed).encode())
    assert intake.set_aside[0].got == "3 fields over 3 lines"


def test_a_ragged_long_row_takes_its_respondent_along(read_rows):
    rows = plain_long("codes")
    rows[5].append("9")
    intake = read_rows(rows)
    (aside,) = intake.set_aside
    assert (aside.row, aside.kind) == (6, "ragged_row")
    assert aside.got == "8 fields; set aside with the 2 other rows of the same respondent"
    assert intake.answers["row"].tolist() == [2, 8, 11]
    assert intake.rows_in == 4


def test_a_ragged_long_row_counts_as_one_response(tmp_path, read_rows):
    rows = plain_long("codes")
    intake = read_rows([*rows, ["p9", "Oak"]])
    assert [aside.kind for aside in intake.set_aside] == ["ragged_row"]
    assert intake.rows_in == 5


def test_blank_rows_are_left_out_listed_and_still_counted_in_row_numbers(tmp_path):
    intake = read_bytes(tmp_path, (HEADER + ROW + ",,,,,,\r\n\r\n" + ROW + "\r\n").encode())
    assert intake.answers["row"].tolist() == [2, 5]
    assert intake.rows_in == 2
    assert intake.set_aside == ()
    assert "Rows 3, 4, 6 left out: completely blank." in intake.actions


def test_a_repeated_heading_is_refused(tmp_path):
    payload = (HEADER.replace("role", "School") + ROW).encode()
    error = refusal(tmp_path, payload)
    assert error.where == "answers.csv, row 1, columns B, D"
    assert error.expected == "every heading once"
    assert error.got == "“school”"


def test_answers_without_a_heading_are_refused(tmp_path):
    payload = HEADER.replace("meet", "meet,") + ROW.replace("\r\n", ",\r\n")
    intake = read_bytes(tmp_path, payload.encode())
    assert "Left out because wholly blank: column H." in intake.actions
    error = refusal(tmp_path, (payload + ROW.replace("\r\n", ",x\r\n")).encode())
    assert error.where == "answers.csv, row 1, column H"
    assert "row 3" in error.got


def test_previews_are_set_aside_and_doubtful_answers_kept(read_rows):
    rows = qualtrics("labels")
    header = rows[0]
    rows[3][header.index("Status")] = "Survey Preview"
    rows[4][header.index("Status")] = "1"
    rows[5][header.index("Status")] = "Spam"
    rows[6][header.index("Finished")] = "False"
    intake = read_rows(rows)
    assert [(aside.row, aside.kind, aside.item) for aside in intake.set_aside] == [
        (4, "preview", "Status"),
        (5, "preview", "Status"),
    ]
    assert "Survey Preview" in intake.set_aside[0].got
    assert intake.set_aside[0].expected == "an answer by a participant"
    assert intake.answers["row"].tolist() == [6, 7]
    assert intake.rows_in == 4
    assert "Kept although marked as spam: row 6." in intake.actions
    assert "Kept although not finished: row 7." in intake.actions


def test_an_answer_that_looks_like_an_id_of_the_tool_makes_no_header(read_rows):
    rows = plain_wide("codes")
    rows[2][1] = '{"ImportId":"QID1"}'
    intake = read_rows(rows)
    assert intake.dialect == "plain_wide"
    assert intake.answers["row"].tolist() == [2, 3, 4, 5]


def test_previews_only_leave_an_account_and_no_answers(read_rows):
    rows = qualtrics("labels")[:4]
    rows[3][2] = "Survey Preview"
    intake = read_rows(rows)
    assert intake.rows_in == len(intake.set_aside) == 1
    assert intake.answers.empty
    assert "meet" in intake.answers


def test_an_unknown_table_names_what_was_looked_for(refused):
    error = refused([["fruit", "colour"], ["pear", "green"]])
    assert "no form tool" in error.what
    assert error.where == "answers.csv, row 1"
    assert "qualtrics" in error.expected
    assert error.got == "the headings “fruit”, “colour”"


def test_a_dialect_that_the_file_is_not_in_is_refused(refused):
    error = refused(plain_wide("codes"), dialect="qualtrics")
    assert "not an export of the kind qualtrics" in error.what
    assert "three header rows" in error.expected


def test_an_unknown_dialect_is_a_usage_error(read_rows):
    with pytest.raises(UsageError, match="no dialect called") as caught:
        read_rows(plain_wide("codes"), dialect="google_form")
    assert caught.value.next_step == "Did you mean google_forms?"


def test_a_long_table_that_names_nobody_is_refused(refused):
    rows = [row[1:] for row in plain_long("codes")]
    error = refused(rows)
    assert "tells the respondents apart" in error.what
    assert error.where == "answers.csv, row 1"
    assert "respondent" in error.expected


@pytest.mark.parametrize("hostile", ["01", "1.0", " ", "NA", "null", "=1+1", "<b>1</b>", "1\n2"])
def test_answers_that_are_no_code_stay_as_typed(read_rows, hostile):
    rows = plain_wide("codes")
    rows[1][-1] = hostile
    answer = read_rows(rows).answers["meet"].tolist()[0]
    assert answer == (hostile if hostile.strip() else None)


TEXT = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=30
)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    people=st.lists(st.tuples(TEXT, TEXT, TEXT), min_size=1, max_size=6),
    separator=st.sampled_from([",", ";", "\t"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_any_text_survives(tmp_path, people, separator, encoding):
    rows = [
        [str(n), school, "", role, "1", answer, "2"]
        for n, (school, role, answer) in enumerate(people)
    ]
    path = write_csv(tmp_path / "x.csv", [plain_wide("codes")[0], *rows], separator, encoding)
    answers = read_export(path, INSTRUMENT).answers
    for column, place in (("school", 1), ("role", 3), ("keep__alliance", 5)):
        kept = answers[column].tolist()
        for row, value in zip(rows, kept, strict=True):
            known = value in {"head", "t", "1", "2", "3", "4", "9"}
            assert value == (row[place] if row[place].strip() else None) or known
    assert answers["person"].tolist() == [row[0] for row in rows]


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.lists(TEXT, min_size=1, max_size=10), min_size=1, max_size=8))
def test_every_row_is_answered_for(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("x") / "x.csv"
    intake = read_export(
        write_csv(path, [*plain_wide("codes"), *rows]), INSTRUMENT, dialect="plain_wide"
    )
    text = io.StringIO(path.read_bytes().decode("utf-8"), newline="")
    every = [n for n, row in enumerate(csv.reader(text), 1) if "".join(row).strip()]
    seen = [*intake.answers["row"], *(aside.row for aside in intake.set_aside)]
    assert sorted(seen) == every[1:]
    assert intake.rows_in == len(seen) >= len(PEOPLE)
