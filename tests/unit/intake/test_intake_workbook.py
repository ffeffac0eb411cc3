"""Workbooks: what is refused before and while one is opened."""

from __future__ import annotations

import zipfile

import pytest
from intake_shapes import EXPECTED, INSTRUMENT, microsoft_forms, plain_wide, write_xlsx
from openpyxl import Workbook, load_workbook
from pandas.testing import assert_frame_equal

from tsa_research.errors import IntakeError
from tsa_research.intake import archive, read_export, workbook


def refusal(path) -> IntakeError:
    with pytest.raises(IntakeError) as caught:
        read_export(path, INSTRUMENT)
    assert path.name in caught.value.where
    assert caught.value.next_step
    return caught.value


@pytest.mark.parametrize("limit", ["LARGEST_FILE", "LARGEST_CONTENT"])
def test_a_workbook_over_a_limit_is_refused(tmp_path, monkeypatch, limit):
    path = write_xlsx(tmp_path / "x.xlsx", microsoft_forms("codes"))
    monkeypatch.setattr(archive, limit, 1024)
    error = refusal(path)
    assert "too large" in error.what
    assert error.expected == "at most 0 MB"


def test_a_small_archive_that_unpacks_to_a_large_one_is_refused(tmp_path):
    path = tmp_path / "bomb.xlsx"
    zeros = bytes(archive.LARGEST_CONTENT // 40)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as bomb:
        bomb.writestr("xl/workbook.xml", "<workbook/>")
        for number in range(41):
            bomb.writestr(f"xl/media/{number}", zeros)
    assert path.stat().st_size < archive.LARGEST_FILE
    error = refusal(path)
    assert error.expected == "at most 64 MB"
    assert error.got == "65.6 MB"


def test_merged_cells_are_named(tmp_path):
    path = write_xlsx(tmp_path / "x.xlsx", microsoft_forms("codes"), merge="F1:G1")
    error = refusal(path)
    assert error.where == "x.xlsx, sheet “Answers1”, F1:G1"
    assert "merged" in error.what
    assert "one heading" in error.expected


def test_several_sheets_with_content_are_named(tmp_path):
    error = refusal(write_xlsx(tmp_path / "x.xlsx", microsoft_forms("codes"), sheets=2))
    assert error.got == "the sheets “Answers1”, “Answers2”"
    assert "one sheet" in error.expected


def test_empty_sheets_do_not_matter(tmp_path):
    path = write_xlsx(tmp_path / "x.xlsx", microsoft_forms("codes"))
    book = load_workbook(path)
    book.create_sheet("Notes", 0)
    book.save(path)
    answers = read_export(path, INSTRUMENT).answers
    assert_frame_equal(answers.drop(columns="row"), EXPECTED)


def test_a_workbook_without_content_is_refused(tmp_path):
    Workbook().save(tmp_path / "x.xlsx")
    assert refusal(tmp_path / "x.xlsx").got == "no sheet with content"


@pytest.mark.parametrize(
    ("name", "payload"),
    [("x.xlsx", b"a,b\n1,2\n"), ("x.xls", b"\xd0\xcf\x11\xe0"), ("x.xlsx", b"PK\x03\x04 damaged")],
)
def test_what_is_no_workbook_is_refused(tmp_path, name, payload):
    (tmp_path / name).write_bytes(payload)
    assert "cannot be read as an Excel workbook" in refusal(tmp_path / name).what


@pytest.mark.parametrize(
    ("parts", "got"),
    [
        ({"readme.txt": "hello"}, "holds no workbook"),
        ({"xl/workbook.xml": "<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"}, "XML entities"),
        ({"xl/workbook.xml": "<x/>"}, "Error"),
    ],
)
def test_other_archives_called_workbook_are_refused(tmp_path, parts, got):
    with zipfile.ZipFile(tmp_path / "x.xlsx", "w") as other:
        for part, content in parts.items():
            other.writestr(part, content)
    assert got in refusal(tmp_path / "x.xlsx").got


def test_a_formula_without_a_saved_value_sets_its_row_aside(tmp_path):
    rows = microsoft_forms("codes")
    rows[2][-1] = "=1+1"
    intake = read_export(write_xlsx(tmp_path / "x.xlsx", rows), INSTRUMENT)
    (aside,) = intake.set_aside
    assert (aside.file, aside.row, aside.kind) == ("x.xlsx", 3, "formula")
    assert aside.item == INSTRUMENT.item("meet").wording
    assert aside.got == "a formula without a saved value"
    assert intake.answers["row"].tolist() == [2, 4, 5]
    assert intake.rows_in == 4


def test_a_formula_with_a_saved_value_is_read_and_listed(tmp_path):
    rows = microsoft_forms("codes")
    rows[2][-1] = "=1+1"
    path = write_xlsx(tmp_path / "x.xlsx", rows)
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    with_value = parts[sheet].replace(b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>")
    assert with_value != parts[sheet]
    with zipfile.ZipFile(path, "w") as book:
        for name, content in parts.items():
            book.writestr(name, with_value if name == sheet else content)
    intake = read_export(path, INSTRUMENT)
    assert intake.answers["meet"].tolist()[1] == "2"
    assert intake.set_aside == ()
    assert any("formulas" in action for action in intake.actions)


def test_a_cell_right_of_the_headings_makes_a_row_ragged(tmp_path):
    rows = microsoft_forms("codes")
    rows[2].append("stray")
    (aside,) = read_export(write_xlsx(tmp_path / "x.xlsx", rows), INSTRUMENT).set_aside
    assert (aside.row, aside.kind, aside.got) == (3, "ragged_row", "11 fields")


def test_a_sheet_that_states_a_wrong_size_is_read_to_its_end(tmp_path):
    path = write_xlsx(tmp_path / "x.xlsx", microsoft_forms("codes"))
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    with zipfile.ZipFile(path, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content.replace(b'<dimension ref="A1:J5"', b'<dimension ref="A1"'))
    answers = read_export(path, INSTRUMENT).answers
    assert_frame_equal(answers.drop(columns="row"), EXPECTED)


def test_a_plain_table_may_come_as_a_workbook(tmp_path):
    intake = read_export(write_xlsx(tmp_path / "x.xlsx", plain_wide("labels")), INSTRUMENT)
    assert intake.dialect == "plain_wide"
    assert_frame_equal(intake.answers.drop(columns="row"), EXPECTED)


def cell(place: str, text: str = "x") -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def with_rows(path, rows: str):
    """Write a workbook of four people and put more rows into its sheet as they stand."""
    write_xlsx(path, microsoft_forms("codes"))
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            end = b"</sheetData>"
            book.writestr(name, content.replace(end, rows.encode() + end))
    return path


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        (f'<row r="900000000">{cell("A900000000")}</row>', "row 900000000, column A"),
        (f'<row r="1048576">{cell("A1048576")}</row>', "row 1048576, column A"),
        (f'<row r="7">{cell("XFD7")}</row>', "row 7, column XFD"),
        ('<row r="100001"><c r="B100001"><f>1+1</f></c></row>', "row 100001, column B"),
    ],
    ids=["a row that no sheet has", "the last row", "the last column", "a far formula"],
)
def test_a_cell_too_far_out_is_refused_and_named(tmp_path, rows, place):
    error = refusal(with_rows(tmp_path / "x.xlsx", rows))
    assert "too large" in error.what
    assert error.expected == "answers in at most 100000 rows and 2000 columns"
    assert error.got == f"a cell in {place}"


