"""People inside schools, worked by hand and by enumeration."""

import itertools

import numpy as np
import pytest

from tsa_research.stats.clustering import (
    cluster_bootstrap,
    cluster_mean,
    intraclass_correlation,
    within_group_agreement,
)
from tsa_research.stats.outcome import NotComputable

ANSWERS = [1, 2, 2, 3, 3, 3, 4, 4, 2, 5, 1, 3]
SCHOOLS = list("aabbccddeeff")


def mean(drawn):
    """Be the statistic of most tests here."""
    return float(drawn.mean())


def test_two_groups_of_two_by_hand():
    # Means 1.5 and 4.5 around 3: B = 2 * 2 * 2.25 / 1 = 9; W = (0.5 + 0.5) / 2 = 0.5.
    result = intraclass_correlation([1, 2, None, 4, 5, 3], ["a", "a", "a", "b", "b", None])
    assert (result.mean_square_between, result.mean_square_within) == (9.0, 0.5)
    assert result.icc1 == pytest.approx(8.5 / 9.5)
    assert result.icc2 == pytest.approx(8.5 / 9)
    assert (result.n, result.n_groups, result.n_dropped) == (4, 2, 2)
    assert (result.mean_group_size, result.adjusted_group_size) == (2, 2)


def test_unequal_groups_use_the_adjusted_size():
    # Sizes 3, 1, 2: (6 - 14/6) / 2 = 11/6, below the mean size 2.
    # Means 2, 6, 4 around 20/6: B = (3*16/9 + 64/9 + 2*4/9) / 2 = 20/3; W = (2 + 0 + 2) / 3.
    result = intraclass_correlation([1, 2, 3, 6, 3, 5], ["a", "a", "a", "b", "c", "c"])
    assert result.adjusted_group_size == pytest.approx(11 / 6)
    assert result.mean_group_size == 2
    assert result.mean_square_between == pytest.approx(20 / 3)
    assert result.mean_square_within == pytest.approx(4 / 3)
    assert result.icc1 == pytest.approx((16 / 3) / (20 / 3 + 5 / 6 * 4 / 3))
    assert result.icc2 == pytest.approx(0.8)


def test_groups_with_one_mean_have_a_negative_icc1_and_no_icc2():
    # B = 0: ICC(1) = -W / W.
    result = intraclass_correlation([1, 3, 1, 3], [1, 1, 2, 2])
    assert result.icc1 == -1
    assert result.icc2.reason == "all groups have the same mean"


def test_groups_of_one_mind_each_have_icc_of_one():
    result = intraclass_correlation([1, 1, 3, 3], [1, 1, 2, 2])
    assert (result.icc1, result.icc2) == (1, 1)


@pytest.mark.parametrize(
    ("values", "groups", "reason"),
    [
        ([], [], "needs at least 2 groups with answers; there are 0"),
        ([1, 2, None], ["a", "a", "b"], "needs at least 2 groups with answers; there is 1"),
        ([None, None], ["a", "b"], "needs at least 2 groups with answers; there are 0"),
        ([1, 2], [float("nan"), None], "needs at least 2 groups with answers; there are 0"),
        ([1, 2], ["a", "b"], "every group has one person only"),
        ([2, 2, 2, 2], ["a", "a", "b", "b"], "everybody gave the same answer"),
    ],
)
def test_intraclass_correlation_is_refused(values, groups, reason):
    outcome = intraclass_correlation(values, groups)
    assert isinstance(outcome, NotComputable)
    assert outcome.reason == reason


def test_lists_of_different_length_are_an_error():
    with pytest.raises(ValueError, match=r"values and groups must list the same people; got 2 and"):
        intraclass_correlation([1, 2], ["a"])
    with pytest.raises(ValueError, match="values and groups"):
        cluster_bootstrap([1, 2], ["a"], mean)


def test_agreement_in_a_group_of_three_by_hand():
    # Each item varies by 1/3; at random 5 levels vary by 24/12 = 2; the ratio is 1/6.
    # 2 (5/6) / (2 (5/6) + 1/6) = 10/11
    result = within_group_agreement([[4, 4], [4, 5], [5, 4], [None, 1]], (1, 2, 3, 4, 5))
    assert result.rwg_j == pytest.approx(10 / 11)
    assert (result.n, result.n_items, result.n_dropped) == (3, 2, 1)
    assert (result.mean_variance, result.null_variance) == (pytest.approx(1 / 3), 2.0)


