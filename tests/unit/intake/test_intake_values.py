"""Answers and dates: what is recognised, what is reported, and what stays as typed."""

from __future__ import annotations

import pytest
from intake_shapes import AGREE, INSTRUMENT, google_forms, microsoft_forms, plain_wide, write_xlsx

from tsa_research.intake import nearest_label, read_export
from tsa_research.intake.coding import recode, recognise, scale_options
from tsa_research.intake.dates import read_dates
from tsa_research.intake.wording import one_line, plain_question

OPTIONS = scale_options(AGREE)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1", "1"),
        (" 1 ", "1"),
        ("Strongly agree", "1"),
        ("  STRONGLY\u00a0 agree.", "1"),
        ("Don't agree at all!", "4"),
        ("1 - Strongly agree", "1"),
        ("1 – Strongly agree", "1"),
        ("1= strongly agree", "1"),
        ("(1) Strongly agree", "1"),
        ("1. Strongly agree", "1"),
        ("Strongly agree (1)", "1"),
        ("9: not applicable", "9"),
    ],
)
def test_answers_that_say_what_an_option_says_are_recognised(text, code):
    assert recognise(text, OPTIONS) == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "01",
        "1.0",
        "1.",
        "5",
        "2 - Strongly agree",
        "Strongly agre",
        "agree strongly",
        "Agree, Disagree",
        "1 2",
        "NA",
        "None",
        "-1",
        "１ ２",
    ],
)
def test_anything_else_is_not(text):
    assert recognise(text, OPTIONS) is None


def test_a_label_that_looks_like_another_code_and_label_means_itself():
    options = (("1", "2 - often"), ("2", "often"))
    assert recognise("2 - OFTEN", options) == "1"


def test_labels_that_differ_only_in_what_does_not_count_are_recognised_literally_only():
    options = (("1", "Yes"), ("2", "Yes!"))
    assert recognise("yes", options) is None
    assert recode(["Yes", "Yes!"], options).values == ["1", "2"]


def test_spellings_are_reported_once_per_label(read_rows):
    rows = plain_wide("labels")
    rows[1][4], rows[2][5], rows[3][4] = "STRONGLY AGREE", "strongly agree!", "Agree"
    actions = read_rows(rows).actions
    assert actions == (
        "Answers spelt “STRONGLY AGREE”, “strongly agree!” were read as “Strongly agree”.",
    )


def test_a_close_spelling_stays_raw_and_has_a_nearest_label(read_rows):
    rows = plain_wide("labels")
    rows[1][4] = "Strongly agre"
    assert read_rows(rows).answers["keep__own_school"].tolist()[0] == "Strongly agre"
    labels = [option.label for option in AGREE.options]
    assert nearest_label(labels, "Strongly agre") == "Strongly agree"
    assert nearest_label(labels, "purple") == ""


@pytest.mark.parametrize(
    "heading",
    ["3. We meet", "Q3: we meet", "Question 3 - We  meet *", "3) WE MEET?", "We\u200b meet"],
)
def test_numbers_and_marks_of_a_question_do_not_count(heading):
    assert plain_question(heading) == "we meet"


@pytest.mark.parametrize("heading", ["3.5 hours are enough", "2 schools meet", "10:30 suits me"])
def test_numbers_that_belong_to_a_question_count(heading):
    assert plain_question(heading) == heading


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2025-09-15", "2025-09-15"),
        ("2025-09-15 10:31:07", "2025-09-15"),
        ("2025-09-15T10:31:07.123Z", "2025-09-15"),
        ("2025-09-15T10:31:07+01:00", "2025-09-15"),
        ("2025/09/15 10:31:07 AM GMT+1", "2025-09-15"),
        ("15/09/2025 10:31:07", "2025-09-15"),
        (" 15.9.25 ", "2025-09-15"),
        ("9/15/25 10:31", "2025-09-15"),
        ("2025-02-30", "2025-02-30"),
        ("15 September 2025", "15 September 2025"),
        ("15/09-2025", "15/09-2025"),
        ("2025-09-15 or so", "2025-09-15 or so"),
        ("99/99/2025", "99/99/2025"),
        (" ", None),
    ],
)
def test_dates_are_iso_or_as_typed(text, iso):
    assert read_dates([text], day_first=True, heading="x").values == [iso]


@pytest.mark.parametrize(
    ("texts", "day_first", "first", "reason"),
    [
        (["03/04/2025"], True, "2025-04-03", "habit"),
        (["03/04/2025"], False, "2025-03-04", "habit"),
        (["03/04/2025", "13/04/2025"], False, "2025-04-03", "no other way"),
        (["03/04/2025", "04/13/2025"], True, "2025-03-04", "no other way"),
        (["03/04/2025", "13/04/2025", "04/13/2025"], True, "2025-04-03", "mixes"),
    ],
)
def test_the_order_of_day_and_month_is_settled_per_file_and_stated(texts, day_first, first, reason):
    read = read_dates(texts, day_first=day_first, heading="“When”")
    assert read.values[0] == first
    (action,) = read.actions
    assert action.startswith("Dates in “When” were read ")
    assert reason in action


def test_iso_dates_need_no_action():
    assert read_dates(["2025-09-15"], day_first=True, heading="x").actions == ()


def test_google_dates_are_day_first_and_said_to_be(read_rows):
    actions = read_rows(google_forms("labels")).actions
    assert any("“Timestamp” were read day first" in action for action in actions)


def test_dates_typed_into_a_microsoft_export_are_month_first(tmp_path):
    rows = microsoft_forms("labels")
    for row in rows[1:]:
        row[2] = "9/3/25 10:31:07"
    intake = read_export(write_xlsx(tmp_path / "x.xlsx", rows), INSTRUMENT)
    assert set(intake.answers["submitted"]) == {"2025-09-03"}
    assert any("“Completion time” were read month first" in a for a in intake.actions)


def test_anonymous_in_a_microsoft_export_is_nobody(tmp_path):
    rows = microsoft_forms("labels")
    rows[1][3] = "anonymous"
    intake = read_export(write_xlsx(tmp_path / "x.xlsx", rows), INSTRUMENT)
    assert intake.answers["person"].tolist()[:2] == [None, "NA"]
    assert any("“anonymous” under Email" in action for action in intake.actions)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("12 in\n  = 12 kept", "12 in = 12 kept"),
        ("Now\x1b[31mhere", "Now\\x1b[31mhere"),
        ("a\u202eb\u2066c", "a\\u202eb\\u2066c"),
        ("\udcff", "\\udcff"),
        ("Zoë’s Académie", "Zoë’s Académie"),
        ("x" * 500, "x" * 89 + "…"),
    ],
)
def test_what_is_printed_stands_on_one_line_without_hidden_signs(text, shown):
    assert one_line(text) == shown