def test_a_table_with_too_many_cells_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "MOST_CELLS", 49)
    error = refusal(write_xlsx(tmp_path / "x.xlsx", microsoft_forms("codes")))
    assert error.got == "5 rows and 10 columns"


@pytest.mark.parametrize("limit", ["MOST_ELEMENTS", "MOST_ELEMENTS_IN_ROW"])
def test_masses_of_cells_without_content_are_refused(tmp_path, monkeypatch, limit):
    path = with_rows(tmp_path / "x.xlsx", f'<row r="6">{"<c/>" * 2000}</row>')
    monkeypatch.setattr(archive, limit, 1500)
    error = refusal(path)
    assert "too large" in error.what
    assert "sheet1.xml" in error.where


def test_far_rows_and_cells_without_content_do_not_matter(tmp_path):
    rows = '<row r="9"><c r="XFD9" s="0"/></row><row r="1048576" ht="12"/>'
    answers = read_export(with_rows(tmp_path / "x.xlsx", rows), INSTRUMENT).answers
    assert_frame_equal(answers.drop(columns="row"), EXPECTED)


def test_a_row_that_stands_twice_is_refused(tmp_path):
    path = with_rows(tmp_path / "x.xlsx", f'<row r="5">{cell("A5")}</row>')
    assert "cannot be read as an Excel workbook" in refusal(path).what


def test_a_part_in_another_encoding_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "x.xlsx", "w") as other:
        other.writestr("xl/workbook.xml", "<!DOCTYPE x><x/>".encode("utf-16"))
    assert "not in UTF-8" in refusal(tmp_path / "x.xlsx").got


def test_blank_rows_in_between_are_listed(tmp_path):
    path = with_rows(tmp_path / "x.xlsx", f'<row r="8">{cell("A8")}</row>')
    intake = read_export(path, INSTRUMENT)
    assert "Rows 6, 7 left out: completely blank." in intake.actions
