"""Verdicts on tables of figures: faults are found, what is right is left alone."""

import random

import pytest
from made_up_figures import FIGURES

from tsa_research.analyses.claim_table import Claim, Relation, read_claims
from tsa_research.analyses.claim_verdicts import (
    ANOTHER_BASE,
    CONSISTENT,
    CONTRADICTED,
    FAULTS,
    IMPOSSIBLE,
    NOT_CHECKABLE,
    VERDICTS,
)
from tsa_research.analyses.claims import claims, judge_claims, verdicts_by_case
from tsa_research.disclosure import release
from tsa_research.errors import IntakeError
from tsa_research.policy import Policy
from tsa_research.prose.headlines import headline
from tsa_research.tables import display


@pytest.fixture
def read(tmp_path):
    def from_text(text):
        path = tmp_path / "figures.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        return read_claims(path)

    return from_text


def kind(*table):
    return judge_claims(table)[table[0].id].kind


def test_ten_faults_of_thirty_figures_are_found_and_nothing_else(read):
    judged = judge_claims(read(FIGURES))
    assert len(judged) == 30
    faulty = {name for name, verdict in judged.items() if verdict.kind in FAULTS}
    assert faulty == {name for name in judged if name.startswith("bad-")}
    alone = {name for name, verdict in judged.items() if verdict.kind == NOT_CHECKABLE}
    assert alone == {"invited", "grade-before", "grade-after"}
    right = {name for name, verdict in judged.items() if verdict.kind == CONSISTENT}
    assert len(right) == 30 - 10 - 3


def test_the_order_of_rows_changes_nothing(read):
    heading, *rows = FIGURES.splitlines()
    expected = judge_claims(read(FIGURES))
    for seed in range(5):
        random.Random(seed).shuffle(rows)
        assert judge_claims(read("\n".join([heading, *rows]))) == expected


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (Claim("a", "0.64", "percent", count=16, base=25), NOT_CHECKABLE),
        (Claim("a", "0.64%", "percent", count=16, base=25), IMPOSSIBLE),
        (Claim("a", "64", "percent", count=16, base=25), CONSISTENT),
        (Claim("a", "over 60%", "percent", count=16, base=25), CONSISTENT),
        (Claim("a", "over 70%", "percent", count=16, base=25), CONTRADICTED),
        (Claim("a", "about 60%", "percent", count=16, base=25), NOT_CHECKABLE),
        (Claim("a", "64%", "percent", base=0), NOT_CHECKABLE),
        (Claim("a", "64%", "percent"), NOT_CHECKABLE),
        (Claim("a", "64.1%", "percent", count=50_000, base=100_000), NOT_CHECKABLE),
        (Claim("a", "50%", "percent", count=5, base=12), ANOTHER_BASE),
        (Claim("a", "12", "count", count=13, base=20), NOT_CHECKABLE),
        (Claim("a", "3.55", "mean", base=12, scale_low=1, scale_high=5), NOT_CHECKABLE),
        (Claim("a", "3.55", "mean", base=12, scale_low=1, scale_high=5, n_items=1), ANOTHER_BASE),
        (Claim("a", "3.54", "mean", base=12, scale_low=1, scale_high=5, n_items=3), NOT_CHECKABLE),
        (Claim("a", "3.55", "mean", base=12, scale_low=1, scale_high=5, n_items=5), CONSISTENT),
        (Claim("a", "-2.8", "difference", scale_low=1, scale_high=3), IMPOSSIBLE),
        (Claim("a", "-2.8", "difference", scale_low=1, scale_high=5), NOT_CHECKABLE),
        (Claim("a", "many", "share_in_words", count=3, base=4), CONSISTENT),
        (Claim("a", "faster", "comparison_in_words"), NOT_CHECKABLE),
    ],
)
def test_a_figure_by_its_own_row(claim, expected):
    assert kind(claim) == expected


