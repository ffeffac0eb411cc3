"""`tsa form` in every way it can be asked for, and what it says."""

from __future__ import annotations

import pytest

from tsa_research.cli import FORMS, main
from tsa_research.errors import ALL_WELL, BAD_USAGE
from tsa_research.form_commands import KINDS


@pytest.fixture
def network(tmp_path):
    assert main(["init", str(tmp_path / "mine")]) == ALL_WELL
    return tmp_path / "mine"


def test_the_command_offers_every_kind_of_form():
    assert sorted(FORMS) == sorted(KINDS)


@pytest.mark.parametrize("kind", ["xlsx", "xlsform"])
def test_a_workbook_is_not_printed_on_the_screen(kind, capsys):
    assert main(["form", "trust_survey", "--as", kind]) == BAD_USAGE
    assert "--out trust_survey.xlsx" in capsys.readouterr().err


@pytest.mark.parametrize("kind", FORMS)
def test_a_form_is_written_whole(kind, tmp_path, capsys):
    out = tmp_path / "form"
    assert main(["form", "self_efficacy", "--as", kind, "--out", str(out)]) == ALL_WELL
    assert out.stat().st_size > 500
    assert "Teacher self-efficacy: " in capsys.readouterr().out


def test_a_form_says_whom_to_write_to(network, tmp_path, capsys):
    asked = ["form", "trust_survey", "--network", str(network), "--out", str(tmp_path / "f.html")]
    assert main(asked) == ALL_WELL
    assert "set withdrawal_contact" in capsys.readouterr().out
    settings = (network / "network.toml").read_text()
    contact = 'withdrawal_contact = "leave@mine.example"'
    (network / "network.toml").write_text(settings.replace('withdrawal_contact = ""', contact))
    assert main(asked) == ALL_WELL
    assert "set withdrawal_contact" not in capsys.readouterr().out
    assert "write to leave@mine.example" in (tmp_path / "f.html").read_text()


def test_an_unknown_alliance_is_told_with_those_that_there_are(capsys):
    asked = ["form", "trust_survey", "--network", "example", "--alliance", "tidewrigth"]
    assert main(asked) == BAD_USAGE
    said = capsys.readouterr().err
    assert "one of tidewright, saltlantern" in said
    assert "Did you mean tidewright?" in said


def test_an_alliance_without_schools_is_told_where_to_write_them(network, capsys):
    (network / "records" / "schools.csv").write_text("school_id,title,alliance_id,phase,joined\n")
    (network / "records" / "participants.csv").unlink()
    alliances = (network / "records" / "alliances.csv").read_text().splitlines()
    name = alliances[1].split(",")[0]
    asked = ["form", "trust_survey", "--network", str(network), "--alliance", name]
    assert main(asked) == BAD_USAGE
    said = capsys.readouterr().err
    assert "no schools" in said
    assert f"alliance_id {name}" in said
