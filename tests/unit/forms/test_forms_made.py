"""Every instrument has a form to print and a table to fill in, made from its declaration."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from tsa_research.forms import make_form
from tsa_research.intake import read_export
from tsa_research.schemas.questions import JOINT
from tsa_research.schemas.reading import list_instruments, load_instrument

EACH = pytest.mark.parametrize("name", list_instruments())


def printed(name):
    return BeautifulSoup(make_form(load_instrument(name), "print"), "html.parser")


@EACH
@pytest.mark.parametrize("kind", ["print", "csv"])
def test_every_question_stands_in_the_form(name, kind):
    form, instrument = make_form(load_instrument(name), kind), load_instrument(name)
    text = BeautifulSoup(form, "html.parser").get_text() if kind == "print" else form
    wordings = [item.wording for item in instrument.items]
    wordings += [question.wording for question in (*instrument.groups, *instrument.questions)]
    plain = " ".join(text.replace('""', '"').split())
    assert [w for w in wordings if " ".join(w.split()) not in plain] == []


@EACH
def test_every_statement_has_a_box_for_every_option(name):
    page = printed(name)
    boxes = [len(row.select("td")) for row in page.select("tbody tr")]
    boxes += [len(choices.select("li")) for choices in page.select(".choices")]
    items = load_instrument(name).items
    assert sorted(boxes) == sorted(len(item.scale.options) for item in items)


@EACH
def test_a_printed_form_fetches_nothing_and_runs_nothing(name):
    page = printed(name)
    assert page.select("script, link, img, iframe") == []
    assert not [tag for tag in page.select("[src], [href]")]
    assert page.html["lang"] == "en-GB"
    assert len(page.select("h1")) == 1


def test_a_printed_form_does_not_say_which_end_is_good():
    text = printed("trust_survey").get_text()
    assert "favourable" not in text
    assert "positive" not in text


def filled(instrument):
    """Return the template with two rows: labels in one, codes in the other."""
    header = next(csv.reader(io.StringIO(make_form(instrument, "csv"))))
    rows = []
    for labels in (True, False):
        cells = [f"person-{labels}", "school-1", "2026-03-02"]
        cells += [q.options[0][labels] for q in instrument.groups]
        for item in instrument.items:
            option = item.scale.options[-1]
            cells.append(option.label if labels else str(option.code))
        for question in instrument.questions:
            cells.append(JOINT.join(o[labels] for o in question.options[:2]) or "Words")
        rows.append(cells)
    return [header, *rows]


@EACH
def test_a_filled_table_comes_back_without_a_mapping(name, tmp_path):
    instrument = load_instrument(name)
    path = tmp_path / "answers.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(filled(instrument))
    intake = read_export(path, instrument)
    assert intake.set_aside == ()
    coded = intake.coded
    for item in instrument.items:
        assert coded[item.column].tolist() == [str(item.scale.options[-1].code)] * 2
    for question in instrument.groups:
        assert coded[question.id].tolist() == [question.codes[0]] * 2


def test_the_same_words_about_two_targets_are_told_apart(tmp_path):
    form = load_instrument("trust_survey")
    words = {item.column: "We keep promises." for item in form.items[:2]}
    items = tuple(replace(i, wording=words.get(i.column, i.wording)) for i in form.items)
    same = replace(form, items=items)
    assert [item.target for item in same.items[:2]] == ["own_school", "alliance_colleagues"]
    path = tmp_path / "answers.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(filled(same))
    intake = read_export(path, same)
    assert intake.set_aside == ()
    assert set(words) <= set(intake.coded.columns)
