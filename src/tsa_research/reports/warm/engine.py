"""The papermill engine ``tsa``: the cells run in this very process, which serves one notebook.

``papermill --engine tsa`` uses it as it stands. A batch runs it in a process that was forked
for one report and ends with it, so that nothing is carried from one report to the next.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from nbformat import NotebookNode
from papermill.engines import Engine, NotebookExecutionManager

from tsa_research.reports.warm.shell import ReportShell, gathering, make_shell

Started = Callable[[str], None]
_spent: list[str] = []


class InProcessEngine(Engine):
    """Run the cells of a Python notebook in this process, once."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        *,
        started: Started | None = None,
        **_options: Any,
    ) -> None:
        """Run all cells up to the first that fails, and note down what they show.

        ``started``, if given, is called with the source of each code cell before it runs.

        Raises
        ------
        RuntimeError
            If this process has run a notebook before: its variables and settings would be
            met by the next one.
        """
        if _spent:
            raise RuntimeError("This process has run a notebook already; each needs its own.")
        _spent.append(kernel_name)
        shell = make_shell()
        with gathering(shell):
            for index, cell in enumerate(nb_man.nb.cells):
                nb_man.cell_start(cell, index)
                if started is not None and cell.cell_type == "code":
                    started(cell.source)
                failed = _run_cell(shell, cell)
                if failed:
                    nb_man.cell_exception(cell, index)
                nb_man.cell_complete(cell, index)
                if failed:
                    break
        nb_man.nb.metadata["language_info"] = NotebookNode(_language())


def _run_cell(shell: ReportShell, cell: NotebookNode) -> bool:
    """Run one cell and return whether the notebook must stop."""
    tags = cell.metadata.get("tags", [])
    if cell.cell_type != "code" or not cell.source.strip() or "skip-execution" in tags:
        return False
    shell.outputs.start()
    cell.execution_count = shell.execution_count
    shell.run_cell(cell.source, store_history=True)
    cell.outputs = outputs = shell.outputs.finish()
    # as a kernel tells it: by the error that it shows
    failed = any(output.output_type == "error" for output in outputs)
    return failed and "raises-exception" not in tags


def _language() -> dict[str, Any]:
    """Return what a Python kernel says of its language."""
    return {
        "name": "python",
        "version": sys.version.split()[0],
        "mimetype": "text/x-python",
        "codemirror_mode": {"name": "ipython", "version": sys.version_info[0]},
        "pygments_lexer": "ipython3",
        "nbconvert_exporter": "python",
        "file_extension": ".py",
    }
