"""Every number of every statistic against R; ``make_reference.R`` made the numbers."""

import dataclasses
import json
from pathlib import Path

import pytest

from tsa_research.stats.agreement import krippendorff_alpha, percent_agreement, weighted_kappa
from tsa_research.stats.clustering import intraclass_correlation, within_group_agreement
from tsa_research.stats.independent import superiority
from tsa_research.stats.multiplicity import benjamini_hochberg
from tsa_research.stats.ordinal import distribution, median_level
from tsa_research.stats.outcome import NotComputable
from tsa_research.stats.paired import paired_change
from tsa_research.stats.proportion import share
from tsa_research.stats.reliability import cronbach_alpha, item_statistics, mcdonald_omega
from tsa_research.stats.resampling import percentile_bounds

REFERENCE = json.loads((Path(__file__).parent / "r_reference.json").read_text(encoding="utf-8"))
R = REFERENCE["cases"]

#: The same arithmetic in another order: only the last digits of a double may differ.
ARITHMETIC = 1e-10
#: R's ``uniroot`` stops near 1e-14, where the distance is flat enough to cost half the digits.
ROOT = 1e-7
#: Two optimisers stop at slightly different points; ``factanal`` was asked for 1e-12 of the fit.
OPTIMISER = 1e-6
#: psych ``fa`` keeps R's default stopping rule.
LOOSE_OPTIMISER = 1e-5


def compare(result, expected, elsewhere=(), tolerance=ARITHMETIC):
    """Compare each number a result carries, and insist that none is left out."""
    for field in dataclasses.fields(result):
        value = getattr(result, field.name)
        if field.name in elsewhere or isinstance(value, str):
            continue
        assert field.name in expected, f"{field.name} is compared with nothing"
        assert value == pytest.approx(expected[field.name], rel=tolerance, abs=tolerance), (
            field.name
        )


def test_the_file_says_how_it_was_made():
    assert REFERENCE["made_by"] == {
        "command": "Rscript make_reference.R > r_reference.json",
        "date": "22 November 2026",
        "R": "R version 4.2.2 Patched (2022-11-10 r83330)",
        "psych": "2.2.9",
        "coin": "1.4.2",
    }


@pytest.mark.parametrize("case", R["wilson"], ids=lambda case: f"{case['count']} of {case['n']}")
def test_share_is_prop_test_without_correction(case):
    compare(share(case["count"], case["n"], confidence=case["confidence"]), case)


@pytest.mark.parametrize("case", R["median"], ids=["odd", "even"])
def test_median_level_lies_around_the_median(case):
    result = median_level(case["codes"], range(1, 7))
    assert (result.lower + result.upper) / 2 == case["median"]
    assert (result.n, result.n_missing) == (sum(case["counts"]), 0)


@pytest.mark.parametrize("case", R["median"], ids=["odd", "even"])
def test_distribution_is_table(case):
    assert distribution(case["codes"], range(1, 7)).counts == tuple(case["counts"])


def test_percentile_bounds_are_quantiles_of_type_7():
    case = R["quantile"]
    bounds = percentile_bounds("draws", 0.3, case["draws"], n=11, confidence=0.90)
    assert bounds == pytest.approx((case["low"], case["high"]), rel=ARITHMETIC)


@pytest.mark.parametrize("name", R["paired"])
def test_paired_change_is_coin_and_binom_test(name):
    case = R["paired"][name]
    method = "normal approximation" if name == "thirty_two" else "exact"
    expected = case | {
        "signed_rank_p": case[f"signed_rank_p_{method.split()[0]}"],
        "signed_rank_method": method,
    }
    result = paired_change(case["before"], case["after"])
    # The bootstrap has no counterpart in R; tests/unit enumerates all of its draws instead.
    bootstrap = ("rank_biserial_low", "rank_biserial_high", "confidence", "draws", "seed")
    compare(result, expected, elsewhere=bootstrap)
    assert result.signed_rank_method == method


@pytest.mark.parametrize("name", R["independent"])
def test_superiority_is_coin_with_newcombes_interval(name):
    case = R["independent"][name]
    method = "normal approximation" if name == "large" else "exact"
    result = superiority(case["first"], case["second"], confidence=case["confidence"])
    bounds = ("low", "high", "delta_low", "delta_high")
    compare(result, case | {"p": case[f"p_{method.split()[0]}"]}, elsewhere=bounds)
    assert (result.low, result.high) == pytest.approx((case["low"], case["high"]), abs=ROOT)
    assert result.delta_low == pytest.approx(2 * case["low"] - 1, abs=ROOT)
    assert result.delta_high == pytest.approx(2 * case["high"] - 1, abs=ROOT)
    assert result.p_method == method


