"""A self-audit from the first choice to the report, through controls and the ordinary import."""

from __future__ import annotations

import csv
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest

from tsa_research.collect.audit import (
    Audit,
    changed,
    judged,
    last_change,
    missing,
    noted,
    read_draft,
    undone,
    write_draft,
)
from tsa_research.collect.audit_form import SelfAudit, self_audit
from tsa_research.collect.audit_wave import AuditWave, as_declared, notes_file, save_audit
from tsa_research.collect.practice import open_for_writing
from tsa_research.csv_lines import read_lines
from tsa_research.errors import IntakeError, UnreadableError, UsageError
from tsa_research.roster import read_roster
from tsa_research.schemas.reading import load_instrument
from tsa_research.study import open_study
from tsa_research.workspace import open_workspace

FORM = load_instrument("maturity_audit")
FIRST = FORM.columns[0]
TODAY = date(2026, 11, 25)
WAVE = AuditWave("2026-autumn", "Autumn 2026")


@pytest.fixture
def practice():
    return open_for_writing("example")[0]


def judges_of(workspace, n=3):
    """Return a school and some of its people of one cohort who may judge."""
    path = workspace.record_file("participants")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["role"] in FORM.answered_by]
    places = Counter((row["school_id"], row["cohort"]) for row in rows)
    place = max(sorted(places), key=places.__getitem__)
    judges = [row for row in rows if (row["school_id"], row["cohort"]) == place]
    return place[0], judges[:n]


def full(judge, school, role="teacher", stage=3):
    audit = changed(Audit(), judge=judge, school=school, role=role)
    for column in FORM.columns:
        audit = judged(audit, column, stage)
    return audit


def test_every_change_can_be_taken_back():
    audit = changed(Audit(), judge="one")
    audit = judged(judged(audit, FIRST, 3), FIRST, 5)
    audit = noted(audit, "fit_governance", "minutes of March")
    steps = []
    while audit.before:
        steps.append((audit.judge, audit.stages.get(FIRST), len(audit.notes)))
        audit = undone(audit)
    assert steps == [("one", 5, 1), ("one", 5, 0), ("one", 3, 0), ("one", None, 0)]
    assert undone(audit) == audit == Audit()


def test_a_choice_that_changes_nothing_is_no_step():
    audit = judged(Audit(), FIRST, 3)
    assert judged(audit, FIRST, 3).before == audit.before


def test_a_stage_can_be_left_open_again():
    assert FIRST in missing(judged(judged(Audit(), FIRST, 3), FIRST, None), FORM)


def test_a_draft_comes_back_with_its_way_back(tmp_path):
    audit = noted(judged(changed(Audit(), judge="Zoë"), FIRST, 3), "trust", "first\nsecond")
    write_draft(tmp_path / "draft.json", audit)
    back = read_draft(tmp_path / "draft.json", FORM)
    assert back == audit
    assert undone(back) == undone(audit)
    assert (tmp_path / "draft.json").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("text", ["", "{", "[]", '{"judge": 1}', "null"])
def test_a_draft_that_cannot_be_read_is_refused_and_left(text, tmp_path):
    (tmp_path / "draft.json").write_text(text)
    with pytest.raises(UnreadableError, match="This draft cannot be read"):
        read_draft(tmp_path / "draft.json", FORM)
    assert (tmp_path / "draft.json").read_text() == text


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda audit: changed(audit, role="teacher"), ("role", "")),
        (lambda audit: judged(audit, FIRST, 5), ("stage", FIRST)),
        (lambda audit: judged(audit, FIRST, None), ("stage", FIRST)),
        (lambda audit: noted(audit, "trust", ""), ("note", "trust")),
        (lambda audit: Audit(), ("", "")),
    ],
)
def test_the_last_change_is_known(change, expected):
    audit = noted(judged(changed(Audit(), judge="one"), FIRST, 3), "trust", "minutes")
    assert last_change(change(audit)) == expected


def test_saved_audits_are_an_ordinary_wave(practice):
    school, judges = judges_of(practice)
    for judge in judges:
        assert save_audit(practice, FORM, full(judge["email"], school), WAVE, today=TODAY) == ()
    study = open_study(str(practice.folder), "maturity_audit", cohort=judges[0]["cohort"])
    assert study.latest.label == "Autumn 2026"
    assert study.latest.responses[FIRST].tolist() == [3, 3, 3]


