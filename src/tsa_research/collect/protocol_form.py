"""The controls of a session held by a protocol: a clock for its steps, and a row to save."""

from __future__ import annotations

import time
from collections.abc import Callable

import ipywidgets as widgets

from tsa_research.collect.practice import open_for_writing
from tsa_research.collect.protocol_buttons import LABELS, ProtocolButtons
from tsa_research.collect.protocol_timer import ProtocolClock, steps_of
from tsa_research.collect.protocol_words import (
    CLOCK_STYLE,
    begun,
    clock_shown,
    cue,
    steps_shown,
)
from tsa_research.collect.record_fields import RecordFields, line
from tsa_research.collect.style import STYLE
from tsa_research.collect.ticking import Ticker
from tsa_research.errors import TsaError
from tsa_research.explore.controls import COMMON
from tsa_research.explore.pages import nothing_yet
from tsa_research.schemas.reading import load_record_type
from tsa_research.schemas.records import RecordType
from tsa_research.workspace import Workspace

FORGOTTEN = 2 * 60 * 60
"""Seconds after which a step has been forgotten: the clock then pauses by itself."""
CORRECT = (
    "Minutes of each step. Please correct what the clock got wrong: 0 stands for a step that was "
    "left out, and an empty field for one that nobody timed."
)


def protocol_session(network: str = "example") -> widgets.VBox:
    """Return the clock for a session that tunes a project, ready to be shown.

    Parameters
    ----------
    network : str
        A network of the package is copied first, and only the copy is written to.
    """
    try:
        workspace, said = open_for_writing(network)
        return ProtocolForm(workspace, load_record_type("protocol_sessions"), said).box
    except TsaError as error:
        return nothing_yet(error)


class ProtocolForm:
    """One session at a time: timed step by step, corrected, and saved as a row of the record.

    Parameters
    ----------
    workspace : Workspace
    kind : RecordType
        Its columns with expected minutes are the steps.
    said : str
        Which network is written into.
    now : function
        Seconds that only ever grow.
    every : float
        Seconds from one showing of the clock to the next.
    """

    def __init__(
        self,
        workspace: Workspace,
        kind: RecordType,
        said: str,
        *,
        now: Callable[[], float] = time.monotonic,
        every: float = 1.0,
    ) -> None:
        self.clock, self.fields = ProtocolClock(steps_of(kind), now), RecordFields(workspace, kind)
        self.steps, self.time, self.saved = widgets.HTML(), widgets.HTML(), False
        self.ticker = Ticker(self._tick, every)
        self.buttons = ProtocolButtons({name: getattr(self, name) for name in LABELS})
        self._cued = ""
        self.box = widgets.VBox(self._parts(kind, said))
        self.box.add_class("tsa-controls")
        self.box.add_class("tsa-collect")
        self.box.observe(lambda _: self.ticker.stop(), names="comm")  # a box that is closed
        self._show()

    def run(self) -> None:
        """Start, pause, or go on after a pause."""
        if self.clock.running:
            self.clock.pause()
            self._changed("Paused.")
            return
        first = not self.clock.started
        self.clock.go_on()
        self._changed(begun(self.clock) if first else "The clock goes on.")

    def next_step(self) -> None:
        """End the step and begin the next one; after the last one the session is over."""
        self.clock.next_step()
        self._changed(begun(self.clock))

    def leave_out(self) -> None:
        """Leave the step out, and begin the next one."""
        left = self.clock.step
        self.clock.next_step(left_out=True)
        self._changed(f"{left.title if left else 'Nothing'} is left out. {begun(self.clock)}")

    def back(self) -> None:
        """Go back to the step before: it was ended too early."""
        self.clock.back()
        paused = "" if self.clock.running else " The clock is paused."
        self._changed(f"Back one step. {begun(self.clock)}{paused}")

    def finish(self) -> None:
        """End the session before its last step."""
        self.clock.finish()
        self._changed(begun(self.clock))

    def save(self) -> None:
        """Write the session, or say beside each field what is wrong with it."""
        self.saved = self.fields.save()
        self._show()

    def take_back(self) -> None:
        """Take the session that was saved last out again; what is on the page can be saved anew."""
        if self.fields.take_back():
            self.saved = False
        self._show()

    def start_again(self) -> None:
        """Empty the clock, and for another session its fields too."""
        if self.saved:
            self.fields.empty()
        self.clock.start_again()
        self.saved = False
        self._changed("Ready for a new start.")

    def _parts(self, kind: RecordType, said: str) -> list[widgets.Widget]:
        steps = [step.id for step in self.clock.steps]
        about = [name for name in self.fields.controls if name not in steps]
        for name in steps:
            column = kind.column(name)
            self.fields.controls[name].description = f"{column.title} ({column.unit})"
        first = widgets.VBox(self.fields.parts(about))
        self.minutes = widgets.VBox([widgets.HTML(line(CORRECT)), *self.fields.parts(steps)])
        first.add_class("tsa-about")
        self.minutes.add_class("tsa-minutes")
        return [
            widgets.HTML(COMMON + STYLE + CLOCK_STYLE),
            widgets.HTML(line(said)),
            first,
            self.steps,
            self.time,
            self.buttons.row("run", "next_step", "leave_out", "back", "finish"),
            self.minutes,
            self.buttons.row("save", "take_back", "start_again"),
            self.fields.announcer,
            self.fields.result,
        ]

    def _changed(self, said: str) -> None:
        """Show and say that a button has changed something."""
        if self.clock.done:
            for name, minutes in self.clock.minutes().items():
                self.fields.controls[name].value = "" if minutes is None else str(minutes)
        if self.clock.running:
            self.ticker.start()
        else:
            self.ticker.stop()
        self._show()
        self.fields.result.value, self.fields.announcer.text = "", said

    def _tick(self) -> None:
        self.time.value = clock_shown(self.clock)
        words = cue(self.clock)
        if words != self._cued:
            self._cued = words
            self.fields.announcer.text = words or self.fields.announcer.text
        if self.clock.gone > FORGOTTEN:
            self.clock.pause()
            self._changed("Paused, as nothing has been pressed for so long.")

    def _show(self) -> None:
        clock = self.clock
        self.steps.value, self.time.value = steps_shown(clock), clock_shown(clock)
        self.minutes.layout.display = None if clock.done else "none"
        self.buttons.follow(clock, saved=self.saved, any_saved=bool(self.fields.rows))
