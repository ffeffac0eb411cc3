"""Running a server until somebody stops it, so that it ends with us and in its own way."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path


def run_until_stopped(
    command: Sequence[str],
    *,
    folder: Path | None = None,
    variables: Mapping[str, str] | None = None,
    stop: signal.Signals = signal.SIGTERM,
) -> int:
    """Run a server and return its exit code when it has ended.

    Ctrl+C reaches the server as well, which may ask whether it is meant: we wait for what comes
    of it. Whoever ends this process with SIGTERM ends the server, which heeds Ctrl+C even where a
    script has started us in the background and we do not: that is how its kernels are ended.

    Parameters
    ----------
    command : sequence of str
    folder : Path, optional
        Where it runs.
    variables : mapping of str to str, optional
        The environment; ours if not given.
    stop : signal, optional
        What the server is sent for SIGTERM: the signal on which it ends its kernels as well.
    """
    with _started(command, folder, variables) as server:
        signal.signal(signal.SIGTERM, lambda *_: server.send_signal(stop))
        while True:
            try:
                return server.wait()
            except KeyboardInterrupt:
                continue


def _started(
    command: Sequence[str], folder: Path | None, variables: Mapping[str, str] | None
) -> subprocess.Popen[bytes]:
    """Start a server as if in the foreground: a process inherits which signals are ignored."""
    ours = signal.getsignal(signal.SIGINT)
    if ours is not signal.SIG_IGN:
        return subprocess.Popen(command, cwd=folder, env=variables)  # noqa: S603
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        return subprocess.Popen(command, cwd=folder, env=variables)  # noqa: S603
    finally:
        signal.signal(signal.SIGINT, ours)
