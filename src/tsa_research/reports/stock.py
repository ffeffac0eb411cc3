"""Reports the plain way, where no warm process can be had: papermill with a kernel.

Slower by far, and the same notebook cell by cell; a test compares the two.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tsa_research.reports.failures import (
    Failure,
    NothingError,
    ReportStoppedError,
    failed_cell,
    first_line,
)
from tsa_research.reports.limits import Limits


def execute(job: dict[str, Any], limits: Limits) -> dict[str, Any]:
    """Run a notebook with stock papermill in a kernel of its own and return it.

    papermill writes its output after every cell, so it works in a private folder.

    Parameters and errors as :meth:`tsa_research.reports.warm.lane.Lane.execute`; memory is
    not limited here, and the seconds hold for each cell.
    """
    import papermill
    from papermill.exceptions import PapermillExecutionError

    with (
        tempfile.TemporaryDirectory(prefix="tsa-") as private,
        _environment(job),
        _closed_loop(),
    ):
        try:
            executed: Any = papermill.execute_notebook(
                job["notebook"],
                str(Path(private) / "executed.ipynb"),
                parameters=job["parameters"],
                kernel_name="python3",
                progress_bar=False,
                cwd=job["folder"],
                execution_timeout=int(limits.seconds),
                **_private_kernel(private),
            )
        except PapermillExecutionError as error:
            failure = failed_cell(error.source, error.ename, error.evalue)
            if failure is None:
                raise NothingError(error.evalue) from error
            raise ReportStoppedError(failure) from error
        except TimeoutError as error:
            raise ReportStoppedError(Failure("too_long", problem=str(error))) from error
        except RuntimeError as error:
            raise ReportStoppedError(Failure("process_ended", problem=str(error))) from error
        except ValueError as error:  # such as a notebook that names no language
            raise ReportStoppedError(Failure("exception", problem=str(error))) from error
    _require_complete(executed)
    return json.loads(json.dumps(executed))


def page(notebook: dict[str, Any], *, include_code: bool) -> str:
    """Return an executed notebook as an HTML page."""
    import nbformat

    from tsa_research.reports.render import render_notebook

    return render_notebook(nbformat.from_dict(notebook), include_code=include_code)


def _private_kernel(folder: str) -> dict[str, Any]:
    """Return settings for a kernel whose sockets lie in a folder of this user alone.

    TCP ports can be reached by other users of the machine, and collide when many kernels
    start at once. Windows has no such sockets and keeps its ports.
    """
    if os.name == "nt":
        return {}
    from jupyter_client.manager import AsyncKernelManager

    class PrivateKernelManager(AsyncKernelManager):
        def __init__(self, **given: Any) -> None:
            super().__init__(**given, transport="ipc", ip=f"{folder}/kernel")

    return {"kernel_manager_class": PrivateKernelManager, "shutdown_kernel": "immediate"}


@contextlib.contextmanager
def _closed_loop() -> Iterator[None]:
    """Close the event loop that papermill's client of kernels leaves behind in a thread."""
    from jupyter_core.utils import ensure_event_loop

    try:
        yield
    finally:
        loop = ensure_event_loop()
        if not loop.is_running():  # as it would in a notebook, which goes on with its own
            loop.close()


@contextlib.contextmanager
def _environment(job: dict[str, Any]) -> Iterator[None]:
    """Let kernels started meanwhile see what the job wants them to, which is one for a batch."""
    before = {name: os.environ.get(name) for name in job["environment"]}
    os.environ.update(job["environment"])
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value


def _require_complete(executed: Any) -> None:
    """Refuse a notebook with a code cell that never ran: papermill may call it completed."""
    for cell in executed.cells:
        if cell.cell_type == "code" and cell.source.strip() and cell.execution_count is None:
            raise ReportStoppedError(
                Failure("process_ended", first_line(cell.source), "the cell was not executed")
            )
