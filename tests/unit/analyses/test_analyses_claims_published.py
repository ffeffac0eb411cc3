"""Verdicts on the figures of the published case studies, each worked out again by hand.

All verdicts that find something are here, and more than five of the two others. The arithmetic
stands in each test; nothing of the package takes part in it but the verdict that is compared.
"""

from fractions import Fraction

import pytest

from tsa_research.analyses.claim_table import read_claims
from tsa_research.analyses.claim_verdicts import (
    ANOTHER_BASE,
    ANOTHER_ROUNDING,
    CONSISTENT,
    CONTRADICTED,
    IMPOSSIBLE,
    NOT_CHECKABLE,
)
from tsa_research.analyses.claims import judge_claims
from tsa_research.resources import shared_folder

TABLE = read_claims(shared_folder() / "data" / "published" / "claims.csv")
BY_ID = {claim.id: claim for claim in TABLE}
VERDICTS = judge_claims(TABLE)


def of_kind(kind):
    return {name for name, verdict in VERDICTS.items() if verdict.kind == kind}


def percent(count, base):
    return Fraction(100 * count, base)


def test_camden_332_2_65_per_cent_has_no_count_out_of_16_or_fewer():
    shares = [percent(count, base) for base in range(1, 17) for count in range(base + 1)]
    below = max(share for share in shares if share < Fraction("64.5"))
    above = min(share for share in shares if share >= Fraction("64.5"))
    assert (below, above) == (percent(9, 14), percent(2, 3))  # 64.3 and 66.7
    assert below < Fraction("64.5")
    assert above > 66  # not even 65 with the rest cut off
    assert VERDICTS["camden-332-2"].kind == IMPOSSIBLE


def test_central_beds_712_7_87_per_cent_is_not_19_of_22_nor_of_fewer():
    assert Fraction("86.3") < percent(19, 22) < Fraction("86.4")
    assert percent(19, 21) > 90
    assert VERDICTS["central-beds-712-7"].kind == IMPOSSIBLE
    # 14 of 22 is 63.6 and 5 of 22 is 22.7: rounded 64 and 23, which add up to 87.
    assert 14 + 5 == 19
    assert VERDICTS["central-beds-712-7"].reason.endswith("its parts, 64% and 23%, gives it.")


def test_nothing_else_is_impossible():
    assert of_kind(IMPOSSIBLE) == {"camden-332-2", "central-beds-712-7"}


def test_central_beds_527_3_all_is_19_of_22():
    assert 19 != 22
    assert VERDICTS["central-beds-527-3"].kind == CONTRADICTED
    assert VERDICTS["central-beds-527-3"].against == ("central-beds-712-6",)
    assert BY_ID["central-beds-712-6"].printed == "19"


def test_fairfields_1035_2_a_scale_from_1_to_4_has_a_point_5():
    assert 5 not in range(1, 4 + 1)
    assert VERDICTS["fairfields-1035-2"].kind == CONTRADICTED
    assert VERDICTS["fairfields-1035-2"].against == ("fairfields-1241-1",)


@pytest.mark.parametrize("name", ["george-abbot-1388-1", "george-abbot-1444-1"])
def test_george_abbot_six_and_six_teachers_are_not_ten(name):
    assert 6 + 6 != 10
    assert VERDICTS[name].kind == CONTRADICTED
    assert VERDICTS[name].against == ("george-abbot-1360-1", "george-abbot-1360-2")


def test_sutton_2354_3_from_grade_3_to_the_better_grade_2_is_no_standstill():
    assert (BY_ID["sutton-2354-1"].printed, BY_ID["sutton-2354-2"].printed) == ("3", "2")
    assert BY_ID["sutton-2354-3"].printed == "→"
    assert VERDICTS["sutton-2354-3"].kind == CONTRADICTED


def test_nothing_else_is_contradicted():
    assert len(of_kind(CONTRADICTED)) == 5