@pytest.mark.parametrize(
    ("words", "count", "expected"),
    [
        ("almost all", 19, CONSISTENT),
        ("almost all", 4, NOT_CHECKABLE),
        ("almost all", 20, CONTRADICTED),
        ("half", 10, CONSISTENT),
        ("half", 9, NOT_CHECKABLE),
        ("half", 5, CONTRADICTED),
        ("most", 11, CONSISTENT),
        ("most", 10, CONTRADICTED),
        ("none", 0, CONSISTENT),
        ("quite a few", 9, NOT_CHECKABLE),
    ],
)
def test_a_share_in_words_out_of_twenty(words, count, expected):
    share = (Relation("share"),)
    claim = Claim("a", words, "share_in_words", count=count, base=20, relation=share)
    assert kind(claim) == expected


def test_a_huge_base_is_judged_at_once():
    assert kind(Claim("a", "50%", "percent", base=999_999_999)) == CONSISTENT
    assert kind(Claim("a", "9" * 70, "percent", count=1, base=999_999_999)) == NOT_CHECKABLE
    mean = Claim("a", "3.123456789", "mean", base=99_999, scale_low=1, scale_high=5, n_items=1)
    assert kind(mean) == NOT_CHECKABLE


@pytest.mark.parametrize(
    ("word", "first", "second", "expected"),
    [
        ("more", "12", "11", CONSISTENT),
        ("more", "12", "12", CONTRADICTED),
        ("less", "12", "11", CONTRADICTED),
        ("at-least", "12", "12", CONSISTENT),
        ("at-most", "13", "12", CONTRADICTED),
        ("same", "12", "13", NOT_CHECKABLE),
        ("more", "over 70", "76", CONSISTENT),
        ("more", "over 70", "60", CONSISTENT),
        ("less", "over 70", "60", CONTRADICTED),
        ("highest", "12", "13", CONTRADICTED),
        ("lowest", "12", "12", CONSISTENT),
        ("more", "several", "12", NOT_CHECKABLE),
    ],
)
def test_words_by_the_counts_that_they_compare(word, first, second, expected):
    words = Claim("w", "so", "comparison_in_words", relation=(Relation(word, ("a", "b")),))
    assert kind(words, Claim("a", first, "count"), Claim("b", second, "count")) == expected


def test_means_that_rounding_could_turn_round_are_left_open():
    words = Claim("w", "more", "comparison_in_words", relation=(Relation("more", ("a", "b")),))
    assert kind(words, Claim("a", "3.5", "mean"), Claim("b", "3.54", "mean")) == NOT_CHECKABLE
    assert kind(words, Claim("a", "3.5", "mean"), Claim("b", "3.8", "mean")) == CONTRADICTED


def test_counts_and_shares_in_another_order_are_left_open():
    words = Claim("w", "more", "comparison_in_words", relation=(Relation("more", ("a", "b")),))
    first = Claim("a", "6", "count", count=6, base=30)
    assert kind(words, first, Claim("b", "5", "count", count=5, base=10)) == NOT_CHECKABLE


def test_a_percentage_is_not_held_against_a_count():
    part = Claim("a", "44%", "percent", relation=(Relation("part-of", ("b",)),))
    assert kind(part, Claim("b", "18", "count")) == NOT_CHECKABLE


def test_figures_in_different_units_contradict_nothing():
    total = Claim("t", "10", "total", unit="people", relation=(Relation("sum", ("a", "b")),))
    schools = Claim("a", "8", "count", unit="schools"), Claim("b", "3", "count", unit="people")
    assert kind(total, *schools) == NOT_CHECKABLE


HEAD = "id,printed,kind,count,base,relation,best\n"


