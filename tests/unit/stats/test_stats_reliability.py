"""Reliability, worked by hand from tables with few different rows."""

import numpy as np
import pytest

from tsa_research.stats.outcome import NotComputable
from tsa_research.stats.reliability import cronbach_alpha, item_statistics, mcdonald_omega

#: Ten people, four kinds of row: both items 1 (four), both 0 (four), and one of each mixed.
TWO_ITEMS = [[1, 1]] * 4 + [[0, 0]] * 4 + [[1, 0], [0, 1]]

THREE_ITEMS = [
    [1, 2, 1], [2, 1, 2], [3, 4, 4], [4, 3, 3], [5, 5, 5],
    [1, 1, 2], [2, 3, 3], [3, 2, 3], [4, 5, 4], [5, 4, 4],
]  # fmt: skip


def test_alpha_of_two_items_by_hand():
    # Sums of squares: each item 10 * 1/4 = 2.5, the total (2, 0, 1, 1) 4 + 4 = 8.
    # alpha = 2/1 (1 - (2.5 + 2.5) / 8)
    result = cronbach_alpha([*TWO_ITEMS, [None, 1], [1, None]])
    assert result.value == pytest.approx(0.75)
    assert (result.n_respondents, result.n_dropped, result.n_items) == (10, 2, 2)
    assert (result.confidence, result.method) == (0.95, "Feldt")


def test_feldts_bounds_of_two_items_are_each_others_mirror():
    # With 9 and 9 degrees of freedom F(0.975) is 1 / F(0.025), so the products of
    # (1 - low) and (1 - high) give (1 - alpha) squared.
    result = cronbach_alpha(TWO_ITEMS)
    assert (1 - result.low) * (1 - result.high) == pytest.approx(0.25**2)
    # F(0.975; 9, 9) = 4.026 in printed tables
    assert result.low == pytest.approx(1 - 0.25 * 4.026, abs=0.0002)


def test_alpha_is_negative_when_an_item_was_not_turned_round():
    # Item 2 turned: the total is (1, 1, 2, 0), sum of squares 2; 2 (1 - 5 / 2) = -3.
    turned = [[one, 1 - other] for one, other in TWO_ITEMS]
    assert cronbach_alpha(turned).value == pytest.approx(-3)


@pytest.mark.parametrize("n", [0, 1, 2, 9])
@pytest.mark.parametrize("function", [cronbach_alpha, mcdonald_omega])
def test_fewer_than_ten_people_are_refused(function, n):
    outcome = function(np.array(THREE_ITEMS)[:n])
    verb = "is" if n == 1 else "are"
    assert isinstance(outcome, NotComputable)
    assert outcome.reason == (f"needs at least 10 people with complete answers; there {verb} {n}")


@pytest.mark.parametrize("function", [cronbach_alpha, mcdonald_omega])
def test_people_are_counted_after_incomplete_rows_are_dropped(function):
    outcome = function([*THREE_ITEMS[:9], [5, 4, None]])
    assert outcome.n == 9


@pytest.mark.parametrize("function", [cronbach_alpha, mcdonald_omega])
def test_all_missing_is_nobody(function):
    assert function(np.full((12, 3), np.nan)).n == 0


@pytest.mark.parametrize(("function", "needed"), [(cronbach_alpha, 2), (mcdonald_omega, 3)])
def test_one_item_is_refused(function, needed):
    outcome = function([[i] for i in range(12)])
    assert outcome.reason == f"needs at least {needed} items; there is 1"


def test_omega_of_two_items_is_refused():
    assert mcdonald_omega(TWO_ITEMS).reason == "needs at least 3 items; there are 2"


@pytest.mark.parametrize("function", [cronbach_alpha, mcdonald_omega])
def test_a_constant_item_is_named(function):
    outcome = function([[*row, 4] for row in THREE_ITEMS])
    assert outcome.reason == "everybody gave the same answer to item 4"


def test_alpha_needs_totals_that_vary():
    outcome = cronbach_alpha([[i, 20 - i] for i in range(10)])
    assert outcome == NotComputable("Cronbach's alpha", "everybody has the same total", 10)


def test_omega_of_three_items_by_hand():
    # With three items the loadings have a closed form: the square of the first is r12 r13 / r23.
    # Sums of squares 20, 20, 12.9; of products 16, 14, 14: r12 = 16/20, r13 = r23.
    result = mcdonald_omega([*THREE_ITEMS, [None, 1, 1]])
    first, third = np.sqrt(0.8), 14 / np.sqrt(20 * 12.9) / np.sqrt(0.8)
    assert result.loadings == pytest.approx((first, first, third), abs=1e-6)
    sds = np.sqrt(np.array([20, 20, 12.9]) / 9)
    assert result.standard_deviations == pytest.approx(tuple(sds))
    common = (2 * first * sds[0] + third * sds[2]) ** 2
    unique = 2 * 0.2 * sds[0] ** 2 + (1 - third**2) * sds[2] ** 2
    assert result.value == pytest.approx(common / (common + unique), abs=1e-6)
    assert (result.n_respondents, result.n_dropped, result.n_items) == (10, 1, 3)