def test_a_judge_who_saves_again_is_replaced(practice):
    school, (judge, *_) = judges_of(practice)
    save_audit(practice, FORM, full(judge["email"], school), WAVE, today=TODAY)
    save_audit(practice, FORM, full(judge["email"], school, stage=5), WAVE, today=TODAY)
    study = open_study(str(practice.folder), "maturity_audit", cohort=judge["cohort"])
    assert study.latest.responses[FIRST].tolist() == [5]


def spellings(judge):
    return (judge["participant_id"], f" {judge['email'].upper()} ", judge["email"])


def test_a_judge_is_the_same_person_however_the_name_is_typed(practice):
    school, (judge, other, *_) = judges_of(practice)
    save_audit(practice, FORM, full(other["email"], school, stage=5), WAVE, today=TODAY)
    for stage, typed in enumerate((*spellings(judge), judge["participant_id"].upper()), start=1):
        audit = full(typed, school, stage=FORM.item(FIRST).scale.codes[stage % 3])
        assert save_audit(practice, FORM, audit, WAVE, today=TODAY) == ()
    rows = answers_of(practice)
    assert [row["participant"] for row in rows] == [
        other["participant_id"],
        judge["participant_id"],
    ]


def test_a_file_of_addresses_as_written_before_is_replaced_by_person(practice):
    school, (judge, *_) = judges_of(practice)
    save_audit(practice, FORM, full(judge["email"], school), WAVE, today=TODAY)
    path = answers_file(practice)
    path.write_text(path.read_text().replace(judge["participant_id"], judge["email"].upper()))
    assert save_audit(practice, FORM, full(judge["email"], school), WAVE, today=TODAY) == ()
    assert len(answers_of(practice)) == 1


def answers_file(practice):
    return practice.folder / "inbox" / f"self_audit_maturity_audit_{WAVE.id}.csv"


def answers_of(practice):
    with answers_file(practice).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def notes_of(practice):
    path = notes_file(practice, WAVE)
    return [(row["judge"], row["note"]) for _, row in read_lines(path, ",;").rows()]


def test_notes_follow_the_judge_and_go_when_they_are_removed(practice):
    school, (judge, other, *_) = judges_of(practice)
    kept = noted(full(other["email"], school), FORM.items[0].id, "of somebody else")
    save_audit(practice, FORM, kept, WAVE, today=TODAY)
    for typed in (*spellings(judge), f"{judge['email']} "):
        audit = noted(full(typed, school), FORM.items[0].id, "first\r\nsecond")
        save_audit(practice, FORM, audit, WAVE, today=TODAY)
    others = (other["participant_id"], "of somebody else")
    assert notes_of(practice) == [others, (judge["participant_id"], "first\nsecond")]
    save_audit(practice, FORM, full(judge["email"], school), WAVE, today=TODAY)
    assert notes_of(practice) == [others]


@pytest.mark.parametrize("odd", ["semicolons", "no headings", "old letters", "empty"])
def test_notes_that_a_spreadsheet_has_saved_are_no_hindrance(practice, odd):
    school, (judge, other, *_) = judges_of(practice)
    kept = noted(full(other["email"], school), FORM.items[0].id, "Zoë said so")
    save_audit(practice, FORM, kept, WAVE, today=TODAY)
    path = notes_file(practice, WAVE)
    text = path.read_text(encoding="utf-8")
    path.write_bytes(
        {
            "semicolons": text.replace(",", ";").encode(),
            "no headings": text.partition("\n")[2].encode(),
            "old letters": text.encode("cp1252"),
            "empty": b"",
        }[odd]
    )
    audit = noted(full(judge["email"], school), FORM.items[0].id, "mine")
    assert save_audit(practice, FORM, audit, WAVE, today=TODAY) == ()
    written = path.read_text(encoding="utf-8")
    assert judge["participant_id"] in written
    assert ("Zoë said so" in written) == (odd != "empty")
    assert len(answers_of(practice)) == 2