@pytest.mark.parametrize(
    ("text", "where", "expected"),
    [
        ("", "row 1", "id, printed, kind"),
        (HEAD, "row 1", "at least one figure"),
        ("id,printed\na,1\n", "row 1", "id, printed, kind"),
        ("id,printed,kind,cuont\na,1,count,1\n", "row 1", "a known column"),
        ("id,printed,kind,kind\na,1,count,count\n", "row 1", "each column once"),
        (HEAD + "a,1,count\n", "row 2", "7 cells"),
        (HEAD + ",1,count,,,,\n", "row 2, column id", "a text"),
        (HEAD + "a,,count,,,,\n", "row 2, column printed", "a text"),
        (HEAD + "a,1,cuont,,,,\n", "row 2, column kind", "count"),
        (HEAD + "a,1,count,1.5,,,\n", "row 2, column count", "a whole number"),
        (HEAD + f"a,1,count,{'9' * 5000},,,\n", "row 2, column count", "at most 9 digits"),
        (HEAD + "a,1,count,-1,,,\n", "row 2, column count", "a whole number"),
        (HEAD + "a,1,count,,,sum,\n", "row 2, column relation", "sum with 1 or more ids"),
        (HEAD + "a,1,count,,,summ b,\n", "row 2, column relation", "sum"),
        (HEAD + "a,1,count,,,sum b,\n", "row 2, column relation", "the id of a row"),
        (HEAD + "a,1,count,,,,\n\na,2,count,,,,\n", "row 4, column id", "each id once"),
        (HEAD + "a,1,count,,,,top\n", "row 2, column best", "high, low"),
        (HEAD + 'a,"1,count\n', "the file", "separated by commas"),
        (HEAD.encode() + b"a,\xff,count,,,,\n", "byte", "UTF-8"),
        (
            "id,printed,kind,scale_low,scale_high\na,3,mean,5,1\n",
            "row 2, column scale_high",
            "more than 5",
        ),
        ("id,printed,kind,scale_low\na,3,mean,5\n", "row 2", "both ends"),
        ("id,printed,kind,n_items\na,3,mean,0\n", "row 2, column n_items", "1 or more"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_with_its_place(read, text, where, expected):
    with pytest.raises(IntakeError) as refused:
        read(text)
    assert where in refused.value.where
    assert expected in refused.value.expected
    assert refused.value.got
    assert refused.value.next_step


def test_a_table_separated_by_semicolons_is_read_the_same(read):
    by_commas = "id,printed,kind,relation\na,1,count,\nb,2,total,sum a a\nc,2,total,equals b\n"
    assert read(by_commas.replace(",", ";")) == read(by_commas)
    several = '\na;1;count;\nb;2;total;"sum a a; equals b"\n'
    assert len(read("id;printed;kind;relation" + several)[1].relation) == 2


def test_a_mark_at_the_start_of_the_file_and_blank_rows_do_no_harm(read):
    assert len(read("\ufeff" + HEAD + "\na,1,count,,,,\n,,,,,,\n")) == 1


def test_the_finding_has_a_row_for_every_figure_and_can_be_shown(read):
    table = read(FIGURES)
    released = release(claims(table, source="figures.csv"), Policy())
    assert list(released.shown["id"]) == [claim.id for claim in table]
    assert set(released.shown["verdict"]) <= set(VERDICTS)
    assert headline(released) == (
        "Of 30 printed figures, 27 can be checked; of these, 5 cannot be right and 5 are "
        "contradicted by another figure."
    )
    assert "12 of 20 is 60.0%, not 57%." in str(display(released))


def test_verdicts_are_counted_by_case(read):
    released = release(verdicts_by_case(read(FIGURES), source="figures.csv"), Policy())
    expected = {IMPOSSIBLE: 5, CONTRADICTED: 5, CONSISTENT: 17, NOT_CHECKABLE: 3}
    counts = dict(zip(released.shown["verdict"], released.shown["count"], strict=True))
    assert counts == dict.fromkeys(VERDICTS, 0) | expected
    assert headline(released).startswith("Of 30 printed figures, 27 can be checked")
    assert "impossible" in str(display(released))


def test_figures_of_one_verdict_can_be_shown_alone(read):
    table = read(FIGURES)
    found = claims(table, source="figures.csv", verdict=IMPOSSIBLE)
    assert found.title == "Printed figures: impossible"
    assert set(found.table["verdict"]) == {IMPOSSIBLE}
    nothing = release(claims(table, source="figures.csv", verdict=ANOTHER_BASE), Policy())
    assert str(display(nothing))


def test_a_table_of_which_nothing_can_be_checked_says_so():
    table = (Claim("a", "many", "share_in_words"),)
    released = release(claims(table, source="figures.csv"), Policy())
    assert headline(released) == "Of 1 printed figure, none can be checked."
