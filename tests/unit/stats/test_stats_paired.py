"""Change of matched people, worked by hand and by enumeration."""

import itertools

import numpy as np
import pytest

from tsa_research.stats.outcome import NotComputable
from tsa_research.stats.paired import Movement, movement, paired_change

BEFORE = [2, 3, 1, 4, 3, 1]
AFTER = [3, 4, 3, 3, 3, 4]  # changes +1, +1, +2, -1, 0, +3


def test_six_people_by_hand():
    # Sizes of the changes 1, 1, 1, 2, 3 have ranks 2, 2, 2, 4, 5.
    # Better: 2 + 2 + 4 + 5 = 13; worse: 2. (13 - 2) / 15.
    # Sign test: 4 of 5, p = 2 (1 + 5) / 32. Signed ranks: see test_stats_ranks, p = 8 / 32.
    # Median of -1, 0, 1, 1, 2, 3 is 1.
    result = paired_change(BEFORE, AFTER)
    assert (result.n, result.n_dropped) == (6, 0)
    assert (result.n_better, result.n_same, result.n_worse) == (4, 1, 1)
    assert result.sign_test_p == pytest.approx(0.375)
    assert (result.signed_rank_p, result.signed_rank_method) == (0.25, "exact")
    assert (result.rank_sum_better, result.rank_sum_worse) == (13, 2)
    assert result.rank_biserial == pytest.approx(11 / 15)
    assert result.median_difference == 1


def test_incomplete_pairs_are_dropped_and_counted():
    result = paired_change([*BEFORE, None, 2, None], [*AFTER, 3, None, None])
    assert (result.n, result.n_dropped) == (6, 3)
    assert result.rank_biserial == pytest.approx(11 / 15)


def test_lower_can_be_better():
    result = paired_change(BEFORE, AFTER, higher_is_better=False)
    assert (result.n_better, result.n_same, result.n_worse) == (1, 1, 4)
    assert result.rank_biserial == pytest.approx(-11 / 15)
    assert result.median_difference == -1
    assert result.signed_rank_p == 0.25


def rank_biserial_of_every_draw(changes):
    """Compute the correlation of all draws of these changes, slowly and plainly."""
    estimates = []
    for draw in itertools.combinations_with_replacement(changes, len(changes)):
        moved = sorted((abs(change), change > 0) for change in draw if change)
        sizes = [size for size, _ in moved]
        rank = {size: sizes.index(size) + (sizes.count(size) + 1) / 2 for size in sizes}
        total = sum(rank[size] for size in sizes)
        up = sum(rank[size] for size, rose in moved if rose)
        estimates.append((2 * up - total) / total if total else np.nan)
    return np.array(estimates)


