"""The committed example is what the program makes, and holds the cases it promises."""

import csv
import io
import tomllib

import numpy as np
import pandas as pd
import pytest
from openpyxl import load_workbook

from tsa_research.resources import shared_folder
from tsa_research.roster import read_roster
from tsa_research.schemas.reading import load_instrument
from tsa_research.synthetic import build_network, write_example
from tsa_research.workspace import open_workspace

SEED = 20250915
BY_NUMBER = ("pupil", "trainee")
EXAMPLE = shared_folder() / "data" / "example"
ENCODINGS = {"qualtrics.tsv": "utf-16", "qualtrics.csv": "utf-8-sig"}


def files_in(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for name in ("network.toml", "README.md", "records/*", "inbox/*")
        for path in sorted(folder.glob(name))
    }


def rows_of(file):
    path = EXAMPLE / "inbox" / file
    if path.suffix == ".xlsx":
        return [list(row) for row in load_workbook(path).active.iter_rows(values_only=True)]
    endings = {ending: name for ending, name in ENCODINGS.items() if file.endswith(ending)}
    encoding = next(iter(endings.values()), "cp1252" if "programme" in file else "utf-8")
    text = path.read_bytes().decode(encoding)
    delimiter = "\t" if path.suffix == ".tsv" else ";" if file.endswith("long.csv") else ","
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


@pytest.fixture(scope="module")
def roster():
    return read_roster(open_workspace(EXAMPLE))


def test_the_same_seed_writes_the_committed_bytes(tmp_path):
    write_example(tmp_path, SEED)
    made, committed = files_in(tmp_path), files_in(EXAMPLE)
    assert sorted(made) == sorted(committed)
    assert [name for name in made if made[name] != committed[name]] == []


def test_another_seed_writes_other_people(tmp_path):
    write_example(tmp_path, SEED + 1, schools_per_alliance=(3,))
    here = (tmp_path / "records" / "participants.csv").read_bytes()
    readme = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert "--seed 20250916 --schools 3" in readme
    assert "Awkward on purpose" not in readme
    assert here != (EXAMPLE / "records" / "participants.csv").read_bytes()


def test_a_network_of_another_size_can_be_opened(tmp_path):
    write_example(tmp_path, 1, schools_per_alliance=(4, 6, 3, 5, 4, 6, 7, 5))
    workspace = open_workspace(tmp_path)
    roster = read_roster(workspace)
    assert (len(roster.alliances), len(roster.schools)) == (8, 40)
    for wave in workspace.waves:
        assert all((tmp_path / file).is_file() for file in wave.files)


@pytest.mark.parametrize("n_alliances", [1, 40])
def test_names_and_addresses_never_repeat_where_they_must_not(n_alliances):
    network = build_network(np.random.default_rng(3), [12] * n_alliances)
    assert network.schools["title"].is_unique
    assert network.alliances["alliance_id"].is_unique
    assert network.participants["participant_id"].is_unique
    emails = network.participants["email"]
    assert emails[emails != ""].is_unique


def test_settings_say_that_the_network_is_fictional_and_name_every_file():
    settings = tomllib.loads((EXAMPLE / "network.toml").read_text(encoding="utf-8"))
    assert settings["network"]["fictional"] is True
    assert "fictional" in settings["network"]["title"]
    named = {file for wave in settings["waves"] for file in wave["files"]}
    assert named == {f"inbox/{path.name}" for path in (EXAMPLE / "inbox").iterdir()}


def test_waves_follow_each_other_within_the_years_shown():
    waves = open_workspace(EXAMPLE).waves
    assert max(wave.closed for wave in waves).isoformat() < "2026-11-01"
    by_instrument = {}
    for wave in sorted(waves, key=lambda wave: wave.opened):
        by_instrument.setdefault(wave.instrument, []).append(wave.kind)
    assert by_instrument["trust_survey"] == ["before", "after", "after"]
    assert by_instrument["maturity_audit"] == ["before", "after"]
    assert by_instrument["mentor_skills_audit"] == ["before", "after"]
    assert by_instrument["programme_feedback"] == by_instrument["strand_impact"] == ["single"]


def test_six_alliances_of_two_cohorts_with_sixty_schools(roster):
    assert roster.alliances["cohort"].value_counts().to_dict() == {"2024": 3, "2025": 3}
    sizes = roster.schools["alliance_id"].value_counts()
    assert sorted(sizes, reverse=True) == [14, 12, 11, 10, 8, 5]
    cohorts = roster.participants.groupby("alliance_id")["cohort"].nunique()
    assert cohorts[cohorts > 1].index.tolist() == ["mossgate-fell"]


def test_one_school_is_tiny_and_all_others_have_a_head_and_seven_or_eight_more(roster):
    staff = roster.participants[~roster.participants["role"].isin(BY_NUMBER)]
    people = staff.groupby("school_id")["role"]
    assert people.size()["school-60"] == 3
    assert set(people.size().drop("school-60")) == {8, 9}
    assert (people.apply(lambda roles: (roles == "head_teacher").sum()) == 1).all()


