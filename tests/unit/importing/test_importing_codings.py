"""Sheets of coders: written, read back, checked and stored; nobody's name or work is lost."""

from __future__ import annotations

import csv
from datetime import date

import pandas as pd
import pytest
from tiny_network import SETTINGS, write_network

from tsa_research.codings.codebooks import kept_codebook, read_codebook
from tsa_research.codings.importing import (
    check_coding,
    differences,
    forget_codings,
    import_coding,
)
from tsa_research.codings.sheets import write_sheet
from tsa_research.errors import IntakeError, NothingToReportError, UsageError
from tsa_research.schemas.codebook import answer_key
from tsa_research.schemas.reading import load_instrument
from tsa_research.store import list_slices, read_coded
from tsa_research.wave_import import import_wave
from tsa_research.workspace import open_workspace

# great-expectations imports modules of the standard library that are going out of use
pytestmark = pytest.mark.filterwarnings("ignore:module 'sre_:DeprecationWarning")

FORM = load_instrument("group_review")
TODAY = date(2026, 4, 1)
BOOK = "theme,question,title,belongs,example\n"
TIME = "time,frame_aims,Time,Hours and cover,No cover.\n"
START = "start,frame_aims,The start,How it began,At last.\n"
WORDS = ("More time.", "=We began; Finch Oak helped.", "more  TIME.")


@pytest.fixture
def workspace(tmp_path):
    folder = write_network(tmp_path / "network")
    settings = SETTINGS.replace("lesson_self_grade", FORM.id)
    (folder / "network.toml").write_text(settings, encoding="utf-8")
    heads = ["participant", "school", "submitted", *FORM.columns, "frame_aims"]
    rated, people = ["2"] * len(FORM.columns), (("one", "oak"), ("two", "oak"), ("three", "elm"))
    rows = [[*who, "2026-03-03", *rated, words] for who, words in zip(people, WORDS, strict=True)]
    text = "\n".join("\t".join(row) for row in [heads, *rows])
    (folder / "inbox" / "spring.csv").write_text(text + "\n", encoding="utf-8")
    opened = open_workspace(folder)
    import_wave(opened, opened.waves[0], today=TODAY)
    write_codebook(opened, BOOK + TIME + START)
    return opened


def write_codebook(workspace, text):
    folder = workspace.folder / "coding" / FORM.id
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "codebook.csv").write_text(text, encoding="utf-8")


def key(words):
    return answer_key(FORM.id, "spring", "frame_aims", words)


BEGAN = "=We began; … helped."


def write_codings(workspace, *rows, name="spring_ada"):
    text = "\n".join(["answer,coder,themes", *rows]) + "\n"
    path = workspace.folder / "coding" / FORM.id / f"{name}.csv"
    path.write_text(text, encoding="utf-8")


def sheet(workspace, coder="ada"):
    return write_sheet(workspace, FORM, "spring", coder)


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_sheet_holds_each_text_once_and_nobodys_name(workspace):
    written = sheet(workspace)
    rows = read(written.path)
    assert (written.n_answers, written.n_coded, written.n_new) == (2, 0, 2)
    assert sorted(row["answer"] for row in rows) == [row["answer"] for row in rows]
    assert {row["words"] for row in rows} == {"More time.", f"'{BEGAN}"}
    assert {row["themes_to_choose_from"] for row in rows} == {"time; start; none"}
    text = written.path.read_text(encoding="utf-8").casefold()
    assert not [name for name in ("finch", "wren", "oak", "elm") if name in text]
    assert written.path.stat().st_mode & 0o777 == 0o600


def test_what_a_coder_has_filled_in_stays_when_the_sheet_is_written_again(workspace):
    write_codings(workspace, f"{key(WORDS[0])},ada,time", "w0000,ada,start")
    written = sheet(workspace)
    assert (written.n_coded, written.n_new, written.n_gone) == (1, 1, 1)
    filled = {row["answer"]: row["themes"] for row in read(written.path)}
    assert filled == {key(WORDS[0]): "time", key(BEGAN): ""}


