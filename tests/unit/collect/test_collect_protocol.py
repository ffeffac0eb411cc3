"""The clock of a session by protocol: each button with a clock of ours, and the row it ends in."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from tsa_research.collect.practice import open_for_writing
from tsa_research.collect.protocol_form import FORGOTTEN, ProtocolForm
from tsa_research.collect.protocol_timer import ProtocolClock, Step, steps_of
from tsa_research.collect.protocol_words import clock_shown, steps_shown
from tsa_research.collect.record_entry import rows_of
from tsa_research.record_import import import_record
from tsa_research.schemas.reading import load_record_type

SESSIONS = load_record_type("protocol_sessions")
STEPS = steps_of(SESSIONS)
ALL = ["run", "next_step", "leave_out", "back", "finish", "save", "take_back", "start_again"]


class Hands:
    """A clock whose hands only move when they are moved."""

    def __init__(self):
        self.seconds = 1000.0

    def __call__(self):
        """Return what the hands show."""
        return self.seconds

    def move(self, seconds):
        """Let seconds pass."""
        self.seconds += seconds


@pytest.fixture
def hands():
    return Hands()


@pytest.fixture
def clock(hands):
    """Return a clock that has just begun to run."""
    made = ProtocolClock(STEPS, hands)
    made.go_on()
    return made


@pytest.fixture
def form(hands):
    workspace, said = open_for_writing("example")
    return ProtocolForm(workspace, SESSIONS, said, now=hands)


def press(form, *names):
    for name in names:
        form.buttons[name].click()


def enabled(form):
    return [name for name in ALL if not form.buttons[name].disabled]


def hold(form, hands, *seconds):
    """Hold one step after another for so many seconds."""
    for each in seconds:
        hands.move(each)
        press(form, "next_step")


def test_the_steps_and_their_minutes_are_those_of_the_declaration():
    columns = [column for column in SESSIONS.columns if column.expected is not None]
    assert [(s.id, s.title, s.minutes) for s in STEPS] == [
        (c.id, c.title, c.expected) for c in columns
    ]
    assert len(STEPS) == 6


@pytest.mark.parametrize(
    ("seconds", "minutes"),
    [(0, 0), (0.1, 1), (29, 1), (89.9, 1), (90, 2), (149.9, 2), (150, 3), (420, 7)],
)
def test_minutes_are_rounded_half_up_and_a_step_that_was_held_is_never_0(
    clock, hands, seconds, minutes
):
    hands.move(seconds)
    clock.next_step()
    assert clock.minutes()[STEPS[0].id] == minutes


def test_a_clock_that_was_not_started_does_nothing(hands):
    clock = ProtocolClock(STEPS, hands)
    hands.move(60)
    clock.next_step()
    clock.finish()
    clock.back()
    assert (clock.place, clock.gone, clock.started, clock.done) == (0, 0, False, False)


def test_a_pause_does_not_count(clock, hands):
    hands.move(100)
    clock.pause()
    hands.move(1000)
    assert clock.gone == 100
    clock.go_on()
    hands.move(30)
    assert clock.gone == 130
    clock.next_step()
    assert clock.minutes()[STEPS[0].id] == 2


def test_a_step_that_begins_in_a_pause_runs(clock, hands):
    hands.move(60)
    clock.pause()
    hands.move(60)
    clock.next_step()
    assert clock.running
    hands.move(5)
    assert clock.gone == 5


def test_a_step_left_out_is_0_whatever_it_has_taken_and_the_next_begins_at_nought(clock, hands):
    hands.move(200)
    clock.next_step(left_out=True)
    hands.move(60)
    assert clock.gone == 60
    clock.next_step()
    assert list(clock.minutes().values()) == [0, 1, None, None, None, None]


def test_back_is_as_if_the_step_had_never_ended(clock, hands):
    hands.move(60)
    clock.next_step()
    hands.move(40)
    clock.back()
    assert (clock.step, clock.gone) == (STEPS[0], 100)
    clock.next_step(left_out=True)
    clock.back()
    assert (clock.step, clock.gone) == (STEPS[0], 100)


def test_steps_after_the_end_are_not_timed_and_the_clock_stands(clock, hands):
    hands.move(120)
    clock.next_step()
    hands.move(60)
    clock.finish()
    hands.move(600)
    assert list(clock.minutes().values()) == [2, 1, None, None, None, None]
    assert (clock.done, clock.running, clock.step) == (True, False, None)
    clock.back()
    assert (clock.done, clock.running, clock.gone) == (False, False, 60)


def test_after_the_last_step_the_session_is_over(clock, hands):
    for _ in STEPS:
        hands.move(60)
        clock.next_step()
    clock.next_step()
    assert (clock.done, clock.place) == (True, len(STEPS))
    assert set(clock.minutes().values()) == {1}


def test_a_new_start_forgets_everything(clock, hands):
    hands.move(60)
    clock.next_step()
    clock.start_again()
    assert (clock.started, clock.place, clock.gone) == (False, 0, 0)


@pytest.mark.parametrize(
    ("seconds", "cue", "shown"),
    [
        (179, "", "2:59 gone, 1:01 left"),
        (180, "one minute left", "3:00 gone, 1:00 left"),
        (240, "time is up", "<strong>Time is up.</strong> 4:00 gone, 0:00 over"),
        (305.5, "time is up", "<strong>Time is up.</strong> 5:05 gone, 1:05 over"),
    ],
)
def test_time_that_runs_out_is_said_in_words(hands, seconds, cue, shown):
    clock = ProtocolClock((Step("a", "A", 4),), hands)
    clock.go_on()
    hands.move(seconds)
    assert clock.cue == cue
    assert f">{shown}<" in clock_shown(clock)


def test_a_step_of_one_minute_does_not_begin_with_one_minute_left(hands):
    clock = ProtocolClock((Step("a", "A", 1),), hands)
    clock.go_on()
    assert clock.cue == ""


def test_the_list_says_which_step_is_on_and_what_became_of_the_others(clock, hands):
    hands.move(60)
    clock.next_step()
    clock.next_step(left_out=True)
    shown = steps_shown(clock)
    assert shown.count("<li") == len(STEPS)
    for words in ("4 minutes: took 1 minute by the clock", "left out", "on now", "to come"):
        assert words in shown
    current = shown.split('aria-current="step">')[1]
    assert current.startswith(f"<strong>{STEPS[2].title}</strong>")
    clock.finish()
    assert "not timed" in steps_shown(clock)
    assert "aria-current" not in steps_shown(clock)


def test_seconds_are_not_read_out():
    assert 'aria-live="off"' in clock_shown(ProtocolClock(STEPS))


def test_only_buttons_that_make_sense_can_be_pressed(form, hands):
    assert enabled(form) == ["run"]
    press(form, "run")
    assert form.buttons["run"].description == "Pause"
    assert enabled(form) == ["run", "next_step", "leave_out", "finish"]
    hold(form, hands, 60)
    assert enabled(form) == ["run", "next_step", "leave_out", "back", "finish"]
    press(form, "run")
    assert form.buttons["run"].description == "Go on"
    assert "start_again" in enabled(form)
    hold(form, hands, 60, 60, 60, 60)
    assert form.buttons["next_step"].description == "End the last step"
    assert "finish" not in enabled(form)
    hold(form, hands, 60)
    assert enabled(form) == ["back", "save", "start_again"]


def test_a_second_press_that_comes_too_late_does_nothing(form, hands):
    press(form, "run")
    hold(form, hands, *[60] * len(STEPS))
    form.fields.controls["probing"].value = "5"
    press(form, "next_step", "finish", "leave_out")
    assert form.fields.controls["probing"].value == "5"


def test_the_minutes_stand_in_fields_when_the_session_is_over(form, hands):
    press(form, "run")
    assert form.minutes.layout.display == "none"
    hold(form, hands, 240)
    press(form, "leave_out")
    hands.move(200)
    press(form, "finish")
    assert form.minutes.layout.display is None
    values = [form.fields.controls[step.id].value for step in STEPS]
    assert values == ["4", "0", "3", "", "", ""]
    assert form.fields.controls["probing"].description == "Probing questions (minutes)"


def test_a_session_is_saved_imported_and_taken_back(form, hands):
    workspace = form.fields.workspace
    before = rows_of(workspace, SESSIONS)
    school, presenter = before.iloc[0][["school_id", "presenter"]]
    form.fields.controls["school_id"].value = school
    form.fields.controls["presenter"].value = presenter
    form.fields.controls["n_present"].value = "6"
    press(form, "run")
    hold(form, hands, 250, 170, 240, 500)
    press(form, "leave_out", "finish")
    hold(form, hands, 60)
    assert form.clock.done
    form.fields.controls["discussing"].value = "7"
    press(form, "save")
    saved = rows_of(workspace, SESSIONS).iloc[-1].tolist()[1:]
    today = date.today().isoformat()
    assert saved == [school, today, presenter, "6", "4", "3", "4", "7", "0", "1"]
    assert form.fields.announcer.text.startswith("Saved as session-")
    assert enabled(form) == ["take_back", "start_again"]
    done = import_record(workspace, "protocol_sessions")
    assert not done.set_aside
    press(form, "take_back")
    assert rows_of(workspace, SESSIONS).equals(before)
    assert "save" in enabled(form)


def test_a_session_that_could_not_be_taken_back_counts_as_saved(form, hands, monkeypatch):
    row = rows_of(form.fields.workspace, SESSIONS).iloc[0]
    for name in ("school_id", "presenter"):
        form.fields.controls[name].value = row[name]
    form.fields.controls["n_present"].value = "6"
    press(form, "run")
    hold(form, hands, *[60] * len(STEPS))
    press(form, "save")

    def no_room(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tsa_research.csv_lines.write_atomically", no_room)
    press(form, "take_back")
    assert "is not taken back" in form.fields.announcer.text
    assert enabled(form) == ["take_back", "start_again"]


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_written(form, hands):
    before = rows_of(form.fields.workspace, SESSIONS)
    press(form, "run")
    hold(form, hands, *[60] * len(STEPS))
    form.fields.controls["probing"].value = "4.5"
    press(form, "save")
    assert "got 4.5" in form.fields.faults["probing"].value
    assert "Please fill this in" in form.fields.faults["school_id"].value
    assert form.fields.announcer.text.startswith("Not saved yet. Please look at: School, ")
    assert rows_of(form.fields.workspace, SESSIONS).equals(before)
    assert "save" in enabled(form)


def test_school_and_day_stay_for_the_next_session_once_one_is_saved(form, hands):
    fields = form.fields.controls
    fields["school_id"].value = rows_of(form.fields.workspace, SESSIONS).iloc[0]["school_id"]
    fields["n_present"].value = "5"
    press(form, "run")
    hold(form, hands, 60)
    press(form, "run", "start_again")
    assert fields["n_present"].value == "5"
    press(form, "run")
    hold(form, hands, *[60] * len(STEPS))
    press(form, "save", "start_again")
    assert fields["school_id"].value
    assert fields["held"].value == date.today()
    assert fields["n_present"].value == ""
    assert enabled(form) == ["run", "take_back"]


def test_whoever_has_withdrawn_is_not_offered_as_presenter():
    workspace, said = open_for_writing("example")
    somebody = rows_of(workspace, SESSIONS)["presenter"].iloc[0]
    assert somebody in offered(ProtocolForm(workspace, SESSIONS, said))
    withdrawn = f"withdrawal_id,participant,withdrawn\nw-1,{somebody},2026-01-01\n"
    workspace.record_file("withdrawals").write_text(withdrawn, encoding="utf-8")
    assert somebody not in offered(ProtocolForm(workspace, SESSIONS, said))


def offered(form):
    return [value for _, value in form.fields.controls["presenter"].options]


def in_a_loop(session):
    """Run a session in a thread of its own: a browser of other tests may hold this one's loop."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, session).result()


