"""Declaration → suite: the rules that answers or records are held against, as a document.

A suite is generated from the instrument or record type, so that nothing is written down twice.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tsa_research.schemas.model import Instrument
from tsa_research.schemas.questions import JOINT, Question
from tsa_research.schemas.record_checks import (
    RecordCheck,
    day_checks,
    record_checks,
    reference_checks,
)
from tsa_research.schemas.records import RecordType

DERIVED_CHECKS: tuple[tuple[str, str, str, str], ...] = (
    (
        "school_given",
        "missing_school",
        "the school that the answer belongs to",
        "Fill in the school, or give the person's id so that the roster can tell it.",
    ),
    (
        "school_known",
        "unknown_school",
        "a school in records/schools.csv",
        "Correct the school, or add it to records/schools.csv.",
    ),
    (
        "school_agrees",
        "other_school",
        "the school that the roster gives for this person",
        "Correct the answer, or the person's row in records/participants.csv.",
    ),
    (
        "person_known",
        "unknown_person",
        "a person in records/participants.csv",
        "Correct the identity, or add the person to records/participants.csv.",
    ),
    (
        "answered_once",
        "duplicate_respondent",
        "one answer from each person in a wave",
        "Decide which of these responses counts and delete all rows of the others.",
    ),
    (
        "submitted_possible",
        "impossible_date",
        "a day from the opening of the wave up to today",
        "Correct the date, or the wave's dates in network.toml.",
    ),
    (
        "something_answered",
        "nothing_answered",
        "at least one answer",
        "Nothing to do: an empty form says nothing. Delete it if you like.",
    ),
)
"""Rules over several fields: column that must be true, kind, expected, next step."""


def suite_document(instrument: Instrument) -> dict[str, Any]:
    """Return the suite of an instrument as the document that is kept in ``suites/``.

    Expectations on one column hold the codes of its scale; rules over several fields are
    expectations on a derived column that must be true.
    """
    expectations = [
        _in_set(
            item.column,
            [str(option.code) for option in item.scale.options],
            kind="unknown_answer",
            expected=", ".join(f"{o.code} ({o.label})" for o in item.scale.options),
            next_step="Correct the answer in the export, or the scale in the instrument.",
        )
        for item in instrument.items
    ]
    expectations += [
        _in_set(
            group.id,
            list(group.codes),
            kind="unknown_group",
            expected=", ".join(f"{code} ({label})" for code, label in group.options),
            next_step="Correct the answer in the export, or the options in the instrument.",
        )
        for group in instrument.groups
    ]
    expectations += [_of_question(question) for question in instrument.questions]
    expectations += [
        _in_set(column, [True], kind=kind, expected=expected, next_step=next_step)
        for column, kind, expected, next_step in DERIVED_CHECKS
    ]
    return {
        "name": f"{instrument.id}_v{instrument.version}",
        "expectations": expectations,
        "meta": {"instrument": instrument.id, "version": instrument.version},
    }


LONGEST_TEXT = 5000
"""Characters of the longest answer in people's own words."""


def _of_question(question: Question) -> dict[str, Any]:
    """Return the expectation on a question that is not rated: known options, or a length."""
    if not question.has_options:
        return {
            "type": "expect_column_value_lengths_to_be_between",
            "kwargs": {"column": question.id, "max_value": LONGEST_TEXT},
            "meta": {
                "kind": "long_text",
                "expected": f"at most {LONGEST_TEXT} characters",
                "next_step": "Shorten the answer in a copy of the file, and import the copy.",
            },
        }
    option = f"(?:{'|'.join(question.codes)})"
    return {
        "type": "expect_column_values_to_match_regex",
        "kwargs": {"column": question.id, "regex": f"^{option}(?:{JOINT}{option})*$"},
        "meta": {
            "kind": "unknown_option",
            "expected": ", ".join(f"{code} ({label})" for code, label in question.options),
            "next_step": "Correct the answer in the export, or the options in the instrument.",
        },
    }


def _in_set(column: str, values: list[Any], **meta: str) -> dict[str, Any]:
    return {
        "type": "expect_column_values_to_be_in_set",
        "kwargs": {"column": column, "value_set": values},
        "meta": meta,
    }


def record_suite(kind: RecordType) -> dict[str, Any]:
    """Return the suite of a record type: one expectation for each of its checks.

    A choice is held against its codes; every other check is a derived column that must be true.
    """
    checks = (*record_checks(kind), *reference_checks(kind), *day_checks(kind))
    return {
        "name": f"{kind.id}_v{kind.version}",
        "expectations": [_of_check(check) for check in checks],
        "meta": {"record": kind.id, "version": kind.version},
    }


def _of_check(check: RecordCheck) -> dict[str, Any]:
    column, values = check.name, list[Any]([True])
    if check.kind == "cell" and check.column.kind == "choice":
        blank = [] if check.column.required else [""]
        column, values = check.column.id, [*(code for code, _ in check.column.options), *blank]
    step = f"Correct {check.column.id} in this row, and import again."
    return _in_set(column, values, kind=check.kind, expected=check.expected, next_step=step)


def write_suite(declaration: Instrument | RecordType, folder: Path) -> Path:
    """Write the suite of an instrument or record type to ``folder`` and return the file."""
    if isinstance(declaration, RecordType):
        document = record_suite(declaration)
    else:
        document = suite_document(declaration)
    path = folder / f"{declaration.id}.json"
    path.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n")
    return path
