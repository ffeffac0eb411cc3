"""A lane makes one report after another: it owns a process that forks and one that draws.

The process that drives a lane only passes messages, so that a thread is enough for each, and
whatever executor runs the thread, here or on another machine, is free to choose.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

from tsa_research.reports.failures import (
    Failure,
    NothingError,
    ReportStoppedError,
    failed_cell,
    first_line,
)
from tsa_research.reports.limits import Limits
from tsa_research.reports.warm.channel import Channel, ChannelClosedError

START_SECONDS = 120.0
DRAW_SECONDS = 120.0
REPORTS_PER_DRAWER = 500
LARGEST_DRAWER = 1 << 30
"""Bytes after which a drawing process is replaced by a fresh one."""
Drawing = Callable[[dict[str, Any]], tuple[str, dict[str, Any]]]
WARM = "tsa_research.reports.warm"


class WarmUnavailableError(Exception):
    """No warm process can be had here: reports are made the plain way."""


class _Helper:
    """A process of a lane, at the other end of a channel."""

    def __init__(self, module: str) -> None:
        ours, theirs = socket.socketpair()
        self.complaints = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the process
        environment = os.environ | {"OPENBLAS_NUM_THREADS": "1", "MPLBACKEND": "agg"}
        with theirs:
            self.process = subprocess.Popen(  # noqa: S603 - our own module
                [sys.executable, "-m", f"{WARM}.{module}", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self.complaints,
                env=environment,
                start_new_session=True,
            )
        self.channel = Channel(ours)
        self.reports = self.memory = 0

    def wait_until_ready(self) -> None:
        """Wait for the first word of the process.

        Raises
        ------
        WarmUnavailableError
                If it ends before; with the last line that it wrote.
        """
        try:
            self.channel.receive(START_SECONDS)
        except (ChannelClosedError, TimeoutError) as error:
            problem = self._last_complaint()
            self.stop()
            raise WarmUnavailableError(problem) from error

    def _last_complaint(self) -> str:
        self.complaints.seek(0)
        lines = self.complaints.read().decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else "it ended without a word"

    def ask(self, kind: str, seconds: float, **content: Any) -> tuple[str, dict[str, Any]]:
        """Send a message and return the answer."""
        self.channel.send(kind, **content)
        return self.channel.receive(seconds)

    def stop(self) -> None:
        """End the process at once."""
        self.channel.close()
        self.complaints.close()
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()
        self.process.wait()


class Lane:
    """Make reports one after another, each in a fresh process.

    Parameters
    ----------
    limits : Limits
        What each report may take.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        if not hasattr(os, "fork"):
            raise WarmUnavailableError("this system cannot fork")
        self._child = 0
        self._forking, self._drawing = _Helper("forking"), _Helper("drawing")
        try:
            self._drawing.wait_until_ready()
            self._forking.wait_until_ready()
        except WarmUnavailableError:
            self.close()
            raise

    def execute(self, job: dict[str, Any]) -> dict[str, Any]:
        """Run a notebook in a process of its own and return it with its outputs.

        Parameters
        ----------
        job : dict
            ``notebook``, ``parameters``, ``folder`` and ``environment``; see
            :func:`tsa_research.reports.warm.job.run_job`.

        Raises
        ------
        ReportStoppedError
            If it stopped before its end; ``failure`` names the kind.
        NothingError
            If there is nothing to report.
        WarmUnavailableError
            If no process can be forked.
        """
        ours, theirs = socket.socketpair()
        with theirs:
            self._start_child(job, theirs)
        run = _Run(Channel(ours), time.monotonic() + self.limits.seconds, self._draw)
        ended: int | None = None
        try:
            return run.follow()
        except TimeoutError as error:
            problem = f"it took more than {self.limits.seconds:g} s"
            raise ReportStoppedError(Failure("too_long", run.cell, problem)) from error
        except ChannelClosedError as error:
            ended = self._end_child()
            raise ReportStoppedError(_sudden_end(run.cell, ended)) from error
        finally:
            ours.close()
            if ended is None:
                self._end_child()

    def page(self, notebook: dict[str, Any], *, include_code: bool) -> str:
        """Return an executed notebook as an HTML page."""
        self._recycle()
        kind, content = self._ask_drawing("page", notebook=notebook, include_code=include_code)
        if kind != "page":
            raise ReportStoppedError(Failure("drawing_failed", problem=content["problem"]))
        return content["text"]

    def close(self) -> None:
        """End both processes, and what runs in them."""
        self._kill_child()
        self._forking.stop()
        self._drawing.stop()

    def _start_child(self, job: dict[str, Any], theirs: socket.socket) -> None:
        for attempt in (1, 2):
            try:
                memory = self.limits.memory << 20
                self._forking.channel.send("run", memory=memory, **job)
                socket.send_fds(self._forking.channel.connection, [b"."], [theirs.fileno()])
                kind, content = self._forking.channel.receive(START_SECONDS)
                break
            except (ChannelClosedError, OSError) as error:
                if attempt == 2:
                    raise WarmUnavailableError("the forking process ended") from error
                self._forking.stop()
                self._forking = _Helper("forking")
                self._forking.wait_until_ready()
        if kind != "forked":
            raise WarmUnavailableError(content["problem"])
        self._child = content["process"]

    def _end_child(self) -> int:
        """End the child, if it still runs, and return how it ended."""
        try:
            _, content = self._forking.ask("end", START_SECONDS)
            return content["status"]
        except (ChannelClosedError, TimeoutError):
            self._kill_child()
            return -signal.SIGKILL
        finally:
            self._child = 0

    def _kill_child(self) -> None:
        if self._child:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._child, signal.SIGKILL)
            self._child = 0

    def _draw(self, specification: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        return self._ask_drawing("draw", specification=specification)

    def _ask_drawing(self, kind: str, **content: Any) -> tuple[str, dict[str, Any]]:
        """Ask the drawing process; if it has gone, start another and ask once more."""
        for attempt in (1, 2):
            try:
                answer, given = self._drawing.ask(kind, DRAW_SECONDS, **content)
                self._drawing.memory = given.pop("memory")
                return answer, given
            except (ChannelClosedError, TimeoutError) as error:
                self._replace_drawing()
                if attempt == 2:
                    problem = "the drawing process ended twice"
                    raise ReportStoppedError(Failure("drawing_failed", problem=problem)) from error
        raise AssertionError("unreachable")

    def _recycle(self) -> None:
        self._drawing.reports += 1
        if self._drawing.reports > REPORTS_PER_DRAWER or self._drawing.memory > LARGEST_DRAWER:
            self._replace_drawing()

    def _replace_drawing(self) -> None:
        self._drawing.stop()
        self._drawing = _Helper("drawing")
        self._drawing.wait_until_ready()


class _Run:
    """What a child tells while it runs."""

    def __init__(self, channel: Channel, deadline: float, draw: Drawing) -> None:
        self.channel, self.deadline, self.draw = channel, deadline, draw
        self.cell = ""

    def follow(self) -> dict[str, Any]:
        """Answer the child until it has finished, and return the executed notebook."""
        while True:
            kind, content = self.channel.receive(max(0.001, self.deadline - time.monotonic()))
            if kind == "cell":
                self.cell = first_line(content["source"])
            elif kind == "draw":
                answer, given = self.draw(content["specification"])
                self.channel.send(answer, **given)
            elif kind == "failed":
                self._fail(**content)
            else:
                return content["notebook"]

    def _fail(self, source: str, name: str, value: str) -> None:
        failure = failed_cell(source, name, value)
        if failure is None:
            raise NothingError(value)
        raise ReportStoppedError(failure)


def _sudden_end(cell: str, status: int) -> Failure:
    """Return what it means that a process ended before it had sent its notebook."""
    if status < 0:
        return Failure("process_ended", cell, f"ended by {signal.Signals(-status).name}")
    return Failure("process_ended", cell, f"ended with code {status}")
