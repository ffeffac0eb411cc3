"""The buttons of a session held by a protocol: those that make no sense are disabled."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import ipywidgets as widgets

from tsa_research.collect.protocol_timer import ProtocolClock
from tsa_research.explore.controls import button

LABELS = {
    "run": "Start",
    "next_step": "Next step",
    "leave_out": "Leave this step out",
    "back": "Back one step",
    "finish": "End here",
    "save": "Save the session",
    "take_back": "Take the last one back",
    "start_again": "Start again",
}
"""What stands on each button at first."""
MAIN = ("run", "next_step", "save")
"""The buttons that every session needs."""


class ProtocolButtons:
    """Eight buttons that follow the clock; a disabled one does nothing, however it is pressed.

    Parameters
    ----------
    pressed : mapping of str to function
        What each button does, by its name in ``LABELS``.
    """

    def __init__(self, pressed: Mapping[str, Callable[[], None]]) -> None:
        self._made = {name: self._button(name, act) for name, act in pressed.items()}
        for name in MAIN:
            self._made[name].add_class("tsa-main")

    def __getitem__(self, name: str) -> widgets.Button:
        """Return a button by its name."""
        return self._made[name]

    def row(self, *names: str) -> widgets.HBox:
        """Return some buttons side by side."""
        row = widgets.HBox([self._made[name] for name in names])
        row.add_class("tsa-buttons")
        return row

    def follow(self, clock: ProtocolClock, *, saved: bool, any_saved: bool) -> None:
        """Let the buttons say and allow what makes sense now.

        Parameters
        ----------
        clock : ProtocolClock
        saved, any_saved : bool
            Whether this session has been saved, and whether any has that can be taken back.
        """
        on = clock.started and not clock.done
        last = on and clock.place == len(clock.steps) - 1
        sensible = {
            "run": not clock.done,
            "next_step": on,
            "leave_out": on,
            "back": clock.place > 0 and not saved,
            "finish": on and not last,
            "save": clock.done and not saved,
            "take_back": any_saved,
            "start_again": clock.started and not clock.running,
        }
        for name, made in self._made.items():
            made.disabled = not sensible[name]
        stands = "Go on" if on else LABELS["run"]
        self._made["run"].description = "Pause" if clock.running else stands
        self._made["next_step"].description = "End the last step" if last else LABELS["next_step"]

    def _button(self, name: str, act: Callable[[], None]) -> widgets.Button:
        # A second press can be on its way while the first one disables the button.
        return button(LABELS[name], lambda: None if self._made[name].disabled else act())
