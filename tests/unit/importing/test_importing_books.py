"""The books balance in every case: responses in = kept + set aside, each with its reason."""

from __future__ import annotations

import csv
import stat
from datetime import date

import pytest
from tiny_network import GRADE, HEADER, with_answers

from tsa_research.books import read_import_record, set_aside_file
from tsa_research.errors import DeclarationError, IntakeError, NothingToReportError
from tsa_research.resources import shared_folder
from tsa_research.schemas.reading import load_instrument
from tsa_research.store import list_slices, read_slices
from tsa_research.study import declared_slices, open_study
from tsa_research.wave_import import check_wave, import_wave, undeclared_waves
from tsa_research.workspace import open_workspace

# great-expectations imports modules of the standard library that are going out of use
pytestmark = pytest.mark.filterwarnings("ignore:module 'sre_:DeprecationWarning")

TODAY = date(2026, 4, 1)
GOOD = "one,oak,2026-03-02,1"

CASES = {
    "nothing wrong": ([GOOD, "two,oak,2026-03-03,2"], {}),
    "an answer off the scale": ([GOOD, "two,oak,2026-03-03,7"], {"unknown_answer": 1}),
    "an unknown school": ([GOOD, "two,beech,2026-03-03,1"], {"unknown_school": 1}),
    "a school that is not the person's": ([GOOD, "two,ash,2026-03-03,1"], {"other_school": 1}),
    "an unknown person": ([GOOD, "nine,oak,2026-03-03,1"], {"unknown_person": 1}),
    "nobody and nowhere": ([GOOD, ",,2026-03-03,1"], {"missing_school": 1}),
    "a person twice": (
        [GOOD, "two,oak,2026-03-03,1", "TWO,oak,2026-03-04,1"],
        {"duplicate_respondent": 2},
    ),
    "a person by id and by address": (
        [GOOD, "two,oak,2026-03-03,1", "finch@oak.example,oak,2026-03-04,1"],
        {"duplicate_respondent": 2},
    ),
    "a day before the opening": ([GOOD, "two,oak,2026-03-01,1"], {"impossible_date": 1}),
    "a day in the future": ([GOOD, "two,oak,2026-04-02,1"], {"impossible_date": 1}),
    "a day that cannot be read": ([GOOD, "two,oak,last week,1"], {"impossible_date": 1}),
    "no answer at all": ([GOOD, "two,oak,2026-03-03,"], {"nothing_answered": 1}),
    "a row with a field too many": ([GOOD, "two,oak,2026-03-03,1,9"], {"ragged_row": 1}),
    "two faults in one row": ([GOOD, "nine,beech,2026-03-03,7"], {"unknown_answer": 1}),
    "several rows with a fault each": (
        [GOOD, "two,oak,2026-03-03,7", "three,elm,2026-03-03,1,1", "four,beech,2026-03-03,1"],
        {"ragged_row": 1, "unknown_answer": 1, "unknown_school": 1},
    ),
}


def told(network, *rows, file="spring.csv"):
    """Return what is set aside of some answers: the row, what came, and what to do."""
    workspace = with_answers(network, *rows, file=file)
    checked = check_wave(workspace, workspace.waves[0], today=TODAY)
    return [(entry.row, entry.got, entry.next_step) for entry in checked.set_aside]


def test_of_somebody_who_answered_twice_the_other_row_is_named(network):
    found = told(network, GOOD, "two,oak,2026-03-03,1", "TWO,oak,2026-03-04,1")
    said = "several answers from this person, also in row {} of spring.csv"
    assert [entry[:2] for entry in found] == [(3, said.format(4)), (4, said.format(3))]


def test_of_somebody_who_answered_in_two_files_the_other_file_is_named(network):
    settings = network / "network.toml"
    text = settings.read_text().replace(
        '"inbox/spring.csv"', '"inbox/spring.csv", "inbox/late.csv"'
    )
    settings.write_text(text)
    with_answers(network, GOOD, "two,oak,2026-03-03,1", file="spring.csv")
    found = told(network, "two,oak,2026-03-05,1", file="late.csv")
    assert [got.partition("also in ")[2] for _, got, _ in found] == [
        "row 2 of late.csv",
        "row 3 of spring.csv",
    ]


