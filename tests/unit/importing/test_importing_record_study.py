"""Opening the records of an alliance, and making reports of them."""

from __future__ import annotations

from datetime import date

import pytest
from tiny_network import import_records

from tsa_research.errors import NothingToReportError, UsageError
from tsa_research.provenance import provenance
from tsa_research.record_study import open_records
from tsa_research.reports.batch import nothing_there, read_network, require_answers
from tsa_research.reports.inputs import inputs_of
from tsa_research.reports.making import Task
from tsa_research.reports.plan import load_notebook, report_title
from tsa_research.reports.planning import plan_each, plan_network
from tsa_research.workspace import open_workspace

HEADER = "session_id,school_id,held,presenter,n_present,presenting,discussing"
ROWS = ("s1,oak,2026-02-03,one,6,4,", "s2,elm,2026-03-04,,,5,7")


@pytest.fixture
def workspace(network):
    return write(network, *ROWS)


def write(network, *rows):
    text = "\n".join([HEADER, *rows]) + "\n"
    (network / "records" / "protocol_sessions.csv").write_text(text, encoding="utf-8")
    workspace = open_workspace(network)
    import_records(workspace)
    return workspace


def opened(workspace, **given):
    wanted = {"cohort": "2025", "alliance": "north", **given}
    return open_records(str(workspace.folder), "protocol_sessions", "ties", **wanted)


def test_a_table_has_titles_and_numbers(workspace):
    table = opened(workspace).table("protocol_sessions")
    assert table["school"].tolist() == ["Oak Primary", "Elm Primary"]
    assert set(table["alliance"]) == {"North Alliance"}
    assert table["presenting"].tolist() == [4.0, 5.0]
    assert table["discussing"].isna().tolist() == [True, False]
    assert table["presenter"].iloc[0].startswith("p")


def test_a_record_without_rows_has_its_columns(workspace):
    table = opened(workspace).table("ties")
    assert table.empty
    assert {"with_school", "school", "alliance"} <= set(table.columns)


def test_the_day_of_every_report_is_the_latest_on_which_something_was_done(network):
    workspace = write(network, *ROWS, "s3,ash,2026-05-09,,,4,7")
    assert opened(workspace).as_of == opened(workspace, alliance="south").as_of == date(2026, 5, 9)


def test_what_is_due_does_not_move_the_day_of_the_reports(network):
    text = "agreement_id,school_id,project,signed,ends\na1,oak,Talk,2026-01-12,2027-07-16\n"
    (network / "records" / "agreements.csv").write_text(text, encoding="utf-8")
    assert opened(write(network), allow_empty=True).as_of == date(2026, 1, 12)


def test_what_is_said_to_be_done_in_the_future_is_set_aside(network):
    (done,) = import_records(write(network, ROWS[0], ROWS[1].replace("2026", "2062")))
    assert done.rows_kept == 1
    text = (network / "set_aside" / "records_protocol_sessions.csv").read_text(encoding="utf-8")
    assert "protocol_sessions.csv,3,held,a day up to today,2062-03-04" in text


def test_a_study_has_the_books_of_its_records(workspace):
    (book,) = opened(workspace).books
    assert book.balance == "2 rows in = 2 kept + 0 withdrawn + 0 set aside"


def test_records_of_another_version_are_imported_again_first(workspace):
    (workspace.store / "imports_of_records" / "protocol_sessions.json").unlink()
    with pytest.raises(NothingToReportError, match="another version of the package"):
        opened(workspace)


def test_a_study_shows_what_it_is_about_and_no_row(workspace):
    study = opened(workspace)
    said = "The tiny network: North Alliance, Cohort 2025. Sessions held by a protocol."
    assert repr(study) == said
    assert "oak" not in study._repr_html_()


def test_another_alliance_has_nothing_to_report(workspace):
    with pytest.raises(NothingToReportError, match="There is no record here yet") as caught:
        opened(workspace, alliance="south")
    assert "records/protocol_sessions.csv" in caught.value.expected


@pytest.mark.parametrize("given", [{"cohort": "2026"}, {"alliance": "nort"}])
def test_an_unknown_cohort_or_alliance_is_refused(workspace, given):
    with pytest.raises(UsageError, match="The tiny network has no"):
        opened(workspace, **given)


def test_a_cohort_has_the_rows_of_all_its_alliances(network):
    workspace = write(network, *ROWS, "s3,ash,2026-01-09,,,4,7")
    assert len(opened(workspace, alliance="").table("protocol_sessions")) == 3


def test_a_report_is_planned_where_rows_are_stored(workspace):
    plans = plan_network(workspace, str(workspace.folder))
    (plan,) = [plan for plan in plans if plan.notebook.id == "practice_cycles"]
    assert plan.out.as_posix() == "tiny/2025/north/practice_cycles.html"
    assert report_title(workspace, plan) == "Practice cycles"


def plan_for(workspace, alliance):
    network, name = read_network(workspace), str(workspace.folder)
    each = ("cohort=2025", f"alliance={alliance}")
    (plan,) = plan_each(workspace, network.roster, name, "practice_cycles", each)
    return network, plan


def test_a_changed_row_changes_the_inputs_of_its_own_alliance_only(network):
    before, after = {}, {}
    for found, rows in ((before, ROWS), (after, (ROWS[0], ROWS[1].replace("5,7", "5,6")))):
        workspace = write(network, *rows, "s3,ash,2026-01-09,,,4,7")
        for alliance in ("north", "south"):
            found[alliance] = inputs_of(*plan_for(workspace, alliance)[::-1], {})
    assert before["south"] == after["south"]
    changed = {name for name in before["north"] if before["north"][name] != after["north"][name]}
    assert changed == {"record protocol_sessions of north"}


def test_where_nothing_was_written_the_batch_says_so(workspace):
    network, plan = plan_for(workspace, "south")
    listing = {"title": "Practice cycles", "alliance": "South Alliance", "cohort": "Cohort 2025"}
    task = Task(plan, workspace.folder, {}, date(2026, 11, 24), listing, workspace.folder)
    said = "Nothing has been written yet: Practice cycles, South Alliance, Cohort 2025."
    assert nothing_there(network, task) == said
    with pytest.raises(NothingToReportError):
        require_answers(plan, str(workspace.folder))


def test_a_report_names_the_records_it_comes_from(workspace):
    text = str(provenance(opened(workspace), notebook="practice_cycles", cohort="2025"))
    assert "Record: Sessions held by a protocol: version 1; DFE-RR443G, Eos" in text
    assert "Rows: protocol_sessions, north: SHA-256 " in text


def test_the_notebook_names_its_records():
    notebook = load_notebook("practice_cycles")
    assert {"lesson_study_cycles", "protocol_sessions"} <= set(notebook.records)
    assert notebook.instruments == ()
