"""Themes of what people wrote, counted by hand, and the agreement of those who coded them."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from tsa_research import prose, tables
from tsa_research.analyses import themes
from tsa_research.disclosure import release
from tsa_research.policy import Policy
from tsa_research.schemas.codebook import Codebook, Theme

QUESTION, TITLE = "frame_aims", "Frame 8, aims"
BOOK = Codebook(
    "group_review",
    tuple(
        Theme(name, QUESTION, name.capitalize(), "What belongs to it")
        for name in ("time", "start", "people")
    ),
)
POLICY = Policy()
ADA = {"a": "time", "b": "time start", "c": "start", "d": "", "e": "people"}
BEN = {"a": "time", "b": "time", "c": "start people", "d": "", "e": "people"}
WRITTEN = "aaaaaabbcccde"
"""Thirteen people: six wrote a, two b, three c, one d and one e."""


@pytest.fixture
def wave(wave_of):
    """Return a function: a wave of people who wrote these texts, as coders have read them."""

    def make(written=WRITTEN, *coders, codebook=BOOK):
        base = wave_of("group_review", {"clear_aims": [3] * len(written)})
        columns = {"question": QUESTION, "place": 1, "answer": list(written), "released": False}
        asked = pd.DataFrame({"respondent": base.responses["respondent"], **columns})
        rows = [
            (QUESTION, base.key_of(QUESTION, text), str(number), theme)
            for number, said in enumerate(coders)
            for text, ticked in said.items()
            for theme in ticked.split() or [""]
        ]
        coded = pd.DataFrame(rows, columns=["question", "answer", "coder", "theme"])
        return replace(base, asked=asked, coded=coded, codebook=codebook)

    return make


def cells(finding, *columns):
    table = finding.table.set_index("theme")
    return {name: tuple(table.loc[name, list(columns)]) for name in table.index}


def test_a_theme_counts_where_everybody_who_coded_the_answer_ticked_it(wave):
    found = cells(themes.themes(wave(WRITTEN, ADA, BEN)), "n", "n_of", "share")
    assert found == {"Time": (8, 13, 8 / 13), "Start": (3, 13, 3 / 13), "People": (1, 13, 1 / 13)}


def test_one_coder_alone_counts_and_is_said(wave):
    finding = themes.themes(wave(WRITTEN, ADA))
    assert cells(finding, "n") == {"Time": (8,), "Start": (5,), "People": (1,)}
    assert themes.ONE_CODER in finding.caveats
    assert themes.ONE_CODER not in themes.themes(wave(WRITTEN, ADA, BEN)).caveats


def test_answers_that_nobody_coded_are_not_in_the_base(wave):
    some = {"a": "time", "c": "start"}
    found = cells(themes.themes(wave(WRITTEN, some, some)), "n", "n_of")
    assert found == {"Time": (6, 9), "Start": (3, 9), "People": (0, 9)}


def test_a_person_with_several_answers_counts_once(wave):
    given = wave(WRITTEN, ADA, BEN)
    more = given.asked.iloc[:2].assign(answer="b", place=2)
    twice = replace(given, asked=pd.concat([given.asked, more], ignore_index=True))
    assert cells(themes.themes(twice), "n", "n_of")["Time"] == (8, 13)


def test_the_coding_is_counted_in_answers_of_different_words(wave):
    one_less = {text: said for text, said in BEN.items() if text != "d"}
    row = themes.coding(wave(WRITTEN, ADA, one_less)).table.iloc[0]
    columns = ("n", "n_answers", "n_coded", "n_twice", "n_alike")
    assert tuple(row[list(columns)]) == (13, 5, 5, 4, 2)


def test_agreement_is_on_each_theme_and_alpha_by_hand(wave):
    found = cells(themes.theme_agreement(wave(WRITTEN, ADA, BEN)), "n_twice", "exact", "alpha")
    # Time: a b ticked by both, c d e by none. Start: c by both, b by one. People: e, and c by one.
    # Alpha for 5 answers and 10 ticks: 1 - observed / expected, with expected n1 × n0 / (10 × 9).
    one_differs = 1 - (2 / 10) / (2 * 3 * 7 / 90)
    assert found["Time"] == (5, 1.0, 1.0)
    assert found["Start"] == (5, 0.8, pytest.approx(one_differs))
    assert found["People"] == (5, 0.8, pytest.approx(one_differs))


@pytest.mark.parametrize("ticked", ["", "time start people"])
def test_a_theme_that_is_ticked_never_or_always_has_no_alpha_and_says_why(wave, ticked):
    said = dict.fromkeys("abcde", ticked)
    finding = themes.theme_agreement(wave(WRITTEN, said, said))
    assert finding.table["alpha"].isna().all()
    assert finding.table["exact"].eq(1).all()
    assert finding.reasons[0] == (
        "How far coders agree on a theme (alpha) cannot be computed in every row: coders ticked "
        "the theme in no answer, or in each.",
    )


def test_one_coder_alone_has_no_agreement_and_the_reason_speaks_of_answers(wave):
    finding = themes.theme_agreement(wave(WRITTEN, ADA))
    assert finding.table[["exact", "alpha"]].isna().all(axis=None)
    assert "no answer was coded by two people" in finding.reasons[0][0]


def test_few_answers_have_no_interval_and_the_reason_speaks_of_answers(wave):
    finding = themes.theme_agreement(wave("aaaaaaaaaac", ADA, BEN))
    assert finding.table.loc[0, "alpha"] == 1.0
    assert finding.table.loc[0, ["low", "high"]].isna().all()
    assert finding.reasons[0] == (
        "The interval of alpha cannot be computed in every row: needs at least 5 answers coded by "
        "two people.",
    )


def test_the_order_of_the_sheets_changes_nothing(wave):
    given = wave(WRITTEN, ADA, BEN)
    turned = replace(given, coded=given.coded.iloc[::-1].reset_index(drop=True))
    for analysis in (themes.coding, themes.themes, themes.theme_agreement):
        pd.testing.assert_frame_equal(analysis(given).table, analysis(turned).table)


def states(wave, policy=POLICY):
    released = [release(a(wave), policy) for a in (themes.themes, themes.theme_agreement)]
    found = [dict(zip(r.table["theme"], r.table["state"], strict=True)) for r in released]
    assert found[0] == found[1], "counts and agreement would give each other away"
    return found[0]


def test_a_theme_with_few_writers_is_hidden_and_those_hidden_add_up_to_enough(wave):
    # 8 wrote of time, 3 of start, 1 of people: 3 + 1 together are fewer than 5.
    assert states(wave(WRITTEN, ADA, BEN)) == dict.fromkeys(("Time", "Start", "People"), "hidden")
    many = {**BEN, "c": "start", "e": "people start"}
    assert states(wave("aaaaaabbcccceee", {**ADA, "e": "people"}, many)) == {
        "Time": "shown",
        "Start": "hidden",
        "People": "hidden",
    }


def test_a_theme_that_nobody_wrote_of_is_said_to_be_so(wave):
    said = {"a": "time", "c": "start"}
    assert states(wave("aaaaaaccccc", said, said)) == {
        "Time": "shown",
        "Start": "shown",
        "People": "none",
    }


def test_a_single_hidden_theme_takes_the_next_smallest_with_it(wave):
    said = {"a": "time", "b": "start", "c": "people"}
    assert states(wave("aaaaaaabbbbbccc", said, said)) == {
        "Time": "shown",
        "Start": "hidden",
        "People": "hidden",
    }


@pytest.mark.parametrize(
    ("written", "policy"),
    [
        ("aaaaaaccc", POLICY),
        ("aaaaaaccccc", Policy(people_commenting=12)),
        ("aaaaaaccccc", Policy(schools_in_alliance=5)),
    ],
    ids=["fewer than ten wrote", "a higher threshold for comments", "too few schools"],
)
def test_all_is_hidden_where_too_few_wrote_at_all(wave, written, policy):
    said = {"a": "time", "c": "start"}
    assert set(states(wave(written, said, said), policy).values()) == {"hidden"}


def test_that_nobody_of_a_few_wrote_of_a_theme_is_hidden_as_well(wave):
    said = {"a": "time"}
    assert states(wave("aaaaaaa", said, said)) == dict.fromkeys(
        ("Time", "Start", "People"), "hidden"
    )


def test_words_and_who_coded_them_are_in_no_result(wave):
    given = wave(WRITTEN, {"a": "time"}, {"a": "time"})
    tables_ = [a(given).table for a in (themes.coding, themes.themes, themes.theme_agreement)]
    assert not any({"words", "answer", "coder"} & set(table) for table in tables_)


@pytest.mark.parametrize("missing", ["coded", "codebook", "both", "rows"])
def test_nothing_coded_is_one_line(wave, missing):
    given = wave(WRITTEN, ADA, BEN)
    empty = {
        "coded": {"coded": None},
        "codebook": {"codebook": None},
        "both": {"coded": None, "codebook": None},
        "rows": {"coded": given.coded.iloc[:0]},
    }[missing]
    analyses = (themes.coding, themes.themes, themes.theme_agreement)
    released = [release(a(replace(given, **empty)), POLICY) for a in analyses]
    shown = tables.together(*released, sentence=prose.headline(released[1]))
    assert shown._repr_html_() == f'<p class="note">{themes.NOT_CODED}</p>'
    assert prose.limits(*released).texts == ("Nothing beyond what is said above.",)


def test_what_was_coded_stands_together_under_its_sentence(wave):
    analyses = (themes.coding, themes.themes, themes.theme_agreement)
    released = [release(a(wave("aaaaaabbcccceee", ADA, BEN)), POLICY) for a in analyses]
    html = tables.together(*released, sentence="Most wrote & <b>.")._repr_html_()
    assert html.startswith('<p class="headline">Most wrote &amp; &lt;b&gt;.</p>')
    assert html.count("<table") == len(released)