def watched(hands, pauses):
    """Return the form with what it said and showed while a real loop ticked."""
    workspace, said = open_for_writing("example")
    heard, seen = [], []

    async def session():
        form = ProtocolForm(workspace, SESSIONS, said, now=hands, every=0.01)
        form.fields.announcer.observe(lambda change: heard.append(change["new"]), names="text")
        form.time.observe(lambda change: seen.append(change["new"]), names="value")
        press(form, "run")
        for seconds in pauses:
            hands.move(seconds)
            await asyncio.sleep(0.05)
        form.box.close()
        await asyncio.sleep(0.03)
        return form, len(asyncio.all_tasks())

    form, tasks = in_a_loop(session())
    assert tasks == 1, "a clock ticks on after its box is closed"
    return form, heard, seen


def test_the_clock_ticks_and_says_each_thing_once(hands):
    _, heard, seen = watched(hands, [1, 1, 178, 30, 30, 5])
    assert heard == [
        "Step 1 of 6, Presenting: 4 minutes.",
        "One minute left for: Presenting.",
        "Time is up for: Presenting.",
    ]
    shown = [text.split(">", 1)[1].removesuffix("</div>") for text in seen]
    assert shown[:4] == [
        "0:00 gone, 4:00 left",
        "0:01 gone, 3:59 left",
        "0:02 gone, 3:58 left",
        "3:00 gone, 1:00 left",
    ]
    assert shown[-1] == "<strong>Time is up.</strong> 4:05 gone, 0:05 over"


