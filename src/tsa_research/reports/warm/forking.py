"""The process that forks: it has imported all that notebooks use, and runs none itself.

It starts no thread, no event loop and no JavaScript engine, and every report runs in a child
of its own. Commands come through one channel (``run``, ``end``); each child has another, which
leads past this process to the one that drives the lane.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import os
import signal
import socket
import sys
from typing import Any

from tsa_research.reports.warm.channel import Channel, ChannelClosedError, inherited

PR_SET_PDEATHSIG = 1
ALWAYS = (
    *("pyarrow.dataset", "pyarrow.pandas_compat", "pyarrow.parquet"),
    *("scipy.optimize", "scipy.stats", "krippendorff"),
)
"""Libraries that the package imports only when it needs them."""


def main() -> None:
    """Serve until the driver of the lane closes its end."""
    control = inherited(int(sys.argv[1]))
    import_everything()
    control.send("ready")
    child = 0
    with contextlib.suppress(ChannelClosedError):
        while True:
            kind, job = control.receive()
            if kind == "run":
                child = _fork(control, job)
            elif kind == "end":
                control.send("ended", status=_end(child))
                child = 0
    if child:
        _end(child)


def import_everything() -> None:
    """Import what the package's notebooks import, and let libraries prepare themselves."""
    import nbformat
    from papermill.engines import papermill_engines

    from tsa_research.charts import rendering
    from tsa_research.reports.inputs import imported_names
    from tsa_research.reports.plan import list_notebooks
    from tsa_research.reports.warm import engine, shell
    from tsa_research.schemas.reading import list_instruments, load_instrument, load_record_type

    for notebook in list_notebooks():
        nbformat.read(notebook.path, as_version=4)  # which makes its checker of notebooks
        for name in imported_names(notebook.path):
            with contextlib.suppress(ModuleNotFoundError):  # a function, not a module
                importlib.import_module(name)
    for module in ALWAYS:
        importlib.import_module(module)
    for form in list_instruments():
        load_instrument(form)
    for record in ("alliances", "schools", "participants"):
        load_record_type(record)
    rendering.prepare()
    papermill_engines.register("tsa", engine.InProcessEngine)
    shell.make_shell()
    gc.collect()
    gc.freeze()  # so that collecting garbage in a child copies no page of what is shared


def _fork(control: Channel, job: dict[str, Any]) -> int:
    """Start a child for one job and return its process id; 0 if there is none."""
    _, handles, _, _ = socket.recv_fds(control.connection, 1, 1)
    try:
        child = os.fork()
    except OSError as error:
        os.close(handles[0])
        control.send("refused", problem=str(error))
        return 0
    if child == 0:
        control.close()
        _serve_one(inherited(handles[0]), job)
    os.close(handles[0])
    with contextlib.suppress(OSError):  # the child does the same: whoever comes first
        os.setpgid(child, child)
    control.send("forked", process=child)
    return child


def _serve_one(channel: Channel, job: dict[str, Any]) -> None:
    """Run one job in the child and end it, whatever happens."""
    from tsa_research.reports.warm.job import run_job

    code = 1
    try:
        with contextlib.suppress(OSError):
            os.setpgid(0, 0)
        _die_with_parent()
        run_job(channel, job)
        code = 0
    finally:
        os._exit(code)


def _die_with_parent() -> None:
    """Ask Linux to end this process when the one that forked it is killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _end(child: int) -> int:
    """End a child and all that it started, and return how it had ended by itself."""
    if not child:
        return 0
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    main()