@pytest.mark.parametrize(
    ("name", "count", "base", "printed", "fitting"),
    [
        ("central-beds-714-4", 5, 9, 63, (8,)),  # 5/8 = 62.5
        ("central-beds-714-7", 7, 9, 88, (8,)),  # 7/8 = 87.5
        ("george-spencer-1643-3", 19, 83, 24, (78, 79, 80)),  # 24.4, 24.1 and 23.8
        ("george-spencer-1645-1", 51, 83, 62, (82,)),  # 62.2
        ("george-spencer-1651-3", 75, 83, 91, (82,)),  # 91.5
        ("george-spencer-1655-2", 60, 83, 73, (82,)),  # 73.2
        ("george-spencer-1658-3", 61, 83, 76, (80,)),  # 76.3; 61/81 = 75.3
    ],
)
def test_a_count_and_percentage_that_come_from_a_smaller_base(name, count, base, printed, fitting):
    low, high = printed - Fraction(1, 2), printed + Fraction(1, 2)
    found = tuple(n for n in range(count, base + 1) if low <= percent(count, n) < high)
    assert base not in found
    assert not printed <= percent(count, base) < printed + 1  # not cut off either
    assert found == fitting
    assert (VERDICTS[name].kind, VERDICTS[name].bases) == (ANOTHER_BASE, fitting)


@pytest.mark.parametrize(
    ("name", "printed", "count", "fitting"),
    [
        ("camden-316-1", 35, 5, (14,)),  # 5/14 = 35.7, cut off
        ("camden-318-1", 11, 1, (9,)),  # 1/9 = 11.1
        ("camden-330-1", 28, 2, (7, 14)),  # 2/7 = 28.6, cut off
    ],
)
def test_a_percentage_that_no_number_of_16_gives(name, printed, count, fitting):
    of_16 = [percent(number, 16) for number in range(17)]
    assert not [share for share in of_16 if printed - Fraction(1, 2) <= share < printed + 1]
    assert printed <= percent(count, fitting[0]) < printed + 1
    assert (VERDICTS[name].kind, VERDICTS[name].bases) == (ANOTHER_BASE, fitting)


def test_nothing_else_needs_another_base():
    assert len(of_kind(ANOTHER_BASE)) == 10


@pytest.mark.parametrize(
    ("name", "count", "base", "share", "printed", "ways"),
    [
        ("camden-317-2", 6, 16, "37.5", 37, ("half-down", "truncation")),
        ("camden-318-2", 10, 16, "62.5", 62, ("half-even", "half-down", "truncation")),
        ("central-beds-527-9", 2, 3, "66.6", 66, ("truncation",)),
        ("george-spencer-1658-1", 71, 83, "85.5", 85, ("truncation",)),
        ("george-spencer-1670-4", 52, 83, "62.6", 62, ("truncation",)),
    ],
)
def test_a_percentage_that_was_rounded_otherwise(name, count, base, share, printed, ways):
    assert 0 <= percent(count, base) - Fraction(share) < Fraction(1, 10)
    assert percent(count, base) >= printed + Fraction(1, 2)
    assert (VERDICTS[name].kind, VERDICTS[name].roundings) == (ANOTHER_ROUNDING, ways)


def test_sutton_2398_3_a_difference_that_fits_only_if_digits_were_cut_off():
    # Rounded: at most 3.65 - 3.815 = -0.165, and -0.12 reaches down to -0.125.
    assert Fraction("3.65") - Fraction("3.815") < Fraction("-0.125")
    # Cut off: just under 3.7, less 3.82, is just under -0.12, which is cut off to -0.12.
    assert Fraction("3.7") - Fraction("3.82") == Fraction("-0.12")
    # 39 people: 144/39 = 3.692, 149/39 = 3.821, difference -5/39 = -0.128.
    assert Fraction("3.6") <= Fraction(144, 39) < Fraction("3.7")
    assert Fraction("3.82") <= Fraction(149, 39) < Fraction("3.83")
    assert Fraction("-0.13") < Fraction(144 - 149, 39) <= Fraction("-0.12")
    assert VERDICTS["sutton-2398-3"].kind == ANOTHER_ROUNDING
    assert "39, 56" in VERDICTS["sutton-2398-3"].reason


def test_sutton_table_9_was_not_rounded_in_one_way():
    # Cut off, 3.6 - 3.339 = 0.261 is the least after 2399: never 0.23. And -0.12 is only cut off.
    assert Fraction("3.6") - Fraction("3.34") > Fraction("0.24")
    said = "No one way of rounding gives all 16 differences of this table."
    assert VERDICTS["sutton-2398-3"].reason.endswith(said)


