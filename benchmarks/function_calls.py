"""The computing of reports as plain function calls in one warm process: the limit of any engine.

Reads pairs of notebook and parameters as JSON, runs the cells of each and shows what the last
line of each gives as a notebook would (charts are drawn), renders the page, and prints the
seconds and the CPU seconds of all but one first round that warms everything up.
"""

from __future__ import annotations

import ast
import json
import sys
import time
from typing import Any

import nbformat

from tsa_research.reports.render import render_notebook


def run(path: str, parameters: dict[str, Any]) -> None:
    """Run and render one notebook."""
    notebook = nbformat.read(path, as_version=4)
    names: dict[str, Any] = {}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = list(_outputs(cell, names))
            if "parameters" in cell.metadata.get("tags", []):
                names.update(parameters)
    render_notebook(notebook)


def _outputs(cell: Any, names: dict[str, Any]) -> Any:
    tree = ast.parse(cell.source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), names)  # noqa: S102 - our own notebooks
    if last is None:
        return
    value = eval(compile(ast.Expression(last.value), "cell", "eval"), names)  # noqa: S307
    if hasattr(value, "_repr_mimebundle_"):
        bundle = value._repr_mimebundle_()
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        yield nbformat.v4.new_output("display_data", data=data, metadata=metadata)
    elif hasattr(value, "_repr_html_"):
        yield nbformat.v4.new_output("display_data", data={"text/html": value._repr_html_()})


if __name__ == "__main__":
    jobs = json.load(sys.stdin)
    for job in {path: (path, given) for path, given in jobs}.values():
        run(*job)
    started, cpu = time.perf_counter(), time.process_time()
    for job in jobs:
        run(*job)
    print(json.dumps([time.perf_counter() - started, time.process_time() - cpu]))
