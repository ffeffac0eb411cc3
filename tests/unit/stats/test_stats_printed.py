"""Printed figures by hand: what each stands for, and what it can and cannot come from."""

from fractions import Fraction

import pytest

from tsa_research.stats.printed.intervals import ANYTHING, Interval, point
from tsa_research.stats.printed.joint import (
    exact_means,
    fewest_people,
    some_difference,
    survey_people,
)
from tsa_research.stats.printed.means import (
    PrintedMean,
    Scale,
    difference_possible,
    n_that_fit,
    n_that_fit_difference,
    sums_that_fit,
    within_scale,
)
from tsa_research.stats.printed.reading import read_number, read_share
from tsa_research.stats.printed.rounding import (
    ROUNDINGS,
    could_stand_for,
    printed_as,
    stands_for,
)
from tsa_research.stats.printed.shares import (
    Percentage,
    bases_that_fit,
    counts_that_fit,
    roundings_that_print,
    survey_bases,
)
from tsa_research.stats.printed.totals import adds_up, covers_whole, mean_of, rounding_reach

HALVES = {
    "half-up": (Fraction("36.5"), Fraction("37.5"), True, False),
    "half-even": (Fraction("36.5"), Fraction("37.5"), False, False),
    "half-down": (Fraction("36.5"), Fraction("37.5"), False, True),
    "truncation": (Fraction(37), Fraction(38), True, False),
}


@pytest.mark.parametrize("way", ROUNDINGS)
def test_what_37_stands_for(way):
    assert stands_for(Fraction(37), 0, way) == Interval(*HALVES[way])


def test_an_even_last_digit_holds_both_its_halves():
    assert stands_for(Fraction(62), 0, "half-even") == Interval(
        Fraction("61.5"), Fraction("62.5"), True, True
    )


def test_a_negative_number_mirrors_a_positive_one():
    # -0.12 cut off: everything from just above -0.13 up to -0.12 itself.
    assert stands_for(Fraction("-0.12"), 2, "truncation") == Interval(
        Fraction("-0.13"), Fraction("-0.12"), False, True
    )


@pytest.mark.parametrize(
    ("way", "low_in", "high_in"), [("half-up", False, False), ("half-down", True, True)]
)
def test_what_nought_stands_for(way, low_in, high_in):
    assert stands_for(Fraction(0), 0, way) == Interval(
        Fraction("-0.5"), Fraction("0.5"), low_in, high_in
    )


def test_nought_cut_off_reaches_a_whole_unit_both_ways():
    assert stands_for(Fraction(0), 1, "truncation") == Interval(
        Fraction("-0.1"), Fraction("0.1"), False, False
    )


def test_any_rounding_reaches_from_half_a_unit_below_to_a_unit_above():
    assert could_stand_for(Fraction(1), 0) == Interval(Fraction("0.5"), Fraction(2), True, False)
    assert could_stand_for(Fraction(-1), 0) == Interval(Fraction(-2), Fraction("-0.5"), False, True)
    assert could_stand_for(Fraction(0), 0) == Interval(Fraction(-1), Fraction(1), False, False)


@pytest.mark.parametrize(("value", "decimals"), [(Fraction("3.67"), 1), (Fraction(1, 3), 4)])
def test_a_value_with_more_decimals_than_it_has_is_refused(value, decimals):
    with pytest.raises(ValueError, match="is not printed with"):
        stands_for(value, decimals)


def test_negative_decimals_are_refused():
    with pytest.raises(ValueError, match="decimals are 0 or more"):
        printed_as(Fraction(1), -1)


@pytest.mark.parametrize(
    ("number", "printed"),
    [
        ("12.5", (13, 12, 12, 12)),
        ("13.5", (14, 14, 13, 13)),
        ("-12.5", (-13, -12, -12, -12)),
        ("12.51", (13, 13, 13, 12)),
    ],
)
def test_a_number_is_printed_under_each_rounding(number, printed):
    assert tuple(printed_as(Fraction(number), 0, way) for way in ROUNDINGS) == printed


def test_intervals_that_only_touch_meet_if_both_hold_the_end():
    assert point(1).meets(Interval(Fraction(1), Fraction(2)))
    assert not point(1).meets(Interval(Fraction(1), Fraction(2), False))
    assert ANYTHING.meets(point(5))
    assert not ANYTHING.lies_below(point(5))