def test_a_disk_that_is_full_leaves_answers_notes_and_settings_as_they_were(practice, monkeypatch):
    school, (judge, *_) = judges_of(practice)
    audit = noted(full(judge["email"], school), FORM.items[0].id, "first")
    save_audit(practice, FORM, audit, WAVE, today=TODAY)
    files = (answers_file(practice), notes_file(practice, WAVE), practice.folder / "network.toml")
    before = [path.read_bytes() for path in files]

    def no_room(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tsa_research.collect.audit_wave.import_wave", no_room)
    changed_mind = noted(full(judge["email"], school, stage=5), FORM.items[0].id, "second")
    later = date(2026, 11, 27)
    with pytest.raises(UsageError, match="nothing was changed"):
        save_audit(practice, FORM, changed_mind, WAVE, today=later)
    assert [path.read_bytes() for path in files] == before


def test_a_file_of_answers_with_semicolons_goes_on_with_semicolons(practice):
    school, (judge, other, *_) = judges_of(practice)
    save_audit(practice, FORM, full(judge["email"], school), WAVE, today=TODAY)
    path = answers_file(practice)
    path.write_text(path.read_text().replace(",", ";"))
    assert save_audit(practice, FORM, full(other["email"], school), WAVE, today=TODAY) == ()
    assert [";" in line and "," not in line for line in path.read_text().splitlines()] == [True] * 3


def labels_of(practice):
    waves = open_workspace(practice.folder).waves_of("maturity_audit")
    return [wave.label for wave in waves]


def test_no_two_waves_of_a_form_get_one_label(practice):
    school, (first, second, _) = judges_of(practice)
    save_audit(practice, FORM, full(first["email"], school), WAVE, today=TODAY)
    twin = AuditWave("2026-12", " autumn 2026")
    save_audit(practice, FORM, full(second["email"], school), twin, today=TODAY)
    assert set(labels_of(practice)[-2:]) == {"Autumn 2026", "autumn 2026 (2026-12)"}
    present = open_workspace(practice.folder)
    assert as_declared(present, FORM, twin).label == "autumn 2026 (2026-12)"
    assert as_declared(present, FORM, replace(WAVE, label="Other")).label == "Autumn 2026"
    last = present.waves_of("maturity_audit")[-1]
    taken = (replace(last, id="y", label="A"), replace(last, id="z", label="A (x)"))
    with pytest.raises(UsageError, match="has the label already"):
        as_declared(replace(present, waves=taken), FORM, AuditWave("x", "A"))


@pytest.mark.parametrize("odd", ["", "../../../x", "A", "a b", "é", "x\n", "a" * 65])
def test_an_id_that_no_wave_can_have_is_refused_before_anything_is_written(practice, odd):
    school, (judge, *_) = judges_of(practice)
    with pytest.raises(UsageError, match="cannot be the id of a wave"):
        save_audit(practice, FORM, full(judge["email"], school), AuditWave(odd, "x"), today=TODAY)
    with pytest.raises(UsageError, match="cannot be the id of a wave"):
        as_declared(practice, FORM, AuditWave(odd, "x"))


def other_school(practice, school):
    return next(s for s in read_roster(practice).schools["school_id"] if s != school)


def test_a_judge_who_is_not_on_the_roster_is_told_before_anything_is_written(practice):
    school, (judge, *_) = judges_of(practice)
    settings = (practice.folder / "network.toml").read_text()
    with pytest.raises(UsageError, match="does not have this judge"):
        save_audit(practice, FORM, full("nobody@no.example", school), WAVE, today=TODAY)
    elsewhere = full(judge["email"], wrong := other_school(practice, school))
    with pytest.raises(UsageError, match=f"Got: {read_roster(practice).school_titles[wrong]}"):
        save_audit(practice, FORM, elsewhere, WAVE, today=TODAY)
    assert (practice.folder / "network.toml").read_text() == settings
    assert not list((practice.folder / "inbox").glob("self_audit_*"))


def test_a_judge_who_has_withdrawn_is_not_written_down_again(practice):
    school, (judge, *_) = judges_of(practice)
    row = f"w1,{judge['participant_id']},2026-11-01"
    practice.record_file("withdrawals").write_text(f"withdrawal_id,participant,withdrawn\n{row}\n")
    with pytest.raises(UsageError, match="does not have this judge"):
        save_audit(practice, FORM, full(judge["email"], school), WAVE, today=TODAY)
    assert not answers_file(practice).exists()


def test_what_cannot_be_used_leaves_file_and_settings_as_they_were(practice):
    school, (judge, *_) = judges_of(practice)
    settings = (practice.folder / "network.toml").read_text()
    impossible = full(judge["email"], school, stage=99)
    with pytest.raises(IntakeError):
        save_audit(practice, FORM, impossible, WAVE, today=TODAY)
    assert (practice.folder / "network.toml").read_text() == settings
    assert not list((practice.folder / "inbox").glob("self_audit_*"))


def test_a_judge_hears_of_the_own_answers_only(practice):
    school, (first, second, third) = judges_of(practice)
    save_audit(practice, FORM, full(first["email"], school), WAVE, today=TODAY)
    path = practice.folder / "inbox" / f"self_audit_maturity_audit_{WAVE.id}.csv"
    path.write_text(path.read_text().replace(first["participant_id"], "nobody@no.example"))
    saved = full(second["email"], school)
    assert save_audit(open_workspace(practice.folder), FORM, saved, WAVE, today=TODAY) == ()
    form = SelfAudit(open_workspace(practice.folder), FORM, WAVE, "practice")
    form.audit = full(third["email"], school, stage=99)
    form.save()
    assert "Set aside" in form.result.value
    assert "nobody@no.example" not in form.result.value + form.announcer.text
    assert form.audit.judge == third["email"]


def test_a_second_press_on_save_takes_nothing_back(practice):
    school, (judge, *_) = judges_of(practice)
    form = SelfAudit(practice, FORM, WAVE, "practice")
    form.audit = full(judge["email"], school)
    form.save()
    assert "24 of 24 stages chosen" in form.result.value
    assert "left open" not in form.result.value
    for press in (form.save, form.undo):
        press()
        assert form.announcer.text.startswith("Nothing")
        assert "What was saved here before stays in the wave" in form.result.value
        assert "Saved" not in form.result.value
    assert not form.saver.disabled
    assert len(answers_of(practice)) == 1


def test_a_judge_who_left_stages_open_is_told_how_many(practice):
    school, (judge, *_) = judges_of(practice)
    form = SelfAudit(practice, FORM, WAVE, "practice")
    form.audit = full(judge["email"], school)
    for column in FORM.columns[7:]:
        form.audit = judged(form.audit, column, None)
    form.save()
    assert form.announcer.text.startswith("Saved: 7 of 24 stages chosen.")
    assert "17 left open" in form.result.value


def test_undo_says_what_it_took_back(practice):
    form = SelfAudit(practice, FORM, WAVE, "practice")
    form.undo()
    assert form.announcer.text == "Nothing to take back. Nothing has been changed here yet."
    item = FORM.item(FIRST)
    form.stages[FIRST].box.value = 5
    form.notes[item.id].value = "minutes"
    form.judge.value = "one"
    said = []
    for _ in range(3):
        form.undo()
        said.append(form.announcer.text.partition(". ")[0])
        assert "Taken back" in form.result.value
    assert said == [
        "Taken back: the judge",
        f"Taken back: the note of evidence for “{item.title}”",
        f"Taken back: the stage of “{item.title}”, {FORM.target_label(item.target)}",
    ]


def test_a_draft_that_is_damaged_is_said_to_be_and_stays_as_it_is(practice):
    first, second = (SelfAudit(practice, FORM, WAVE, "practice") for _ in range(2))
    first.judge.value = "one"
    damaged = first.draft.read_text()[:-20]
    first.draft.write_text(damaged)
    second.resume.value = first.code
    assert "This draft cannot be read" in second.resumed.value
    assert second.code != first.code
    second.judge.value = "two"
    assert first.draft.read_text() == damaged


def test_two_windows_on_one_draft_do_not_write_over_each_other(practice):
    first, second = (SelfAudit(practice, FORM, WAVE, "practice") for _ in range(2))
    first.judge.value = "one"
    code = first.code
    second.resume.value = code
    assert "Your draft is back" in second.resumed.value
    first.role.box.value = "teacher"
    second.stages[FIRST].box.value = 5
    assert f"The draft {code} has been changed" in second.result.value
    assert f"The draft {code} has been changed" in second.announcer.text
    assert second.code != code
    assert second.code in second.own.value
    assert (read_draft(first.draft, FORM).role, first.code) == ("teacher", code)
    assert read_draft(second.draft, FORM).stages == {FIRST: 5}
    second.stages[FIRST].box.value = 3
    assert "has been changed" not in second.result.value
    assert read_draft(second.draft, FORM).stages == {FIRST: 3}
    second.resume.value = ""
    second.resume.value = code
    assert second.role.box.value == "teacher"


def test_a_save_leaves_the_draft_that_another_window_has_gone_on_with(practice):
    school, (judge, *_) = judges_of(practice)
    first, second = (SelfAudit(practice, FORM, WAVE, "practice") for _ in range(2))
    first.judge.value = judge["email"]
    second.resume.value = first.code
    second.stages[FIRST].box.value = 5
    kept = second.draft
    first.audit = full(judge["email"], school)
    first.save()
    assert first.announcer.text.startswith("Saved")
    assert read_draft(kept, FORM).stages == {FIRST: 5}


def test_a_draft_that_cannot_be_written_is_said_not_to_be_kept(practice, monkeypatch):
    form = SelfAudit(practice, FORM, WAVE, "practice")
    form.judge.value = "one"
    assert "The draft is kept" in form.result.value

    def read_only(*_, **__):
        raise OSError(30, "Read-only file system")

    with monkeypatch.context() as broken:
        broken.setattr("tsa_research.collect.audit.write_atomically", read_only)
        form.judge.value = "two"
    for shown in (form.result.value, form.own.value, form.announcer.text):
        assert "is not kept as a draft: Read-only file system" in shown
        assert "The draft is kept" not in shown
    form.judge.value = "three"
    assert "not kept" not in form.result.value + form.own.value
    assert read_draft(form.draft, FORM).judge == "three"


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"wave": "../../../x"}, "This cannot be the id of a wave."),
        ({"wave": "Autumn"}, "small letters, digits"),
        ({"network": "no/such/folder"}, "There is no network here."),
        ({"instrument": "maturity_audits"}, "Did you mean maturity_audit?"),
    ],
)
def test_what_cannot_be_opened_is_a_page_that_says_why(asked, expected):
    page = self_audit(**asked)
    assert expected in "".join(child.value for child in page.children)