def test_of_somebody_who_answered_many_times_five_other_rows_are_named(network):
    found = told(network, GOOD, *(f"two,oak,2026-03-{day:02},1" for day in range(3, 11)))
    assert len(found) == 8
    assert found[0][1].endswith(
        "also in row 4 of spring.csv and row 5 of spring.csv and row 6 of spring.csv and row 7 of "
        "spring.csv and row 8 of spring.csv and 2 more"
    )


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("Elm Prim", "Elm Primary"), ("Elm Primery", "Elm Primary"), ("Beech", "")],
)
def test_a_school_that_is_written_otherwise_is_asked_about(network, typed, meant):
    ((_, _, step),) = told(network, GOOD, f"two,{typed},2026-03-03,1")
    asked = f"Did you mean {meant}? " if meant else ""
    assert step == f"{asked}Correct the school, or add it to records/schools.csv."


def test_a_school_whose_title_was_cut_short_is_asked_about(network):
    path = network / "records" / "schools.csv"
    longer = "Toffee Hill Church of England Voluntary Aided Primary School"
    path.write_text(path.read_text().replace("Elm Primary", longer))
    ((_, _, step),) = told(network, GOOD, "two,Toffee Hill,2026-03-03,1")
    assert step.startswith(f"Did you mean {longer}? ")


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_books_balance_and_give_each_reason(network, case):
    rows, reasons = case
    workspace = with_answers(network, *rows)
    checked = check_wave(workspace, workspace.waves[0], today=TODAY)
    record = checked.record
    assert record.rows_in == len(rows) == record.rows_kept + record.rows_set_aside
    assert record.rows_kept == len(checked.usable)
    assert record.reasons == reasons
    assert {(entry.file, entry.row) for entry in checked.set_aside} <= {
        ("spring.csv", row) for row in range(2, len(rows) + 2)
    }


LONG = "respondent,school,submitted,membership,item,target,answer"


def with_long_answers(network, *changes):
    """Write the trust survey of four anonymous respondents, one answer per row, with changes."""
    trust = load_instrument("trust_survey")
    rows = [
        [f"r{n}", "oak", "2026-03-03", "over_18_months", item.id, item.target or "", "1"]
        for n in range(1, 5)
        for item in trust.items
    ]
    for row, place, text in changes:
        rows[row - 2][place] = text
    settings = (network / "network.toml").read_text(encoding="utf-8")
    settings = settings.replace("lesson_self_grade", trust.id)
    (network / "network.toml").write_text(settings, encoding="utf-8")
    text = "\n".join([LONG, *map(",".join, rows)]) + "\n"
    (network / "inbox" / "spring.csv").write_text(text, encoding="utf-8")
    workspace = open_workspace(network)
    return check_wave(workspace, workspace.waves[0], today=TODAY)


def test_a_fault_in_a_long_table_names_the_row_of_the_answer(network):
    checked = with_long_answers(network, (4, 6, "Agreee"), (5, 6, "77"))
    by_row = {entry.row: entry for entry in checked.set_aside}
    assert {row: entry.got for row, entry in by_row.items()} == {4: "Agreee", 5: "77"}
    assert "Did you mean “Agree”?" in by_row[4].next_step
    assert "Did you mean" not in by_row[5].next_step
    assert checked.record.balance == "4 responses in = 3 kept + 1 set aside"


def test_nobody_in_a_long_table_is_counted_twice(network):
    n_items = len(load_instrument("trust_survey").items)
    changes = [(row, 3, "") for row in range(3, 2 + n_items)]
    record = with_long_answers(network, *changes).record
    assert record.balance == "4 responses in = 3 kept + 1 set aside"
    assert record.reasons_in_words == "1 × respondent whose rows contradict each other"


def test_a_long_table_of_contradictions_only_has_balanced_books(network):
    n_items = len(load_instrument("trust_survey").items)
    record = with_long_answers(network, *((3 + n_items * n, 3, "") for n in range(4))).record
    assert record.balance == "4 responses in = 0 kept + 4 set aside"