def test_agreement_on_one_item_is_one_minus_the_ratio():
    assert within_group_agreement([[4], [4], [5]], range(1, 6)).rwg_j == pytest.approx(5 / 6)


def test_full_agreement_is_one():
    assert within_group_agreement([[2, 3], [2, 3]], (1, 2, 3)).rwg_j == 1.0


def test_spread_just_as_at_random_is_nothing():
    # Three levels at random vary by 8/12. Squares around 10/6 sum to 20 - 100/6 = 10/3, over 5.
    result = within_group_agreement([[1], [1], [1], [2], [3], [2]], (1, 2, 3))
    assert result.mean_variance == pytest.approx(result.null_variance)
    assert result.rwg_j == 0


def test_agreement_follows_the_scale_and_not_the_codes():
    result = within_group_agreement([[1], [9]], (1, 9, 10, 11, 12))
    assert result.mean_variance == 0.5


@pytest.mark.parametrize(
    ("matrix", "levels", "reason"),
    [
        ([[1, 1], [3, 3], [1, 3]], (1, 2, 3), "answers are more spread than answers at random"),
        ([[1, 2]], (1, 2), "needs at least 2 people with complete answers; there is 1"),
        ([[None, 2], [1, None]], (1, 2), "needs at least 2 people with complete answers"),
        (np.empty((3, 0)), (1, 2), "needs an item with at least 2 levels"),
        ([[1], [1]], (1,), "needs an item with at least 2 levels"),
    ],
)
def test_agreement_is_refused(matrix, levels, reason):
    outcome = within_group_agreement(matrix, levels)
    assert isinstance(outcome, NotComputable)
    assert outcome.reason.startswith(reason)


def test_the_interval_is_that_of_all_draws_of_six_groups():
    # Totals 3, 5, 6, 8, 7, 4 over 12 people: draws of six totals, all 6**6 of them.
    totals = np.array([3, 5, 6, 8, 7, 4])
    exact = totals[np.array(list(itertools.product(range(6), repeat=6)))].sum(axis=1) / 12
    assert exact.size == 46_656
    result = cluster_bootstrap(ANSWERS, SCHOOLS, mean)
    assert result.value == 33 / 12
    # 2000 draws put the 2.5 per cent point within 3 standard errors, 0.0105, of its place.
    assert np.quantile(exact, 0.0145) <= result.low <= np.quantile(exact, 0.0355)
    assert np.quantile(exact, 0.9645) <= result.high <= np.quantile(exact, 0.9855)


def test_everything_used_is_carried():
    result = cluster_bootstrap(
        [*ANSWERS, None, 3], [*SCHOOLS, "a", None], mean, confidence=0.5, draws=300, seed=4
    )
    assert (result.n, result.n_groups, result.n_dropped) == (12, 6, 2)
    assert (result.draws, result.confidence, result.seed) == (300, 0.5, 4)
    default = cluster_bootstrap(ANSWERS, SCHOOLS, mean)
    assert (default.draws, default.confidence, default.seed) == (2000, 0.95, 20150301)
    wider = cluster_bootstrap(ANSWERS, SCHOOLS, mean, draws=300, seed=4)
    assert wider.low < result.low < result.high < wider.high


def test_the_draws_are_as_many_as_asked_and_from_whole_groups():
    sizes = []

    def watched(drawn):
        sizes.append(drawn.size)
        return mean(drawn)

    cluster_bootstrap(ANSWERS, SCHOOLS, watched, draws=50)
    assert sizes == [12] * 51  # once for the value; six groups of two each time


def test_names_and_order_of_rows_change_nothing():
    order = np.random.default_rng(2).permutation(12)
    names = dict(zip("abcdef", ["z", 3, ("x", 1), "m", 0.5, "A"], strict=True))
    shuffled = cluster_bootstrap(
        [ANSWERS[i] for i in order], [names[SCHOOLS[i]] for i in order], mean
    )
    assert shuffled == cluster_bootstrap(ANSWERS, SCHOOLS, mean)


