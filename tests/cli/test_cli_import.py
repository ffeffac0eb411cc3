"""tsa import: what is wrong with a file is named, what was kept is counted, nothing is lost."""

from __future__ import annotations

import csv
import os
import stat
import subprocess
import sys

import pytest
from openpyxl import Workbook
from small_network import FILE, TRUST, copy_of, sheet, tsa_import, write

from tsa_research.cli import main
from tsa_research.errors import ALL_WELL, BAD_USAGE, NOTHING_DONE, SOME_FAILED
from tsa_research.resources import shared_folder

IN_WORDS = "Trust [In my school, people do what they have promised to do.]"
LIST = "set_aside/trust_survey_2026-spring.csv"
FIRST = "keeps_promises__own_school"


def put(row, heading, value):
    """Return a change of one cell; rows count as in a spreadsheet."""

    def change(answers):
        answers.body[row - 2][answers.position(heading)] = value

    return change


def repeat_a_person(answers):
    answers.body.append([*answers.body[0][:-1], "2"])


def add_a_cell(answers):
    answers.body[3].append("5")


# layout, change, rows that are set aside, rows in, and what is said
SET_ASIDE = {
    "a code that the scale does not have": (
        "plain_wide", put(3, FIRST, "9"), [3], 12,
        f"row 3, {FIRST}: expected 1 (Agree strongly), 2 (Agree)",
    ),
    "an unknown school": (
        "plain_wide", put(4, "school", "Nowhere School"), [4], 12,
        "row 4, school: expected a school in records/schools.csv; got Nowhere School",
    ),
    "somebody who answered twice": (
        "plain_wide", repeat_a_person, [2, 14], 13,
        "row 14, person: expected one answer from each person in a wave; got several answers",
    ),
    "a row with a cell too many": (
        "plain_wide", add_a_cell, [5], 12, "row 5, whole row: expected 29 fields",
    ),
    "a label in another spelling": (
        "google", put(6, IN_WORDS, "Agreee"),
        [6], 12, f"row 6, {FIRST}: expected 1 (Agree strongly)",
    ),
    "a date in the future": (
        "plain_wide", put(7, "submitted", "2062-03-11"), [7], 12,
        "row 7, submitted: expected a day from the opening of the wave up to today; got 2062-03-11",
    ),
    "a formula in the place of an answer": (
        "plain_wide", put(8, FIRST, "=HYPERLINK(A1)"), [8], 12, f"row 8, {FIRST}: expected 1",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", SET_ASIDE.values(), ids=SET_ASIDE)
def test_a_faulty_row_is_set_aside_and_the_rest_is_kept(network, tmp_path, capsys, fault):
    layout, change, rows, n_in, said = fault
    answers = sheet(layout)
    change(answers)
    assert tsa_import(network, write(answers, tmp_path / FILE)) == ALL_WELL
    printed = capsys.readouterr().out
    assert f"{n_in} responses in = {n_in - len(rows)} kept + {len(rows)} set aside" in printed
    assert f"set aside: {FILE}, {said}" in printed
    listed = csv.DictReader((network / LIST).read_text(encoding="utf-8").splitlines())
    assert [(line["file"], int(line["row"])) for line in listed] == [(FILE, row) for row in rows]


def test_the_list_of_rows_set_aside_is_private_and_holds_no_formula(network, tmp_path):
    answers = sheet("plain_wide")
    for row, start in enumerate("=+-@", start=2):
        put(row, "school", f"{start}SUM(A1)")(answers)
    assert tsa_import(network, write(answers, tmp_path / FILE)) == ALL_WELL
    path = network / LIST
    cells = [cell for row in csv.reader(path.read_text("utf-8").splitlines()) for cell in row]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [cell for cell in cells if cell[:1] in tuple("=+-@\t\r")] == []
    assert [cell for cell in cells if cell.startswith("'")] == [f"'{c}SUM(A1)" for c in "=+-@"]


def without_a_column(path, network):
    answers = sheet("plain_wide")
    place = answers.position(FIRST)
    for row in [*answers.header, *answers.body]:
        del row[place]
    write(answers, path)


def with_a_question_for_two_items(path, network):
    """Let the network's own form ask the same question about two targets."""
    own, across = (TRUST.item(column).wording for column in TRUST.columns[:2])
    packaged = shared_folder() / "data" / "schemas" / "instruments" / "trust_survey.yaml"
    (network / "instruments").mkdir()
    (network / "instruments" / packaged.name).write_text(
        packaged.read_text(encoding="utf-8").replace(across, own), encoding="utf-8"
    )
    answers = sheet("plain_wide")
    answers.header[0][answers.position(FIRST)] = own
    write(answers, path)


def without_anything(path, network):
    path.write_bytes(b"")


def in_a_broken_encoding(path, network):
    write(sheet("google"), path, encoding="cp1252")
    path.write_bytes(path.read_bytes().replace(b"\xc9toile", b"\x81toile", 1))


def with_a_merged_heading(path, network):
    book = Workbook()
    for row in [*sheet("plain_wide").header, *sheet("plain_wide").body]:
        book.active.append(row)
    book.active.merge_cells("E1:F1")
    book.save(path)


def of_another_form(path, network):
    path.write_text("participant,school,lesson_grade\nperson-01,school-1,2\n", encoding="utf-8")


REFUSED = {
    "a missing column": (
        FILE, without_a_column, [f"{FILE}, row 1", "1 missing column", FIRST],
    ),
    "a question that matches two items": (
        FILE, with_a_question_for_two_items,
        [f"{FILE}, row 1, column F", "matches 2 items", FIRST, TRUST.columns[1]],
    ),
    "an empty file": (FILE, without_anything, ["The file is empty", FILE]),
    "a broken encoding": (
        FILE, in_a_broken_encoding, ["wrong encoding", f"{FILE}, line 2, byte", "0x81"],
    ),
    "merged headings": (
        "answers.xlsx", with_a_merged_heading, ["answers.xlsx, sheet", "E1:F1", "Unmerge"],
    ),
    "a file of another form": (
        FILE, of_another_form,
        ["This looks like lesson_self_grade, not trust_survey", f"{FILE}, row 1"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", REFUSED.values(), ids=REFUSED)
def test_a_file_that_cannot_be_read_is_refused_by_name_and_place(network, tmp_path, capsys, fault):
    file, make, said = fault
    make(tmp_path / file, network)
    assert tsa_import(network, tmp_path / file) == NOTHING_DONE
    printed = capsys.readouterr().out
    assert "not imported" in printed
    assert [words for words in said if words not in printed] == []
    assert not (network / "store" / "answers").exists()


def validated(network, capsys):
    capsys.readouterr()
    assert main(["validate", "--network", str(network)]) == ALL_WELL
    return capsys.readouterr().out


def test_another_spelling_that_says_the_same_is_understood_and_reported(network, tmp_path, capsys):
    answers = sheet("google")
    put(2, IN_WORDS, "AGREE  strongly")(answers)
    assert tsa_import(network, write(answers, tmp_path / FILE)) == ALL_WELL
    assert "spelt “AGREE strongly” were read as “Agree strongly”" in validated(network, capsys)


def test_a_check_lists_everything_and_stores_nothing(answered, capsys):
    before = {path: path.stat().st_mtime_ns for path in answered.rglob("*") if path.is_file()}
    printed = validated(answered, capsys)
    assert "12 responses in = 12 kept + 0 set aside" in printed
    assert "33 rules of the suite trust_survey_v1" in printed
    assert before == {
        path: path.stat().st_mtime_ns for path in answered.rglob("*") if path.is_file()
    }


def all_wrong():
    answers = sheet("plain_wide")
    for row in range(2, len(answers.body) + 2):
        put(row, FIRST, "9")(answers)
    return answers


def test_a_wave_of_which_nothing_is_usable_is_not_imported(network, tmp_path, capsys):
    assert tsa_import(network, write(all_wrong(), tmp_path / FILE)) == NOTHING_DONE
    printed = capsys.readouterr().out
    assert "12 responses in = 0 kept + 12 set aside" in printed
    assert "12 × answer that is not on the scale" in printed
    assert len((network / LIST).read_text(encoding="utf-8").splitlines()) == 13


def test_one_wave_that_fails_does_not_stop_the_others(answered, tmp_path, capsys):
    path = write(all_wrong(), tmp_path / "second.csv")
    assert tsa_import(answered, path, wave="2026-summer", label="Summer") == SOME_FAILED
    printed = capsys.readouterr().out
    assert "12 responses in = 12 kept + 0 set aside" in printed
    assert "second.csv)\n  not imported." in printed


def test_no_response_is_printed_when_a_row_is_set_aside(network, tmp_path, capsys):
    answers = sheet("microsoft")
    put(3, TRUST.item(FIRST).wording, "Agreee")(answers)
    assert tsa_import(network, write(answers, tmp_path / "answers.xlsx")) == ALL_WELL
    assert "plover" not in capsys.readouterr().out.casefold()


def test_a_wave_is_not_declared_twice(answered, tmp_path, capsys):
    path = write(sheet("google"), tmp_path / "other.csv")
    settings = (answered / "network.toml").read_bytes()
    assert tsa_import(answered, path) == BAD_USAGE
    assert "declared already" in capsys.readouterr().err
    assert (answered / "network.toml").read_bytes() == settings
    assert not (answered / "inbox" / "other.csv").exists()


def test_another_file_of_the_same_name_is_not_written_over(answered, tmp_path, capsys):
    kept = (answered / "inbox" / FILE).read_bytes()
    path = write(sheet("google"), tmp_path / FILE)
    assert tsa_import(answered, path, wave="2026-summer") == BAD_USAGE
    assert "another file of this name" in capsys.readouterr().err
    assert (answered / "inbox" / FILE).read_bytes() == kept


def test_a_second_import_says_that_nothing_has_changed_and_loads_nothing_heavy(answered):
    program = (
        "import sys; from tsa_research.cli import main; "
        f"print(main(['import', '--network', {str(answered)!r}])); "
        "print('great_expectations' in sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert "unchanged since the last import" in run.stdout
    assert run.stdout.splitlines()[-2:] == ["0", "False"]


@pytest.mark.parametrize("option", ["instrument", "opened", "closed"])
def test_a_misspelt_option_of_a_new_wave_is_a_usage_error(network, tmp_path, option):
    settings = (network / "network.toml").read_bytes()
    path = write(sheet("plain_wide"), tmp_path / FILE)
    assert tsa_import(network, path, **{option: "trust_survy"}) == BAD_USAGE
    assert (network / "network.toml").read_bytes() == settings


def test_a_file_that_does_not_exist_is_named(network, tmp_path, capsys):
    assert tsa_import(network, tmp_path / "nowhere.csv") == BAD_USAGE
    assert "nowhere.csv" in capsys.readouterr().err


@pytest.mark.parametrize(
    "options",
    [{"wave": "Spring 2026"}, {"wave": "../x"}, {"closed": "2026-03-01"}, {"label": "a\x7fb"}],
    ids=str,
)
def test_a_wave_that_cannot_be_declared_leaves_the_settings_as_they_were(
    network, tmp_path, options
):
    settings = (network / "network.toml").read_bytes()
    path = write(sheet("plain_wide"), tmp_path / FILE)
    assert tsa_import(network, path, **options) == BAD_USAGE
    assert (network / "network.toml").read_bytes() == settings
    assert not (network / "inbox" / FILE).exists()


@pytest.mark.parametrize("network", ["example", "published"])
def test_no_answers_are_added_to_a_network_of_the_package(tmp_path, capsys, network):
    assert tsa_import(network, write(sheet("plain_wide"), tmp_path / FILE)) == BAD_USAGE
    assert "tsa init" in capsys.readouterr().err


def test_a_mapping_of_the_same_name_as_the_answers_is_refused(network, tmp_path):
    path = write(sheet("plain_wide"), tmp_path / FILE)
    (tmp_path / "b").mkdir()
    mapping = tmp_path / "b" / FILE
    mapping.write_text("question,item\n", encoding="utf-8")
    assert tsa_import(network, path, mapping=str(mapping)) == BAD_USAGE
    assert not (network / "inbox" / FILE).exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_the_copy_in_the_inbox_is_for_its_owner_only(answered):
    assert (answered / "inbox" / FILE).stat().st_mode & 0o777 == 0o600


def test_the_label_of_a_wave_may_hold_any_text(network, tmp_path, capsys):
    label = '"Spring"\n[disclosure]\npeople_in_group = 1 # é'
    assert tsa_import(network, write(sheet("plain_wide"), tmp_path / FILE), label=label) == ALL_WELL
    assert label in capsys.readouterr().out


def test_a_mapping_settles_a_question_of_ones_own(network, tmp_path):
    answers = sheet("plain_wide")
    answers.header[0][answers.position(FIRST)] = "Do they keep their word?"
    path = write(answers, tmp_path / FILE)
    assert tsa_import(copy_of(network, tmp_path / "other"), path) == NOTHING_DONE
    mapping = tmp_path / "mapping.csv"
    mapping.write_text(f"question,item\nDo they keep their word?,{FIRST}\n", encoding="utf-8")
    assert tsa_import(network, path, mapping=str(mapping)) == ALL_WELL


def test_what_cannot_be_imported_leaves_no_trace_so_that_the_same_command_can_be_run_again(
    network, tmp_path, capsys
):
    before = (network / "network.toml").read_bytes()
    export = write(sheet("plain_wide"), tmp_path / FILE)
    right = export.read_bytes()
    export.write_bytes(b"respondent,school\n1,school-1\n")
    assert tsa_import(network, export) == NOTHING_DONE
    assert "run the command again" in capsys.readouterr().out
    assert (network / "network.toml").read_bytes() == before
    assert list((network / "inbox").glob("*")) == []
    export.write_bytes(right)
    assert tsa_import(network, export) == ALL_WELL


def test_a_folder_that_is_a_file_is_named(tmp_path, capsys):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert main(["init", str(tmp_path / "file" / "mine")]) == BAD_USAGE
    assert "file" in capsys.readouterr().err


@pytest.mark.parametrize("harm", ["remove", "damage"])
def test_answers_that_are_gone_or_damaged_are_imported_again(answered, capsys, harm):
    (stored,) = (answered / "store").rglob("*.parquet")
    right = stored.read_bytes()
    stored.unlink() if harm == "remove" else stored.write_bytes(b"damaged")
    assert main(["import", "--network", str(answered)]) == ALL_WELL
    assert "nothing to do" not in capsys.readouterr().out
    assert stored.read_bytes() == right


def test_a_corrected_form_is_imported_again(answered, capsys):
    own = answered / "instruments"
    own.mkdir()
    source = shared_folder() / "data" / "schemas" / "instruments" / "trust_survey.yaml"
    text = source.read_text(encoding="utf-8")
    (own / "trust_survey.yaml").write_text(text.replace("title:", "title: New", 1), "utf-8")
    assert main(["import", "--network", str(answered)]) == ALL_WELL
    assert "nothing to do" not in capsys.readouterr().out


@pytest.mark.parametrize("cache", ["imports", "validation"])
def test_a_damaged_cache_counts_as_none(answered, cache):
    for path in (answered / "store" / cache).rglob("*.json"):
        path.write_text("{", encoding="utf-8")
    for path in (answered / "store" / "imports").rglob("*.json"):
        path.unlink()
    assert main(["import", "--network", str(answered)]) == ALL_WELL


def inbox(network):
    return sorted(path.name for path in (network / "inbox").glob("*"))


def grade_sheet(path):
    path.write_text("participant,school,lesson_grade\nperson-01,school-1,2\n", encoding="utf-8")
    return path


def reworded():
    answers = sheet("plain_wide")
    answers.header[0][answers.position(FIRST)] = "Do they keep their word?"
    return answers


def mapping_file(folder):
    path = folder / "mapping.csv"
    path.write_text(f"question,item\nDo they keep their word?,{FIRST}\n", encoding="utf-8")
    return path


def test_a_file_of_another_form_is_imported_by_the_corrected_command(network, tmp_path):
    settings = (network / "network.toml").read_bytes()
    path = grade_sheet(tmp_path / FILE)
    assert tsa_import(network, path) == NOTHING_DONE
    assert ((network / "network.toml").read_bytes(), inbox(network)) == (settings, [])
    assert tsa_import(network, path, instrument="lesson_self_grade") == ALL_WELL


def test_a_reworded_question_is_imported_once_a_mapping_is_added(network, tmp_path):
    path = write(reworded(), tmp_path / FILE)
    assert tsa_import(network, path) == NOTHING_DONE
    assert tsa_import(network, path, mapping=str(mapping_file(tmp_path))) == ALL_WELL
    assert 'mapping = "inbox/mapping.csv"' in (network / "network.toml").read_text("utf-8")


def test_a_missing_column_can_be_added_to_the_original(network, tmp_path):
    without_a_column(tmp_path / FILE, network)
    assert tsa_import(network, tmp_path / FILE) == NOTHING_DONE
    assert tsa_import(network, write(sheet("plain_wide"), tmp_path / FILE)) == ALL_WELL


def test_a_wrong_first_day_can_be_corrected(network, tmp_path, capsys):
    path = write(sheet("plain_wide"), tmp_path / FILE)
    late = {"opened": "2026-03-25", "closed": "2026-03-27"}
    assert tsa_import(network, path, **late) == NOTHING_DONE
    assert tsa_import(network, path, opened="2026-03-15") == ALL_WELL
    assert "7 kept + 5 set aside" in capsys.readouterr().out
    # the same file again, with the right day
    assert tsa_import(network, path) == ALL_WELL
    assert "12 kept + 0 set aside" in capsys.readouterr().out
    assert (network / "network.toml").read_text("utf-8").count("[[waves]]") == 1


def declare_by_hand(network, file, **more):
    lines = {"id": "2026-spring", "instrument": TRUST.id, "label": "Spring", "kind": "before"}
    text = "".join(f'{name} = "{value}"\n' for name, value in (lines | more).items())
    days = "opened = 2026-03-02\nclosed = 2026-03-27\n"
    note = "\n# a note that stays\n"
    path = network / "network.toml"
    block = f'\n[[waves]]\n{text}{days}files = ["inbox/{file}"]\n{note}'
    path.write_text(path.read_text("utf-8") + block, encoding="utf-8")


def test_a_wave_that_was_never_imported_is_replaced(network, tmp_path):
    declare_by_hand(network, FILE)
    (network / "inbox").mkdir()
    without_a_column(network / "inbox" / FILE, network)
    assert tsa_import(network, write(sheet("plain_wide"), tmp_path / FILE)) == ALL_WELL
    settings = (network / "network.toml").read_text("utf-8")
    assert settings.count("[[waves]]") == 1
    assert "# a note that stays" in settings
    assert 'kind = "before"' in settings


def test_a_mapping_is_kept_for_a_declared_wave(network, tmp_path):
    declare_by_hand(network, FILE)
    (network / "inbox").mkdir()
    write(reworded(), network / "inbox" / FILE)
    words = ["import", "--network", str(network), "--instrument", TRUST.id]
    words += ["--wave", "2026-spring", "--mapping", str(mapping_file(tmp_path))]
    assert main(words) == ALL_WELL
    assert inbox(network) == [FILE, "mapping.csv"]


def test_the_file_in_the_inbox_may_be_given_again(answered):
    assert tsa_import(answered, answered / "inbox" / FILE) == ALL_WELL


def test_the_new_wave_is_printed_first(answered, tmp_path, capsys):
    path = write(sheet("plain_wide"), tmp_path / "b.csv")
    assert tsa_import(answered, path, wave="2026-summer", label="Summer") == ALL_WELL
    assert "(inbox/b.csv)" in capsys.readouterr().out.splitlines()[0]
