"""Exploring ties: every control changes map, words and table, and nothing hidden leaves."""

from __future__ import annotations

import csv
import io
import json

import pytest

from tsa_research.disclosure import release as released
from tsa_research.explore import network as shown
from tsa_research.explore.network_view import NetworkExplorer, as_html, explore_network
from tsa_research.explore.tie_choosing import TieChoice, first_choice, fitted, open_ties
from tsa_research.record_import import import_record
from tsa_research.workspace import open_workspace

EVIL = '<img src=x onerror="alert(1)">'
FORMULA = "=HYPERLINK(1)"
SETTINGS = """\
[network]
id = "tiny"
title = "The tiny network"

[[cohorts]]
id = "2025"
title = "Cohort 2025"
"""
RECORDS = {
    "alliances": "alliance_id,title,lead_school,cohort,designated\n"
    'north,North & "Sea",oak,2025,\nsouth,South,,2025,\nwest,West,,2025,\n',
    "schools": "school_id,title,alliance_id,phase,joined\n"
    + "".join(
        f'{key},"{title}",{alliance},,\n'
        for key, title, alliance in [
            ("oak", "Oak", "north"),
            ("elm", EVIL.replace('"', '""'), "north"),
            ("ash", FORMULA, "north"),
            ("fir", "Fir", "north"),
            ("yew", "Yew", "north"),
            ("box", "Box", "south"),
            ("bay", "Bay", "south"),
        ]
    ),
    "participants": "participant_id,name,email,school_id,cohort,role,joined\n"
    "one,Wren Oak,wren@oak.example,oak,2025,teacher,2025-01-06\n",
}
HEADER = "tie_id,school_id,with_school,said_by,kind,name,topic,wave,asked,since,ended"
TIES = """\
1,oak,elm,one,pair,,reading,Summer,2025-06-01,,
2,elm,oak,,pair,,reading,Summer,2025-06-01,,
3,oak,ash,,pair,,@SUM(1),Summer,2025-06-01,,
4,ash,,,,,,Summer,2025-06-01,,
5,oak,fir,,pair,,led by Wren Oak,Summer,2025-06-01,,
6,yew,,,,,,Summer,2025-06-01,,
7,oak,elm,,pair,,,Autumn,2025-10-01,,
8,oak,box,,pair,,,Autumn,2025-10-01,,
9,box,,,,,,Summer,2025-06-01,,
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return written(tmp_path_factory.mktemp("tied"), TIES)


@pytest.fixture(scope="module")
def ties(folder):
    return open_ties(str(folder))


@pytest.fixture
def explorer(ties):
    return NetworkExplorer(ties, fitted(ties, TieChoice("2025", "north", "Summer")))


def written(folder, rows):
    (folder / "records").mkdir()
    (folder / "network.toml").write_text(SETTINGS, encoding="utf-8")
    for name, text in RECORDS.items():
        (folder / "records" / f"{name}.csv").write_text(text, encoding="utf-8")
    if rows:
        (folder / "records" / "ties.csv").write_text(f"{HEADER}\n{rows}", encoding="utf-8")
        import_record(open_workspace(folder), "ties")
    return folder


def sent(explorer):
    """Return all that the browser is given, as one text."""
    views = [explorer.map, explorer.words, explorer.saving, explorer.announcer]
    return json.dumps([{k: str(v) for k, v in view.get_state().items()} for view in views])


def rows_of(explorer):
    return list(csv.reader(io.StringIO(explorer.saving.csv)))


def names(picture):
    return [school["name"] for school in picture["schools"]]


def ends(picture):
    order = names(picture)
    return {(*sorted(order[end] for end in tie["ends"]), tie["status"]) for tie in picture["ties"]}


def test_the_map_holds_every_school_and_every_tie_with_what_is_known(explorer):
    picture = explorer.map.picture
    assert sorted(names(picture)) == sorted(["Oak", EVIL, FORMULA, "Fir", "Yew"])
    assert ends(picture) == {
        (EVIL, "Oak", "both say so"),
        (FORMULA, "Oak", "only one says so"),
        ("Fir", "Oak", "the other was not heard"),
    }
    about = {school["name"]: school["about"] for school in picture["schools"]}
    assert about["Oak"] == "Oak, 3 ties"
    assert about["Fir"] == "Fir, 1 tie, did not answer"
    assert about["Yew"] == "Yew, 0 ties"


def test_with_all_schools_the_words_are_those_of_the_report(explorer):
    said = explorer.words.value
    assert "Summer: 4 of 5 schools work with at least one other, in 3 ties" in said
    assert "Left out, by their own account: Yew." in said
    assert "Oak has the most ties: 3 ties." in said
    assert len(rows_of(explorer)) == 4


def test_a_school_is_told_tie_by_tie(explorer):
    explorer.school.box.value = "oak"
    said = explorer.words.value
    assert (
        "Oak works with 3 schools of the alliance; both schools say so of 1 of these ties" in said
    )
    assert "on reading; both say so.</li>" in said
    assert f"Works with {FORMULA} on @SUM(1); only Oak says so.</li>" in said
    assert "only Oak says so, and Fir was not heard.</li>" in said
    assert explorer.announcer.text.startswith("Changed. Ties of Oak, Summer")
    assert explorer.map.chosen == "Oak"
    assert "Ties of Oak, Summer</caption>" in said


def test_from_the_other_end_it_is_said_who_says_so(explorer):
    explorer.choose(school="fir")
    assert "1 school of the alliance: only Oak says so, and Fir was not heard." in (
        explorer.words.value
    )


@pytest.mark.parametrize(
    ("wave", "school", "said"),
    [
        ("Summer", "yew", "Yew says that it works with no other school of the alliance."),
        ("Autumn", "yew", "Nothing is known of Yew: it did not answer, and no other school"),
        ("Autumn", "oak", "<li>Names 1 school elsewhere, which is not drawn.</li>"),
    ],
)
def test_what_no_arc_shows_is_said(explorer, wave, school, said):
    explorer.choose(wave=wave, school=school)
    assert said in explorer.words.value


def test_the_map_and_the_list_choose_the_same_school(explorer):
    explorer.map.chosen = EVIL
    assert (explorer.choice.school, explorer.school.box.value) == ("elm", "elm")
    explorer.map.chosen = ""
    assert (explorer.choice.school, explorer.school.box.value) == ("", "")
    explorer.school.box.value = "ash"
    assert explorer.map.chosen == FORMULA


def test_a_school_that_the_map_cannot_know_is_none(explorer):
    explorer.map.chosen = "Oak"
    explorer.map.chosen = "Box"
    assert (explorer.choice.school, explorer.map.chosen) == ("", "")
    explorer.map.chosen = "<script>"
    assert (explorer.choice.school, explorer.map.chosen) == ("", "")


def test_another_wave_keeps_the_school_and_has_its_own_ties(explorer):
    explorer.choose(school="oak")
    explorer.wave.box.value = "Autumn"
    assert (explorer.choice.school, explorer.map.chosen) == ("oak", "Oak")
    assert ends(explorer.map.picture) == {(EVIL, "Oak", "the other was not heard")}
    assert "Ties of Oak, Autumn" in explorer.words.value
    assert len(rows_of(explorer)) == 2


def test_another_alliance_clears_a_school_that_it_does_not_have(explorer):
    explorer.choose(school="oak")
    explorer.whose.box.value = ("2025", "south")
    assert explorer.choice == TieChoice("2025", "south", "Summer", "")
    assert explorer.map.chosen == ""
    assert names(explorer.map.picture) == ["Bay", "Box"]
    assert [words for words, _ in explorer.school.box.options] == ["All schools", "Bay", "Box"]


def test_a_network_without_a_tie_has_a_sentence_and_nothing_to_save_as_a_picture(explorer):
    explorer.choose(alliance="south")
    assert explorer.map.picture["ties"] == []
    assert explorer.words.value.count("No tie was written down yet.") == 1
    assert "<table" not in explorer.words.value
    assert explorer.saving.svg == ""


def test_reset_goes_back_to_the_first_view(explorer):
    before = explorer.words.value
    explorer.choose(alliance="south")
    explorer.reset()
    assert explorer.words.value == before
    assert explorer.announcer.text.startswith("Back at the first view.")


def test_the_latest_wave_and_the_first_alliance_come_first(ties):
    assert first_choice(ties) == TieChoice("2025", "north", "Autumn", "")
    assert first_choice(ties, cohort=2025, alliance="south").alliance == "south"
    assert list(ties.words) == [("2025", "north"), ("2025", "south")]


def test_the_line_of_the_report_names_cohort_alliance_and_network(explorer, folder):
    line = f"tsa report collaboration_network -p cohort=2025 -p alliance=north --network {folder}"
    assert f"<pre>{line}</pre>" in explorer.words.value


def test_names_are_never_html(explorer):
    for school in ("", "elm", "oak"):
        explorer.choose(school=school)
        assert "<img" not in explorer.words.value
        assert "<img" not in explorer.saving.svg
    assert "HTML(" not in explorer.map._esm
    assert "innerHTML" not in explorer.map._esm


def test_no_cell_of_the_csv_is_a_formula(explorer):
    for school in ("", "oak", "ash"):
        explorer.choose(school=school)
        cells = [cell for row in rows_of(explorer) for cell in row]
        assert any(cell.startswith("'=") for cell in cells)
        assert not [cell for cell in cells if cell[:1] in "=+-@" and cell]
    explorer.choose(school="oak")
    assert rows_of(explorer)[0] == ["school", "other", "topic", "status", "says"]
    assert ["Oak", f"'{FORMULA}", "'@SUM(1)", "only one says so", "Oak"] in rows_of(explorer)


def test_words_that_name_a_person_and_who_answered_stay_behind(explorer):
    explorer.choose(school="oak")
    assert "Works with Fir on not released in words; only Oak says so" in explorer.words.value
    assert "Wren" not in sent(explorer)


def test_rows_that_a_release_hides_are_in_nothing_that_is_sent(explorer, monkeypatch):
    def hiding(finding, policy):
        cells = finding.table.astype(str)
        return released(finding, policy, hide=(cells == "Fir").any(axis=1).to_numpy())

    monkeypatch.setattr(shown, "release", hiding)
    explorer.choose(school="oak")
    assert ends(explorer.map.picture) == {
        (EVIL, "Oak", "both say so"),
        (FORMULA, "Oak", "only one says so"),
    }
    about = {school["name"]: school["about"] for school in explorer.map.picture["schools"]}
    assert about["Fir"] == "Fir, hidden, did not answer"
    for text in (explorer.words.value, explorer.saving.csv, explorer.announcer.text):
        assert "Fir" not in text
    explorer.choose(school="")
    assert "Fir" not in explorer.saving.csv + explorer.words.value.partition("<table")[2]


def test_what_is_saved_as_a_picture_lets_the_same_ties_stand_out(explorer):
    whole = explorer.saving.svg
    explorer.choose(school="ash")
    assert whole.startswith("<svg")
    assert 'stroke-width="3.4"' not in whole
    assert explorer.saving.svg.count('stroke-width="3.4"') == 1
    assert explorer.saving.name == "collaboration_network-2025-north-summer-ash"


def test_a_network_where_nobody_was_asked_says_what_to_do(tmp_path):
    page = explore_network(str(written(tmp_path, "")))
    (said,) = [child.value for child in page.children]
    assert "There is nothing to show yet" in said
    assert "tsa import" in said


def test_an_alliance_without_ties_lists_those_that_have_some(folder):
    (said,) = [child.value for child in explore_network(str(folder), alliance="west").children]
    assert "cohort 2025, alliance north; cohort 2025, alliance south" in said


def test_the_page_in_words_is_all_there_is_of_a_view(explorer, ties):
    seen = shown.view_network(ties, explorer.choice)
    assert as_html(seen) == explorer.words.value
