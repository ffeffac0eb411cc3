"""Nothing of somebody who has withdrawn is left, also where an import does not reach."""

from __future__ import annotations

import json
from datetime import date

import pytest
from tiny_network import SETTINGS, with_answers

from tsa_research.errors import IntakeError
from tsa_research.identity import pseudonym, read_key
from tsa_research.network_import import clear_withdrawn, forget_beside
from tsa_research.record_import import import_record
from tsa_research.roster import read_roster
from tsa_research.store import list_records, list_slices, read_slices, read_stored_record
from tsa_research.wave_import import check_wave, import_wave
from tsa_research.withdrawal import forget_withdrawn
from tsa_research.workspace import open_workspace

# great-expectations imports modules of the standard library that are going out of use
pytestmark = pytest.mark.filterwarnings("ignore:module 'sre_:DeprecationWarning")

GONE = "withdrawal_id,participant,withdrawn\nw1,two,2026-03-09\n"
CYCLES = "cycle_id,school_id,triad,cycle,teacher,second,focus,due"
TODAY = date(2026, 4, 1)


def keep(network, record, text):
    (network / "records" / f"{record}.csv").write_text(text, encoding="utf-8")
    return open_workspace(network)


@pytest.fixture
def answered(network):
    workspace = with_answers(
        network, "one,Oak Primary,2026-03-03,2", "two,Oak Primary,2026-03-03,1"
    )
    import_wave(workspace, workspace.waves[0], today=TODAY)
    return workspace


def respondents(workspace):
    places = list(list_slices(workspace.store))
    return set(read_slices(workspace.store, places)["respondent"]) if places else set()


def test_a_wave_that_is_declared_no_longer_keeps_nobody(answered):
    settings = SETTINGS.partition("[[waves]]")[0]
    (answered.folder / "network.toml").write_text(settings, encoding="utf-8")
    workspace = keep(answered.folder, "withdrawals", GONE)
    two = pseudonym(read_key(workspace.key_file), "two")
    assert two in respondents(workspace)
    assert clear_withdrawn(workspace) == 1
    assert respondents(workspace) == {pseudonym(read_key(workspace.key_file), "one")}
    assert clear_withdrawn(workspace) == 0


def test_a_wave_of_which_nothing_is_left_leaves_the_store(network):
    workspace = with_answers(network, "two,Oak Primary,2026-03-03,1")
    import_wave(workspace, workspace.waves[0], today=TODAY)
    forget_withdrawn(keep(network, "withdrawals", GONE))
    assert list(list_slices(workspace.store)) == []


def test_a_record_whose_file_is_broken_keeps_nobody(network):
    rows = f"{CYCLES}\nc1,oak,A,1,one,two,,2026-03-27\nc2,oak,A,2,one,,Words,2026-03-27\n"
    workspace = keep(network, "lesson_study_cycles", rows)
    import_record(workspace, "lesson_study_cycles")
    keep(network, "lesson_study_cycles", "broken\n")
    forget_withdrawn(keep(network, "withdrawals", GONE))
    table = read_stored_record(workspace.store, list_records(workspace.store))
    assert table["cycle_id"].tolist() == ["c2"]


def test_an_earlier_list_of_what_was_set_aside_names_them_no_more(network):
    path = network / "set_aside" / "old.csv"
    path.parent.mkdir()
    path.write_text("file,got\na.csv,FINCH@oak.example\n", encoding="utf-8")
    path.chmod(0o600)
    forget_withdrawn(keep(network, "withdrawals", GONE))
    assert path.read_text(encoding="utf-8") == "file,got\na.csv,…\n"
    assert path.stat().st_mode & 0o777 == 0o600


def draft_of(*judges):
    """Return the text of a draft whose judge was typed as each of these, the last one now."""
    blank = {"school": "", "role": "", "stages": {}, "notes": {}, "before": []}
    states = [{"judge": judge} | blank for judge in judges]
    return json.dumps(states[-1] | {"before": states[:-1]})


def collected(network):
    """Write what the page of a self-audit keeps, and return the files by name."""
    texts = {
        "drafts/self_audit_spring_0000000001.json": draft_of("one", " FINCH@oak.example"),
        "drafts/self_audit_spring_0000000002.json": draft_of("two", "one"),
        "drafts/self_audit_spring_0000000003.json": draft_of("three"),
        "drafts/self_audit_spring_0000000004.json": '{"judge": "finch@oak.example", "sch',
        "inbox/notes/self_audit_spring.csv": "judge;strand;note\r\ntwo;fit;mine\r\n"
        "one;fit;Finch Oak said so\r\n",
        "inbox/self_audit_audit_spring.csv": "participant,school,submitted,fit\n"
        "one,oak,2026-03-03,3\nFinch@oak.example,oak,2026-03-04,3\n'two,oak,2026-03-04,3\n",
        "inbox/self_audit_audit_autumn.csv": "participant,school,submitted,fit\n"
        "two,oak,2026-03-05,3\n",
        "inbox/own_export.csv": "participant\ntwo\n",
    }
    for name, text in texts.items():
        path = network / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return texts


def test_drafts_notes_and_answers_of_a_self_audit_go(network):
    texts = collected(network)
    workspace = keep(network, "withdrawals", GONE)
    assert forget_withdrawn(workspace) == 6
    left = {name: (network / name).read_bytes().decode() for name in texts if exists(network, name)}
    drafts = [f"drafts/self_audit_spring_000000000{n}.json" for n in range(1, 5)]
    assert drafts[0] not in left
    assert json.loads(left[drafts[1]]) == json.loads(draft_of("one"))
    assert left[drafts[2]] == texts[drafts[2]]
    assert left[drafts[3]] == '{"judge": "…", "sch'
    notes = left["inbox/notes/self_audit_spring.csv"]
    assert notes == "judge;strand;note\r\none;fit;… said so\r\n"
    answers = left["inbox/self_audit_audit_spring.csv"].splitlines()
    assert answers == ["participant,school,submitted,fit", "one,oak,2026-03-03,3"]
    assert left["inbox/self_audit_audit_autumn.csv"].splitlines()[1:] == [",,2026-03-05,"]
    assert left["inbox/own_export.csv"] == texts["inbox/own_export.csv"]
    assert forget_withdrawn(workspace) == 0