def test_a_late_answer_is_kept_and_counted(network):
    workspace = with_answers(network, GOOD, "two,oak,2026-03-28,1")
    record = check_wave(workspace, workspace.waves[0], today=TODAY).record
    assert (record.rows_kept, record.late) == (2, 1)


def test_an_answer_without_a_person_counts_for_its_school(network):
    workspace = with_answers(network, GOOD, ",ash,2026-03-03,1")
    import_wave(workspace, workspace.waves[0], today=TODAY)
    stored = read_slices(workspace.store, list(list_slices(workspace.store)))
    assert sorted(zip(stored["school"], stored["linked"], strict=True)) == [
        ("ash", False),
        ("oak", True),
    ]


def test_the_books_of_several_files_are_one(network):
    (network / "inbox" / "late.csv").write_text(f"{HEADER}\nthree,elm,2026-03-03,7\n")
    settings = (network / "network.toml").read_text(encoding="utf-8")
    settings = settings.replace('["inbox/spring.csv"]', '["inbox/spring.csv", "inbox/late.csv"]')
    (network / "network.toml").write_text(settings, encoding="utf-8")
    workspace = with_answers(network, GOOD)
    record = check_wave(workspace, workspace.waves[0], today=TODAY).record
    assert record.balance == "2 responses in = 1 kept + 1 set aside"
    assert [line["rows_in"] for line in record.files] == ["1", "1"]


@pytest.mark.parametrize("other", ["inbox/b/spring.csv", "inbox/spring.csv", "inbox/Spring.csv"])
def test_two_files_of_one_name_are_refused(network, other):
    settings = (network / "network.toml").read_text(encoding="utf-8")
    settings = settings.replace('["inbox/spring.csv"]', f'["inbox/spring.csv", "{other}"]')
    (network / "network.toml").write_text(settings, encoding="utf-8")
    with pytest.raises(DeclarationError) as caught:
        open_workspace(network)
    assert caught.value.expected == "every file once, and no two of the same name"


def test_a_person_twice_is_found_without_a_roster_too(network):
    (network / "records" / "participants.csv").unlink()
    workspace = with_answers(network, GOOD, "seven,oak,2026-03-03,1", "SEVEN,oak,2026-03-03,1")
    record = check_wave(workspace, workspace.waves[0], today=TODAY).record
    assert record.reasons == {"duplicate_respondent": 2}


def test_what_was_set_aside_is_listed_for_its_owner_only(network):
    workspace = with_answers(network, GOOD, "two,oak,2026-03-03,=1+1")
    import_wave(workspace, workspace.waves[0], today=TODAY)
    path = set_aside_file(workspace, workspace.waves[0])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    (line,) = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    assert (line["file"], line["row"], line["item"]) == ("spring.csv", "3", "lesson_grade")
    assert line["got"] == "'=1+1"


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_no_cell_of_that_list_begins_a_formula(network, start):
    workspace = with_answers(network, GOOD, f"two,{start}SUM(A1),2026-03-03,1")
    import_wave(workspace, workspace.waves[0], today=TODAY)
    text = set_aside_file(workspace, workspace.waves[0]).read_text(encoding="utf-8")
    rows = csv.reader(text.splitlines())
    assert [cell for row in rows for cell in row if cell[:1] in ("=", "+", "-", "@")] == []


def test_a_list_that_is_no_longer_true_is_removed(network):
    workspace = with_answers(network, GOOD, "two,oak,2026-03-03,7")
    import_wave(workspace, workspace.waves[0], today=TODAY)
    workspace = with_answers(network, GOOD, "two,oak,2026-03-03,2")
    import_wave(workspace, workspace.waves[0], today=TODAY)
    assert not set_aside_file(workspace, workspace.waves[0]).exists()


def test_a_wave_of_which_nothing_is_usable_is_refused_with_its_list(network):
    workspace = with_answers(network, "one,oak,2026-03-02,7")
    with pytest.raises(IntakeError, match=r"1 response in = 0 kept \+ 1 set aside"):
        import_wave(workspace, workspace.waves[0], today=TODAY)
    assert set_aside_file(workspace, workspace.waves[0]).is_file()
    assert not (workspace.store / "answers").exists()
    assert read_import_record(workspace, workspace.waves[0]) is None


