"""Exact rank tests against every pattern there is."""

import itertools

import numpy as np
import pytest
from scipy.stats import mannwhitneyu, wilcoxon

from tsa_research.stats.ranks import mid_ranks, rank_sum_p, signed_rank_p


def test_mid_ranks_share_ties_row_by_row():
    ranks = mid_ranks(np.array([[1.0, 1.0, 5.0], [3.0, 2.0, 1.0]]))
    assert ranks.tolist() == [[1.5, 1.5, 3.0], [3.0, 2.0, 1.0]]


def test_signed_ranks_of_five_changes_by_hand():
    # Sizes 1, 1, 1, 2, 3 have ranks 2, 2, 2, 4, 5; the one that fell has rank 2.
    # Of 2**5 patterns, those with 2 or less on one side: nothing, or one of three 2s: 4 of 32.
    p, method = signed_rank_p(np.array([1.0, 1, -1, 2, 3]))
    assert (p, method) == (2 * 4 / 32, "exact")


@pytest.mark.parametrize("differences", [[1, -2, 2, 3, 3, -1], [2, 2, 2, -2], [-1, 3, 4, 4, 9, 9]])
def test_signed_ranks_count_every_pattern_of_signs(differences):
    ranks = mid_ranks(np.abs(np.array(differences, dtype=float)))
    sums = [
        abs(sum(sign * rank for sign, rank in zip(signs, ranks, strict=True)))
        for signs in itertools.product((-1, 1), repeat=len(differences))
    ]
    observed = abs(sum(np.sign(differences) * ranks))
    expected = sum(one >= observed for one in sums) / len(sums)
    assert signed_rank_p(np.array(differences, dtype=float))[0] == expected


def test_signed_ranks_stay_exact_up_to_25_changes():
    differences = np.arange(1.0, 27) * np.tile([1, 1, -1], 9)[:26]
    p, method = signed_rank_p(differences[:25])
    assert (p, method) == (
        pytest.approx(wilcoxon(differences[:25], method="exact").pvalue),
        "exact",
    )
    p, method = signed_rank_p(differences)
    assert method == "normal approximation"
    assert p == pytest.approx(wilcoxon(differences, method="approx").pvalue)


def test_rank_sum_of_five_people_by_hand():
    # Pooled 1, 2, 2, 2, 3 have ranks 1, 3, 3, 3, 5; the pair (2, 3) sums to 8, the centre is 6.
    # Of 10 pairs, those 2 or more away: 1 + 3 (three times) and 3 + 5 (three times): 6 of 10.
    p, method = rank_sum_p(np.array([1.0, 2, 2]), np.array([2.0, 3]))
    assert (p, method) == (0.6, "exact")


@pytest.mark.parametrize(
    ("first", "second"), [([1, 2, 2], [2, 4, 4]), ([3, 3], [1, 1, 3, 5]), ([1], [2, 2, 3])]
)
def test_rank_sum_counts_every_choice(first, second):
    ranks = mid_ranks(np.array([*first, *second], dtype=float))
    centre = len(first) * (ranks.size + 1) / 2
    distances = [abs(sum(c) - centre) for c in itertools.combinations(ranks, len(first))]
    observed = abs(ranks[: len(first)].sum() - centre)
    expected = sum(one >= observed for one in distances) / len(distances)
    p, _ = rank_sum_p(np.array(first, dtype=float), np.array(second, dtype=float))
    assert p == expected


def test_rank_sum_is_the_same_whichever_group_comes_first():
    one, other = np.array([1.0, 4, 4, 6]), np.array([2.0, 4, 7, 8, 9])
    assert rank_sum_p(one, other) == rank_sum_p(other, one)


def test_rank_sum_stays_exact_up_to_100_people():
    values = np.random.default_rng(7).permutation(101.0 * np.arange(101))
    p, method = rank_sum_p(values[:30], values[30:100])
    expected = mannwhitneyu(values[:30], values[30:100], method="exact").pvalue
    assert (p, method) == (pytest.approx(expected), "exact")
    p, method = rank_sum_p(values[:30], values[30:])
    expected = mannwhitneyu(values[:30], values[30:], method="asymptotic", use_continuity=False)
    assert (p, method) == (pytest.approx(expected.pvalue), "normal approximation")
