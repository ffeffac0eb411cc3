"""Verdicts that the published figures give too few examples of, on figures that are made up.

Only two published figures are impossible, and none is a mean with its number of people. The
arithmetic stands in each test, as with the published figures.
"""

from fractions import Fraction

import pytest

from tsa_research.analyses.claim_table import Claim, Relation
from tsa_research.analyses.claim_verdicts import (
    ANOTHER_BASE,
    CONSISTENT,
    CONTRADICTED,
    IMPOSSIBLE,
    NOT_CHECKABLE,
)
from tsa_research.analyses.claims import judge_claims

SCALE = {"scale_low": 1, "scale_high": 5}


def judge(*table):
    return judge_claims(table)[table[0].id]


def mean(name, printed, base, survey=""):
    return Claim(name, printed, "mean", base=base, n_items=1, survey=survey, **SCALE)


def no_mean_near(printed, base, low, high):
    """Tell whether no mean of up to so many whole-number answers lies from low to high."""
    shares = {Fraction(total, n) for n in range(1, base + 1) for total in range(n, 5 * n + 1)}
    return not [share for share in shares if Fraction(low) <= share < Fraction(high)]


def test_57_per_cent_is_not_12_of_20_nor_of_fewer():
    assert Fraction(100 * 12, 20) == 60
    assert Fraction(100 * 12, 19) > 63  # fewer people make the share larger still
    assert judge(Claim("a", "57%", "percent", count=12, base=20)).kind == IMPOSSIBLE


def test_21_of_20_is_too_many():
    assert 21 > 20
    assert judge(Claim("a", "21", "count", count=21, base=20)).kind == IMPOSSIBLE


def test_a_mean_of_5_4_lies_outside_a_scale_from_1_to_5():
    assert Fraction("5.35") > 5
    assert judge(mean("a", "5.4", 20)).kind == IMPOSSIBLE


def test_four_people_cannot_have_a_mean_of_3_47():
    # Quarters: 13/4 = 3.25 and 14/4 = 3.5. Thirds: 10/3 = 3.33 and 11/3 = 3.67.
    # Rounded it is 3.465 to 3.475, cut off 3.47 to 3.48.
    assert no_mean_near("3.47", 4, "3.465", "3.48")
    assert judge(mean("a", "3.47", 4)).kind == IMPOSSIBLE


def test_seven_people_cannot_have_a_mean_of_2_91():
    # Sevenths: 20/7 = 2.857 and 21/7 = 3. Sixths: 17/6 = 2.83. Fifths: 14/5 = 2.8.
    assert no_mean_near("2.91", 7, "2.905", "2.92")
    assert judge(mean("a", "2.91", 7)).kind == IMPOSSIBLE


def test_nothing_falls_by_4_2_on_a_scale_from_1_to_5():
    assert Fraction("4.15") > 5 - 1
    assert judge(Claim("a", "-4.2", "difference", **SCALE)).kind == IMPOSSIBLE


def test_means_of_one_survey_that_one_smaller_number_of_people_explains():
    # 43/12 = 3.583 and 42/12 = 3.5, but 39/11 = 3.545 and 42/11 = 3.818.
    table = mean("a", "3.55", 12, "form"), mean("b", "3.82", 12, "form")
    judged = judge(*table)
    assert no_mean_near("3.55", 10, "3.545", "3.55")
    assert (judged.kind, judged.bases) == (ANOTHER_BASE, (11,))
    assert judged.reason.endswith("With 11, both means of this survey fit.")


def test_means_of_one_survey_that_no_one_number_of_people_explains():
    # 3.55 comes from 39/11 alone, and 3.58 from 43/12 alone: somebody left out a question.
    table = mean("a", "3.55", 12, "form"), mean("b", "3.58", 12, "form")
    judged = judge(*table)
    assert judged.kind == ANOTHER_BASE
    assert judged.reason.endswith("No single number up to 12 fits both means of this survey.")
    assert judge(*table[::-1]).kind == CONSISTENT


