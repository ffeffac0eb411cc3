"""The verdict of the suite: row by row, once for each data set, and without any answer in it."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from tiny_network import GRADE, candidates

from tsa_research.suites import DERIVED_CHECKS, suite_document
from tsa_research.validation import validate

# great-expectations imports modules of the standard library that are going out of use
pytestmark = pytest.mark.filterwarnings("ignore:module 'sre_:DeprecationWarning")

PROGRAM = """
import sys
from pathlib import Path
from tiny_network import GRADE, candidates
from tsa_research.validation import validate
validate(candidates("1", "7", None), GRADE, Path(sys.argv[1]))
print("great_expectations" in sys.modules)
"""


def imports_great_expectations(cache):
    """Validate in a new process and tell whether great-expectations was loaded."""
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(cache)],
        cwd=Path(__file__).parent,
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout.strip() == "True"


def test_flawless_answers_and_blanks_pass(tmp_path):
    verdict = validate(candidates("1", "4", None), GRADE, tmp_path)
    assert verdict.failures == ()
    assert verdict.n_expectations == len(suite_document(GRADE)["expectations"])


@pytest.mark.parametrize("typed", ["0", "5", "1.0", "01", "Good", "nan", ""])
def test_an_answer_off_the_scale_fails_with_row_and_column(tmp_path, typed):
    verdict = validate(candidates("1", typed, "2"), GRADE, tmp_path)
    assert [(f.row, f.column, f.kind) for f in verdict.failures] == [
        (1, "lesson_grade", "unknown_answer")
    ]
    assert "1 (Outstanding)" in verdict.failures[0].expected


def test_every_rule_over_several_fields_is_tested_and_names_what_to_do(tmp_path):
    frame = candidates(*["1"] * len(DERIVED_CHECKS))
    for row, (column, *_) in enumerate(DERIVED_CHECKS):
        frame.loc[row, column] = False
    found = [
        (f.column, f.kind, f.expected, f.next_step)
        for f in validate(frame, GRADE, tmp_path).failures
    ]
    assert found == list(DERIVED_CHECKS)


def test_a_row_with_several_faults_is_one_row(tmp_path):
    frame = candidates("9", "1").assign(person_known=[False, True])
    verdict = validate(frame, GRADE, tmp_path)
    assert len(verdict.failures) == 2
    assert verdict.rows == {0}


def test_the_same_data_are_not_checked_twice(tmp_path):
    first = validate(candidates("1", "7", None), GRADE, tmp_path)
    assert validate(candidates("1", "7", None), GRADE, tmp_path) == first
    assert [path.stem for path in tmp_path.iterdir()] == [first.digest]


def test_great_expectations_is_not_loaded_when_the_verdict_is_known(tmp_path):
    assert imports_great_expectations(tmp_path)
    assert not imports_great_expectations(tmp_path)


@pytest.mark.parametrize("other", [("7", "1"), ("1", "nan"), ("1", "None"), ("1",), ("1", "")])
def test_other_data_have_a_verdict_of_their_own(tmp_path, other):
    digests = {
        validate(candidates(*given), GRADE, tmp_path).digest for given in (("1", None), other)
    }
    assert len(digests) == 2


def test_another_version_of_the_form_has_a_verdict_of_its_own(tmp_path):
    newer = replace(GRADE, version=GRADE.version + 1)
    digests = {validate(candidates("1"), form, tmp_path).digest for form in (GRADE, newer)}
    assert len(digests) == 2


def test_a_kept_verdict_holds_no_answer(tmp_path):
    validate(candidates("wren@oak.example"), GRADE, tmp_path)
    assert "wren" not in "".join(path.read_text(encoding="utf-8") for path in tmp_path.iterdir())
