"""One more row of a record through the controls: checked, written, taken back."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from tsa_research.alphabet import alphabetical
from tsa_research.collect.audit_form import self_audit
from tsa_research.collect.practice import open_for_writing
from tsa_research.collect.protocol_form import protocol_session
from tsa_research.collect.record_entry import add_row, next_key, rows_of, take_back
from tsa_research.collect.record_fields import RecordFields, people_of
from tsa_research.collect.record_form import RecordEntry, record_entry
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
    row, faults = add_row(practice, LOG, entry(practice))
    assert faults == ()
    after = rows_of(practice, LOG)
    pd.testing.assert_frame_equal(after.iloc[:-1], before)
    assert after.iloc[-1][["entry_id", "action_step", "due"]].tolist() == [
        row.key,
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
    row, _ = add_row(practice, LOG, entry(practice))
    assert take_back(practice, LOG, row)
    assert not take_back(practice, LOG, row)
    pd.testing.assert_frame_equal(rows_of(practice, LOG), before)


def as_written(text, kind):
    """Return the bytes of a log as somebody else may have saved it."""
    header, *rows = text.splitlines()
    if kind == "own column":
        lines = [f"our note,{header}", *(f"note {n},{row}" for n, row in enumerate(rows))]
        return "".join(f"{one}\n" for one in lines).encode()
    if kind == "spreadsheet":
        lines = [header, *(row.replace(",yes,", ", Yes ,") for row in rows)]
        return b"\xef\xbb\xbf" + "".join(f"{one}\r\n" for one in lines).encode()
    if kind == "blank end":
        blank = "," * header.count(",")
        return (text + f"{blank}\n\n").encode()
    return text.rstrip("\n").encode()


@pytest.mark.parametrize("kind", ["own column", "spreadsheet", "blank end", "no last line end"])
def test_a_row_is_added_and_cut_and_no_other_byte_changes(practice, kind):
    path = practice.record_file("coaching_log")
    path.write_bytes(before := as_written(path.read_text(), kind))
    path.chmod(0o664)
    row, faults = add_row(practice, LOG, entry(practice))
    assert faults == ()
    longer = path.read_bytes()
    at = next(n for n, (a, b) in enumerate(zip(before + b"\0", longer, strict=False)) if a != b)
    added = len(longer) - len(before)
    assert longer[:at] + longer[at + added :] == before
    assert longer[at : at + added].count(b"\n") == 1
    assert path.stat().st_mode & 0o777 == 0o664
    assert rows_of(practice, LOG)["entry_id"].iloc[-1] == row.key
    assert take_back(practice, LOG, row)
    assert path.read_bytes() == before
    assert path.stat().st_mode & 0o777 == 0o664


def test_a_lone_line_break_of_somebody_else_does_no_harm(practice):
    path = practice.record_file("coaching_log")
    step = next(cell for cell in rows_of(practice, LOG)["action_step"] if cell)
    text = path.read_text().replace(f",{step},", f',"{step[:4]}\r{step[4:]}",', 1)
    path.write_bytes(before := text.encode())
    assert b"\r" in before
    row, _ = add_row(practice, LOG, entry(practice))
    assert rows_of(practice, LOG)["entry_id"].iloc[-1] == row.key
    assert take_back(practice, LOG, row)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("one\rtwo", "one two"),
        ("one\r\n\ntwo", "one two"),
        ("a\x00b\x1ec\u2028d\x85e", "a b c d e"),
        ('say "when", then, wait', 'say "when", then, wait'),
        ("=1+1", "'=1+1"),
        ("\n=1+1", "'=1+1"),
        ("\ud800x", "x"),
    ],
)
def test_whatever_is_typed_the_record_can_be_read_again(practice, typed, written):
    before = len(rows_of(practice, LOG))
    _, faults = add_row(practice, LOG, entry(practice, action_step=typed))
    assert faults == ()
    rows = rows_of(practice, LOG)
    assert len(rows) == before + 1
    assert rows["action_step"].iloc[-1] == written


def test_a_cell_that_is_too_long_to_be_read_again_is_refused(practice):
    before = practice.record_file("coaching_log").read_bytes()
    with pytest.raises(UsageError, match="cannot be added"):
        add_row(practice, LOG, entry(practice, action_step="x" * 200_000))
    assert practice.record_file("coaching_log").read_bytes() == before


def test_a_column_that_the_file_lacks_is_added_for_a_cell_that_needs_it(practice):
    path = practice.record_file("coaching_log")
    needed = [column.id for column in LOG.columns if column.required]
    first = rows_of(practice, LOG).iloc[0]
    path.write_text(f"{','.join(needed)},note\n{','.join(first[needed])},ours\n")
    row, faults = add_row(practice, LOG, entry(practice))
    assert faults == ()
    header, old, new = path.read_text().splitlines()
    assert header == f"{','.join(needed)},note,action_step,due"
    assert old == f"{','.join(first[needed])},ours,,"
    assert new.startswith(f"{row.key},")
    assert new.endswith(",,Wait,2026-12-01")


def test_only_the_very_row_that_was_written_is_taken_back(practice):
    path = practice.record_file("coaching_log")
    before = path.read_bytes()
    mine, _ = add_row(practice, LOG, entry(practice))
    path.write_bytes(before)  # somebody removes it by hand
    other, _ = add_row(practice, LOG, entry(practice, action_step="Ask"))
    assert other.key == mine.key
    assert not take_back(practice, LOG, mine)
    assert rows_of(practice, LOG)["action_step"].iloc[-1] == "Ask"


@pytest.mark.parametrize(
    ("column", "day"),
    [("observed", "0206-01-05"), ("observed", "1999-12-31"), ("due", "2101-01-01")],
)
def test_a_day_that_must_be_a_slip_is_refused(practice, column, day):
    fields = RecordFields(practice, LOG)
    fill(fields, practice, **{column: day})
    assert not fields.save()
    assert f"the years 2000 to 2100; got {day}." in fields.faults[column].value


def no_room(*_, **__):
    raise OSError(28, "No space left on device")


def fill(fields, workspace, **more):
    for name, text in entry(workspace, **more).items():
        is_day = name in ("observed", "due")
        fields.controls[name].value = date.fromisoformat(text) if is_day else text


def test_a_disk_that_is_full_is_said_and_nothing_is_lost(practice, monkeypatch):
    fields = RecordFields(practice, LOG)
    fill(fields, practice)
    with monkeypatch.context() as full:
        full.setattr("tsa_research.csv_lines.write_atomically", no_room)
        assert not fields.save()
        assert fields.announcer.text.startswith("Not saved. A file of the network cannot be")
        assert "No space left on device" in fields.result.value
    assert fields.save()
    with monkeypatch.context() as full:
        full.setattr("tsa_research.csv_lines.write_atomically", no_room)
        assert not fields.take_back()
        assert "is not taken back. A file of the network cannot be" in fields.announcer.text
    assert fields.take_back()
    assert fields.announcer.text.endswith("is taken back.")


def test_a_row_that_is_there_no_longer_is_not_said_to_be_taken_back(practice):
    fields, path = RecordFields(practice, LOG), practice.record_file("coaching_log")
    before = path.read_bytes()
    fill(fields, practice)
    fields.save()
    path.write_bytes(before)
    assert not fields.take_back()
    assert "does not have it any more as it was saved here" in fields.announcer.text
    assert not fields.take_back()
    assert fields.announcer.text.startswith("Nothing has been saved here")


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


def test_people_of_one_name_are_told_apart(practice):
    path = practice.record_file("participants")
    roster = read_roster(practice)
    first, second = roster.participants.iloc[0], roster.participants.iloc[1]
    path.write_text(path.read_text().replace(second["name"], first["name"], 1))
    for school in (first["school_id"], ""):
        offered = people_of(read_roster(practice), school)
        labels = {value: label for label, value in offered}
        for person in (first["participant_id"], second["participant_id"]):
            assert labels[person].endswith(f" ({person})")
        assert len({label for label, _ in offered}) == len(offered)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"record": "coaching_logs"}, "Did you mean coaching_log?"),
        ({"record": "../coding/codebook"}, "There is no record of this name."),
        ({"network": "no/such/folder"}, "There is no network here."),
    ],
)
def test_what_cannot_be_opened_is_a_page_that_says_why(asked, expected):
    page = record_entry(**asked)
    assert expected in "".join(child.value for child in page.children)


def test_a_roster_that_cannot_be_read_is_a_page_that_says_so(practice):
    practice.record_file("schools").write_text("broken\n")
    for opened in (record_entry, protocol_session, self_audit):
        page = opened(str(practice.folder))
        assert "lacks a column" in "".join(child.value for child in page.children)


def test_the_footer_of_the_page_names_nothing_that_an_app_does_not_show():
    (notebook,) = (Path(__file__).parents[3] / "notebooks").glob("*_coaching_entry.ipynb")
    footer = "".join(json.loads(notebook.read_text(encoding="utf-8"))["cells"][-1]["source"])
    assert "above" not in footer
    record = footer.partition("-p record=")[2].partition("`")[0]
    assert record in list_record_types()


def test_a_record_saved_with_semicolons_stays_one(practice):
    path = practice.record_file("coaching_log")
    cells = rows_of(practice, LOG)
    path.write_text(cells.to_csv(index=False, sep=";"), encoding="utf-8")
    before = path.read_text(encoding="utf-8")
    row, faults = add_row(practice, LOG, entry(practice, action_step="Wait; then ask"))
    assert faults == ()
    after = path.read_text(encoding="utf-8")
    assert after.startswith(before)
    assert ';"Wait; then ask";' in after.removeprefix(before)
    assert rows_of(practice, LOG)["action_step"].iloc[-1] == "Wait; then ask"
    assert take_back(practice, LOG, row)
    assert path.read_text(encoding="utf-8") == before