def test_a_page_shows_the_label_that_reports_will_have(practice):
    last = practice.waves_of("maturity_audit")[-1]
    page = self_audit(str(practice.folder), wave="2026-12", label=last.label)
    shown = "".join(getattr(child, "value", "") or "" for child in page.children)
    assert f"Wave: {last.label} (2026-12)." in shown


@pytest.mark.parametrize(
    "audit", [Audit(), full("", "school"), full("one", ""), changed(Audit(), judge="a", school="b")]
)
def test_what_is_missing_is_named_before_anything_is_written(practice, audit):
    with pytest.raises(UsageError, match="nothing was saved"):
        save_audit(practice, FORM, audit, WAVE, today=TODAY)


def test_a_network_of_the_package_is_never_written_to():
    with pytest.raises(UsageError, match="belongs to the package"):
        save_audit(open_workspace("example"), FORM, full("a", "b"), WAVE, today=TODAY)


def test_the_controls_fill_in_an_audit_keep_a_draft_and_save_it(practice):
    school, (judge, *_) = judges_of(practice)
    form = SelfAudit(practice, FORM, WAVE, "practice")
    form.judge.value = judge["email"]
    form.school.box.value, form.role.box.value = school, judge["role"]
    for column in FORM.columns:
        form.stages[column].box.value = 5
    form.stages[FIRST].box.value = 7
    form.undo()
    assert form.stages[FIRST].box.value == 5
    assert "0 stages left to choose" in form.announcer.text
    form.notes[FORM.items[0].id].value = "=a note"
    again = SelfAudit(practice, FORM, WAVE, "practice")
    assert again.audit == Audit()
    again.resume.value = form.code
    assert again.audit == form.audit
    again.save()
    assert "Your answers are in the wave" in again.result.value
    assert not form.draft.exists()
    notes = (practice.folder / "inbox" / "notes" / "self_audit_2026-autumn.csv").read_text()
    assert "'=a note" in notes


