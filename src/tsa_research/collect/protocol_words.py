"""What the clock of a protocol shows and says."""

from __future__ import annotations

from html import escape

from tsa_research.collect.protocol_timer import MINUTE, ProtocolClock, Step
from tsa_research.numbers import counted

CLOCK_STYLE = """<style>
.tsa-clock { font-size: 2rem; line-height: 1.3; margin: .3rem 0;
  font-variant-numeric: tabular-nums; }
.tsa-steps { margin: .6rem 0; padding-left: 1.6rem; line-height: 1.5; }
.tsa-steps [aria-current] { border-left: 4px solid #0b3f7a; padding-left: .5rem; }
.tsa-collect .tsa-about .widget-label { min-width: 10.5rem; }
.tsa-collect .tsa-minutes .widget-label { min-width: 16rem; }
.tsa-collect .tsa-minutes .widget-text input { max-width: 5rem; }
.tsa-collect .tsa-buttons { flex-wrap: wrap; }
.tsa-collect .tsa-buttons button { border: 1px solid transparent; padding: .2rem .8rem; }
.tsa-collect .tsa-buttons button:enabled { border-color: #0b3f7a; color: #0b3f7a;
  background: #fff; }
.tsa-collect .tsa-buttons button.tsa-main:enabled { color: #fff; background: #0b3f7a; }
</style>"""


def minutes_and_seconds(seconds: float) -> str:
    """Return seconds as a clock shows them.

    >>> minutes_and_seconds(185.9)
    '3:05'
    """
    return f"{int(seconds) // MINUTE}:{int(seconds) % MINUTE:02d}"


def begun(clock: ProtocolClock) -> str:
    """Return what is said when a step begins, or when there is none left."""
    if clock.step is None:
        return "The session is over. Please look at the minutes, then save the session."
    step, n = clock.step, len(clock.steps)
    return f"Step {clock.place + 1} of {n}, {step.title}: {counted(step.minutes, 'minutes')}."


def cue(clock: ProtocolClock) -> str:
    """Return what is said about the time of the step, if anything."""
    if clock.step is None or not clock.cue:
        return ""
    return f"{clock.cue.capitalize()} for: {clock.step.title}."


def steps_shown(clock: ProtocolClock) -> str:
    """Return the steps as a list that says which one is on and what became of the others."""
    minutes = clock.minutes()
    shown = []
    for place, step in enumerate(clock.steps):
        here = ' aria-current="step"' if clock.started and step == clock.step else ""
        state = _state(clock, place, minutes[step.id])
        words = (
            f"<strong>{escape(step.title)}</strong>, {counted(step.minutes, 'minutes')}: {state}"
        )
        shown.append(f"<li{here}>{words}</li>")
    return f'<ol class="tsa-steps">{"".join(shown)}</ol>'


def _state(clock: ProtocolClock, place: int, minutes: int | None) -> str:
    if clock.left_out(place):
        return "left out"
    if minutes is not None:
        return f"took {counted(minutes, 'minutes')} by the clock"
    if clock.done:
        return "not timed"
    if clock.started and place == clock.place:
        return "<strong>on now</strong>" if clock.running else "<strong>on, paused</strong>"
    return "to come"


def clock_shown(clock: ProtocolClock) -> str:
    """Return the clock; nobody has its seconds read out who does not ask for them."""
    words = "The session is over." if clock.step is None else _time(clock, clock.step)
    return f'<div class="tsa-clock" role="timer" aria-live="off">{words}</div>'


def _time(clock: ProtocolClock, step: Step) -> str:
    gone = int(clock.gone)
    left = step.minutes * MINUTE - gone
    words = f"{minutes_and_seconds(gone)} gone, {minutes_and_seconds(abs(left))}"
    told = f"{words} left" if left > 0 else f"<strong>Time is up.</strong> {words} over"
    stands = "" if clock.running else "Paused. " if clock.started else "Not started. "
    return stands + told
