"""A form that offers the schools of an alliance: every kind of it, and what comes back."""

from __future__ import annotations

import csv
import io

import pytest
from bs4 import BeautifulSoup
from openpyxl import load_workbook
from pyxform.xls2xform import convert

from tsa_research.errors import DeclarationError
from tsa_research.forms import make_form
from tsa_research.forms.schools import with_schools
from tsa_research.intake import read_export
from tsa_research.schemas.reading import list_instruments, load_instrument

SCHOOLS = (("oak", "Oak & Moss Primary"), ("fell", "Château Fell, Upper"))
TITLES = [title for _, title in SCHOOLS]
EACH = pytest.mark.parametrize("name", list_instruments())


def made(name, kind):
    return make_form(with_schools(load_instrument(name), SCHOOLS), kind)


@EACH
def test_a_page_to_fill_in_offers_them_and_none(name):
    chosen = BeautifulSoup(made(name, "html"), "html.parser").select("select#school option")
    assert [(one["value"], one.get_text()) for one in chosen] == [("", "not chosen"), *SCHOOLS]


@EACH
def test_a_page_to_print_has_a_box_for_each(name):
    page = BeautifulSoup(made(name, "print"), "html.parser")
    boxes = [[one.get_text() for one in group.select("li")] for group in page.select(".whole ul")]
    assert TITLES in boxes
    assert "school" not in " ".join(one.get_text() for one in page.select(".field")).lower()


@EACH
def test_a_workbook_offers_them_and_comes_back(name, tmp_path):
    book = load_workbook(io.BytesIO(made(name, "xlsx")))
    sheet, path = book["Answers"], tmp_path / "answers.xlsx"
    area = next(
        rule.formula1
        for rule in sheet.data_validations.dataValidation
        if next(iter(rule.sqref.ranges)).min_col == 2
    )
    place, cells = area.split("!")
    offered = [row[0].value for row in book[place][cells.replace("$", "")]]
    assert offered == TITLES
    sheet.append(["person-1", offered[1], "2026-03-02"])
    book.save(path)
    assert read_export(path, load_instrument(name)).coded["school"].tolist() == [TITLES[1]]


@EACH
@pytest.mark.parametrize("labels", [False, True])
def test_kobo_and_odk_take_them_as_choices_and_they_come_back(name, labels, tmp_path):
    path, instrument = tmp_path / f"{name}.xlsx", load_instrument(name)
    path.write_bytes(made(name, "xlsform"))
    done = convert(xlsform=path, validate=False, pretty_print=False)
    assert done.warnings == []
    assert TITLES[0].replace("&", "&amp;") in done.xform
    export = tmp_path / "export.csv"
    with export.open("w", encoding="utf-8", newline="") as file:
        asked = [*instrument.columns, *(question.id for question in instrument.questions)]
        heading = ["about_you/school", "_uuid", "_submission_time", *asked]
        row = [SCHOOLS[0][labels], "u-1", "2026-03-02T09:00", *("" for _ in asked)]
        csv.writer(file).writerows([heading, row])
    intake = read_export(export, instrument)
    assert intake.coded["school"].tolist() == [SCHOOLS[0][labels]]


def test_two_schools_of_one_name_are_refused():
    with pytest.raises(DeclarationError, match="same label"):
        with_schools(load_instrument("trust_survey"), [("a", "Oak"), ("b", "oak ")])