def test_the_difference_of_intervals_turns_the_second_round():
    # [1, 2) - (0, 1] = [1 - 1, 2 - 0): 0 belongs to it, 2 does not.
    found = Interval(Fraction(1), Fraction(2), True, False).minus(
        Interval(Fraction(0), Fraction(1), False, True)
    )
    assert found == Interval(Fraction(0), Fraction(2), True, False)


def test_an_interval_without_an_end_has_no_list_of_whole_numbers():
    with pytest.raises(ValueError, match="without an end"):
        Interval(Fraction(1), None).whole_numbers()


def test_2_of_3_prints_as_67_and_only_cut_off_as_66():
    assert roundings_that_print(Percentage(Fraction(67), 0, 2), 3) == (
        "half-up",
        "half-even",
        "half-down",
    )
    assert roundings_that_print(Percentage(Fraction(66), 0, 2), 3) == ("truncation",)


def test_19_of_22_is_86_and_no_base_makes_it_87():
    # 19/22 = 86.4, 19/21 = 90.5: 87 lies between.
    printed = Percentage(Fraction(87), 0, 19)
    assert roundings_that_print(printed, 22) == ()
    assert all(bases_that_fit(printed, at_most=22, rounding=way) == () for way in ROUNDINGS)


def test_5_at_63_and_7_at_88_come_from_8():
    # 5/8 = 62.5 and 7/8 = 87.5; 5/9 = 55.6 and 7/9 = 77.8.
    found = survey_bases(
        [Percentage(Fraction(63), 0, 5), Percentage(Fraction(88), 0, 7)], at_most=9
    )
    assert (found.each, found.common) == (((8,), (8,)), (8,))


def test_a_survey_in_which_a_percentage_has_no_base_is_not_possible():
    found = survey_bases([Percentage(Fraction(50), 0), Percentage(Fraction(65), 0)], at_most=16)
    assert not found.possible
    assert found.common == ()


def test_no_whole_number_up_to_16_gives_65_per_cent():
    # The nearest are 9/14 = 64.3 and 2/3 = 66.7.
    assert all(
        bases_that_fit(Percentage(Fraction(65), 0), at_most=16, rounding=way) == ()
        for way in ROUNDINGS
    )


def test_0_of_any_base_is_0_per_cent():
    assert bases_that_fit(Percentage(Fraction(0), 0, 0), at_most=3) == (1, 2, 3)
    assert list(counts_that_fit(Percentage(Fraction(0), 0), 3)) == [0]


def test_without_a_count_several_may_fit():
    # 1% of 300: 2/300 = 0.67, 3/300 = 1, 4/300 = 1.33.
    assert list(counts_that_fit(Percentage(Fraction(1), 0), 300)) == [2, 3, 4]


@pytest.mark.parametrize(
    ("count", "base", "words"), [(None, 0, "a base is 1"), (4, 3, "must lie between")]
)
def test_impossible_counts_and_bases_are_refused(count, base, words):
    with pytest.raises(ValueError, match=words):
        counts_that_fit(Percentage(Fraction(50), 0, count), base)


def test_a_survey_without_percentages_is_refused():
    with pytest.raises(ValueError, match="without percentages"):
        survey_bases([], at_most=3)


def test_a_mean_of_12_answers_has_twelfths_only():
    # 43/12 = 3.583, 44/12 = 3.667; 3.55 * 12 = 42.6.
    assert sums_that_fit(PrintedMean(Fraction("3.58"), 2), 12) == range(43, 44)
    assert not sums_that_fit(PrintedMean(Fraction("3.55"), 2), 12)
    assert n_that_fit(PrintedMean(Fraction("3.55"), 2), at_most=12) == (11,)  # 39/11 = 3.545


def test_several_questions_make_more_means_possible():
    # 3 questions: 127/36 = 3.53 and 128/36 = 3.56; 5 questions: 213/60 = 3.55.
    assert not sums_that_fit(PrintedMean(Fraction("3.55"), 2), 12, n_items=3)
    assert sums_that_fit(PrintedMean(Fraction("3.55"), 2), 12, n_items=5) == range(213, 214)


