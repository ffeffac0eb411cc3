"""The other commands: init, instruments, missing, batch, and what happens to wrong words."""

from __future__ import annotations

import pytest
from small_network import FILE, PEOPLE, sheet, tsa_import, write

from tsa_research.cli import main
from tsa_research.errors import (
    ALL_WELL,
    BAD_DECLARATION,
    BAD_USAGE,
    NOTHING_DONE,
    SOME_FAILED,
)
from tsa_research.resources import shared_folder
from tsa_research.schemas.reading import list_instruments

INSTRUMENTS = shared_folder() / "data" / "schemas" / "instruments"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Return a network made by ``tsa init`` into which one anonymous answer was imported."""
    folder = tmp_path_factory.mktemp("made")
    network = folder / "mine"
    assert main(["init", str(network)]) == ALL_WELL
    answers = folder / FILE
    answers.write_text(
        "respondent,school,lesson_grade\n1,First school,2\n2,school-1,3\n", encoding="utf-8"
    )
    assert tsa_import(network, answers, instrument="lesson_self_grade") == ALL_WELL
    return network


def test_init_makes_a_network_that_can_be_imported_into(made):
    stored = [path.relative_to(made / "store") for path in made.rglob("*.parquet")]
    assert [path.as_posix() for path in stored] == [
        "answers/instrument=lesson_self_grade/cohort=2026/alliance=my-alliance/2026-spring.parquet"
    ]


def test_a_dry_run_lists_the_reports_and_makes_none(made, tmp_path, capsys):
    words = ["--network", str(made), "--reports", str(tmp_path / "reports"), "--dry-run"]
    assert main(["batch", *words]) == ALL_WELL
    listed = capsys.readouterr().out.splitlines()
    # and no cohort report: no form of this network belongs to it
    assert listed == [
        "my-network/2026/my-alliance/lesson_self_grade.html: impact_survey (new)",
        "1 of 1 report would be made.",
    ]
    assert not (tmp_path / "reports").exists()


def test_init_says_what_to_do_next_and_keeps_private_folders_out_of_version_control(
    tmp_path, capsys
):
    assert main(["init", str(tmp_path / "mine")]) == ALL_WELL
    printed = capsys.readouterr().out
    assert "records/alliances.csv" in printed
    assert f"--network {tmp_path / 'mine'}" in printed
    ignored = (tmp_path / "mine" / ".gitignore").read_text(encoding="utf-8").split()
    assert {"keys/", "set_aside/", "store/", "inbox/", "records/"} <= set(ignored)


@pytest.mark.parametrize("there", ["a folder with a file", "a file"])
def test_init_writes_nothing_over(tmp_path, capsys, there):
    mine = tmp_path / "mine"
    if there == "a file":
        mine.write_text("mine")
    else:
        mine.mkdir()
        (mine / "notes.txt").write_text("mine")
    assert main(["init", str(mine)]) == BAD_USAGE
    assert "not empty" in capsys.readouterr().err
    assert [p.read_text() for p in (mine, *mine.glob("*")) if p.is_file()] == ["mine"]


def test_init_accepts_an_empty_folder(tmp_path):
    assert main(["init", str(tmp_path)]) == ALL_WELL
    assert (tmp_path / "network.toml").is_file()


def test_a_command_without_a_network_uses_the_folder_it_runs_in(made, monkeypatch, capsys):
    monkeypatch.chdir(made)
    assert main(["validate"]) == ALL_WELL
    assert "2 responses in = 2 kept + 0 set aside" in capsys.readouterr().out


def test_a_network_without_waves_has_nothing_to_import_or_report(tmp_path, capsys):
    assert main(["init", str(tmp_path / "mine")]) == ALL_WELL
    assert main(["import", "--network", str(tmp_path / "mine")]) == NOTHING_DONE
    assert "No wave is declared" in capsys.readouterr().out
    assert main(["batch", "--network", str(tmp_path / "mine")]) == NOTHING_DONE
    assert "nothing to report yet" in capsys.readouterr().err


def test_instruments_lists_every_form(capsys):
    assert main(["instruments"]) == ALL_WELL
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == list(list_instruments())


@pytest.mark.parametrize("name", list_instruments())
def test_instruments_shows_every_item_of_a_form(capsys, name):
    assert main(["instruments", name]) == ALL_WELL
    shown = capsys.readouterr().out
    assert main(["instruments", "--check", str(INSTRUMENTS / f"{name}.yaml")]) == ALL_WELL
    assert capsys.readouterr().out == shown
    assert f"({name}, version 1)" in shown


def test_an_unknown_form_names_the_nearest(capsys):
    assert main(["instruments", "trust_survy"]) == BAD_USAGE
    assert "Did you mean trust_survey?" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("favourable: low", "favourable: good", "favourable"),
        ("scale: agreement", "scale: agrement", "scale"),
        ("version: 1", "version: one", "version"),
        ("title: Trust survey", "titel: Trust survey", "title"),
    ],
)
def test_a_form_of_ones_own_is_checked_with_file_and_key(tmp_path, capsys, old, new, said):
    text = (INSTRUMENTS / "trust_survey.yaml").read_text(encoding="utf-8")
    path = tmp_path / "trust_survey.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert main(["instruments", "--check", str(path)]) == BAD_DECLARATION
    message = capsys.readouterr().err
    assert f"Where: {path}" in message
    assert said in message


def test_a_form_of_ones_own_is_listed_with_the_others(network, capsys):
    text = (INSTRUMENTS / "lesson_self_grade.yaml").read_text(encoding="utf-8")
    (network / "instruments").mkdir()
    own = network / "instruments" / "my_grade.yaml"
    own.write_text(text.replace("id: lesson_self_grade", "id: my_grade"), encoding="utf-8")
    assert main(["instruments", "--network", str(network)]) == ALL_WELL
    assert "my_grade " in capsys.readouterr().out


def test_missing_names_those_who_have_not_answered_and_nobody_else(network, tmp_path, capsys):
    answers = sheet("microsoft")
    silent = PEOPLE.iloc[[4, 7]]
    answers.body[:] = [row for row in answers.body if row[3] not in set(silent["email"])]
    assert tsa_import(network, write(answers, tmp_path / "answers.xlsx")) == ALL_WELL
    capsys.readouterr()
    words = ["missing", "trust_survey", "2026-spring", "--network", str(network)]
    assert main(words) == ALL_WELL
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "2 people have not answered."
    assert sorted(line.split(": ")[1] for line in lines[:-1]) == sorted(
        f"{person.name} {person.email}" for person in silent.itertuples(index=False)
    )


def test_nobody_is_missing_when_all_have_answered(answered, capsys):
    words = ["missing", "trust_survey", "2026-spring", "--network", str(answered)]
    assert main(words) == ALL_WELL
    assert capsys.readouterr().out.strip() == "0 people have not answered."


def test_anonymous_answers_do_not_tell_who_is_missing(network, tmp_path, capsys):
    path = write(sheet("google_anonymous"), tmp_path / FILE)
    assert tsa_import(network, path) == ALL_WELL
    words = ["missing", "trust_survey", "2026-spring", "--network", str(network)]
    assert main(words) == BAD_USAGE
    streams = capsys.readouterr()
    assert "anonymous" in streams.err
    assert "@small.example" not in streams.out + streams.err


def test_one_answer_without_a_name_leaves_the_others_to_tell(network, tmp_path, capsys):
    answers = sheet("microsoft")
    answers.body[0][3] = ""
    assert tsa_import(network, write(answers, tmp_path / "answers.xlsx")) == ALL_WELL
    capsys.readouterr()
    words = ["missing", "trust_survey", "2026-spring", "--network", str(network)]
    assert main(words) == ALL_WELL
    assert capsys.readouterr().out.splitlines()[-2:] == [
        "1 person has not answered.",
        "Answers without a name: 1. So many of them may have answered.",
    ]


def test_an_unknown_wave_names_the_nearest(answered, capsys):
    words = ["missing", "trust_survey", "2026-sprin", "--network", str(answered)]
    assert main(words) == BAD_USAGE
    assert "Did you mean 2026-spring?" in capsys.readouterr().err


@pytest.mark.parametrize("words", [[], ["reprot"], ["report"], ["batch", "--workers", "two"]])
def test_words_that_are_no_command_end_with_bad_usage(words, capsys):
    with pytest.raises(SystemExit) as caught:
        main(words)
    assert caught.value.code == BAD_USAGE
    assert "usage: tsa" in capsys.readouterr().err


@pytest.mark.parametrize("option", ["--wave", "--instrument"])
def test_checking_an_unknown_wave_is_a_usage_error(answered, option):
    assert main(["validate", "--network", str(answered), option, "sprin"]) == BAD_USAGE


def test_checking_an_unknown_wave_names_the_nearest(answered, capsys):
    main(["validate", "--network", str(answered), "--wave", "2026-sprin"])
    assert "Did you mean 2026-spring?" in capsys.readouterr().err


def test_a_wave_that_cannot_be_imported_does_not_stop_a_batch(answered, capsys):
    settings = answered / "network.toml"
    text = settings.read_text(encoding="utf-8")
    wave = (
        text[text.index("[[waves]]") :]
        .replace("2026-spring", "2026-summer")
        .replace("Spring", "Summer")
    )
    settings.write_text(text + "\n" + wave.replace("answers.csv", "none.csv"), encoding="utf-8")
    assert main(["batch", "--network", str(answered), "--dry-run"]) == SOME_FAILED
    printed = capsys.readouterr().out
    assert "not imported: trust_survey" in printed
    assert "small/2025/harbour/trust_survey.html" in printed


def test_the_roster_is_checked_before_there_are_answers(tmp_path, capsys):
    network = tmp_path / "mine"
    main(["init", str(network)])
    assert main(["validate", "--network", str(network)]) == NOTHING_DONE
    assert "The roster can be used: " in capsys.readouterr().out
    people = network / "records" / "participants.csv"
    heads = "participant_id,name,email,school_id,cohort,role,joined\n"
    people.write_text(f"{heads}p1,Teal Plover,,school-1,2026,head teacher,2026-01-05\n")
    assert main(["validate", "--network", str(network)]) != ALL_WELL
    said = capsys.readouterr()
    assert "one of head_teacher" in said.out + said.err
    assert "can be used" not in said.out