def test_no_judge_sees_the_draft_of_another(practice):
    first, second = (SelfAudit(practice, FORM, WAVE, "practice") for _ in range(2))
    first.judge.value, second.judge.value = "one", "two"
    assert first.draft != second.draft
    assert read_draft(first.draft, FORM).judge == "one"
    for wrong in ("0123456789", "../../keys/pseudonym", first.code[:-1]):
        second.resume.value = wrong
        assert second.audit.judge == "two"
        assert "There is none under the code" in second.resumed.value


def test_a_word_counts_as_typed_when_its_field_is_left(practice):
    form = SelfAudit(practice, FORM, WAVE, "practice")
    texts = (form.judge, form.resume, *form.notes.values())
    assert [text.continuous_update for text in texts] == [False] * len(texts)


def test_two_judges_who_save_at_the_same_time_are_both_kept(practice):
    school, judges = judges_of(practice)
    audits = [full(judge["email"], school) for judge in judges]
    with ThreadPoolExecutor(3) as pool:
        saves = [pool.submit(save_audit, practice, FORM, a, WAVE, today=TODAY) for a in audits]
        assert {save.result() for save in saves} == {()}
    study = open_study(str(practice.folder), "maturity_audit", cohort=judges[0]["cohort"])
    assert len(study.latest.responses) == 3


def test_an_error_is_said_where_it_can_be_heard(practice):
    form = SelfAudit(practice, FORM, WAVE, "practice")
    form.save()
    assert "The judge is missing" in form.result.value
    assert form.announcer.text.startswith("Not saved.")
