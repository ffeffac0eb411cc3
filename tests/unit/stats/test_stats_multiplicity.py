"""Adjusted p-values, worked by hand."""

import pytest

from tsa_research.stats.multiplicity import benjamini_hochberg


def test_three_values_by_hand():
    # Sorted 0.01, 0.03, 0.04: 3 * 0.01 / 1 = 0.03; 3 * 0.03 / 2 = 0.045, above 3 * 0.04 / 3 = 0.04.
    assert benjamini_hochberg([0.04, 0.01, 0.03]) == pytest.approx((0.04, 0.03, 0.04))


def test_one_value_is_left_alone():
    assert benjamini_hochberg([0.2]) == (0.2,)


def test_no_values_give_none():
    assert benjamini_hochberg([]) == ()


@pytest.mark.parametrize("wrong", [-0.1, 1.1, float("nan")])
def test_what_is_no_p_value_is_an_error(wrong):
    with pytest.raises(ValueError, match="p_values must each lie between 0 and 1"):
        benjamini_hochberg([0.5, wrong])
