"""tsa import --add: answers that come in later are added to a wave that is declared."""

from __future__ import annotations

import tomllib

import pytest
from small_network import FILE, TRUST, sheet, tsa_import, write

from tsa_research.cli import main
from tsa_research.errors import ALL_WELL, BAD_USAGE, NOTHING_DONE, SOME_FAILED

LATE = "late.csv"


def part(folder, name, *rows, change=None):
    """Write the answers of some of the people, by their place, and return the file."""
    answers = sheet("plain_wide")
    answers.body[:] = [answers.body[row] for row in rows]
    if change:
        change(answers)
    return write(answers, folder / name)


@pytest.fixture
def begun(network, tmp_path):
    """Return a network with the answers of nine people in its wave."""
    assert tsa_import(network, part(tmp_path, FILE, *range(9))) == ALL_WELL
    return network


def add(network, *files, **options):
    given = {"instrument": TRUST.id, "wave": "2026-spring"} | options
    words = [word for name, value in given.items() if value for word in (f"--{name}", value)]
    return main(["import", *map(str, files), "--network", str(network), *words, "--add"])


def wave_of(network):
    (wave,) = tomllib.loads((network / "network.toml").read_text(encoding="utf-8"))["waves"]
    return wave


def test_later_answers_are_added_and_everything_else_stays(begun, tmp_path, capsys):
    settings = begun / "network.toml"
    text = settings.read_text(encoding="utf-8").replace(
        'kind = "single"', "# asked at the meeting in March\nkind = 'single'  # once"
    )
    settings.write_text(text, encoding="utf-8")
    capsys.readouterr()
    late = [part(tmp_path, LATE, 9, 10), part(tmp_path, "later.csv", 11)]
    assert add(begun, *late) == ALL_WELL
    printed = capsys.readouterr().out
    assert "Added to trust_survey, Spring 2026: late.csv and later.csv." in printed
    assert "The wave has 3 files now." in printed
    assert "12 responses in = 12 kept + 0 set aside" in printed
    assert wave_of(begun)["files"] == [f"inbox/{name}" for name in (FILE, LATE, "later.csv")]
    listed = f'files = ["inbox/{FILE}"]'
    more = f'files = ["inbox/{FILE}", "inbox/{LATE}", "inbox/later.csv"]'
    assert settings.read_text(encoding="utf-8") == text.replace(listed, more)
    assert (begun / "inbox" / LATE).read_bytes() == late[0].read_bytes()


@pytest.mark.parametrize("name", [FILE, "a-copy.csv", LATE])
def test_the_same_file_is_not_added_twice(begun, tmp_path, capsys, name):
    assert add(begun, part(tmp_path, LATE, 9, 10)) == ALL_WELL
    settings = (begun / "network.toml").read_bytes()
    (tmp_path / "again").mkdir()
    rows = (9, 10) if name == LATE else range(9)
    assert add(begun, part(tmp_path / "again", name, *rows)) == BAD_USAGE
    said = capsys.readouterr().err
    assert f"The answers in {name} are in the wave 2026-spring already." in said
    assert f"the same as {LATE if name == LATE else FILE}" in said
    assert (begun / "network.toml").read_bytes() == settings


def test_two_copies_of_a_later_file_are_not_added(begun, tmp_path, capsys):
    files = [part(tmp_path, name, 9) for name in (LATE, "copy.csv")]
    assert add(begun, *files) == BAD_USAGE
    assert "the same as late.csv" in capsys.readouterr().err
    assert not (begun / "inbox" / LATE).exists()


def test_another_file_of_the_same_name_is_not_written_over(begun, tmp_path, capsys):
    kept = (begun / "inbox" / FILE).read_bytes()
    (tmp_path / "late").mkdir()
    assert add(begun, part(tmp_path / "late", FILE, 9)) == BAD_USAGE
    assert "Rename your file" in capsys.readouterr().err
    assert (begun / "inbox" / FILE).read_bytes() == kept


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"wave": "2026-sprin"}, "Did you mean 2026-spring?"),
        ({"wave": None}, "no --instrument or no --wave"),
        ({"instrument": None}, "no --instrument or no --wave"),
        ({"label": "Another"}, "Files are added to a wave as it is."),
    ],
    ids=str,
)
def test_what_cannot_be_added_to_is_refused(begun, tmp_path, capsys, options, said):
    settings = (begun / "network.toml").read_bytes()
    assert add(begun, part(tmp_path, LATE, 9), **options) == BAD_USAGE
    assert said in capsys.readouterr().err
    assert (begun / "network.toml").read_bytes() == settings
    assert not (begun / "inbox" / LATE).exists()


def test_without_a_file_nothing_is_added(begun, capsys):
    assert add(begun) == BAD_USAGE
    assert "no file" in capsys.readouterr().err


def test_a_file_without_a_usable_response_is_not_added(begun, tmp_path, capsys):
    def wrong(answers):
        answers.body[0][answers.position("keeps_promises__own_school")] = "9"

    settings = (begun / "network.toml").read_bytes()
    assert add(begun, part(tmp_path, LATE, 9, change=wrong)) in (NOTHING_DONE, SOME_FAILED)
    printed = capsys.readouterr().out
    assert "No response of late.csv can be used, so it was not added." in printed
    assert "9 responses in = 9 kept" in printed
    assert (begun / "network.toml").read_bytes() == settings
    assert add(begun, part(tmp_path, LATE, 9)) == ALL_WELL


def test_without_the_option_the_message_names_it(begun, tmp_path, capsys):
    assert tsa_import(begun, part(tmp_path, LATE, 9)) == BAD_USAGE
    assert "Run the command again with --add" in capsys.readouterr().err