def test_sutton_table_9_needs_twelve_people():
    # 3.58 is 43/12 = 3.583; of fewer people no mean lies from 3.575 (rounded) to 3.59 (cut off).
    fewer = [Fraction(total, n) for n in range(1, 12) for total in range(n, 5 * n + 1)]
    assert not [mean for mean in fewer if Fraction("3.575") <= mean < Fraction("3.59")]
    # If nobody left out a question, 55 is the first number that fits all 16, such as 3.58
    # (197/55 = 3.582) and 3.55 (195/55 = 3.545).
    reason = VERDICTS["sutton-2395-1"].reason
    assert VERDICTS["sutton-2395-1"].kind == NOT_CHECKABLE
    assert "all 16 means of this survey need 12 or more people" in reason
    assert reason.endswith("if nobody left out a question, 55, 60, 67, 73 or more.")
    printed = [c.printed for c in TABLE if c.survey == "sutton-before" and c.kind == "mean"]
    assert len(printed) == 16
    assert next(n for n in range(12, 100) if all(fits(text, n) for text in printed)) == 55


def fits(text, people):
    half = Fraction(1, 2 * 10 ** len(text.partition(".")[2]))
    low, high = Fraction(text) - half, Fraction(text) + half
    return any(low <= Fraction(total, people) < high for total in range(people, 5 * people + 1))


def test_nothing_else_needs_another_rounding():
    assert len(of_kind(ANOTHER_ROUNDING)) == 6


@pytest.mark.parametrize(
    ("name", "holds"),
    [
        ("aet-182-4", Fraction("70.5") <= percent(22, 31) < Fraction("71.5")),  # 71.0
        ("camden-316-2", Fraction("80.5") <= percent(13, 16) < Fraction("81.5")),  # 81.25
        ("central-beds-712-4", Fraction("63.5") <= percent(14, 22) < Fraction("64.5")),  # 63.6
        ("central-beds-712-6", 14 + 5 == 19 == 7 + 12 + 0),
        ("george-spencer-1643-1", Fraction(19, 83) < Fraction(1, 4)),  # almost one in four
        ("george-spencer-1653-1", Fraction(29, 83) > Fraction(1, 3)),  # more than one in three
        ("george-abbot-1414-1", Fraction(15, 18) > Fraction(7, 10) > Fraction(12, 18)),
        ("sutton-2390-3", Fraction("3.6") - Fraction("3.67") == Fraction("-0.07")),
        # Rounded: 3.55 - 3.335 = 0.215 to 3.65 - 3.325 = 0.325 holds 0.225 to 0.235.
        ("sutton-2399-3", Fraction("0.215") < Fraction("0.225") < Fraction("0.325")),
        # 9 people: 29/9 = 3.22, 30/9 = 3.33, -1/9 = -0.111.
        ("sutton-2401-3", Fraction("-0.115") < Fraction(-1, 9) < Fraction("-0.105")),
    ],
)
def test_figures_that_are_consistent(name, holds):
    assert holds
    assert VERDICTS[name].kind == CONSISTENT


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("aet-160-1", "number of boys"),  # 98 per cent of nobody knows how many
        ("aet-188-1", "leaves open"),  # 1 may be 1.49 and 1.5 may be 1.45
        ("aet-193-1", "cannot be read"),  # the mean of 1 and of "1." with its digits lost
        ("camden-413-1", "cannot be read"),  # three half days beside three whole ones
        ("eos-806-1", "different units"),  # ten people from eight schools and three directors
        ("aet-180-11", "matter of taste"),  # 6 of 13 is "in line with" 17 of 29
        ("sutton-2391-1", "11, 20, 22, 29"),  # 39/11 = 3.545: fits 11, but no number is printed
    ],
)
def test_figures_that_cannot_be_checked_say_what_is_missing(name, reason):
    assert VERDICTS[name].kind == NOT_CHECKABLE
    assert reason in VERDICTS[name].reason


def test_every_figure_has_a_verdict_and_a_reason():
    assert len(VERDICTS) == len(TABLE) == 1003
    assert [name for name, verdict in VERDICTS.items() if not verdict.reason.endswith(".")] == []


def test_the_order_of_the_rows_changes_nothing():
    assert judge_claims(TABLE[::-1]) == VERDICTS
