"""Records that a network keeps: columns with kinds and units, and rules across columns."""

from __future__ import annotations

import pytest

from tsa_research.errors import DeclarationError
from tsa_research.schemas.reading import list_record_types, load_record_type
from tsa_research.schemas.record_rules import RecordRule
from tsa_research.schemas.records import ROSTER, RecordColumn, RecordType

RULES = [
    # kind, cell, the other cell, kept
    ("not_before", "2025-09-02", "2025-09-01", True),
    ("not_before", "2025-09-01", "2025-09-01", True),
    ("not_before", "2025-08-31", "2025-09-01", False),
    ("not_before", "", "2025-09-01", True),
    ("not_before", "2025-09-01", "", True),
    ("only_if", "yes", "2025-09-01", True),
    ("only_if", "", "", True),
    ("only_if", "yes", "", False),
    ("not_both", "a", "b", False),
    ("not_both", "a", "", True),
    ("not_both", "", "b", True),
    ("either", "a", "", True),
    ("either", "", "b", True),
    ("either", "", "", False),
    ("either", "a", "b", False),
    ("differs", "oak", "elm", True),
    ("differs", "oak", "Oak", False),
    ("differs", "", "", True),
]


@pytest.mark.parametrize(("kind", "cell", "other", "kept"), RULES)
def test_a_rule_holds_two_cells_against_each_other(kind, cell, other, kept):
    assert RecordRule(kind, "first", "second").holds(cell, other) is kept


@pytest.mark.parametrize("name", list_record_types())
def test_a_reference_names_a_part_of_the_roster(name):
    named = {column.refers_to for column in load_record_type(name).columns} - {None}
    assert named
    assert named <= set(ROSTER)


@pytest.mark.parametrize("name", list_record_types())
def test_the_rules_of_a_record_compare_days_with_days(name):
    kind = load_record_type(name)
    dated = [rule for rule in kind.rules if rule.kind == "not_before"]
    assert {kind.column(at).kind for rule in dated for at in (rule.column, rule.other)} <= {"date"}


def record(*columns, rules=()):
    key = RecordColumn("thing_id", "Thing")
    return RecordType("things", 1, "Things", "", "thing_id", (key, *columns), "Ours.", rules)


def test_a_column_that_counts_needs_a_unit():
    with pytest.raises(DeclarationError, match="a unit such as minutes"):
        record(RecordColumn("took", "Took", kind="integer"))


def test_a_column_that_does_not_count_has_no_unit():
    with pytest.raises(DeclarationError, match="no unit"):
        record(RecordColumn("took", "Took", unit="minutes"))


def test_a_rule_names_columns_of_its_record():
    with pytest.raises(DeclarationError, match="due"):
        record(rules=(RecordRule("only_if", "thing_id", "due"),))