@pytest.mark.parametrize("coder", ["", "../ada", "a b", "-x"])
def test_a_coder_whose_name_cannot_name_a_file_is_refused(workspace, coder):
    with pytest.raises(UsageError, match="name of the coder"):
        sheet(workspace, coder)


def test_a_question_that_nobody_answered_gives_no_sheet(workspace):
    write_codebook(workspace, BOOK + TIME.replace("frame_aims", "frame_impact"))
    with pytest.raises(NothingToReportError, match="no answer to be coded"):
        sheet(workspace)


BOOK_FAULTS = {
    "a question that is rated": ("time,clear_aims,Time,T,", "question", "an open question"),
    "a misspelt question": ("time,frame_aim,Time,T,", "question", "Did you mean frame_aims?"),
    "a theme that stands twice": (TIME + TIME.replace("Time", "Other"), "theme", "every key once"),
    "a title that stands twice": (TIME + TIME.replace("time,", "hours,"), "title", "every title"),
    "the word for no theme": ("none,frame_aims,None,T,", "theme", "not the word none"),
    "an id with a blank": ("my time,frame_aims,Time,T,", "theme", "small letters"),
    "nothing that belongs to it": ("time,frame_aims,Time,,", "belongs", "a value"),
}


@pytest.mark.parametrize(("rows", "column", "said"), BOOK_FAULTS.values(), ids=BOOK_FAULTS)
def test_a_codebook_at_fault_is_refused_with_its_place(workspace, rows, column, said):
    write_codebook(workspace, BOOK + rows.rstrip("\n") + "\n")
    with pytest.raises(IntakeError) as caught:
        read_codebook(workspace, FORM)
    assert "codebook.csv, row " in caught.value.where
    assert caught.value.where.endswith(column)
    assert said in caught.value.expected


def test_a_form_without_a_codebook_is_told_how_to_get_one(workspace):
    (workspace.folder / "coding" / FORM.id / "codebook.csv").unlink()
    with pytest.raises(IntakeError, match="no codebook") as caught:
        check_coding(workspace, FORM.id)
    assert "tsa comments --template" in caught.value.next_step


ROW_FAULTS = {
    "an unknown answer": ("w000000000000,ada,time", "answer", "another one", "corrected or"),
    "an unknown theme": ("{0},ada,tyme", "themes", "tyme", "Did you mean time?"),
    "none beside a theme": ("{0},ada,none; time", "themes", "none; time", "Keep one of the two"),
    "no coder": ("{0},,time", "coder", "nothing", "Fill in the coder"),
}  # fmt: skip


@pytest.mark.parametrize(("row", "column", "got", "step"), ROW_FAULTS.values(), ids=ROW_FAULTS)
def test_a_row_at_fault_is_set_aside_with_its_place(workspace, row, column, got, step):
    write_codings(workspace, f"{key(BEGAN)},ada,start", row.format(key(WORDS[0])))
    done = import_coding(workspace, FORM.id)
    assert done.balance == "2 rows in = 1 coded + 0 open + 1 set aside"
    (fault,) = done.set_aside
    assert (fault.file, fault.row, fault.item, fault.got) == ("spring_ada.csv", 3, column, got)
    assert step in fault.next_step
    listed = read(workspace.set_aside / f"coding_{FORM.id}.csv")
    assert [line["row"] for line in listed] == ["3"]


def test_a_coder_who_coded_an_answer_twice_is_set_aside_with_both_rows(workspace):
    write_codings(workspace, f"{key(BEGAN)},ada,start")
    write_codings(workspace, f"{key(BEGAN)},ADA,time", name="again")
    done = import_coding(workspace, FORM.id)
    assert {fault.file for fault in done.set_aside} == {"spring_ada.csv", "again.csv"}
    assert done.balance == "2 rows in = 0 coded + 0 open + 2 set aside"


