"""network.toml: a key that is wrong is refused by name, and never becomes a silent default."""

from __future__ import annotations

import pytest
from tiny_network import SETTINGS

from tsa_research.errors import DeclarationError, UsageError
from tsa_research.policy import Policy
from tsa_research.workspace import open_workspace

SECOND_WAVE = SETTINGS[SETTINGS.index("[[waves]]") :]

FAULTS = {
    "an unknown key at the top": (
        "[network]", "colour = 'red'\n[network]", "colour", "one of: cohorts",
    ),
    "an unknown key of the network": (
        'id = "tiny"', 'id = "tiny"\nname = "x"', "network, name", "one of: about",
    ),
    "a misspelt threshold": (
        "people_in_group", "people_in_groups", "disclosure, people_in_groups",
        "Did you mean people_in_group?",
    ),
    "a misspelt key of a wave": ("opened", "openned", "waves, spring, opened", "is missing"),
    "a wave without a file list": (
        'files = ["inbox/spring.csv"]\n', "", "waves, spring, files", "a list",
    ),
    "a wave without a file": (
        '["inbox/spring.csv"]', "[]", "waves, spring, files", "at least one file",
    ),
    "a file outside the folder": (
        "inbox/spring.csv", "../other/spring.csv", "waves, spring, files", "the network's folder",
    ),
    "a file with a place of its own": (
        "inbox/spring.csv", "/etc/passwd", "waves, spring, files", "the network's folder",
    ),
    "a mapping outside the folder": (
        "files =", 'mapping = "../mapping.csv"\nfiles =', "waves, spring, mapping",
        "the network's folder",
    ),
    "a kind of export that there is not": (
        "files =", 'dialect = "google"\nfiles =', "waves, spring, dialect", "google_forms",
    ),
    "a cohort twice": (
        "[disclosure]", '[[cohorts]]\nid = "2025"\ntitle = "Again"\n[disclosure]',
        "cohorts, 2025, id", "every id once",
    ),
    "an id of many characters": ('"tiny"', f'"{"x" * 65}"', "network, id", "at most 64"),
    "a cohort's id on two lines": ('"2025"', '"20\\n25"', "cohorts, no. 1, id", "on one line"),
    "a file that is no text": (
        '["inbox/spring.csv"]', "[3]", "waves, spring, files", "each entry is a text",
    ),
    "a threshold in quotation marks": (
        "= 5", '= "5"', "disclosure, people_in_group", "a whole number",
    ),
    "a threshold of zero": ("= 5", "= 0", "disclosure, people_in_group", "at least 1"),
    "a threshold that is true": ("= 5", "= true", "disclosure, people_in_group", "a whole number"),
    "a date in quotation marks": (
        "2026-03-02", '"2026-03-02"', "waves, spring, opened", "without quotation marks",
    ),
    "a wave that closes before it opens": (
        "2026-03-27", "2026-03-01", "waves, spring, closed", "on or after 2026-03-02",
    ),
    "an unknown kind": ('"single"', '"middle"', "waves, spring, kind", "before or after or then"),
    "an unknown form": (
        "lesson_self_grade", "lesson_self_grad", "waves, spring, instrument",
        "Did you mean lesson_self_grade?",
    ),
    "a repeated wave": (
        "[[waves]]", f"{SECOND_WAVE}\n[[waves]]", "waves, spring, id", "once per instrument",
    ),
    "a label of two waves": (
        "[[waves]]", SECOND_WAVE.replace('"spring"', '"summer"') + "\n[[waves]]",
        "waves, spring, label", "once per instrument",
    ),
    "a wave id with a space": ('"spring"', '"spring 26"', "waves, spring 26, id", "small letters"),
    "a wave id that climbs": ('"spring"', '"../spring"', "waves, ../spring, id", "small letters"),
    "a network without a title": (
        'title = "The tiny network"', 'title = " "', "network, title", "not empty",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_faulty_key_is_named_with_file_and_place(network, fault):
    old, new, place, expected = fault
    path = network / "network.toml"
    assert old in SETTINGS
    path.write_text(SETTINGS.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DeclarationError) as caught:
        open_workspace(network)
    assert caught.value.where == f"{path}, {place}"
    assert expected in caught.value.expected
    assert caught.value.next_step


@pytest.mark.parametrize("payload", [b"[network\n", b"[network]\ntitle = '\xe9'\n"])
def test_settings_that_are_no_toml_in_utf8_are_refused(network, payload):
    (network / "network.toml").write_bytes(payload)
    with pytest.raises(DeclarationError, match=r"network\.toml cannot be read"):
        open_workspace(network)


def test_a_mark_at_the_beginning_that_editors_write_does_not_matter(network):
    path = network / "network.toml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert open_workspace(network).id == "tiny"


def test_brackets_without_end_are_no_toml(network):
    (network / "network.toml").write_text("a = " + "[" * 5000, encoding="utf-8")
    with pytest.raises(DeclarationError, match="cannot be read"):
        open_workspace(network)


def test_a_time_of_day_is_no_date(network):
    text = SETTINGS.replace("2026-03-02", "2026-03-02T09:00:00")
    (network / "network.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DeclarationError, match="not a usable declaration"):
        open_workspace(network)


def test_a_folder_without_settings_is_refused_and_told_how_to_begin(tmp_path):
    with pytest.raises(UsageError) as caught:
        open_workspace(tmp_path)
    assert caught.value.where == str(tmp_path)
    assert "tsa init" in caught.value.next_step


def test_thresholds_that_are_not_named_have_their_default(network):
    assert open_workspace(network).policy == Policy(people_in_group=5)


def test_waves_stand_in_the_order_of_their_opening(network):
    earlier = SECOND_WAVE.replace('"spring"', '"winter"').replace('"Spring"', '"Winter"')
    earlier = earlier.replace("2026-03-02", "2026-01-12")
    (network / "network.toml").write_text(f"{SETTINGS}\n{earlier}", encoding="utf-8")
    waves = open_workspace(network).waves_of("lesson_self_grade")
    assert [wave.id for wave in waves] == ["winter", "spring"]


def test_an_unknown_wave_names_the_nearest(network):
    with pytest.raises(UsageError) as caught:
        open_workspace(network).wave("lesson_self_grade", "sprint")
    assert caught.value.next_step == "Did you mean spring?"