def test_a_table_keeps_its_rows_together():
    table = [[answer, 10 * answer] for answer in ANSWERS]
    result = cluster_bootstrap(table, SCHOOLS, lambda rows: float((rows[:, 1] - rows[:, 0]).mean()))
    assert result.value == pytest.approx(9 * 33 / 12)
    assert result.low < result.value < result.high


def test_a_person_who_answered_in_part_is_kept():
    table = [[answer, None] for answer in ANSWERS]
    table[0] = [None, None]
    result = cluster_bootstrap(table, SCHOOLS, lambda rows: float(np.mean(rows[:, 0])))
    assert (result.n, result.n_dropped) == (11, 1)


@pytest.mark.parametrize("n_groups", [0, 1, 5])
def test_fewer_than_six_groups_are_refused(n_groups):
    n = 2 * n_groups
    outcome = cluster_bootstrap(ANSWERS[:n], SCHOOLS[:n], mean)
    assert isinstance(outcome, NotComputable)
    assert outcome.n == n_groups
    assert outcome.reason.startswith("needs at least 6 groups with answers; there")


def test_groups_without_answers_do_not_count():
    outcome = cluster_bootstrap([None, None, *ANSWERS[2:]], SCHOOLS, mean)
    assert outcome.n == 5


def test_a_statistic_that_is_not_computable_is_passed_on():
    refusal = NotComputable("mean", "because", 12)
    assert cluster_bootstrap(ANSWERS, SCHOOLS, lambda drawn: refusal) is refusal


def test_draws_that_are_not_computable_cost_the_interval():
    def fussy(drawn):
        return mean(drawn) if 1 in drawn else NotComputable("mean", "no 1 in it", drawn.size)

    result = cluster_bootstrap(ANSWERS, SCHOOLS, fussy)
    assert result.value == 33 / 12
    assert "too few different answers" in result.low.reason


def test_constant_answers_have_no_interval_of_no_width():
    result = cluster_bootstrap([2] * 12, SCHOOLS, mean)
    assert result.value == 2
    assert "the same value every time" in result.high.reason


def test_one_draw_is_allowed_and_cannot_vary():
    result = cluster_bootstrap(ANSWERS, SCHOOLS, mean, draws=1)
    assert "the same value every time" in result.low.reason


def test_no_draws_are_an_error():
    with pytest.raises(ValueError, match="draws must be at least 1; got 0"):
        cluster_bootstrap(ANSWERS, SCHOOLS, mean, draws=0)


def test_a_confidence_in_per_cent_is_an_error():
    with pytest.raises(ValueError, match="confidence"):
        cluster_bootstrap(ANSWERS, SCHOOLS, mean, confidence=95)


def test_the_interval_of_a_mean_is_that_of_the_slower_way():
    fast, slow = cluster_mean(ANSWERS, SCHOOLS), cluster_bootstrap(ANSWERS, SCHOOLS, mean)
    for name in ("value", "low", "high", "n", "n_groups", "draws", "n_dropped", "seed"):
        assert getattr(fast, name) == pytest.approx(getattr(slow, name)), name


def test_a_mean_over_five_schools_has_no_interval():
    refused = cluster_mean(ANSWERS[:10], SCHOOLS[:10])
    assert refused.reason == "needs at least 6 schools; there are 5"


@pytest.mark.parametrize("score", [7 / 3, 4 / 3, 1.1, 11 / 6, 13 / 3])
@pytest.mark.parametrize("sizes", [(3, 4, 5), (2, 3, 7), (7, 7, 7)])
def test_equal_scores_have_no_variation_whatever_their_last_digit(score, sizes):
    groups = [place for place, size in enumerate(sizes) for _ in range(size)]
    result = intraclass_correlation([score] * sum(sizes), groups)
    assert result.reason == "everybody gave the same answer"


def test_equal_means_are_equal_whatever_their_last_digit():
    pattern = [1, 4 / 3, 1]
    result = intraclass_correlation(pattern * 6, [0] * 9 + [1] * 6 + [2] * 3)
    assert result.mean_square_between == 0
    assert result.icc2.reason == "all groups have the same mean"