def test_what_coders_said_is_stored_without_who_they_are(workspace):
    write_codings(workspace, f"{key(WORDS[0])},ada,time; start", f"{key(BEGAN)},ada,none")
    write_codings(workspace, f"{key(WORDS[0])},ben,time", f"{key(BEGAN)},ben,", name="spring_ben")
    done = import_coding(workspace, FORM.id)
    assert done.balance == "4 rows in = 3 coded + 1 open + 0 set aside"
    coded = read_coded(workspace.store, list(list_slices(workspace.store)))
    assert sorted(coded[["answer", "coder", "theme"]].itertuples(index=False, name=None)) == sorted(
        [
            (key(WORDS[0]), "1", "time"),
            (key(WORDS[0]), "1", "start"),
            (key(BEGAN), "1", ""),
            (key(WORDS[0]), "2", "time"),
        ]
    )
    assert [theme.title for theme in kept_codebook(workspace, FORM.id).themes] == [
        "Time", "The start",
    ]  # fmt: skip


def test_the_answers_on_which_coders_differ_are_listed(workspace):
    write_codings(workspace, f"{key(WORDS[0])},ada,time; start", f"{key(BEGAN)},ada,none")
    write_codings(workspace, f"{key(WORDS[0])},ben,time", f"{key(BEGAN)},ben,none", name="ben")
    (found,) = differences(workspace, FORM.id, "spring")
    assert (found.answer, found.question) == (key(WORDS[0]), "Frame 8, aims")
    assert found.themes == (("ada", ("time", "start")), ("ben", ("time",)))


def test_unchanged_sheets_are_not_imported_again(workspace):
    write_codings(workspace, f"{key(BEGAN)},ada,start")
    first, again = (import_coding(workspace, FORM.id) for _ in range(2))
    assert (first.fresh, again.fresh, again.balance) == (True, False, first.balance)
    next(list_slices(workspace.store)).path(workspace.store, "coded").unlink()
    assert import_coding(workspace, FORM.id).fresh
    write_codebook(workspace, BOOK + TIME + START.replace("The start", "Starting"))
    assert import_coding(workspace, FORM.id).fresh


def test_a_codebook_that_is_gone_takes_its_themes_along(workspace):
    write_codings(workspace, f"{key(BEGAN)},ada,start", "w0,ada,start")
    import_coding(workspace, FORM.id)
    (workspace.folder / "coding" / FORM.id / "codebook.csv").unlink()
    assert forget_codings(workspace) == (FORM.id,)
    assert read_coded(workspace.store, list(list_slices(workspace.store))).empty
    assert kept_codebook(workspace, FORM.id) is None
    assert list(workspace.set_aside.iterdir()) == []
    assert forget_codings(workspace) == ()


def test_a_withdrawn_answer_leaves_sheet_and_store_and_others_keep_their_themes(workspace):
    write_codings(workspace, f"{key(WORDS[0])},ada,time", f"{key(BEGAN)},ada,start")
    import_coding(workspace, FORM.id)
    gone = "withdrawal_id,participant,withdrawn\nw1,two,2026-03-09\n"
    workspace.record_file("withdrawals").write_text(gone, encoding="utf-8")
    import_wave(workspace, workspace.waves[0], today=TODAY)
    done = import_coding(workspace, FORM.id)
    assert done.balance == "2 rows in = 1 coded + 0 open + 1 set aside"
    assert key(BEGAN) not in str(done.set_aside)
    coded = read_coded(workspace.store, list(list_slices(workspace.store)))
    assert coded["answer"].unique().tolist() == [key(WORDS[0])]
    written = sheet(workspace)
    assert (written.n_answers, written.n_gone) == (1, 1)


def test_the_example_is_coded_without_a_fault():
    workspace = open_workspace("example")
    for name in ("group_review", "differentiation_confidence"):
        for wave in workspace.waves_of(name):
            import_wave(workspace, wave)
        assert check_coding(workspace, name).set_aside == ()


def test_a_key_tells_of_words_question_and_wave_and_of_nothing_else():
    keys = [
        answer_key(*parts)
        for parts in (("f", "w", "q", "A"), ("f", "w", "q", "B"), ("f", "v", "q", "A"),
                      ("f", "w", "r", "A"), ("g", "w", "q", "A"))
    ]  # fmt: skip
    assert len(pd.unique(pd.Series(keys))) == len(keys)