def test_a_scale_bounds_its_sums():
    scale = Scale(1, 5)
    assert sums_that_fit(PrintedMean(Fraction(5), 0), 3, scale=scale) == range(14, 16)
    assert within_scale(PrintedMean(Fraction("5.0"), 1), scale)
    assert not within_scale(PrintedMean(Fraction("5.1"), 1), scale)
    assert not within_scale(PrintedMean(Fraction("0.9"), 1), scale)


def test_nobody_has_no_mean():
    with pytest.raises(ValueError, match="1 or more"):
        sums_that_fit(PrintedMean(Fraction(3), 0), 0)


def test_a_difference_that_subtraction_denies_but_rounding_allows():
    # After is 3.55 to 3.65, before 3.325 to 3.335: their difference is 0.215 to 0.325.
    after, before = PrintedMean(Fraction("3.6"), 1), PrintedMean(Fraction("3.33"), 2)
    assert difference_possible(
        PrintedMean(Fraction("0.23"), 2), after.interval(), before.interval()
    )
    assert not difference_possible(
        PrintedMean(Fraction("0.21"), 2), after.interval(), before.interval()
    )


def test_the_people_from_whom_a_difference_comes_with_both_its_means():
    # 9 people: 29/9 = 3.22, 30/9 = 3.33, and -1/9 = -0.11.
    found = n_that_fit_difference(
        PrintedMean(Fraction("-0.11"), 2),
        PrintedMean(Fraction("3.2"), 1),
        PrintedMean(Fraction("3.33"), 2),
        at_most=20,
    )
    assert found == (9, 18)


def test_parts_of_one_whole():
    thirds = [stands_for(Fraction(33), 0)] * 3
    assert covers_whole(thirds)  # 99 printed, 100 possible
    assert not covers_whole([stands_for(Fraction(33), 0)] * 2)
    assert rounding_reach(3) == 1
    assert rounding_reach(1) == 0
    assert adds_up(point(5), [point(2), Interval(Fraction(2), Fraction(4))])


def test_nothing_has_no_mean():
    with pytest.raises(ValueError, match="no mean"):
        mean_of([])


@pytest.mark.parametrize(
    ("text", "value", "decimals"),
    [
        ("64%", "64", 0),
        ("1.9 per cent", "1.9", 1),
        ("+ 1.0", "1", 1),
        ("-2.8", "-2.8", 1),
        ("−0.07", "-0.07", 2),
        ("2,000 pupils", "2000", 0),
        ("£1,000", "1000", 0),
        ("n=13 out of 15", "13", 0),
        ("two out of the three", "2", 0),
        ("three-day", "3", 0),
        ("a pair", "2", 0),
        ("Only 10 teachers", "10", 0),
    ],
)
def test_numbers_are_read_with_their_decimals(text, value, decimals):
    found = read_number(text)
    assert (found.value, found.decimals, found.bound, found.top) == (
        Fraction(value),
        decimals,
        "",
        None,
    )


@pytest.mark.parametrize(
    "text",
    ["1.", "All but 18 per cent", "P8", "3a", "17 (out of 18)", "three half days", "no level 2",
     "almost 1 in 4", "many", "", "3,67", "12-5", "half", "9" * 5000],
)  # fmt: skip
def test_what_is_not_certain_is_not_read(text):
    assert read_number(text) is None


@pytest.mark.parametrize(
    ("text", "allowed", "ruled_out"),
    [
        ("over 70", 71, 70),
        ("at least two", 2, 1),
        ("up to three students", 3, 4),
        ("fewer than 12", 11, 12),
        ("150-180", 150, 181),
        ("5 or 6 classes", 6, 7),
        ("seven or eight", 8, 9),
    ],
)
def test_bounds_and_ranges_allow_what_they_say(text, allowed, ruled_out):
    reach = read_number(text).reach
    assert allowed in reach
    assert ruled_out not in reach


def test_about_allows_nothing_that_could_be_checked():
    assert read_number("around 200 staff").reach is None


