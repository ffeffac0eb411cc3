"""The workbook to type answers into: its lists hold the labels, and it comes back as it is."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

from tsa_research.forms import make_form
from tsa_research.forms.schools import with_schools
from tsa_research.intake import read_export
from tsa_research.schemas.reading import list_instruments, load_instrument

EACH = pytest.mark.parametrize("name", list_instruments())
FIRST = 3
"""Columns before the questions: who, for which school, when."""


def opened(name):
    return load_workbook(io.BytesIO(make_form(load_instrument(name), "xlsx")))


def lists(book):
    """Return by column number the texts that its list offers."""
    sheet, found = book["Answers"], {}
    for rule in sheet.data_validations.dataValidation:
        if rule.type != "list":
            continue
        area = next(iter(rule.sqref.ranges))
        place, cells = rule.formula1.split("!")
        found[area.min_col] = [row[0].value for row in book[place][cells.replace("$", "")]]
    return found


@EACH
def test_a_question_with_one_answer_offers_its_labels(name):
    instrument, offered = load_instrument(name), lists(opened(name))
    labels = [[label for _, label in question.options] for question in instrument.groups]
    labels += [[option.label for option in item.scale.options] for item in instrument.items]
    assert list(offered.values()) == labels
    assert list(offered) == list(range(FIRST + 1, FIRST + 1 + len(labels)))


@EACH
def test_what_is_not_in_a_list_is_refused(name):
    rules = opened(name)["Answers"].data_validations.dataValidation
    found = [rule for rule in rules if rule.type == "list"]
    assert found
    assert all(rule.showErrorMessage for rule in found)
    assert {rule.errorStyle for rule in found} <= {None, "stop"}


def hints(book):
    """Return what is said beside the cells of each column."""
    rules = book["Answers"].data_validations.dataValidation
    return {str(rule.sqref)[:1]: rule.prompt for rule in rules if rule.showInputMessage}


def test_it_is_said_what_is_typed_into_the_first_columns():
    assert hints(opened("trust_survey")) == {
        "A": "E-mail address or id as on the roster.",
        "B": "Id or title of the school as on the roster.",
        "C": "A day such as 2026-03-27.",
    }
    assert hints(opened("self_efficacy"))["A"].startswith("The person's code, such as AB")


SCHOOLS = (("oak", "Oak\x0bPrimary\x00"), ("fell", "Fell Upper"))


@pytest.mark.parametrize("kind", ["xlsx", "xlsform"])
def test_a_title_with_control_characters_is_written_without_them(kind):
    asked = with_schools(load_instrument("trust_survey"), SCHOOLS)
    book = load_workbook(io.BytesIO(make_form(asked, kind)))
    written = [str(cell.value) for sheet in book for row in sheet for cell in row]
    assert "Oak Primary " in written


def test_a_list_of_schools_keeps_its_hint_and_its_list():
    asked = with_schools(load_instrument("trust_survey"), SCHOOLS)
    book = load_workbook(io.BytesIO(make_form(asked, "xlsx")))
    assert lists(book)[2] == ["Oak Primary ", "Fell Upper"]
    assert hints(book)["B"] == "Choose from the list."


@EACH
def test_a_workbook_filled_from_its_lists_comes_back(name, tmp_path):
    instrument, book = load_instrument(name), opened(name)
    sheet, offered, path = book["Answers"], lists(book), tmp_path / "answers.xlsx"
    for row in (2, 3):
        sheet.append([f"person-{row}", "school-1", "2026-03-02"])
        for column, labels in offered.items():
            sheet.cell(row, column).value = labels[0 if row == 2 else -1]
    book.save(path)
    intake = read_export(path, instrument)
    assert intake.set_aside == ()
    assert intake.coded["person"].tolist() == ["person-2", "person-3"]
    for item in instrument.items:
        options = item.scale.options
        assert intake.coded[item.column].tolist() == [str(options[0].code), str(options[-1].code)]
    for question in instrument.groups:
        assert intake.coded[question.id].tolist() == [question.codes[0], question.codes[-1]]


def test_a_sheet_that_a_person_has_hidden_still_counts(tmp_path):
    book, path = opened("trust_survey"), tmp_path / "answers.xlsx"
    book["Answers"]["A2"] = "person-1"
    book["Choices"].sheet_state = "hidden"
    book.save(path)
    with pytest.raises(Exception, match="exactly one sheet"):
        read_export(path, load_instrument("trust_survey"))
