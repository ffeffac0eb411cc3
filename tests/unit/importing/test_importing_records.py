"""Records beside the roster: checked, made anonymous, stored; nobody is kept who has left."""

from __future__ import annotations

import csv
from datetime import date

import pytest
from tiny_network import import_records, with_answers

from tsa_research.analyses.cycles import cycles
from tsa_research.errors import IntakeError
from tsa_research.identity import pseudonym, read_key
from tsa_research.record_import import import_record
from tsa_research.resources import shared_folder
from tsa_research.schemas.reading import load_record_type
from tsa_research.store import list_records, read_stored_record
from tsa_research.wave_import import import_wave
from tsa_research.workspace import open_workspace

LOG = "entry_id,school_id,teacher,coach,observed,focus,action_step,due,met"
GOOD = "e1,oak,one,two,2026-01-12,Questions,Wait for three seconds,2026-01-19,yes"


def stored(store, record):
    return read_stored_record(store, list_records(store, record))


def keep(network, record, *rows):
    text = "\n".join(rows) + "\n"
    (network / "records" / f"{record}.csv").write_text(text, encoding="utf-8")
    return open_workspace(network)


FAULTS = {
    "met without a day due": ("e2,oak,one,two,2026-01-12,,Wait,,yes", "met", "unless due", "yes"),
    "due before observed": (
        "e2,oak,one,two,2026-01-12,,Wait,2026-01-05,", "due", "not before observed", "2026-01-05",
    ),
    "a coach of oneself": ("e2,oak,one,one,2026-01-12,,,,", "coach", "not the same as", "one"),
    "an unknown school": ("e2,okk,one,two,2026-01-12,,,,", "school_id", "schools.csv", "okk"),
    "an unknown person": ("e2,oak,uno,two,2026-01-12,,,,", "teacher", "participants.csv", "uno"),
    "no date": ("e2,oak,one,two,12 January,,,,", "observed", "a date such as", "12 January"),
    "an unknown choice": (
        "e2,oak,one,two,2026-01-12,,Wait,2026-01-19,maybe", "met", "one of yes, no", "maybe",
    ),
    "a key that stands twice": (GOOD.replace("one", "three"), "entry_id", "every key once", "e1"),
    "a cell that must not be empty": ("e2,oak,one,two,,,,,", "observed", "a date", "nothing"),
}  # fmt: skip


@pytest.mark.parametrize(("row", "column", "expected", "got"), FAULTS.values(), ids=FAULTS)
def test_a_row_at_fault_is_set_aside_with_its_place(network, row, column, expected, got):
    done = import_record(keep(network, "coaching_log", LOG, GOOD, row), "coaching_log")
    assert done.balance == "2 rows in = 1 kept + 0 withdrawn + 1 set aside"
    fault = done.set_aside[0]
    assert (fault.file, fault.row, fault.item) == ("coaching_log.csv", 3, column)
    assert expected in fault.expected
    assert fault.got == got
    assert fault.next_step
    with (network / "set_aside" / "records_coaching_log.csv").open(newline="") as file:
        assert [line["row"] for line in csv.DictReader(file)] == ["3"]


def test_a_choice_may_be_written_in_capitals(network):
    row = "e2,oak,one,two,2026-01-12,,Wait,2026-01-19,YES"
    workspace = keep(network, "coaching_log", LOG, GOOD, row)
    assert not import_record(workspace, "coaching_log").set_aside
    assert stored(workspace.store, "coaching_log")["met"].tolist() == ["yes", "yes"]


def test_a_file_of_no_known_record_is_refused(network):
    with pytest.raises(IntakeError, match="There is no record of this name") as caught:
        import_records(keep(network, "coaching_logs", LOG, GOOD))
    assert "Did you mean coaching_log?" in caught.value.next_step


def test_people_are_stored_under_pseudonyms_in_running_text_as_well(network):
    named = "e1,oak,WREN@oak.example,two,2026-01-12,Watch robin elm,,,"
    workspace = keep(network, "coaching_log", LOG, named)
    import_records(workspace)
    key, table = read_key(workspace.key_file), stored(workspace.store, "coaching_log")
    one, two, three = (pseudonym(key, person) for person in ("one", "two", "three"))
    assert table[["teacher", "coach", "focus"]].iloc[0].tolist() == [one, two, f"Watch {three}"]
    assert table["alliance"].tolist() == ["north"]