@pytest.mark.parametrize(
    ("text", "plain", "ruled_out"),
    [
        ("All 16", "1", "15/16"),
        ("no students", "0", "1/25"),
        ("Both schools", "1", "1/2"),
        ("half", "1/2", "1/5"),
        ("two thirds", "2/3", "1/3"),
        ("majority", "13/25", "1/2"),
        ("More than one in three", "29/83", "1/3"),
        ("almost 1 in 4", "19/83", "21/83"),
        ("just less than half", "9/20", "1/2"),
        ("three quarters", "3/4", "1/3"),
    ],
)
def test_shares_in_words(text, plain, ruled_out):
    words = read_share(text)
    assert Fraction(plain) in words.plain
    assert Fraction(ruled_out) not in words.allowed


@pytest.mark.parametrize("text", ["many", "the rest", "all but four", "not all", "about half"])
def test_words_that_name_no_share(text):
    assert read_share(text) is None


def means(*texts):
    return tuple(
        (PrintedMean(Fraction(text), len(text.partition(".")[2])), Scale(1, 5)) for text in texts
    )


def test_the_people_that_fit_all_means_of_a_survey():
    # 4.25 comes from quarters (4, 8, 12), 3.33 from thirds (3, 6, 9, 12): both from 12 alone.
    found = survey_people(means("4.25", "3.33"), at_most=12)
    assert found.each == ((4, 8, 12), (3, 6, 9, 12))
    assert found.common == (12,)


def test_the_fewest_people_if_some_left_out_a_question():
    # 3.55 is 39/11 = 3.545, and 3.58 is 43/12 = 3.583: twelve people, of whom one left out a
    # question. 3.54 of 12 would be 42.48, 3.55 of 12 would be 42.6.
    found = survey_people(means("3.55", "3.58"), at_most=12)
    assert found.each == ((11,), (12,))
    assert found.common == ()
    assert fewest_people([found]) == 12


def test_the_fewest_people_however_each_mean_was_rounded():
    # Rounded, 3.66 needs 29 people: 106/29 = 3.655. Cut off, 11/3 = 3.667 will do.
    usual, cut = (
        survey_people(means("3.66", "4.5"), at_most=60, rounding=way)
        for way in ("half-up", "truncation")
    )
    assert usual.each[0][0] == 29
    assert cut.each[0][0] == 3
    assert fewest_people([usual]) == 29
    assert fewest_people([usual, cut]) == 3


def test_a_mean_that_nobody_can_have_has_no_fewest_people():
    assert fewest_people([survey_people(means("3.5", "3.33"), at_most=2)]) is None


def test_a_survey_without_means_is_refused():
    with pytest.raises(ValueError, match="without means"):
        survey_people((), at_most=5)


def test_the_exact_means_behind_a_printed_one():
    # From 3.45 up to, not including, 3.55: 7/2; of up to 9 people also none but 31/9 = 3.444.
    reach = PrintedMean(Fraction("3.5"), 1).interval()
    assert exact_means(reach, at_most=9) == [Fraction(7, 2)]
    # 5 on a scale up to 5 stands for 4.5 to 5: 9/2, 14/3 and 5 of up to 3 people.
    top = PrintedMean(Fraction(5), 0).interval()
    expected = [Fraction(9, 2), Fraction(14, 3), Fraction(5)]
    assert exact_means(top, at_most=3, scale=Scale(1, 5)) == expected


@pytest.mark.parametrize(
    ("printed", "possible"),
    [
        ("-0.33", True),  # 10/3 - 11/3 = -0.333
        ("-0.34", False),  # 3.325 - 3.675 = -0.35 would allow it, thirds do not
        ("-0.17", True),  # 7/2 - 11/3 = -0.167
        ("-0.5", False),
    ],
)
def test_a_difference_is_one_of_those_between_possible_means(printed, possible):
    after, before = [Fraction(10, 3), Fraction(7, 2)], [Fraction(11, 3)]
    reach = PrintedMean(Fraction(printed), len(printed.partition(".")[2])).interval()
    assert some_difference(reach, after, before) == possible


def test_a_mean_at_an_open_end_hides_no_other():
    # 0.5 up to, not including, 1.5: from 0 it leads to -1 and not to -1.5.
    reach = Interval(Fraction(1, 2), Fraction(3, 2), True, False)
    assert some_difference(reach, [Fraction(0)], [Fraction(-3, 2), Fraction(-1)])
    assert not some_difference(reach, [Fraction(0)], [Fraction(-3, 2)])