@pytest.mark.parametrize(
    "change",
    ["inbox/spring.csv", "records/schools.csv", "records/participants.csv", "network.toml"],
)
def test_only_a_change_of_an_input_leads_to_a_new_import(network, change):
    workspace = with_answers(network, GOOD)
    assert import_wave(workspace, workspace.waves[0], today=TODAY).fresh
    assert not import_wave(workspace, workspace.waves[0], today=TODAY).fresh
    path = network / change
    path.write_text(path.read_text(encoding="utf-8").replace("2026-03-27", "2026-03-26"))
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    workspace = open_workspace(network)
    assert import_wave(workspace, workspace.waves[0], today=TODAY).fresh


def test_a_missing_export_is_named(network):
    workspace = open_workspace(network)
    with pytest.raises(IntakeError) as caught:
        import_wave(workspace, workspace.waves[0], today=TODAY)
    assert caught.value.where == str(network / "inbox" / "spring.csv")


def imported(network):
    """Import the tiny network's wave and return whether it was made anew."""
    workspace = open_workspace(network)
    return import_wave(workspace, workspace.waves[0], today=TODAY).fresh


@pytest.mark.parametrize("harm", ["gone", "torn", "changed by hand", "one more"])
def test_answers_that_lie_otherwise_than_they_were_stored_are_imported_again(network, harm):
    workspace = with_answers(network, GOOD, "four,ash,2026-03-03,2")
    assert imported(network)
    first, second = (place.path(workspace.store) for place in list_slices(workspace.store))
    content = first.read_bytes()
    if harm == "gone":
        first.unlink()
    elif harm == "torn":
        first.write_bytes(content[:40])
    elif harm == "changed by hand":
        first.write_bytes(second.read_bytes())
    else:
        extra = second.parents[1] / "alliance=west" / second.name
        extra.parent.mkdir()
        extra.write_bytes(content)
    assert imported(network)
    assert first.read_bytes() == content
    assert len(list(list_slices(workspace.store))) == 2
    assert not imported(network)


@pytest.mark.parametrize("content", ["{", "[]", "5", "null", '{"form": 1}', "\xff"])
@pytest.mark.parametrize("folder", ["imports", "validation"])
def test_a_damaged_note_of_an_earlier_import_counts_as_none(network, folder, content):
    workspace = with_answers(network, GOOD)
    assert imported(network)
    for path in (workspace.store / folder).rglob("*.json"):
        path.write_text(content, encoding="latin-1")
    (path,) = (workspace.store / "imports").rglob("*.json")
    if folder == "validation":
        path.unlink()
    assert imported(network)
    assert not imported(network)


def test_a_corrected_form_leads_to_a_new_import(network):
    with_answers(network, GOOD)
    own = network / "instruments"
    own.mkdir()
    text = (shared_folder() / "data/schemas/instruments/lesson_self_grade.yaml").read_text()
    (own / "lesson_self_grade.yaml").write_text(text, encoding="utf-8")
    assert imported(network)
    wording = GRADE.items[0].wording
    assert wording in text
    (own / "lesson_self_grade.yaml").write_text(text.replace(wording, "How was it?"))
    assert imported(network)


def test_a_wave_that_is_declared_no_longer_is_in_no_study_and_listed(network):
    with_answers(network, GOOD)
    assert imported(network)
    workspace = open_workspace(network)
    assert undeclared_waves(workspace) == ()
    assert [place.wave for place in declared_slices(workspace)] == ["spring"]
    path = network / "network.toml"
    path.write_text(path.read_text().replace('id = "spring"', 'id = "summer"'), encoding="utf-8")
    workspace = open_workspace(network)
    assert undeclared_waves(workspace) == ((GRADE.id, "spring"),)
    assert declared_slices(workspace) == ()
    with pytest.raises(NothingToReportError):
        open_study(str(network), GRADE.id, cohort="2025")
