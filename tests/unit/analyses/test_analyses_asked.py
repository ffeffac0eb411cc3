"""What people ticked, ranked and wrote, counted by hand."""

from dataclasses import replace

import pandas as pd
import pytest

from tsa_research import prose, tables
from tsa_research.analyses import asked
from tsa_research.asked_answers import asked_answers
from tsa_research.disclosure import release
from tsa_research.policy import Policy
from tsa_research.schemas.reading import load_instrument

POLICY = Policy()
FORM = load_instrument("group_review")


@pytest.fixture
def wave(wave_of):
    """Return a function: a wave of twelve people with these answers to one question."""

    def make(question, answers, released=()):
        base = wave_of("group_review", {"clear_aims": [3] * 12})
        usable = pd.DataFrame({"cohort": ["2024"] * 12, "alliance": ["quillmoor"] * 12})
        for each in FORM.questions:
            usable[each.id] = None
            usable[f"{each.id}::released"] = None
        usable[question] = [*answers, *[None] * (12 - len(answers))]
        usable.loc[list(released), f"{question}::released"] = "yes"
        return replace(base, asked=asked_answers(usable, base.responses["respondent"], FORM))

    return make


def of(finding, title):
    return finding.table.loc[finding.table["question"] == title]


def test_options_are_counted_over_those_who_ticked_anything(wave):
    given = wave("processes_used", ["study;visits"] * 6 + ["visits"] * 4)
    table = of(asked.ticked(given), "Ways of learning in use").set_index("option")
    visits, study = (
        table.loc["Visits to each other's schools"],
        table.loc["Reading and talking about it"],
    )
    assert (visits["count"], visits["n"], visits["share"]) == (10, 10, 1.0)
    assert (study["count"], study["n"], study["share"]) == (6, 10, 0.6)
    assert table["count"].sum() == 16
    assert table["n_schools"].eq(4).all()


def test_ranks_are_counted_and_not_averaged(wave):
    given = wave("work_on_first", ["aims;climate"] * 7 + ["climate"] * 3 + ["impact;aims;climate"])
    table = of(asked.ranked(given), "What to work on first").set_index("option")
    assert list(table.loc["Aims and expectations", ["n_first", "n_ranked", "n"]]) == [7, 8, 11]
    assert list(table.loc["Climate for learning", ["n_first", "n_ranked", "n"]]) == [3, 11, 11]
    assert table["n_first"].sum() == 11
    assert table.loc["Aims and expectations", "share_first"] == pytest.approx(7 / 11)


def test_a_comment_is_quoted_only_if_it_is_released(wave):
    texts = [f"Remark {place}" for place in range(11)]
    given = wave("frame_aims", texts, released=(2, 5))
    shown = str(tables.display(release(asked.comments(given, POLICY), POLICY)))
    assert "“Remark 2”" in shown
    assert "“Remark 5”" in shown
    assert shown.count("Remark") == 2


def test_without_a_release_the_writers_are_counted_and_nothing_is_quoted(wave):
    given = wave("frame_aims", [f"Remark {place}" for place in range(11)])
    shown = str(tables.display(release(asked.comments(given, POLICY), POLICY)))
    assert "Remark" not in shown
    assert "none released" in shown
    assert "11" in shown


@pytest.mark.parametrize("writers", [1, 5, 9])
def test_under_the_threshold_no_word_leaves_the_analysis(wave, writers):
    texts = [f"Remark {place}" for place in range(writers)]
    finding = asked.comments(wave("frame_aims", texts, released=range(writers)), POLICY)
    assert set(finding.table["words"]) == {""}
    row = of(finding, "Frame 8, aims")
    assert len(row) == 1
    released = release(finding, POLICY).table
    assert set(released.loc[row.index, "state"]) == {"hidden"}


def test_options_of_few_people_are_hidden(wave):
    finding = asked.ticked(wave("processes_used", ["study;visits"] * 9))
    table = release(finding, POLICY).table
    states = table.loc[table["question"] == "Ways of learning in use", "state"]
    assert set(states) == {"hidden"}


def test_answers_of_people_outside_the_wave_are_not_counted(wave):
    given = wave("frame_aims", [f"Remark {place}" for place in range(12)], released=range(12))
    part = replace(given, responses=given.responses.iloc[:10])
    assert of(asked.comments(part, POLICY), "Frame 8, aims")["n"].tolist() == [10] * 10


def test_a_form_without_such_questions_says_so(wave_of):
    plain = wave_of("strand_impact", {"coaching": [3] * 12})
    for finding in (asked.ticked(plain), asked.ranked(plain), asked.comments(plain, POLICY)):
        assert asked.NOT_ASKED in str(tables.display(release(finding, POLICY)))


def test_a_wave_does_not_print_what_people_wrote(wave):
    assert "Remark" not in repr(wave("frame_aims", ["Remark"] * 12))


def test_the_headline_names_what_leads_and_by_how_many(wave):
    ticks = wave("processes_used", ["study;visits"] * 6 + ["visits"] * 4)
    said = str(prose.headline(release(asked.ticked(ticks), POLICY)))
    assert "“Visits to each other's schools” is ticked most: by 10 of 10 people (100%)" in said
    ranks = wave("work_on_first", ["aims"] * 5 + ["impact"] * 5)
    said = str(prose.headline(release(asked.ranked(ranks), POLICY)))
    assert "are put first most often: by 5 of 10 people each (50%)" in said


def test_the_headline_on_comments_counts_who_wrote(wave):
    texts = [f"Remark {place}" for place in range(11)]
    finding = asked.comments(wave("frame_aims", texts, released=[0]), POLICY)
    assert (
        str(prose.headline(release(finding, POLICY)))
        == "“Frame 8, aims” was answered in words by 11 people."
    )


def test_the_threshold_for_quoting_stands_where_that_for_figures_is_lower(wave):
    texts = [f"Remark {place}" for place in range(8)]
    given = wave("frame_aims", texts, released=range(8))
    lower = Policy(people_in_alliance=6)
    row = of(asked.comments(given, lower), "Frame 8, aims").iloc[0]
    assert (row["n"], row["words"]) == (8, "")
    bold = Policy(people_in_alliance=6, people_commenting=8)
    assert len(of(asked.comments(given, bold), "Frame 8, aims")) == 8