def test_names_hold_the_letters_that_break_exports(roster):
    titles = " ".join([*roster.schools["title"], *roster.alliances["title"]])
    assert all(sign in titles for sign in "'\"&âÉë,")
    staff = roster.participants[~roster.participants["role"].isin(BY_NUMBER)]
    names = " ".join(staff["name"])
    assert all(sign in names for sign in ("O'Linnet", "Bécasseau", "-"))
    assert staff["email"].str.fullmatch(r"[a-z.]+@[a-z0-9-]+\.example").all()


@pytest.mark.parametrize(
    ("role", "n_schools"),
    [
        ("pupil", {"mossgate-fell": 7, "saltlantern": 1, "tidewright": 4}),
        ("trainee", {"gullwing": 2, "mossgate-fell": 5, "saltlantern": 1, "tidewright": 6}),
    ],
)
def test_pupils_and_trainees_have_a_number_and_nothing_that_names_them(roster, role, n_schools):
    people = roster.participants[roster.participants["role"] == role]
    assert people["participant_id"].str.fullmatch(rf"{role}-\d{{3}}").all()
    assert (people[["name", "email"]].fillna("") == "").all(axis=None)
    assert people.groupby("alliance_id")["school_id"].nunique().to_dict() == n_schools


def test_pupils_of_the_next_school_year_were_asked_nothing(roster):
    pupils = roster.participants[roster.participants["role"] == "pupil"]
    late = pupils[pupils["alliance_id"] == "mossgate-fell"]
    assert set(late["joined"]) == {"2026-09-01"}


def test_the_readme_tells_where_every_faulty_row_stands():
    lines = (EXAMPLE / "README.md").read_text(encoding="utf-8").splitlines()
    table = [line.strip("| ").split(" | ") for line in lines if line.startswith("| ")][1:]
    signs = {
        "an answer that the scale does not have: Strongly agreed": "Strongly agreed",
        "an answer that the scale does not have: 9": "9",
        "an answer that the scale does not have: 6": "6",
        "Timestamp is 15/09/2062 10:31:07": "15/09/2062 10:31:07",
        "not in the records: person-unknown": "person-unknown",
        "a preview, not an answer": "Survey Preview",
    }
    assert len(table) == 12
    found = {what: rows_of(file)[int(row) - 1] for file, row, what in table}
    for what, sign in signs.items():
        assert sign in found[what], what


def test_one_person_answered_twice_and_one_row_holds_no_answer():
    rows = rows_of("trust_survey_autumn_2025_microsoft.xlsx")
    email = rows[0].index("Email")
    addresses = pd.Series([str(row[email]).casefold() for row in rows[1:]])
    assert addresses.duplicated(keep=False).sum() == 2
    anonymous = rows_of("trust_survey_autumn_2025_google_anonymous.csv")
    assert [number for number, row in enumerate(anonymous, start=1) if not any(row[4:])] == [6]


def test_the_anonymous_file_has_no_column_that_tells_who_answered():
    header, *body = rows_of("trust_survey_autumn_2025_google_anonymous.csv")
    assert not [name for name in header if "mail" in name]
    assert not [cell for row in body for cell in row if "@" in cell]


def test_the_late_file_was_sent_after_the_wave_had_closed():
    wave = open_workspace(EXAMPLE).wave("trust_survey", "2025-autumn")
    header, *body = rows_of("trust_survey_autumn_2025_late.csv")
    days = [row[header.index("submitted")][:10] for row in body]
    assert min(days) > wave.closed.isoformat()


def test_in_spring_one_school_is_silent_and_one_alliance_skips_one_question(roster):
    names, texts, _, *body = rows_of("trust_survey_spring_2026_qualtrics.tsv")
    assert texts[0] == "Start Date"
    body = [row for row in body if row[names.index("Status")] == "IP Address"]
    school = texts.index("Your school")
    invited = roster.schools[roster.schools["alliance_id"] != "gullwing"]
    answered = {row[school] for row in body}
    assert set(invited["title"]) - answered == {roster.school_titles["school-19"]}
    item = load_instrument("trust_survey").item("respects_time__alliance_colleagues")
    first = set(roster.schools["title"][roster.schools["alliance_id"] == "tidewright"])
    given = [row[texts.index(item.wording)] for row in body if row[school] in first]
    assert given
    assert set(given) == {""}
    others = [row[texts.index(item.wording)] for row in body if row[school] not in first]
    assert any(others)


def test_text_files_are_written_as_their_form_tools_write_them():
    inbox = EXAMPLE / "inbox"
    tabbed = (inbox / "trust_survey_spring_2026_qualtrics.tsv").read_bytes()
    assert tabbed.startswith(b"\xff\xfe")
    marked = (inbox / "maturity_audit_summer_2026_qualtrics.csv").read_bytes()
    assert marked.startswith(b"\xef\xbb\xbf")
    with pytest.raises(UnicodeDecodeError):
        (inbox / "programme_feedback_summer_2026_google.csv").read_bytes().decode("utf-8")


def test_a_workbook_holds_real_dates():
    rows = rows_of("strand_impact_summer_2026_microsoft.xlsx")
    assert all(row[2].year == 2026 and row[1] < row[2] for row in rows[1:])