def test_omega_shows_an_item_that_was_not_turned_round_by_its_sign():
    turned = [[one, 6 - two, three] for one, two, three in THREE_ITEMS]
    first, second, third = mcdonald_omega(turned).loadings
    assert second < 0 < min(first, third)


def test_omega_refuses_an_item_given_twice():
    outcome = mcdonald_omega([[*row, row[0]] for row in THREE_ITEMS])
    assert (outcome.reason, outcome.n) == ("some items repeat what others say", 10)


def test_omega_refuses_a_solution_without_variance_of_an_items_own():
    # r12 r13 / r23 = 0.82 * 0.72 / 0.43 is above 1: no loading has such a square.
    rows = [
        [1, 2, 1], [2, 1, 3], [3, 4, 3], [4, 3, 5], [5, 5, 3],
        [1, 1, 2], [2, 3, 2], [3, 3, 1], [4, 5, 4], [5, 4, 5],
    ]  # fmt: skip
    assert "no variance of its own" in mcdonald_omega(rows).reason


def test_item_statistics_of_two_items_by_hand():
    # Mean 5 / 10, variance 2.5 / 9; the correlation is (sum of products 4 - 10/4) / 2.5.
    first, second = item_statistics([*TWO_ITEMS, [1, None]])
    assert (first.index, second.index) == (0, 1)
    for item in (first, second):
        assert (item.n, item.n_dropped, item.mean) == (10, 1, 0.5)
        assert item.sd == pytest.approx(np.sqrt(2.5 / 9))
        assert item.item_rest_correlation == pytest.approx(0.6)
        assert item.alpha_if_deleted.reason == "needs at least 2 items; there is 1"


def test_alpha_if_deleted_is_alpha_of_the_rest():
    # Without item 3: 2 (1 - 40 / (20 + 20 + 2 * 16)) = 8/9.
    assert item_statistics(THREE_ITEMS)[2].alpha_if_deleted == pytest.approx(8 / 9)


def test_item_statistics_of_few_people_stop_at_the_mean():
    (item, _) = item_statistics([[1, 2], [4, 2]])
    assert (item.n, item.mean, item.sd) == (2, 2.5, pytest.approx(np.sqrt(4.5)))
    assert item.item_rest_correlation.reason.endswith("there are 2")
    one, _ = item_statistics([[1, 2]])
    assert one.mean == 1
    assert one.sd.reason == "needs at least 2 people with complete answers; there is 1"
    nobody, _ = item_statistics([[None, 2]])
    assert nobody.mean.reason == "nobody answered every item"


def test_item_statistics_of_one_item():
    (item,) = item_statistics([[i] for i in range(10)])
    assert item.mean == 4.5
    assert item.item_rest_correlation.reason == "needs at least 2 items; there is 1"


def test_item_statistics_of_no_items():
    assert item_statistics(np.empty((3, 0))) == ()


def test_a_constant_item_has_no_correlation_and_spoils_the_others_alpha():
    first, second, third = item_statistics([[*row, 4] for row in TWO_ITEMS])
    assert third.item_rest_correlation.reason == "the item or the rest does not vary"
    assert third.alpha_if_deleted == pytest.approx(0.75)
    assert first.alpha_if_deleted.reason == "everybody gave the same answer to item 2"
    assert second.item_rest_correlation == pytest.approx(0.6)


def test_a_list_instead_of_a_table_is_an_error():
    for function in (cronbach_alpha, mcdonald_omega, item_statistics):
        with pytest.raises(ValueError, match="matrix must be a table"):
            function([1, 2, 3])


def test_a_confidence_in_per_cent_is_an_error():
    with pytest.raises(ValueError, match="confidence"):
        cronbach_alpha(TWO_ITEMS, confidence=95)


def test_omega_refuses_when_many_solutions_fit():
    # Item 1 goes with neither of the others: only the product of their loadings is known.
    rows = np.array([[1, 1, 1], [1, 2, 2], [2, 1, 1], [2, 2, 2]] * 3 + [[1, 1, 2], [2, 2, 1]] * 2)
    rows = np.concatenate([rows, [[1, 2, 1], [2, 1, 2]] * 2])
    assert np.corrcoef(rows, rowvar=False)[0, 1:] == pytest.approx([0, 0])
    assert mcdonald_omega(rows).reason == "many different solutions fit these answers equally well"
