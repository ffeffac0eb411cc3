"""How numbers are printed, by example."""

import datetime
from fractions import Fraction

import numpy as np
import pytest

from tsa_research import numbers
from tsa_research.stats.outcome import NotComputable


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (0.6667, "67%"),
        (0.125, "13%"),
        (0.145, "15%"),
        (29 / 200, "15%"),
        (1 - 0.855, "15%"),
        (0.996, "more than 99%"),
        (0.995, "more than 99%"),
        (0.9949, "99%"),
        (1, "100%"),
        (1.0, "100%"),
        (0, "0%"),
        (0.004, "less than 1%"),
        (0.005, "1%"),
        (np.float64(0.5), "50%"),
        (float("nan"), "not computable"),
        (None, "not computable"),
        (NotComputable("share", "nobody answered", 0), "not computable"),
    ],
)
def test_shares(value, printed):
    assert numbers.share(value) == printed


@pytest.mark.parametrize("n", range(1, 201))
def test_a_share_of_people_is_rounded_as_its_fraction(n):
    for count in range(1, n):
        exact = Fraction(100 * count, n)
        whole = int(exact + Fraction(1, 2))
        expected = {0: "less than 1%", 100: "more than 99%"}.get(whole, f"{whole}%")
        assert numbers.share(count / n) == expected


@pytest.mark.parametrize(
    ("value", "printed"),
    [(2.345, "2.3"), (2.25, "2.3"), (2.35, "2.4"), (0.1 + 0.15, "0.3"), (-0.04, "0.0"), (4, "4.0")],
)
def test_means_have_one_decimal(value, printed):
    assert numbers.mean(value) == printed
    assert numbers.plotted_mean(value) == float(printed)


@pytest.mark.parametrize(
    ("value", "printed"),
    [(0.512, "0.51"), (0.125, "0.13"), (-0.125, "−0.13"), (-0.001, "0.00"), (1, "1.00")],
)
def test_coefficients_have_two_decimals_and_a_true_minus_sign(value, printed):
    assert numbers.coefficient(value) == printed


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (0.0004, "under 0.001"),
        (0.001, "0.001"),
        (0.0435, "0.044"),
        (0.9996, "over 0.999"),
        (1.0, "1.000"),
        (float("nan"), "not computable"),
    ],
)
def test_p_values(value, printed):
    assert numbers.p_value(value) == printed


@pytest.mark.parametrize(
    ("value", "printed"), [(3, "3"), (3.0, "3"), (12345, "12,345"), (np.int64(7), "7")]
)
def test_counts(value, printed):
    assert numbers.count(value) == printed


def test_intervals():
    assert numbers.interval(0.12, 0.45, numbers.share) == "12% to 45%"
    assert numbers.interval(-0.2, 0.3, numbers.coefficient) == "−0.20 to 0.30"
    assert numbers.interval(0.1, float("nan"), numbers.share) == "not computable"


def test_dates_are_british():
    assert numbers.date(datetime.date(2026, 11, 21)) == "21 November 2026"


@pytest.mark.parametrize(
    ("value", "things", "printed"),
    [
        (0, "people", "0 people"),
        (1, "people", "1 person"),
        (3, "people", "3 people"),
        (1, "matched pairs", "1 matched pair"),
        (1, "lesson studies", "1 lesson study"),
        (1.0, "people who moved", "1 person who moved"),
        (1200, "answers", "1,200 answers"),
    ],
)
def test_things_are_counted(value, things, printed):
    assert numbers.counted(value, things) == printed


@pytest.mark.parametrize(
    ("names", "printed"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (list("abc"), "a, b and c")],
)
def test_lists(names, printed):
    assert numbers.listed(names) == printed


def test_unknown_columns_are_read_by_their_prefix():
    assert numbers.figure("n_schools") == numbers.Figure("Schools", numbers.count)
    assert numbers.figure("share_met").formatter(0.5) == "50%"
    assert numbers.figure("kappa").formatter(0.5) == "0.50"


@pytest.mark.parametrize("value", [-1.5e29, 2.0e300, 1e16])
def test_a_number_of_any_size_is_printed_in_digits(value):
    printed = numbers.coefficient(value).replace(",", "").replace("−", "-")
    assert float(printed) == value
    assert "E" not in printed
    assert numbers.share(abs(value)).endswith("00%")
