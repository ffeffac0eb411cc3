"""Distributions and median levels, counted by hand."""

import pytest

from tsa_research.stats.ordinal import Distribution, MedianLevel, distribution, median_level
from tsa_research.stats.outcome import NotComputable

STAGES = (1, 2, 3, 4)


def test_distribution_keeps_unused_levels_and_counts_the_missing():
    expected = Distribution(STAGES, (2, 0, 1, 0), n=3, n_missing=2)
    assert distribution([1, 3, None, 1, float("nan")], STAGES) == expected


def test_distribution_follows_the_scale_and_not_the_codes():
    assert distribution([9, 1, 9], (9, 1)).counts == (2, 1)


@pytest.mark.parametrize(("codes", "missing"), [([], 0), ([None, None], 2)])
def test_distribution_of_nobody_is_all_zero(codes, missing):
    assert distribution(codes, STAGES) == Distribution(STAGES, (0, 0, 0, 0), 0, missing)


@pytest.mark.parametrize("function", [distribution, median_level])
def test_a_code_that_is_not_a_level_is_an_error_that_names_it(function):
    with pytest.raises(ValueError, match=r"codes holds codes that are not levels .*: 2\.5, 7"):
        function([1, 7, 2.5], STAGES)


@pytest.mark.parametrize(
    ("codes", "lower", "upper"),
    [
        ([3], 3, 3),
        ([2, 3], 2, 3),
        ([1, 4], 1, 4),
        ([4, 1, 2], 2, 2),
        ([2, 4, 2, 3], 2, 3),
        ([2, 2, 2, 4], 2, 2),
    ],
)
def test_median_is_the_level_or_levels_in_the_middle(codes, lower, upper):
    assert median_level(codes, STAGES) == MedianLevel(lower, upper, len(codes), 0)


def test_median_follows_the_scale_and_not_the_codes():
    # On this scale 9 is lowest, so in order the answers are 9, 1, 5.
    assert median_level([1, 5, 9], (9, 1, 5)).lower == 1


def test_median_counts_the_missing():
    assert median_level([None, 2, None], STAGES) == MedianLevel(2, 2, 1, 2)


@pytest.mark.parametrize("codes", [[], [None, None]])
def test_median_of_nobody_is_not_computable(codes):
    assert median_level(codes, STAGES) == NotComputable("median level", "nobody answered", 0)
