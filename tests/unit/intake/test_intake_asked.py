"""Tick-all, rankings and open text come back from every kind of export as they were given."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from tsa_research.intake import read_export
from tsa_research.intake.asked import read_answer
from tsa_research.schemas.questions import Question
from tsa_research.schemas.reading import load_instrument
from tsa_research.synthetic.answers import build_answers
from tsa_research.synthetic.layouts import LAYOUTS
from tsa_research.synthetic.remarks import add_remarks
from tsa_research.synthetic.writers import write_text, write_workbook

FORM = load_instrument("group_review")
LIST = load_instrument("differentiation_confidence")
TOOLS = (("walks", "Walks, short or long"), ("books", "Books"), ("talk", "Talk"))


def responses(instrument, count=25):
    rng = np.random.default_rng(11)
    people = pd.DataFrame(
        {
            "participant_id": [f"person-{place}" for place in range(count)],
            "school_id": ["school-1"] * count,
        }
    )
    answers = add_remarks(build_answers(instrument, people, rng), instrument, rng)
    return answers.assign(
        name="Teal Dipper",
        email=[f"p{place}@quillmere.example" for place in range(count)],
        school_title="Quillmere Primary",
        minutes=5,
        submitted=pd.Timestamp(date(2026, 6, 1)) + pd.Timedelta(hours=9),
    )


def exported(instrument, given, layout, folder):
    sheet = LAYOUTS[layout](instrument, given)
    if layout.startswith("microsoft"):
        path = folder / "export.xlsx"
        write_workbook(sheet, path)
    else:
        path = folder / "export.csv"
        write_text(sheet, path)
    return read_export(path, instrument)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("instrument", [FORM, LIST], ids=lambda form: form.id)
def test_every_kind_of_export_gives_the_answers_back(instrument, layout, tmp_path):
    given = responses(instrument)
    read = exported(instrument, given, layout, tmp_path)
    assert read.set_aside == ()
    for question in instrument.questions:
        came = read.answers[question.id].fillna("")
        assert list(came) == list(given[question.id]), question.id


@pytest.mark.parametrize("layout", ["plain_wide", "plain_long", "google", "microsoft"])
def test_what_may_be_quoted_is_said_beside_the_answer(layout, tmp_path):
    given = responses(FORM)
    read = exported(FORM, given, layout, tmp_path)
    flags = read.answers["frame_aims::released"].fillna("")
    assert list(flags) == list(given["frame_aims__released"])
    assert set(flags) == {"", "yes"}


def test_an_export_without_the_questions_is_read_and_says_so(tmp_path):
    sheet = LAYOUTS["plain_wide"](FORM, responses(FORM))
    places = [sheet.position(name) for name in ("aims_revisited", "frame_aims")]
    for row in [*sheet.header, *sheet.body]:
        del row[places[1]]
    write_text(sheet, tmp_path / "export.csv")
    read = read_export(tmp_path / "export.csv", FORM)
    assert read.answers["frame_aims"].isna().all()


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("tick_all", "Books, Walks, short or long", "walks;books"),
        ("tick_all", "Talk;Books;", "books;talk"),
        ("tick_all", "1,3", "walks;talk"),
        ("tick_all", "books; BOOKS", "books"),
        ("tick_all", "Books, Films", "Books, Films"),
        ("ranking", "Talk, Books", "talk;books"),
        ("ranking", "Talk\nWalks, short or long", "talk;walks"),
        ("ranking", "  ", None),
    ],
)
def test_an_answer_with_several_options_is_cut_where_the_options_end(kind, typed, kept):
    assert read_answer(Question("q", "Q", "Which?", kind, TOOLS), typed) == kept


def test_open_answers_are_kept_as_they_were_written():
    text = Question("q", "Q", "Why?", "text")
    lines = Question("q", "Q", "Which?", "list", most=3)
    assert read_answer(text, " Yes; and no,\nperhaps. ") == "Yes; and no,\nperhaps."
    assert read_answer(lines, "Word banks; Pictures\n\nTalk") == "Word banks\nPictures\nTalk"


@pytest.mark.parametrize(
    ("kind", "cells", "kept"),
    [
        ("ranking", ["2", "1st", ""], "books;walks"),
        ("ranking", ["1", "1", "2"], "walks 1, books 1, talk 2"),
        ("tick_all", ["Walks", "", "1"], "walks;talk"),
        ("tick_all", ["0", "No", "yes"], "talk"),
        ("tick_all", ["", "", ""], None),
    ],
)
def test_a_column_for_each_option_is_one_answer(kind, cells, kept, tmp_path):
    question = Question("tools", "Tools", "Which tools?", kind, TOOLS)
    form = load_instrument("lesson_self_grade")
    form = form.__class__(
        **{name: getattr(form, name) for name in form.__dataclass_fields__ if name[0] != "_"}
        | {"questions": (question,)}
    )
    heads = [f"Which tools? [{label}]" for _, label in TOOLS]
    table = pd.DataFrame([["p1", "school-1", "2", *cells]])
    table.columns = ["participant", "school", "lesson_grade", *heads]
    table.to_csv(tmp_path / "export.csv", index=False)
    (answer,) = read_export(tmp_path / "export.csv", form).answers["tools"]
    assert answer == kept
