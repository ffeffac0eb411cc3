"""Sentences on coaching and gap tasks: ties, noughts, one row or several."""

from tsa_research import prose
from tsa_research.analyses.coaching_engagement import engagement_scale
from tsa_research.analyses.coaching_steps import IN_WORDS, SMALL_BANDS
from tsa_research.disclosure import release
from tsa_research.policy import Policy

LAX = Policy(1, 1, 1, 1)


def said(small, kind, keys, values, *rows, **more):
    finding = small(kind, keys, values, rows, **{"instrument": None} | more)
    return str(prose.headline(release(finding, LAX)))


STEPS = ("n_steps", "n_due", "n_met", "n_not_noted")


def test_steps_of_which_none_is_due_have_no_share(small):
    row = ("Quillmoor", 12, 0, 0, 0, 9)
    sentence = said(small, "action_steps", ("alliance",), STEPS, row)
    assert sentence == "12 action steps were agreed; none was due yet."


def test_what_nobody_noted_is_said_only_where_there_is_some(small):
    noted, blank = ("Quillmoor", 12, 8, 2, 0, 9), ("Quillmoor", 12, 8, 0, 3, 9)
    sentence = said(small, "action_steps", ("alliance",), STEPS, noted)
    assert sentence == "Of 8 action steps that were due, 2 were met (25%)."
    sentence = said(small, "action_steps", ("alliance",), STEPS, blank)
    assert sentence == "Of 8 action steps that were due, none were met; for 3 nothing was noted."


def test_several_schools_are_taken_together_and_counted(small):
    rows = (("Oak", 12, 8, 2, 0, 9), ("Elm", 9, 4, 4, 0, 7))
    sentence = said(small, "action_steps", ("school",), STEPS, *rows)
    assert sentence == "Of 12 action steps that were due in the 2 schools shown, 6 were met (50%)."


COUNTED = ("count", "n_steps", "share")


def test_outcomes_that_tie_are_both_named(small):
    rows = (("Met", 4, 10, 0.4, 8), ("Not met", 4, 10, 0.4, 8), ("Not due yet", 2, 10, 0.2, 8))
    sentence = said(small, "outcomes", ("outcome",), COUNTED, *rows)
    assert (
        sentence == "What most often became of 10 action steps: “met” and “not met” (4 each, 40%)."
    )


def test_steps_that_are_due_soon_are_called_so_in_words(small):
    rows = [(name, 2, 10, 0.2, 8) for name in (*SMALL_BANDS, "Later")]
    facts = {"small": SMALL_BANDS, "within": IN_WORDS}
    sentence = said(small, "how_soon", ("due",), COUNTED, *rows, facts=facts)
    assert sentence == (
        "Of 10 action steps, 4 were due within two weeks of the conversation (40%)."
    )


COVERED = ("count", "n_entries", "share")


def test_steps_of_feedback_that_tie_as_written_least_are_both_named(small):
    rows = (("Praise", 5, 10, 0.5, 8), ("Probe", 2, 10, 0.2, 8), ("Day", 2, 10, 0.2, 8))
    sentence = said(small, "coverage", ("element",), COVERED, *rows)
    assert sentence == (
        "Of the steps of feedback, “probe” and “day” are written down least: in 2 of 10 entries "
        "each (20%)."
    )


def test_where_all_are_alike_none_is_least(small):
    rows = (("Praise", 5, 10, 0.5, 8), ("Probe", 5, 10, 0.5, 8))
    sentence = said(small, "coverage", ("element",), COVERED, *rows)
    assert sentence == "Every step of feedback is written down equally often: in 5 of 10 entries."


def test_the_whole_is_not_the_part_that_is_written_least(small):
    rows = (("See", 8, 10, 0.8, 8), ("Do", 3, 10, 0.3, 8), ("All three", 2, 10, 0.2, 8))
    facts = {"whole": "All three"}
    sentence = said(small, "see_name_do", ("part",), COVERED, *rows, facts=facts)
    assert sentence == (
        "All three parts are written down in 2 of 10 entries (20%); least of all “do”, in 3."
    )