@pytest.mark.parametrize("survey", ["form", ""])
def test_how_many_people_the_means_of_a_survey_need_is_said_and_judges_nothing(survey):
    # 3.55 needs eleven people and 3.58 twelve. 60 is the first number that fits both:
    # 213/60 = 3.55 and 215/60 = 3.583.
    judged = judge(mean("a", "3.55", None, survey), mean("b", "3.58", None, survey))
    assert judged.kind == NOT_CHECKABLE
    said = "both means of this survey need 12 or more people; if nobody left out a question, "
    assert (said in judged.reason) == bool(survey)


def difference(printed, people):
    return (
        Claim("d", printed, "difference", relation=(Relation("difference", ("a", "b")),)),
        mean("a", "3.33", people),
        mean("b", "3.67", people),
    )


def test_a_difference_of_means_that_so_few_people_cannot_give():
    # 3.325 to 3.335 less 3.665 to 3.675 is -0.35 to -0.33, so -0.34 looks right. But up to five
    # people have 10/3 = 3.333 and 11/3 = 3.667 alone, and -1/3 is printed as -0.33.
    assert Fraction("3.335") - Fraction("3.665") == Fraction("-0.33")
    assert no_mean_near("3.33", 2, "3.325", "3.335")
    assert Fraction(10, 3) - Fraction(11, 3) > Fraction("-0.335")
    judged = judge(*difference("-0.34", 5))
    assert (judged.kind, judged.against) == (CONTRADICTED, ("a", "b"))
    assert judged.reason.endswith(
        "so few people, answering in whole numbers, cannot give all three."
    )
    assert judge(*difference("-0.33", 5)).kind == CONSISTENT


def test_a_mean_that_is_itself_impossible_does_not_condemn_its_difference():
    assert Fraction("3.47") - 3 == Fraction("0.47")
    change = Claim("d", "+0.47", "difference", relation=(Relation("difference", ("a", "b")),))
    table = change, mean("a", "3.47", 4), mean("b", "3.00", 4)
    assert [judge_claims(table)[name].kind for name in "da"] == [CONSISTENT, IMPOSSIBLE]


@pytest.mark.parametrize("people", [None, 80, 5_000])
def test_a_difference_that_more_people_can_give_is_left_alone(people):
    # 70 of the 80 may have answered: 233/70 = 3.329 and 257/70 = 3.671 differ by -24/70 = -0.343.
    assert Fraction("3.325") <= Fraction(233, 70) < Fraction("3.335")
    assert Fraction("3.665") <= Fraction(257, 70) < Fraction("3.675")
    assert Fraction("-0.345") < Fraction(233 - 257, 70) <= Fraction("-0.335")
    assert judge(*difference("-0.34", people)).kind == CONSISTENT


def test_differences_of_one_table_are_held_against_one_way_of_rounding():
    # 3.6 and 3.82 give -0.12 only if digits are cut off: 3.69 - 3.82 = -0.13, 3.699 gives -0.121.
    # 3.6 and 3.33 give 0.23 only if rounded: 3.565 - 3.33 = 0.235; cut off, 3.6 - 3.339 = 0.261.
    # 0.27 is given either way.
    after, before = mean("a", "3.6", None, "after"), mean("b", "3.82", None, "before")
    one = Claim("d", "-0.12", "difference", relation=(Relation("difference", ("a", "b")),))
    plain = mean("e", "3.6", None, "after"), mean("f", "3.33", None, "before")
    other = Claim("g", "+0.23", "difference", relation=(Relation("difference", ("e", "f")),))
    assert judge(one, after, before).reason.endswith("both times.")
    judged = judge(one, after, before, other, *plain)
    assert judged.reason.endswith("No one way of rounding gives both differences of this table.")
    same = Claim("g", "+0.27", "difference", relation=(Relation("difference", ("e", "f")),))
    held = judge(one, after, before, same, *plain)
    assert held.reason.endswith(
        "Both differences of this table hold if further digits are cut off."
    )