def test_what_was_said_before_a_pause_is_not_said_again_after_it(hands):
    async def session():
        workspace, said = open_for_writing("example")
        form, heard = ProtocolForm(workspace, SESSIONS, said, now=hands, every=0.01), []
        form.fields.announcer.observe(lambda change: heard.append(change["new"]), names="text")
        for seconds in (200, 0, 5):
            press(form, "run")
            hands.move(seconds)
            await asyncio.sleep(0.03)
        form.box.close()
        return heard

    assert in_a_loop(session())[1:] == [
        "One minute left for: Presenting.",
        "Paused.",
        "The clock goes on.",
    ]


def test_a_clock_that_is_forgotten_pauses_by_itself(hands):
    form, heard, _ = watched(hands, [FORGOTTEN + 1])
    assert heard[-1].startswith("Paused")
    assert not form.clock.running
    assert not form.ticker.running


@pytest.mark.parametrize("ending", [["run"], ["finish"], ["leave_out"] * len(STEPS)])
def test_nothing_ticks_while_the_clock_stands(hands, ending):
    async def session():
        workspace, said = open_for_writing("example")
        form = ProtocolForm(workspace, SESSIONS, said, now=hands, every=0.01)
        press(form, "run")
        hands.move(10)
        await asyncio.sleep(0.03)
        assert form.ticker.running
        press(form, *ending)
        await asyncio.sleep(0.03)
        return len(asyncio.all_tasks())

    assert in_a_loop(session()) == 1