def test_superiority_without_ties_is_the_mann_whitney_test():
    case = R["independent"]["no_ties"]
    result = superiority(case["first"], case["second"])
    assert result.p == pytest.approx(case["p_mann_whitney"], rel=ARITHMETIC)


@pytest.mark.parametrize(("confidence", "suffix"), [(0.95, ""), (0.90, "_90")])
def test_cronbach_alpha_is_psych_alpha_with_feldts_interval(confidence, suffix):
    case = R["alpha"]
    bounds = {"low": case[f"low{suffix}"], "high": case[f"high{suffix}"]}
    result = cronbach_alpha(case["matrix"], confidence=confidence)
    compare(result, case | bounds | {"confidence": confidence})


def test_item_statistics_are_those_of_psych_alpha():
    case = R["alpha"]
    columns = ("mean", "sd", "item_rest_correlation", "alpha_if_deleted")
    results = item_statistics(case["matrix"])
    assert len(results) == case["n_items"]
    for index, result in enumerate(results):
        expected = {column: case[column][index] for column in columns}
        people = {"index": index, "n": case["n_respondents"], "n_dropped": case["n_dropped"]}
        compare(result, expected | people)


def test_mcdonald_omega_is_made_of_factanals_loadings():
    case = R["omega"]["proper"]
    compare(mcdonald_omega(case["matrix"]), case, tolerance=OPTIMISER)


def test_mcdonald_omega_is_made_of_psych_fas_loadings():
    case = R["omega"]["proper"]
    result = mcdonald_omega(case["matrix"])
    assert result.loadings == pytest.approx(case["loadings_psych"], abs=LOOSE_OPTIMISER)
    assert result.value == pytest.approx(case["value_psych"], abs=LOOSE_OPTIMISER)


def test_mcdonald_omega_refuses_where_factanal_runs_into_its_limit():
    case = R["omega"]["heywood"]
    assert case["smallest_uniqueness"] == pytest.approx(0.005)
    result = mcdonald_omega(case["matrix"])
    assert isinstance(result, NotComputable)
    assert "no variance of its own" in result.reason


@pytest.mark.parametrize("name", R["krippendorff"])
def test_krippendorff_alpha_is_its_pairwise_definition(name):
    case = R["krippendorff"][name]
    result = krippendorff_alpha(case["ratings"], range(1, case["n_levels"] + 1))
    compare(result, case, elsewhere=("low", "high", "confidence", "draws", "seed"))


def test_krippendorff_alpha_of_the_published_example():
    # Krippendorff (2011) prints three decimals.
    result = krippendorff_alpha(R["krippendorff"]["published"]["ratings"], range(1, 6))
    assert result.value == pytest.approx(0.815, abs=0.0005)


@pytest.mark.parametrize("weights", ["quadratic", "linear"])
@pytest.mark.parametrize("name", R["kappa"])
def test_weighted_kappa_is_psych_cohen_kappa(name, weights):
    case = R["kappa"][name]
    levels = range(1, case["n_levels"] + 1)
    result = weighted_kappa(case["first"], case["second"], levels, weights)
    compare(result, case | {"value": case[weights]})


def test_percent_agreement_is_a_mean_over_pairs():
    case = R["percent_agreement"]
    result = percent_agreement(case["ratings"], range(1, 6))
    # Units and judges are counted in the Krippendorff case of the same ratings.
    compare(result, R["krippendorff"]["published"] | case)


@pytest.mark.parametrize("name", ["icc_balanced", "icc_unequal"])
def test_intraclass_correlation_is_psych_icc_and_anova(name):
    case = R[name]
    result = intraclass_correlation(case["values"], case["groups"])
    compare(result, case | {"n_dropped": 0})


def test_within_group_agreement_is_its_formula():
    case = R["rwg"]
    compare(within_group_agreement(case["matrix"], range(1, case["n_levels"] + 1)), case)


def test_benjamini_hochberg_is_p_adjust():
    case = R["benjamini_hochberg"]
    assert benjamini_hochberg(case["raw"]) == pytest.approx(tuple(case["adjusted"]), rel=ARITHMETIC)
