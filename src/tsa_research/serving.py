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
    of it. Whoever ends this process with SIGTERM ends the server.

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
    with subprocess.Popen(command, cwd=folder, env=variables) as server:  # noqa: S603
        signal.signal(signal.SIGTERM, lambda *_: server.send_signal(stop))
        while True:
            try:
                return server.wait()
            except KeyboardInterrupt:
                continue