def test_nothing_of_a_person_who_has_withdrawn_is_kept(network):
    header = "withdrawal_id,participant,withdrawn"
    keep(network, "withdrawals", header, "w1,finch@oak.example,2026-02-02")
    ours = "e2,elm,three,four,2026-01-12,After finch oak,,,"
    workspace = keep(network, "coaching_log", LOG, GOOD, ours)
    done = import_records(workspace)
    assert done[0].balance == "2 rows in = 1 kept + 1 withdrawn + 0 set aside"
    table = stored(workspace.store, "coaching_log")
    assert table["focus"].tolist() == ["After …"]
    assert stored(workspace.store, "withdrawals").empty


def test_figures_of_a_pupil_who_has_withdrawn_are_not_kept_as_those_of_a_group(network):
    keep(network, "withdrawals", "withdrawal_id,participant,withdrawn", "w1,two,2026-02-02")
    header = "outcome_id,school_id,pupil,group,measure,unit,before,after"
    rows = ("o1,oak,one,Quick,Writing,points,10,12", "o2,oak,two,Quick,Writing,points,10,17")
    import_records(keep(network, "pupil_outcomes", header, *rows))
    assert stored(open_workspace(network).store, "pupil_outcomes")["outcome_id"].tolist() == ["o1"]


def test_a_person_who_may_be_left_out_is_taken_out_of_a_row(network):
    keep(network, "withdrawals", "withdrawal_id,participant,withdrawn", "w1,two,2026-02-02")
    header = "cycle_id,school_id,triad,cycle,teacher,second,due"
    import_records(keep(network, "lesson_study_cycles", header, "c1,oak,A,1,one,two,2026-03-27"))
    store = open_workspace(network).store
    assert stored(store, "lesson_study_cycles")["second"].tolist() == [""]


def test_a_withdrawal_of_nobody_is_refused(network):
    workspace = keep(
        network, "withdrawals", "withdrawal_id,participant,withdrawn", "w1,to,2026-02-02"
    )
    with pytest.raises(IntakeError, match=r"withdrawals\.csv, row 2, participant"):
        import_records(workspace)


def test_an_answer_leaves_the_store_when_its_person_withdraws(network):
    workspace = with_answers(
        network, "one,Oak Primary,2026-03-03,2", "two,Oak Primary,2026-03-03,1"
    )
    assert import_wave(workspace, workspace.waves[0]).record.rows_kept == 2
    keep(network, "withdrawals", "withdrawal_id,participant,withdrawn", "w1,two,2026-03-09")
    again = import_wave(workspace, workspace.waves[0])
    assert again.record.balance == "2 responses in = 1 kept + 1 set aside"
    assert again.record.reasons == {"withdrawn": 1}


def test_the_cycles_of_the_example_are_counted_from_the_store(tmp_path):
    source = shared_folder() / "data" / "example"
    (tmp_path / "records").mkdir()
    for file in ("network.toml", *(f"records/{p.name}" for p in (source / "records").iterdir())):
        (tmp_path / file).write_bytes((source / file).read_bytes())
    workspace = open_workspace(tmp_path)
    done = import_record(workspace, "lesson_study_cycles")
    assert done.rows_in == done.rows_kept > 0
    finding = cycles(stored(workspace.store, done.kind.id), as_of=date(2026, 9, 1))
    assert finding.table["n_cycles"].sum() == done.rows_in
    assert finding.table["n_running"].sum() == 0


def test_a_network_that_lists_nobody_takes_people_as_typed_and_stores_pseudonyms(network):
    (network / "records" / "participants.csv").unlink()
    workspace = keep(network, "coaching_log", LOG, GOOD)
    done = import_record(workspace, "coaching_log")
    assert (done.rows_kept, done.rows_set_aside) == (1, 0)
    kept = stored(workspace.store, "coaching_log").iloc[0]
    key = read_key(workspace.key_file)
    assert (kept["teacher"], kept["coach"]) == (pseudonym(key, "one"), pseudonym(key, "two"))


def test_a_rare_column_may_be_left_out_of_the_file(network):
    workspace = keep(network, "coaching_log", LOG, GOOD)
    import_records(workspace)
    columns = set(stored(workspace.store, "coaching_log").columns)
    assert columns == {*load_record_type("coaching_log").column_ids, "alliance"}