def test_what_is_written_after_a_withdrawal_goes_as_well(network):
    workspace = keep(network, "withdrawals", GONE)
    assert forget_withdrawn(workspace) == 0
    path = network / "drafts" / "self_audit_spring_0000000001.json"
    path.parent.mkdir()
    path.write_text(draft_of("two"))
    assert forget_withdrawn(workspace) == 1
    assert not path.exists()


def exists(network, name):
    return (network / name).is_file()


def test_the_parts_of_the_roster_are_made_anew(answered):
    (old,) = (answered.store / "roster").iterdir()
    forget_withdrawn(keep(answered.folder, "withdrawals", GONE))
    assert not old.exists()


def test_a_withdrawal_without_participants_is_refused_with_the_next_step(network):
    (network / "records" / "participants.csv").unlink()
    with pytest.raises(IntakeError, match="Nobody can be found who has withdrawn") as caught:
        read_roster(keep(network, "withdrawals", GONE))
    error = caught.value
    assert error.where.endswith("withdrawals.csv")
    assert error.expected.endswith("participants.csv")
    assert error.got == "no such file, or nobody in it"
    assert "Put those who have withdrawn into records/participants.csv" in error.next_step


def test_an_empty_list_of_withdrawals_needs_no_participants(network):
    (network / "records" / "participants.csv").unlink()
    workspace = keep(network, "withdrawals", GONE.splitlines()[0] + "\n")
    assert read_roster(workspace).withdrawn == frozenset()


def test_a_fault_in_a_row_about_them_is_not_listed(network):
    keep(network, "withdrawals", GONE)
    rows = f"{CYCLES}\nc1,oak,A,1,two,one,,27 March\nc2,oak,A,2,one,two,,28 March\n"
    done = import_record(keep(network, "lesson_study_cycles", rows), "lesson_study_cycles")
    assert done.balance == "2 rows in = 0 kept + 1 withdrawn + 1 set aside"
    assert [(fault.row, fault.got) for fault in done.set_aside] == [(3, "28 March")]


def test_a_fault_beside_them_does_not_name_them(network):
    keep(network, "withdrawals", GONE)
    rows = f"{CYCLES}\nc1,oak,A,1,one,,,due when Finch Oak says\n"
    done = import_record(keep(network, "lesson_study_cycles", rows), "lesson_study_cycles")
    assert [fault.got for fault in done.set_aside] == ["due when … says"]


def test_an_unknown_answer_that_names_them_is_listed_without_the_name(network):
    keep(network, "withdrawals", GONE)
    workspace = with_answers(network, "one,Oak Primary,2026-03-03,as Finch Oak said")
    (entry,) = check_wave(workspace, workspace.waves[0], today=TODAY).set_aside
    assert entry.got == "as … said"


def test_a_record_that_is_gone_leaves_the_store(network):
    rows = f"{CYCLES}\nc1,oak,A,1,one,,,soon\nc2,oak,A,2,one,,,2026-03-27\n"
    workspace = keep(network, "lesson_study_cycles", rows)
    import_record(workspace, "lesson_study_cycles")
    workspace.record_file("lesson_study_cycles").unlink()
    (said,) = forget_beside(workspace)
    assert said == "records/lesson_study_cycles.csv is gone: what was stored of it was removed"
    assert list(list_records(workspace.store)) == []
    assert list(workspace.set_aside.iterdir()) == []
    assert list(forget_beside(workspace)) == []


def test_withdrawals_that_are_gone_are_said(network):
    workspace = keep(network, "withdrawals", GONE)
    import_record(workspace, "withdrawals")
    workspace.record_file("withdrawals").unlink()
    assert list(forget_beside(workspace)) == [
        "records/withdrawals.csv is gone: nobody counts as withdrawn any more"
    ]


def test_an_unchanged_record_is_not_imported_again(network):
    rows = f"{CYCLES}\nc1,oak,A,1,one,two,,2026-03-27\n"
    workspace = keep(network, "lesson_study_cycles", rows)
    first, again = (import_record(workspace, "lesson_study_cycles") for _ in range(2))
    assert (first.fresh, again.fresh) == (True, False)
    assert again.balance == first.balance


@pytest.mark.parametrize("changed", ["file", "roster", "withdrawals", "key", "store"])
def test_a_record_is_imported_again_when_anything_has_changed(network, changed):
    rows = f"{CYCLES}\nc1,oak,A,1,one,two,,2026-03-27\n"
    workspace = keep(network, "lesson_study_cycles", rows)
    import_record(workspace, "lesson_study_cycles")
    if changed == "file":
        keep(network, "lesson_study_cycles", rows.replace("03-27", "03-28"))
    elif changed == "roster":
        people = workspace.record_file("participants")
        people.write_text(people.read_text().replace("Robin", "Rook"), encoding="utf-8")
    elif changed == "withdrawals":
        keep(network, "withdrawals", GONE)
    elif changed == "key":
        workspace.key_file.write_text("ab" * 32, encoding="ascii")
    else:
        next(list_records(workspace.store)).path(workspace.store).unlink()
    assert import_record(workspace, "lesson_study_cycles").fresh