def test_the_interval_is_that_of_all_draws_there_are():
    changes = [1, 1.5, 2, -1, 0, 3]
    draws = list(itertools.combinations_with_replacement(range(6), 6))
    estimates = rank_biserial_of_every_draw(changes)
    # A draw stands for as many orders as its people can come in: 6! / (how often each)!
    factorial = [1, 1, 2, 6, 24, 120, 720]
    orders = [720 // np.prod([factorial[draw.count(i)] for i in range(6)]) for draw in draws]
    assert sum(orders) == 6**6
    kept = ~np.isnan(estimates)
    exact = np.repeat(estimates[kept], np.array(orders)[kept])
    result = paired_change([0] * 6, changes)
    # 2000 draws put the 2.5 per cent point within 3 standard errors, 0.0105, of its place.
    assert np.quantile(exact, 0.0145) <= result.rank_biserial_low <= np.quantile(exact, 0.0355)
    assert np.quantile(exact, 0.9645) <= result.rank_biserial_high <= np.quantile(exact, 0.9855)
    assert result.rank_biserial_low < result.rank_biserial < result.rank_biserial_high


def test_a_wider_confidence_is_a_wider_interval():
    narrow, wide = (paired_change(BEFORE, AFTER, confidence=c) for c in (0.5, 0.95))
    assert wide.rank_biserial_low < narrow.rank_biserial_low
    assert narrow.rank_biserial_low <= narrow.rank_biserial_high <= wide.rank_biserial_high
    assert (narrow.confidence, wide.confidence) == (0.5, 0.95)


def test_the_seed_decides_the_draws_and_is_carried():
    before, after = np.zeros(12), np.array([1, 2, 3, 4, 5, 6, -1.5, -2.5, -3.5, 7, -8, 9])
    one, again = (paired_change(before, after, seed=1) for _ in range(2))
    assert one == again
    assert (one.seed, one.draws) == (1, 2000)
    default = paired_change(before, after)
    assert (default.seed, default.confidence) == (20150301, 0.95)
    # Few different values are possible, so two seeds may agree; ten do not.
    lows = {paired_change(before, after, seed=seed).rank_biserial_low for seed in range(10)}
    assert len(lows) > 1


@pytest.mark.parametrize(("before", "after"), [([], []), ([1, None], [None, 2])])
def test_nobody_answered_both_times(before, after):
    assert paired_change(before, after) == NotComputable(
        "paired change", "nobody answered both times", 0
    )


@pytest.mark.parametrize("n", [1, 2, 5])
def test_few_pairs_have_a_result_without_an_interval(n):
    result = paired_change([1] * n, [2] * n)
    assert (result.n, result.n_better, result.rank_biserial) == (n, n, 1.0)
    assert result.sign_test_p == pytest.approx(2 / 2**n)
    verb = "is" if n == 1 else "are"
    reason = f"needs at least 6 people who answered both times; there {verb} {n}"
    assert result.rank_biserial_low.reason == reason
    assert result.rank_biserial_high.reason == reason


def test_identical_waves_have_counts_and_no_tests():
    result = paired_change(BEFORE, BEFORE)
    assert (result.n, result.n_same, result.median_difference) == (6, 6, 0)
    parts = ("sign_test_p", "signed_rank_p", "rank_biserial", "rank_biserial_low")
    for part in (*parts, "rank_biserial_high"):
        outcome = getattr(result, part)
        assert isinstance(outcome, NotComputable), part
        assert (outcome.reason, outcome.n) == ("everybody answered the same both times", 6)


def test_all_zero_waves_are_identical_waves():
    assert paired_change([0, 0], [0, 0]).n_same == 2


def test_everybody_better_has_no_interval_of_no_width():
    result = paired_change([1] * 8, [2, 3, 2, 3, 2, 3, 2, 4])
    assert result.rank_biserial == 1.0
    assert "the same value every time" in result.rank_biserial_low.reason


def test_one_mover_among_many_has_no_interval():
    # (6/7)**7, a third of all draws, hold nobody who moved.
    result = paired_change([1] * 7, [1] * 6 + [2])
    assert isinstance(result.rank_biserial_high, NotComputable)


def test_subscale_means_that_tie_on_paper_tie():
    # In floating point 2.3 - 2.1 and 3.1 - 2.9 differ, on paper both are 0.2.
    result = paired_change([2.1, 3.1], [2.3, 2.9])
    assert result.rank_biserial == 0.0
    assert paired_change([0.1 + 0.2], [0.3]).n_same == 1


def test_the_method_turns_at_26_changes():
    after = np.arange(1, 27) * np.where(np.arange(26) % 3 == 0, -1, 1)
    assert paired_change(np.zeros(25), after[:25]).signed_rank_method == "exact"
    assert paired_change(np.zeros(26), after).signed_rank_method == "normal approximation"


def test_lists_of_different_length_are_an_error():
    with pytest.raises(ValueError, match="before and after"):
        paired_change([1, 2], [1])


def test_a_confidence_in_per_cent_is_an_error():
    with pytest.raises(ValueError, match="confidence"):
        paired_change([1], [2], confidence=95)


def test_movement_has_before_in_rows_and_after_in_columns():
    result = movement([1, 1, 2, 3, None, 2], [2, 1, 2, 1, 3, None], (1, 2, 3))
    assert result == Movement((1, 2, 3), ((1, 1, 0), (0, 1, 0), (1, 0, 0)), n=4, n_dropped=2)


def test_movement_follows_the_scale_and_not_the_codes():
    assert movement([9], [1], (9, 1)).counts == ((0, 1), (0, 0))


def test_movement_of_nobody_is_all_zero():
    assert movement([], [], (1, 2)) == Movement((1, 2), ((0, 0), (0, 0)), 0, 0)


def test_movement_from_an_unknown_level_is_an_error():
    with pytest.raises(ValueError, match="after holds codes that are not levels"):
        movement([1], [4], (1, 2))


CHANGES = [1, 1.5, 2, -1, 0, 3, 1, -2]
SCHOOLS = list("aabcdefa")


def test_the_interval_over_schools_is_that_of_all_draws_of_whole_schools():
    groups = {school: [] for school in SCHOOLS}
    for change, school in zip(CHANGES, SCHOOLS, strict=True):
        groups[school].append(change)
    estimates = []
    for draw in itertools.product(groups.values(), repeat=6):
        drawn = np.concatenate(draw)
        sizes = np.abs(drawn[drawn != 0])
        ranks = [(sizes < s).sum() + ((sizes == s).sum() + 1) / 2 for s in sizes]
        signed = (np.sign(drawn[drawn != 0]) * ranks).sum()
        estimates.append(signed / np.sum(ranks) if len(sizes) else np.nan)
    low, high = np.nanquantile(estimates, [0.025, 0.975])
    result = paired_change([0] * 8, CHANGES, groups=SCHOOLS)
    assert result.rank_biserial_low == pytest.approx(low, abs=0.05)
    assert result.rank_biserial_high == pytest.approx(high, abs=0.05)
    assert result.interval_method == "percentile bootstrap over groups"


def test_with_five_schools_there_is_no_pooled_probability_and_no_interval():
    result = paired_change([0] * 8, CHANGES, groups=list("aabbcdee"))
    assert (result.n_better, result.n_same, result.n_worse) == (5, 1, 2)
    assert result.rank_biserial == paired_change([0] * 8, CHANGES).rank_biserial
    for refused in (
        result.sign_test_p,
        result.signed_rank_p,
        result.rank_biserial_low,
        result.rank_biserial_high,
    ):
        assert isinstance(refused, NotComputable)
        assert refused.reason == "needs at least 6 schools; there are 5"


def test_schools_of_incomplete_pairs_do_not_count():
    after = [*CHANGES[:-1], None]
    result = paired_change([0] * 8, after, groups=list("abbcdeef"))
    assert isinstance(result.sign_test_p, NotComputable)


def test_names_of_schools_and_order_of_people_change_nothing():
    order = [3, 1, 7, 0, 6, 2, 5, 4]
    names = dict(zip("abcdef", "zyxwvu", strict=True))
    turned = paired_change(
        [0] * 8, [CHANGES[i] for i in order], groups=[names[SCHOOLS[i]] for i in order]
    )
    assert turned == paired_change([0] * 8, CHANGES, groups=SCHOOLS)


def test_schools_for_other_people_are_an_error():
    with pytest.raises(ValueError, match="groups must list the same people"):
        paired_change([1, 2], [2, 2], groups=["a"])
