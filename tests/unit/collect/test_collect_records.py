"""One more row of a record through the controls: checked, written, taken back."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from tsa_research.alphabet import alphabetical
from tsa_research.collect.practice import open_for_writing
from tsa_research.collect.record_entry import add_row, next_key, rows_of, take_back
from tsa_research.collect.record_fields import RecordFields
from tsa_research.collect.record_form import RecordEntry
from tsa_research.errors import UsageError
from tsa_research.record_import import import_record
from tsa_research.roster import read_roster
from tsa_research.schemas.reading import list_record_types, load_record_type
from tsa_research.workspace import open_workspace

LOG = load_record_type("coaching_log")


@pytest.fixture
def practice():
    return open_for_writing("example")[0]


def entry(workspace, **more):
    row = rows_of(workspace, LOG).iloc[0]
    given = {name: row[name] for name in ("school_id", "teacher", "coach")}
    return given | {"observed": "2026-11-24", "action_step": "Wait", "due": "2026-12-01"} | more


def test_a_row_is_written_and_imported(practice):
    before = rows_of(practice, LOG)
    key, faults = add_row(practice, LOG, entry(practice))
    assert faults == ()
    after = rows_of(practice, LOG)
    pd.testing.assert_frame_equal(after.iloc[:-1], before)
    assert after.iloc[-1][["entry_id", "action_step", "due"]].tolist() == [
        key,
        "Wait",
        "2026-12-01",
    ]
    assert not import_record(practice, "coaching_log").set_aside


def test_a_row_that_breaks_a_rule_is_not_written(practice):
    before = practice.record_file("coaching_log").read_bytes()
    _, faults = add_row(practice, LOG, entry(practice, due="2026-11-01", observed=""))
    assert {fault.item for fault in faults} == {"observed"}
    _, faults = add_row(practice, LOG, entry(practice, due="2026-11-01"))
    assert [(fault.item, fault.got) for fault in faults] == [("due", "2026-11-01")]
    assert practice.record_file("coaching_log").read_bytes() == before


def test_a_row_can_be_taken_back(practice):
    before = rows_of(practice, LOG)
    key, _ = add_row(practice, LOG, entry(practice))
    assert take_back(practice, LOG, key)
    assert not take_back(practice, LOG, key)
    pd.testing.assert_frame_equal(rows_of(practice, LOG), before)


@pytest.mark.parametrize(
    ("keys", "expected"),
    [([], "coaching_log-0001"), (["a", "b"], "coaching_log-0003"), (["e9", "e10"], "e11")],
)
def test_a_key_is_new(keys, expected):
    assert next_key(LOG, pd.DataFrame({"entry_id": keys}, dtype="str")) == expected


def test_a_network_of_the_package_is_never_written_to():
    with pytest.raises(UsageError, match="belongs to the package"):
        add_row(open_workspace("example"), LOG, {})


def test_the_controls_save_a_row_and_keep_what_the_next_one_needs(practice):
    form, given = RecordEntry(practice, LOG, "practice"), entry(practice)
    assert form.fields.controls["observed"].value == date.today()
    for name, text in given.items():
        form.fields.controls[name].value = (
            date.fromisoformat(text) if name in ("observed", "due") else text
        )
    form.save()
    assert form.fields.announcer.text.startswith("Saved as ")
    assert form.fields.controls["coach"].value == given["coach"]
    assert form.fields.controls["action_step"].value == ""
    form.undo()
    assert form.fields.announcer.text.endswith("is taken back.")
    assert "Wait" not in rows_of(practice, LOG)["action_step"].tail(1).tolist()


def test_what_is_wrong_stands_beside_its_field(practice):
    form = RecordEntry(practice, LOG, "practice")
    form.save()
    assert "Please fill this in." in form.fields.faults["teacher"].value
    assert form.fields.announcer.text.startswith("Not saved yet. Please look at: ")


@pytest.mark.parametrize("record", list_record_types())
def test_every_record_has_its_controls(practice, record):
    kind = load_record_type(record)
    form = RecordEntry(practice, kind, "practice")
    assert {kind.key, *form.fields.controls} == set(kind.column_ids)


def test_the_people_of_the_school_come_first_and_whoever_was_chosen_stays(practice):
    fields = RecordFields(practice, LOG)
    row = rows_of(practice, LOG).iloc[0]
    fields.controls["coach"].value = row["coach"]
    fields.controls["school_id"].value = row["school_id"]
    people = read_roster(practice).participants
    own = people.loc[people["school_id"] == row["school_id"]]
    offered = fields.controls["teacher"].options
    assert {value for _, value in offered[1 : 1 + len(own)]} == set(own["participant_id"])
    assert [label for label, _ in offered[1 : 1 + len(own)]] == alphabetical(own["name"])
    assert len(offered) == 1 + len(people)
    assert all(", " in label for label, _ in offered[1 + len(own) :])
    assert fields.controls["coach"].value == row["coach"]
    assert fields.controls["teacher"].value == ""


def test_what_is_wrong_names_fields_as_they_are_called_on_the_page(practice):
    fields = RecordFields(practice, LOG)
    for name, cell in entry(practice).items():
        days = ("observed", "due")
        fields.controls[name].value = date.fromisoformat(cell) if name in days else cell
    fields.controls["due"].value = date(2026, 11, 1)
    assert not fields.save()
    assert "not before “Observed on”" in fields.faults["due"].value
