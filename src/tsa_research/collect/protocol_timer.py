"""The clock of a session held by a protocol: which step is on, and how long each has taken."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from tsa_research.schemas.records import RecordType

MINUTE = 60
"""Seconds."""
Cue = Literal["", "one minute left", "time is up"]


@dataclass(frozen=True)
class Step:
    """One step of a protocol: its column in the record, and the minutes that were agreed on."""

    id: str
    title: str
    minutes: int


def steps_of(kind: RecordType) -> tuple[Step, ...]:
    """Return the steps of a protocol: the columns of its record with expected minutes."""
    return tuple(
        Step(column.id, column.title, column.expected)
        for column in kind.columns
        if column.expected is not None
    )


def whole_minutes(seconds: float) -> int:
    """Return seconds as minutes, half up; no step that was held at all is 0.

    >>> [whole_minutes(seconds) for seconds in (0, 2, 89.9, 90, 150)]
    [0, 1, 1, 2, 3]
    """
    return max(int(seconds / MINUTE + 0.5), int(seconds > 0))


@dataclass(frozen=True)
class _Ended:
    """When a step ended, in seconds of the session without its pauses."""

    at: float
    left_out: bool


class ProtocolClock:
    """Steps one after the other, with pauses that do not count and a way back.

    A button that makes no sense at the moment changes nothing.

    Parameters
    ----------
    steps : tuple of Step
    now : function
        Returns seconds that only ever grow; a test gives its own.
    """

    def __init__(self, steps: tuple[Step, ...], now: Callable[[], float] = time.monotonic) -> None:
        self.steps, self._now = steps, now
        self.start_again()

    def start_again(self) -> None:
        """Forget everything that was timed."""
        self._ended: list[_Ended] = []
        self._counted, self.done = 0.0, False  # seconds until the clock last began to run
        self._since: float | None = None  # what ``now`` was then; none while the clock stands

    @property
    def running(self) -> bool:
        """Whether time counts at the moment."""
        return self._since is not None

    @property
    def started(self) -> bool:
        """Whether the session has begun."""
        return self.running or self._counted > 0 or bool(self._ended)

    @property
    def place(self) -> int:
        """How many steps are over."""
        return len(self._ended)

    @property
    def step(self) -> Step | None:
        """The step that is on; none when the session is over."""
        return None if self.done else self.steps[self.place]

    @property
    def gone(self) -> float:
        """Seconds that the step has taken so far."""
        return self._total - (self._ended[-1].at if self._ended else 0.0)

    @property
    def cue(self) -> Cue:
        """What the group should hear about the time of the step."""
        if self.step is None:
            return ""
        left = self.step.minutes * MINUTE - self.gone
        if left <= 0:
            return "time is up"
        return "one minute left" if left <= MINUTE and self.step.minutes > 1 else ""

    def go_on(self) -> None:
        """Begin, or go on after a pause."""
        if not self.running and not self.done:
            self._since = self._now()

    def pause(self) -> None:
        """Stop counting until the clock goes on."""
        self._counted, self._since = self._total, None

    def next_step(self, *, left_out: bool = False) -> None:
        """End the step, or leave it out whatever it has taken; the next one runs, if there is one.

        Time that is spent on a step before it is left out counts for none.
        """
        if self.started and not self.done:
            self._ended.append(_Ended(self._total, left_out))
            self.done = self.place == len(self.steps)
            if self.done:
                self.pause()
            else:
                self.go_on()

    def finish(self) -> None:
        """End the session with this step; the steps after it are not timed."""
        if self.started and not self.done:
            self._ended.append(_Ended(self._total, left_out=False))
            self.pause()
            self.done = True

    def back(self) -> None:
        """Go back to the step before, as if it had never ended: the time since counts for it."""
        if self._ended:
            self._ended.pop()
            self.done = False

    def left_out(self, place: int) -> bool:
        """Tell whether a step is over because it was left out."""
        return place < self.place and self._ended[place].left_out

    def minutes(self) -> dict[str, int | None]:
        """Return the minutes of each step that is over: 0 if it was left out, none if not timed."""
        timed: dict[str, int | None] = {step.id: None for step in self.steps}
        return timed | dict(zip(timed, self._minutes(), strict=False))

    def _minutes(self) -> Iterator[int]:
        for begun, ended in pairwise([_Ended(0.0, False), *self._ended]):
            yield 0 if ended.left_out else whole_minutes(ended.at - begun.at)

    @property
    def _total(self) -> float:
        """Seconds of the session without its pauses."""
        running = 0.0 if self._since is None else self._now() - self._since
        return self._counted + running
