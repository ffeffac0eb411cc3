"""One report: execute its notebook with papermill, render it, write it in one step."""

from __future__ import annotations

import os
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tsa_research.errors import ReportFailedError, UsageError
from tsa_research.files import write_atomically
from tsa_research.reports.plan import ReportPlan

if TYPE_CHECKING:
    from nbformat import NotebookNode


@dataclass(frozen=True)
class RunRecord:
    """What became of one report: ``done``, ``nothing`` (to report) or ``failed``."""

    plan: ReportPlan
    state: str
    path: Path | None
    seconds: float
    message: str = ""


def run_report(
    plan: ReportPlan, folder: Path, *, include_code: bool = False, keep_notebook: bool = False
) -> RunRecord:
    """Make one report.

    Parameters
    ----------
    plan : ReportPlan
    folder : Path
        The reports folder; nothing is written outside it.
    include_code : bool
        Show the code of every cell, folded away.
    keep_notebook : bool
        Write the executed notebook beside the report.

    Raises
    ------
    ReportFailedError
        If a cell failed or the kernel died; the message names the cell and its error.
    """
    from tsa_research.reports.render import render_notebook

    path = _inside(folder, plan.out)
    started = time.monotonic()
    executed = _execute(plan)
    about = executed.metadata.setdefault("tsa", {})
    about["index"] = "../" * (len(plan.out.parts) - 1) + "index.html"
    write_atomically(path, render_notebook(executed, include_code=include_code))
    if keep_notebook:
        import nbformat

        write_atomically(path.with_suffix(".ipynb"), nbformat.writes(executed))
    return RunRecord(plan, "done", path, time.monotonic() - started)


def _inside(folder: Path, out: Path) -> Path:
    path = (folder / out).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise UsageError(
            "A report must stay inside the reports folder.",
            expected=f"a place in {folder}",
            got=str(out),
        )
    return path


def _execute(plan: ReportPlan) -> NotebookNode:
    """Run the notebook with stock papermill in a kernel of its own.

    papermill writes its output after every cell, so it works in a private folder.
    """
    import papermill
    from papermill.exceptions import PapermillExecutionError

    with tempfile.TemporaryDirectory(prefix="tsa-") as private:
        out = Path(private) / "executed.ipynb"
        try:
            executed: Any = papermill.execute_notebook(
                str(plan.notebook.path),
                str(out),
                parameters=dict(plan.parameters),
                kernel_name="python3",
                progress_bar=False,
                cwd=str(Path.cwd()),
                **_private_kernel(private),
            )
        except PapermillExecutionError as error:
            raise _failed(
                plan, _cell_name(error.source), f"{error.ename}: {error.evalue}"
            ) from error
        except RuntimeError as error:
            raise _failed(plan, "kernel", str(error)) from error
        except ValueError as error:  # such as a notebook that names no language
            raise _failed(plan, "notebook", str(error)) from error
    _require_complete(plan, executed)
    return executed


def _private_kernel(folder: str) -> dict[str, Any]:
    """Return settings for a kernel whose sockets lie in a folder of this user alone.

    TCP ports can be reached by other users of the machine, and collide when many kernels
    start at once. Windows has no such sockets and keeps its ports.
    """
    if os.name == "nt":
        return {}
    from jupyter_client.manager import AsyncKernelManager

    class PrivateKernelManager(AsyncKernelManager):
        def __init__(self, **settings: Any) -> None:
            super().__init__(**settings, transport="ipc", ip=f"{folder}/kernel")

    return {"kernel_manager_class": PrivateKernelManager, "shutdown_kernel": "immediate"}


def _require_complete(plan: ReportPlan, executed: NotebookNode) -> None:
    """Refuse a notebook with a code cell that never ran: papermill may call it completed."""
    for cell in executed.cells:
        if cell.cell_type == "code" and cell.source.strip() and cell.execution_count is None:
            raise _failed(plan, _cell_name(cell.source), "the cell was not executed")


def _cell_name(source: str) -> str:
    """Return what a cell is called in messages: its first line, since cells bear no numbers.

    >>> _cell_name("import os")
    'cell “import os”'
    """
    return f"cell “{next(iter(source.strip().splitlines()), '')}”"


def _failed(plan: ReportPlan, place: str, problem: str) -> ReportFailedError:
    given = ", ".join(f"{name}={value}" for name, value in plan.parameters.items())
    return ReportFailedError(
        "The report could not be made.",
        where=f"{plan.notebook.id}, {place}, with {given}",
        expected="a notebook that runs to its end",
        got=problem,
        next_step="Run the notebook in JupyterLab with these parameters to see the cell.",
    )