def levels(small, by, **groups):
    rows = [
        (name.capitalize(), level, count, sum(counts), count / sum(counts), 9)
        for name, counts in groups.items()
        for level, count in enumerate(counts, start=1)
    ]
    facts = {"scale": engagement_scale(), "by": by}
    values = ("entries", "n_entries", "share")
    return said(small, "who_found", ("group", "level"), values, *rows, facts=facts)


def test_the_two_levels_nearest_to_the_teacher_are_taken_together(small):
    assert levels(small, "entries", all=(1, 2, 3, 4)) == (
        "The teacher found the problem in 3 of 10 entries (30%), and the step as well in 1."
    )


def test_where_the_coach_always_found_it_that_is_said(small):
    assert levels(small, "entries", all=(0, 0, 3, 4)) == (
        "In none of 7 entries did the teacher find the problem."
    )


def test_first_and_latest_entries_stand_side_by_side(small):
    assert levels(small, "entries", first=(0, 0, 5, 5), latest=(5, 0, 0, 5)) == (
        "The teacher found the problem – first: in none of 10 entries; latest: in 5 of 10 entries "
        "(50%)."
    )


def test_no_school_is_named_as_the_best_or_the_worst(small):
    assert levels(small, "school", oak=(1, 0, 1, 2), elm=(2, 1, 1, 0)) == (
        "In the 2 schools shown, the teacher found the problem in 25% to 75% of the entries."
    )


MOVED = ("n_towards", "n_same", "n_away", "p_adjusted")


def moved(small, *row):
    return said(small, "engagement_moved", ("group",), MOVED, ("", *row)).partition("stayed")[2]


def test_a_move_is_clear_only_where_the_sign_test_says_so(small):
    assert moved(small, 20, 4, 3, 0.001, 27) == ": a clear move towards the teacher."
    assert moved(small, 3, 4, 20, 0.001, 27) == ": a clear move away from the teacher."
    assert moved(small, 9, 4, 5, 0.4, 18) == ": no clear move either way."
    assert moved(small, 9, 4, 5, float("nan"), 18) == "."


REPORTS = ("n_observed", "n_next_day", "n_later", "n_not_reported")


def test_no_report_at_all_is_not_a_share_of_nought(small):
    sentence = said(small, "reported", ("alliance",), REPORTS, ("Quillmoor", 30, 0, 0, 30, 12))
    assert sentence == "No report is noted of any of 30 observations."


def test_reports_by_the_next_day_and_later_and_none(small):
    sentence = said(small, "reported", ("alliance",), REPORTS, ("Quillmoor", 30, 15, 9, 6, 12))
    said_of = "Of 30 observations, 15 had a report by the next day (50%), 9 later"
    assert sentence == f"{said_of}; of 6 no report is noted."


TASKS = (*("n_tasks", "n_due", "n_handed_in", "share_handed_in", "n_in_time", "n_outstanding"),)


def tasks(small, by, *rows):
    return said(small, "gap_tasks", (by,), TASKS, *rows)


def test_tasks_of_which_none_is_due_have_no_share(small):
    row = ("Quillmoor", 12, 0, 0, float("nan"), 0, 0, 9)
    assert tasks(small, "alliance", row) == "12 gap tasks were set; none was due yet."


def test_tasks_handed_in_on_time_and_outstanding(small):
    assert tasks(small, "alliance", ("Quillmoor", 12, 10, 5, 0.5, 4, 5, 9)) == (
        "Of 10 gap tasks that were due, 5 were handed in (50%), 4 of them on time; "
        "5 are outstanding."
    )


def test_learning_sets_that_tie_as_last_are_both_named_and_one_not_due_is_not(small):
    rows = (
        ("Culture", 12, 10, 5, 0.5, 4, 5, 9),
        ("Feedback", 12, 8, 4, 0.5, 4, 4, 9),
        ("Planning", 12, 10, 9, 0.9, 4, 1, 9),
        ("Later", 12, 0, 0, float("nan"), 0, 0, 9),
    )
    assert tasks(small, "learning_set", *rows) == (
        "Fewest tasks were handed in after “Culture” and “Feedback”: 50%."
    )
    assert tasks(small, "learning_set", *rows[1:]) == (
        "Fewest tasks were handed in after “Feedback”: 4 of 8 tasks that were due (50%)."
    )
