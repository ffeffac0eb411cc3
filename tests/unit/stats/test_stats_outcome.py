"""A value that cannot be computed says so, and mistakes of the caller are errors."""

import dataclasses
import subprocess
import sys

import numpy as np
import pytest

from tsa_research.stats.arguments import as_array, as_levels, as_pair, check_confidence
from tsa_research.stats.outcome import NotComputable, too_few


def test_not_computable_is_false_and_carries_its_reason():
    outcome = NotComputable("share", "nobody answered", 0)
    assert bool(outcome) is False
    assert (outcome.statistic, outcome.reason, outcome.n) == ("share", "nobody answered", 0)


def test_not_computable_cannot_be_changed():
    outcome = NotComputable("share", "nobody answered", 0)
    with pytest.raises(dataclasses.FrozenInstanceError):
        outcome.n = 3


@pytest.mark.parametrize(
    ("n", "ending"), [(0, "there are 0"), (1, "there is 1"), (7, "there are 7")]
)
def test_too_few_reads_as_a_sentence(n, ending):
    expected = NotComputable("alpha", f"needs at least 10 people; {ending}", n)
    assert too_few("alpha", 10, "people", n) == expected


@pytest.mark.parametrize("confidence", [0, 1, 95, -0.5, float("nan")])
def test_a_confidence_outside_0_to_1_is_an_error(confidence):
    with pytest.raises(ValueError, match=r"between 0 and 1, such as 0\.95; got"):
        check_confidence(confidence)


def test_none_and_nan_are_missing():
    assert np.isnan(as_array([None, np.nan], "codes", 1)).tolist() == [True, True]


def test_an_infinite_answer_is_an_error():
    with pytest.raises(ValueError, match="codes holds an infinite value"):
        as_array([1, np.inf], "codes", 1)


@pytest.mark.parametrize(("dimensions", "shape"), [(1, "one list"), (2, "a table")])
def test_the_wrong_number_of_dimensions_is_an_error(dimensions, shape):
    with pytest.raises(ValueError, match=f"codes must be {shape}.* got 3 dimensions"):
        as_array([[[1]]], "codes", dimensions)


def test_the_callers_array_is_left_alone():
    mine = np.array([1.0, 2.0])
    as_array(mine, "codes", 1)[0] = 9
    assert mine.tolist() == [1.0, 2.0]


def test_lists_about_different_people_are_an_error():
    with pytest.raises(ValueError, match=r"before and after must list the same people.* 2 and 1"):
        as_pair([1, 2], [1], ("before", "after"))


@pytest.mark.parametrize("levels", [(), (1, 2, 1)])
def test_a_scale_without_levels_or_with_one_twice_is_an_error(levels):
    with pytest.raises(ValueError, match="each level of the scale once"):
        as_levels(levels)


def test_importing_the_modules_loads_no_heavy_library():
    modules = (
        "agreement arguments clustering independent multiplicity one_factor ordinal outcome "
        "paired proportion ranks reliability resampling"
    )
    code = (
        f"import importlib, sys\n"
        f"for name in {modules.split()!r}: importlib.import_module('tsa_research.stats.' + name)\n"
        f"print(sorted({{'scipy', 'statsmodels', 'krippendorff', 'pandas'}} & set(sys.modules)))"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert loaded.stdout.strip() == "[]"
